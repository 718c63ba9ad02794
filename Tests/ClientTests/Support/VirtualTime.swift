// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramLocalServer
import FerogramMTProto
import FerogramMTSender
import FerogramTestSupport

extension VirtualClock {
    /// The clock as clients see it.
    var timekeeper: Timekeeper {
        Timekeeper(
            now: { self.monotonicNow },
            sinceEpoch: { self.epoch + self.elapsed },
            sleep: { end in try await self.sleep(until: .nanoseconds(end.nanoseconds)) })
    }

    private var monotonicNow: MonotonicTime { MonotonicTime(nanoseconds: 0) + elapsed }

    /// The clock as a local server sees it.
    var localTime: LocalTime {
        LocalTime(
            sinceEpoch: { self.epoch + self.elapsed },
            sleep: { duration in try await self.sleep(until: self.elapsed + duration) })
    }
}

/// A server in memory and its clients, who live on a clock of their own, which goes a hundred times as fast.
func withFastClients<Value: Sendable>(
    _ configure: @Sendable (inout LocalServerConfiguration) -> Void = { _ in }, timesFaster: Int = 100,
    limit: Duration = .seconds(60),
    _ body: @escaping @Sendable (LocalClients, VirtualClock) async throws -> Value
) async throws -> Value {
    let clock = VirtualClock()
    let local = try await LocalClients { configuration in
        configuration.time = clock.localTime
        configure(&configuration)
    }
    return try await within(limit) {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await clock.run(timesFaster: timesFaster) }
            defer { group.cancelAll() }
            return try await body(local, clock)
        }
    }
}

/// A server in memory and its clients, who live on a clock of their own, which goes on whenever all of them wait.
func withVirtualTime<Value: Sendable>(
    _ configure: @Sendable (inout LocalServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (LocalClients, VirtualClock) async throws -> Value
) async throws -> Value {
    let clock = VirtualClock()
    let local = try await LocalClients { configuration in
        configuration.time = clock.localTime
        configure(&configuration)
    }
    return try await within {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await clock.runWhenQuiet() }
            defer { group.cancelAll() }
            return try await body(local, clock)
        }
    }
}

extension LocalClients {
    /// A builder of clients on the clock.
    func builder(_ clock: VirtualClock) -> ClientBuilder { builder.time(clock.timekeeper) }

    /// A client on the clock, signed in as a new bot.
    func makeBot(
        _ clock: VirtualClock, dataCenter: Int = 1, _ change: (ClientBuilder) -> ClientBuilder = { $0 }
    ) async throws -> (TelegramClient, LocalBot) {
        let bot = try server.addBot(username: "test_bot", dataCenter: dataCenter)
        let client = try await change(builder(clock)).connect()
        try await client.signIn(botToken: bot.token)
        return (client, bot)
    }
}

/// What a call came to, in a word.
func outcome(_ body: () async throws(InvocationError) -> some Sendable) async -> String {
    do throws(InvocationError) {
        _ = try await body()
        return "answered"
    } catch {
        switch error {
        case .rpc(let error): return error.name.rawValue
        case .outcomeUnknown: return "unknown"
        case .deadlineExceeded: return "too late"
        case .cancelled: return "cancelled"
        case .disconnected: return "disconnected"
        case .sessionEnded: return "session ended"
        case .connectionLost: return "lost"
        default: return "\(error)"
        }
    }
}
