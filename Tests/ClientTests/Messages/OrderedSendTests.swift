// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTestSupport
import XCTest

/// Many messages, in order or not too fast.
final class OrderedSendTests: XCTestCase {
    /// Gives numbers to messages and begins to send them, one at a time.
    private actor Counter {
        private var last = 0
        private let client: TelegramClient
        private let order = CallOrder()

        init(_ client: TelegramClient) { self.client = client }

        func send(to person: Int64) async throws {
            // Nothing suspends between the number and the beginning of the call.
            last += 1
            let text = "\(last)"
            try await client.inOrder(order) { () async throws(InvocationError) in
                _ = try await client.sendMessage(to: person, text)
            }
        }
    }

    func testMessagesOfManyTasksArriveInTheOrderOfTheirCalls() async throws {
        try await within(.seconds(120)) {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            try await ann.send("hello", to: bot)
            try await client.sendMessage(to: ann.id, "0")
            let counter = Counter(client)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { for _ in 0..<125 { try await counter.send(to: ann.id) } }
                }
                try await group.waitForAll()
            }
            let texts = ann.history(with: bot).dropFirst().map(\.text)
            XCTAssertEqual(texts, (0...1_000).map(String.init))
            await client.disconnect()
        }
    }

    /// Twenty a minute in a group, by the clock of the server.
    func testTheLimiterKeepsTwentyAMinuteInAGroup() async throws {
        try await withFastClients { local, clock in
            let bot = try local.server.addBot(username: "test_bot", dataCenter: 1)
            let ann = try local.server.addPerson("ann")
            let group = try await local.server.createSupergroup("Group", by: ann, with: [bot])
            let client = try await local.builder(clock).outgoingLimits(.bot).requestTimeout(nil).connect()
            try await client.signIn(botToken: bot.token)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<60 {
                    tasks.addTask { _ = try await client.sendMessage(to: group.id, "\(number)") }
                }
                try await tasks.waitForAll()
            }
            let dates = ann.history(with: group).filter { $0.action == nil }.map { Int($0.date) }.sorted()
            XCTAssertEqual(dates.count, 60)
            for (index, date) in dates.enumerated() where index + 20 < dates.count {
                // The dates are whole seconds.
                XCTAssertGreaterThanOrEqual(dates[index + 20] - date, 59)
            }
            await client.disconnect()
        }
    }
}
