// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramMTSender

final class LifecycleTests: XCTestCase {
    private static let call = TL.account.DeleteBusinessChatLink(slug: "name")

    /// Lets calls wait until the test opens the door.
    private static func holdCalls(on server: LocalServer) -> (door: AsyncStream<Void>.Continuation, waiting: Counter) {
        let (stream, door) = AsyncStream.makeStream(of: Void.self)
        let waiting = Counter()
        server.handle(TL.account.DeleteBusinessChatLink.self) { _ in
            waiting.increment()
            for await _ in stream {}
            return true
        }
        return (door, waiting)
    }

    func testAShutdownLetsPendingCallsEnd() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            let (door, waiting) = Self.holdCalls(on: local.server)
            async let pending = outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
            while waiting.count == 0 { await Task.yield() }
            async let shutdown = client.shutdown()
            // New calls are refused as soon as the shutdown has begun.
            while await outcome({ () throws(InvocationError) in try await client.invoke(TL.help.GetConfig()) })
                == "answered"
            {}
            door.finish()
            let result = await pending
            XCTAssertEqual(result, "answered")
            let failure = await shutdown
            XCTAssertNil(failure)
            await client.shutdown()
            await client.disconnect()
            while local.server.connectionCount > 0 { await Task.yield() }
        }
    }

    func testAShutdownDoesNotWaitForEver() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            let (door, waiting) = Self.holdCalls(on: local.server)
            async let pending = outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
            while waiting.count == 0 { await Task.yield() }
            await client.shutdown(draining: .milliseconds(10))
            let result = await pending
            XCTAssertEqual(result, "disconnected")
            door.finish()
        }
    }

    func testADisconnectDoesNotWait() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            let (door, waiting) = Self.holdCalls(on: local.server)
            async let pending = outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
            while waiting.count == 0 { await Task.yield() }
            await client.disconnect()
            let result = await pending
            XCTAssertEqual(result, "disconnected")
            door.finish()
        }
    }

    func testACancelledCallReturnsAndTheConnectionStaysUp() async throws {
        try await within {
            let local = try await LocalClients()
            let connections = Counter()
            let bot = try local.server.addBot(username: "test_bot")
            let client = try await local.builder.metrics { metric in
                if case .connected = metric { connections.increment() }
            }.connect()
            try await client.signIn(botToken: bot.token)
            let (door, waiting) = Self.holdCalls(on: local.server)
            let task = Task { await outcome { () throws(InvocationError) in try await client.invoke(Self.call) } }
            while waiting.count == 0 { await Task.yield() }
            task.cancel()
            let result = await task.value
            XCTAssertEqual(result, "cancelled")
            _ = try await client.invoke(TL.help.GetConfig())
            XCTAssertEqual(connections.count, 1)
            door.finish()
            await client.disconnect()
        }
    }

    func testHealthSaysWhatHappens() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            var states = client.health.makeAsyncIterator()
            // Updates may be fetched meanwhile.
            while let state = await states.next(), state.description != "live" {
                XCTAssertEqual(state.description, "syncing")
            }
            local.server.stop()
            while let state = await states.next(), state.description != "connecting" {
                XCTAssertEqual(state.description, "syncing")
            }
            await client.disconnect()
            let third = await states.next()
            XCTAssertEqual(third?.description, "stopped")
            let fourth = await states.next()
            XCTAssertNil(fourth)
            let after = await client.health.reduce(into: []) { $0.append($1.description) }
            XCTAssertEqual(after, ["stopped"])
        }
    }

    func testAClientThatMustNotConnectAgainStops() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.restartPolicy(.never).connect()
            local.server.stop()
            for await _ in client.updates {}
            var last: ClientHealth?
            for await health in client.health { last = health }
            guard case .stopped(.failed(.connectionLost)) = last else { return XCTFail("\(last as Any)") }
            await client.disconnect()
        }
    }

    func testMetricsCountCallsAndErrors() async throws {
        try await within {
            let local = try await LocalClients()
            let calls = Lock<[String: Int]>([:])
            let client = try await local.builder.metrics { metric in
                guard case .call(let method, let error, _) = metric else { return }
                calls.withLock { $0[method + (error == nil ? "" : " failed"), default: 0] += 1 }
            }.connect()
            _ = await outcome { () throws(InvocationError) in
                try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            }
            XCTAssertEqual(calls.withLock { $0 }, ["help.getConfig": 1, "users.getUsers failed": 1])
            await client.disconnect()
        }
    }
}
