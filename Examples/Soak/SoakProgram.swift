// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramMTSender
import FerogramUpdateSupport
import Foundation

/// One of the clients, with its session on disk, and the part of the program that listens to it.
final class SoakProgram: Sendable {
    private struct State: Sendable {
        var client: TelegramClient?
        var listener: Task<Void, Never>?
        /// Which copy of the session is in use; a crash goes on with another one.
        var life = 0
        var account: Int
        var isStopping = false
    }

    let number: Int
    let role: SoakWorld.Program
    let clock = SoakClock()
    let network: SoakNetwork
    private let world: SoakWorld
    private let ears: SoakEars
    private let folder: URL
    private let builder: ClientBuilder
    private let state: Lock<State>

    init(_ number: Int, _ world: SoakWorld, _ ears: SoakEars, folder: URL, seed: UInt64) throws {
        self.number = number
        self.world = world
        self.ears = ears
        self.folder = folder.appending(path: "client\(number)")
        role = SoakWorld.programs[number]
        network = SoakNetwork(seed: seed &* 1_000 &+ UInt64(number))
        state = Lock(State(account: role.accounts[0]))
        // A third of the machines have clocks that jump; some clients speak in other ways than the usual one.
        let transports = ClientTransport.allCases
        var builder = TelegramClient.builder().apiID(1).apiHash("hash").server(try world.directory).dialer(network)
            .catchUp(true).requestTimeout(.seconds(30)).log(.off).transport(transports[number % transports.count])
            .perfectForwardSecrecy(number % 4 == 1).updateCapacity(number % 5 == 2 ? 32 : 2_048)
        if Self.hasJumpingClock(number) { builder = builder.time(clock.timekeeper) }
        self.builder = builder
    }

    var hasJumpingClock: Bool { Self.hasJumpingClock(number) }

    private static func hasJumpingClock(_ number: Int) -> Bool { number % 3 == 0 }

    /// The client, unless the program is stopped.
    var client: TelegramClient? { state.withLock { $0.client } }
    /// The account as which it is signed in.
    var account: SoakWorld.Account { world.accounts[state.withLock { $0.account }] }
    private var log: StreamLedger { ears.ledger }

    private func place(_ life: Int) -> URL { folder.appending(path: "\(life)") }

    // MARK: Starting

    /// Starts the program, and signs in if nobody is.
    func start() async throws {
        let (life, account) = state.withLock { ($0.life, $0.account) }
        try FileManager.default.createDirectory(at: place(life), withIntermediateDirectories: true)
        let path = place(life).appending(path: "session").path
        let client = try await patiently("connect") { try await self.builder.session(.file(path)).connect() }
        state.withLock { $0.client = client }
        if client.account == nil {
            try await patiently("sign in") { try await self.signIn(client, as: account) }
            log.enter(number, as: account)
        }
        listen(client)
    }

    private func signIn(_ client: TelegramClient, as index: Int) async throws {
        let account = world.accounts[index]
        if let token = account.token {
            try await client.signIn(botToken: token, replacesAccount: true)
        } else {
            guard case .codeRequired(let code) = try await client.requestLoginCode(for: account.phone) else { return }
            _ = try await client.signIn(with: code, code: account.code)
        }
    }

    /// Tries something until it succeeds; the network lets nothing succeed at once.
    private func patiently<Value>(_ what: String, _ body: () async throws -> Value) async throws -> Value {
        var last: (any Error)?
        for attempt in 0..<40 {
            do {
                return try await body()
            } catch {
                last = error
                try await Task.sleep(for: .milliseconds(100 * min(attempt, 10)))
            }
        }
        throw SoakError("program \(number) cannot \(what): \(last.map { "\($0)" } ?? "")")
    }

    private func listen(_ client: TelegramClient) {
        let task = role.isBot && !role.isWanderer ? ears.dispatch(client, by: number) : ears.read(client, by: number)
        let listener = Task {
            await task.value
            // A listener that was not told to end has to go on.
            let isStopping = self.state.withLock { $0.isStopping || $0.client !== client }
            guard !isStopping, !task.isCancelled else { return }
            let reason = client.stopReason.map { "\($0)" } ?? "nothing"
            self.log.fail("the updates of program \(self.number) came to their end because of \(reason)")
        }
        state.withLock { state in
            state.listener = Task {
                await withTaskCancellationHandler {
                    await listener.value
                } onCancel: {
                    task.cancel()
                }
            }
        }
    }

    // MARK: Stopping

    /// How a program comes to its end.
    enum Stop: String, CaseIterable, Sendable {
        /// Its listener is cancelled before.
        case cleanly = "stopped"
        case byDisconnecting = "disconnected"
        case byShuttingDown = "shut down"
        /// What is on the disk at some moment is all that is left.
        case crash = "crashed"
    }

    func stop(_ stop: Stop) async {
        let (client, listener) = state.withLock { state in
            defer {
                state.client = nil
                state.listener = nil
            }
            state.isStopping = true
            return (state.client, state.listener)
        }
        defer { state.withLock { $0.isStopping = false } }
        guard let client, let listener else { return }
        if stop == .crash { keepCopy() }
        switch stop {
        case .cleanly, .crash:
            listener.cancel()
            await listener.value
        case .byDisconnecting, .byShuttingDown: break
        }
        let failure = stop == .byShuttingDown ? await client.shutdown() : await client.disconnect()
        await listener.value
        if let failure { log.fail("program \(number) cannot save its session: \(failure)") }
        let backlog = client.updateBacklog
        if stop == .crash || backlog.queued > 0 || backlog.marks > 0 { log.restart(number) }
    }

    /// Lets the listener end and another one begin.
    func exchangeListener() async {
        guard let client, let listener = state.withLock({ $0.listener }) else { return }
        listener.cancel()
        await listener.value
        log.restart(number)
        listen(client)
    }

    /// Copies the session as it is, for the next start.
    private func keepCopy() {
        let life = state.withLock { state in
            state.life += 1
            return state.life
        }
        let (old, new) = (place(life - 1), place(life))
        do {
            try FileManager.default.createDirectory(at: new, withIntermediateDirectories: true)
            // The changes before the session, so that they are never newer than it; its lock stays behind.
            let names = try FileManager.default.contentsOfDirectory(atPath: old.path).filter { !$0.hasSuffix(".lock") }
            for name in names.sorted(by: >) {
                try? FileManager.default.copyItem(at: old.appending(path: name), to: new.appending(path: name))
            }
        } catch {
            log.fail("the session of program \(number) cannot be copied: \(error)")
        }
    }

    // MARK: Being somebody else

    /// Signs in as the other account.
    ///
    /// - Parameter signsOut: Whether the one before is signed out first.
    /// - Throws: ``SoakError`` if that cannot be done.
    func changeAccount(signsOut: Bool) async throws {
        guard let client, let listener = state.withLock({ $0.listener }) else { return }
        listener.cancel()
        await listener.value
        log.leave(number)
        let next = state.withLock { state in
            state.account = role.accounts.first { $0 != state.account } ?? state.account
            return state.account
        }
        if signsOut { try await patiently("sign out") { if client.account != nil { try await client.signOut() } } }
        try await patiently("sign in again") { try await self.signIn(client, as: next) }
        log.enter(number, as: next)
        listen(client)
    }
}
