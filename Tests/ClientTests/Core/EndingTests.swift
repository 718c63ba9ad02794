// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramMTSender

/// How clients end: all calls have their results then, and nothing is left of the client.
final class EndingTests: XCTestCase {
    private static let call = TL.account.DeleteBusinessChatLink(slug: "name")

    /// Lets calls wait until the test opens the door.
    private static func holdCalls(on server: LocalServer) -> (door: AsyncStream<Void>.Continuation, waiting: Counter) {
        let (stream, door) = AsyncStream.makeStream(of: Void.self)
        let opened = Task { for await _ in stream {} }
        let waiting = Counter()
        server.handle(TL.account.DeleteBusinessChatLink.self) { _ in
            waiting.increment()
            await opened.value
            return true
        }
        return (door, waiting)
    }

    /// Makes calls of each kind that can be under way: at the server, waiting for a flood, waiting for their turn.
    private static func begin(
        _ client: TelegramClient, _ local: LocalClients, _ waiting: Counter
    ) async throws -> [Task<String, Never>] {
        local.server.inject(
            LocalFault(
                .answer(RPCFailure(420, .floodWait, value: 5)), methods: ["users.getUsers"], occurrence: .times(1)))
        let order = CallOrder()
        var tasks = (0..<10).map { _ in
            Task { await outcome { () throws(InvocationError) in try await client.invoke(Self.call) } }
        }
        tasks.append(
            Task {
                await outcome { () throws(InvocationError) in
                    try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
                }
            })
        tasks.append(
            Task {
                await outcome { () throws(InvocationError) in
                    try await client.invoke(Self.call, options: .init(order: order))
                }
            })
        try await until { waiting.count >= 11 && client.core.pool.sleeperCount > 0 }
        tasks.append(
            Task {
                await outcome { () throws(InvocationError) in
                    try await client.invoke(Self.call, options: .init(order: order))
                }
            })
        try await until { !(client.core.pool.lines.withLock({ $0.count }) < 2) }
        return tasks
    }

    private static func results(_ tasks: [Task<String, Never>]) async -> [String: Int] {
        var results: [String: Int] = [:]
        for task in tasks { results[await task.value, default: 0] += 1 }
        return results
    }

    func testAShutdownFinishesEveryKindOfCallThatIsUnderWay() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let (door, waiting) = Self.holdCalls(on: local.server)
            let tasks = try await Self.begin(client, local, waiting)
            async let end = client.shutdown()
            while await outcome({ () throws(InvocationError) in try await client.invoke(TL.help.GetConfig()) })
                == "answered"
            {}
            door.finish()
            let results = await Self.results(tasks)
            XCTAssertEqual(results, ["answered": 13])
            let failure = await end
            XCTAssertNil(failure)
        }
    }

    func testADisconnectEndsEveryKindOfCallThatIsUnderWay() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let (door, waiting) = Self.holdCalls(on: local.server)
            let tasks = try await Self.begin(client, local, waiting)
            await client.disconnect()
            let results = await Self.results(tasks)
            XCTAssertEqual(results, ["disconnected": 13])
            door.finish()
        }
    }

    func testEndsOfAllKindsAtTheSameTimeAllReturnAndLeaveNothing() async throws {
        for round in 0..<10 {
            try await within {
                // Time stands still: whoever sleeps does so until the end.
                let clock = VirtualClock()
                let local = try await LocalClients()
                weak var core: ClientCore?
                weak var gone: TelegramClient?
                do {
                    let (client, _) = try await local.makeBot { $0.time(clock.timekeeper) }
                    (core, gone) = (client.core, client)
                    let (door, waiting) = Self.holdCalls(on: local.server)
                    let pending = Task {
                        await outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
                    }
                    try await until { waiting.count > 0 }
                    let ends = (0..<12).map { index in
                        Task {
                            if (index + round).isMultiple(of: 2) {
                                await client.disconnect()
                            } else {
                                await client.shutdown()
                            }
                        }
                    }
                    for (index, end) in ends.enumerated() where index.isMultiple(of: 3) { end.cancel() }
                    for end in ends {
                        let failure = await end.value
                        XCTAssertNil(failure)
                    }
                    let result = await pending.value
                    XCTAssertEqual(result, "disconnected")
                    XCTAssertEqual(client.core.pool.pendingCallCount, 0)
                    door.finish()
                }
                try await until { !(core != nil || gone != nil || local.server.connectionCount > 0) }
                try await until { clock.sleeperCount == 0 }
            }
        }
    }

    func testACancelledShutdownWaitsNoLonger() async throws {
        try await within {
            // Its time stands still, so that no limit is ever reached.
            let clock = VirtualClock()
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot { $0.time(clock.timekeeper) }
            let (door, waiting) = Self.holdCalls(on: local.server)
            async let pending = outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
            try await until { waiting.count > 0 }
            let end = Task { await client.shutdown() }
            while await outcome({ () throws(InvocationError) in try await client.invoke(TL.help.GetConfig()) })
                == "answered"
            {}
            end.cancel()
            _ = await end.value
            let result = await pending
            XCTAssertEqual(result, "disconnected")
            door.finish()
        }
    }

    func testADisconnectEndsAShutdownThatWaits() async throws {
        try await within {
            let clock = VirtualClock()
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot { $0.time(clock.timekeeper) }
            let (door, waiting) = Self.holdCalls(on: local.server)
            async let pending = outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
            try await until { waiting.count > 0 }
            async let end = client.shutdown()
            while await outcome({ () throws(InvocationError) in try await client.invoke(TL.help.GetConfig()) })
                == "answered"
            {}
            await client.disconnect()
            _ = await end
            let result = await pending
            XCTAssertEqual(result, "disconnected")
            door.finish()
        }
    }

    func testAClientThatComesToNothingLeavesNothing() async throws {
        try await within {
            let clock = VirtualClock()
            let local = try await LocalClients()
            local.server.stop()
            for _ in 0..<20 {
                let attempt = Task { try await local.builder.time(clock.timekeeper).connect() }
                for _ in 0..<10 { await Task.yield() }
                attempt.cancel()
                let result = await attempt.result
                XCTAssertThrowsError(try result.get())
            }
            try await until { clock.sleeperCount == 0 }
            XCTAssertEqual(local.server.connectionCount, 0)
        }
    }

    func testFiftyLivesOverRealSocketsLeaveNoDescriptorAndNoThread() async throws {
        try await within(.seconds(120)) {
            let server = try await LocalServer.start()
            let bot = try server.addBot(username: "test_bot")
            let builder = TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory)
            func live(_ life: Int) async throws {
                let client = try await builder.connect()
                try await client.signIn(botToken: bot.token)
                async let pending = outcome { () throws(InvocationError) in
                    try await client.invoke(TL.users.GetUsers(id: [.userSelf]), onDC: 2)
                }
                switch life % 3 {
                case 0: await client.disconnect()
                case 1: await client.shutdown()
                // Nobody ends it, it is just dropped.
                default: break
                }
                let result = await pending
                XCTAssertTrue(["answered", "disconnected"].contains(result), result)
            }
            // What the process keeps for good, it has from here on.
            for life in 0..<3 { try await live(life) }
            while server.connectionCount > 0 { try await Task.sleep(for: .milliseconds(1)) }
            let descriptors = try ProcessFigures.descriptorCount()
            for life in 0..<50 { try await live(life) }
            while server.connectionCount > 0 { try await Task.sleep(for: .milliseconds(1)) }
            // Descriptors are closed by the I/O thread, a moment later.
            while try ProcessFigures.descriptorCount() > descriptors { try await Task.sleep(for: .milliseconds(1)) }
            XCTAssertLessThan(ProcessFigures.threadCount, 40, "there are not more threads for more clients")
            server.stop()
        }
    }
}
