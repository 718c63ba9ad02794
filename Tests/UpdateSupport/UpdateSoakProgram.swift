// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramLocalServer
import FerogramSession
import FerogramTLTypes

/// One program of a soakr: a client that is signed in, and that notes everything it hears.
final class UpdateSoakProgram: Sendable {
    private struct State: Sendable {
        var client: TelegramClient?
        var reader: Task<Void, Never>?
        var storage: MemorySessionStorage
        var healedGaps = 0
        var key: Int64 = 0
    }

    let person: LocalPerson
    let log = HeardLog()
    private let builder: ClientBuilder
    private let state: Lock<State>

    init(_ person: LocalPerson, _ builder: ClientBuilder) {
        self.person = person
        self.builder = builder
        state = Lock(State(storage: MemorySessionStorage()))
    }

    /// The client, unless the program is stopped.
    var client: TelegramClient? { state.withLock { $0.client } }
    /// The client's key, by which the server knows whose calls did what.
    var key: Int64 { state.withLock { $0.key } }
    /// How often what was missing came by itself.
    var healedGaps: Int { state.withLock { $0.healedGaps + ($0.client?.updateBacklog.events.healedGaps ?? 0) } }

    /// Starts the program for the first time.
    func signIn() async throws {
        try await start()
        guard let client, case .codeRequired(let token) = try await client.requestLoginCode(for: person.phone) else {
            throw UpdateSoakError("no code is asked for")
        }
        _ = try await client.signIn(with: token, code: person.loginCode)
        // The session is saved behind our back.
        for _ in 0..<1_000 {
            let data = await state.withLock { $0.storage }.data
            if let key = data.dataCenters.first(where: { $0.authKey != nil })?.authKey, data.updates != nil {
                return state.withLock { $0.key = key.id }
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw UpdateSoakError("the session is not saved")
    }

    /// Starts the program.
    func start() async throws {
        let storage = state.withLock { $0.storage }
        var client: TelegramClient?
        for _ in 0..<50 where client == nil {
            client = try? await builder.session(storage).connect()
        }
        guard let client else { throw UpdateSoakError("the client cannot connect") }
        let (log, life) = (log, log.life)
        let reader = Task {
            for await update in client.updates {
                log.append(update, life: life)
                if Task.isCancelled { return }
            }
        }
        state.withLock { state in
            state.client = client
            state.reader = reader
        }
    }

    /// How a program is stopped.
    enum Stop: String, CaseIterable, Sendable {
        /// Between two updates.
        case cleanly = "clean restart"
        /// While it reads.
        case byDisconnecting = "disconnected at work"
        /// While it reads, which it may finish.
        case byShuttingDown = "shut down at work"
    }

    /// Stops the program.
    ///
    /// - Returns: Whether it had handled everything that its client had for it.
    func stop(_ stop: Stop) async -> Bool {
        guard let (client, reader) = take() else { return true }
        switch stop {
        case .cleanly:
            reader.cancel()
            await reader.value
        case .byDisconnecting: await client.disconnect()
        case .byShuttingDown: await client.shutdown()
        }
        await reader.value
        await client.disconnect()
        let backlog = client.updateBacklog
        let isExact = backlog.queued == 0 && backlog.marks == 0
        let data = await state.withLock { $0.storage }.data
        log.restart(pts: data.updates?.pts ?? 0, channels: data.channels, isExact: isExact)
        return isExact
    }

    /// Ends the program as the loss of power does: what is stored is what it begins with the next time.
    func crash() async {
        let data = await state.withLock { $0.storage }.data
        log.restart(pts: data.updates?.pts ?? 0, channels: data.channels, isExact: false)
        guard let (client, reader) = take() else { return }
        state.withLock { $0.storage = MemorySessionStorage(data) }
        reader.cancel()
        await client.disconnect()
        await reader.value
    }

    private func take() -> (TelegramClient, Task<Void, Never>)? {
        state.withLock { state in
            guard let client = state.client, let reader = state.reader else { return nil }
            state.healedGaps += client.updateBacklog.events.healedGaps
            state.client = nil
            state.reader = nil
            return (client, reader)
        }
    }

    /// Ends the program for good.
    func end() async {
        guard let (client, reader) = take() else { return }
        await client.disconnect()
        await reader.value
    }
}

struct UpdateSoakError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
