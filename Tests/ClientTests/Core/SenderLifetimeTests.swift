// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramMTSender

/// When a client has ended, nothing of it is left: above all not its keys.
final class SenderLifetimeTests: XCTestCase {
    /// Looks at objects without keeping them alive.
    private final class Trace {
        let name: String
        weak var object: AnyObject?

        init(_ name: String, _ object: AnyObject?) {
            self.name = name
            self.object = object
        }
    }

    /// Runs a client that speaks with three data centres, and ends it.
    private func traces(
        of local: LocalClients, _ change: (ClientBuilder) -> ClientBuilder = { $0 },
        ending end: (TelegramClient) async -> Void
    ) async throws -> [Trace] {
        let bot = try local.server.addBot(username: "test_bot")
        let client = try await change(local.builder).connect()
        try await client.signIn(botToken: bot.token)
        // Connections for files are among them.
        _ = await outcome { () throws(InvocationError) in
            try await client.invoke(TL.users.GetUsers(id: [.userSelf]), on: .media(1))
        }
        for id in [2, 3] { _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]), onDC: id) }
        var traces = [Trace("core", client.core), Trace("pool", client.core.pool)]
        for sender in client.core.pool.state.withLock(\.allSenders) {
            traces.append(Trace("sender", sender))
            traces.append(Trace("link", sender.link.withLock { $0 }))
            let keys = sender.withState { [$0.permanentKey?.authKey] + $0.lanes.map(\.key) }
            traces += keys.map { Trace("key", $0?.owner) }
        }
        XCTAssertFalse(traces.contains { $0.object == nil })
        XCTAssertEqual(traces.count { $0.name == "sender" }, 4)
        await end(client)
        return traces
    }

    private func expectNothingIsLeft(
        _ change: @escaping @Sendable (ClientBuilder) -> ClientBuilder = { $0 },
        ending end: @escaping @Sendable (TelegramClient) async -> Void
    ) async throws {
        let local = try await LocalClients()
        let traces = try await traces(of: local, change, ending: end)
        // Tasks and connections end a moment later.
        let limit = ContinuousClock.now + .seconds(20)
        while traces.contains(where: { $0.object != nil }), ContinuousClock.now < limit {
            try await Task.sleep(for: .milliseconds(1))
        }
        XCTAssertEqual(traces.filter { $0.object != nil }.map(\.name), [])
    }

    func testNothingIsLeftAfterADisconnect() async throws {
        try await expectNothingIsLeft { await $0.disconnect() }
    }

    func testNothingIsLeftAfterAShutdown() async throws {
        try await expectNothingIsLeft { await $0.shutdown() }
    }

    func testNothingIsLeftOfAClientThatWasDropped() async throws {
        try await expectNothingIsLeft { _ in }
    }

    func testNothingIsLeftOfTemporaryKeys() async throws {
        try await expectNothingIsLeft({ $0.perfectForwardSecrecy() }, ending: { await $0.disconnect() })
    }
}
