// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramMTProto
import FerogramMessageBox
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class UpdateQueueTests: XCTestCase {
    private static func update(_ number: Int32) -> Update {
        .messagesDeleted(DeletedMessages(ids: [number], channelID: nil))
    }

    private static func number(_ ticket: UpdateQueue.Ticket?) -> Int32? {
        guard case .messagesDeleted(let deleted) = ticket?.update else { return nil }
        return deleted.ids.first
    }

    private final class Stored: Sendable {
        let changes = Lock<[MessageBoxState.Change]>([])

        func append(_ more: [MessageBoxState.Change]) {
            changes.withLock { $0 += more }
        }
    }

    func testWhatIsGivenBackComesFirstAndInOrder() async {
        let queue = UpdateQueue(capacity: 16, storesBefore: false) { _ in }
        for number in Int32(1)...6 { queue.append([Self.update(number)], []) }
        var tickets: [UpdateQueue.Ticket] = []
        for _ in 0..<4 { if let ticket = await queue.next(.ordered) { tickets.append(ticket) } }
        for index in [2, 0, 3, 1] { queue.giveBack(tickets[index]) }
        var numbers: [Int32?] = []
        for _ in 0..<6 { numbers.append(Self.number(await queue.next(.ordered))) }
        XCTAssertEqual(numbers, [1, 2, 3, 4, 5, 6])
    }

    func testWhoHasNoTaskIsToldOnceThatThereIsSomething() {
        let queue = UpdateQueue(capacity: 16, storesBefore: false) { _ in }
        let count = Lock(0)
        queue.whenReady { count.withLock { $0 += 1 } }
        XCTAssertEqual(count.withLock { $0 }, 0)
        for number in Int32(1)...2 { queue.append([Self.update(number)], []) }
        XCTAssertEqual(count.withLock { $0 }, 1)
        // What is there already is told at once.
        queue.whenReady { count.withLock { $0 += 1 } }
        XCTAssertEqual(count.withLock { $0 }, 2)
        XCTAssertEqual(queue.takeNow(.any, atMost: 9, by: nil).map(Self.number), [1, 2])
        queue.whenReady { count.withLock { $0 += 1 } }
        XCTAssertEqual(count.withLock { $0 }, 2)
        // And so is that nothing comes any more.
        queue.stopDelivering()
        queue.finish()
        XCTAssertEqual(count.withLock { $0 }, 3)
    }

    func testSeveralAreTakenAtOnceAndNoMoreThanThereAre() async {
        let queue = UpdateQueue(capacity: 16, storesBefore: false) { _ in }
        for number in Int32(1)...6 { queue.append([Self.update(number)], []) }
        let first = await queue.next(.ordered, atMost: 4)
        XCTAssertEqual(first.map(Self.number), [1, 2, 3, 4])
        for ticket in first.reversed() { queue.giveBack(ticket) }
        let second = await queue.next(.ordered, atMost: 100)
        XCTAssertEqual(second.map(Self.number), [1, 2, 3, 4, 5, 6])
        // Who waits gets what comes, and all of it that comes together.
        async let third = queue.next(.ordered, atMost: 3)
        while queue.state.withLock({ $0.waiters.isEmpty }), !Task.isCancelled { await Task.yield() }
        queue.append(
            [.init(updates: [Self.update(7)], changes: []), .init(updates: [Self.update(8)], changes: [])], for: nil)
        let numbers = await third.map(Self.number)
        XCTAssertEqual(numbers, [7, 8])
        queue.stopDelivering()
        queue.append([Self.update(9)], [])
        let none = await queue.next(.ordered, atMost: 3)
        XCTAssertTrue(none.isEmpty)
        XCTAssertEqual(queue.waitingCount, 1)
    }

    func testOnlyWhatWasHandledIsStored() async throws {
        let stored = Stored()
        let queue = UpdateQueue(capacity: 16, storesBefore: false) { stored.append($0) }
        for number in Int32(1)...6 { queue.append([Self.update(number)], [.channel(7, pts: number)]) }
        var tickets: [UpdateQueue.Ticket] = []
        for _ in 0..<4 {
            let ticket = try unwrapped(await queue.next(.ordered))
            XCTAssertTrue(queue.begin(ticket))
            tickets.append(ticket)
        }
        queue.finish(tickets[1])
        XCTAssertEqual(stored.changes.withLock { $0 }, [])
        queue.finish(tickets[0])
        XCTAssertEqual(stored.changes.withLock { $0 }, [.channel(7, pts: 1), .channel(7, pts: 2)])
        queue.stopDelivering()
        let none = await queue.next()
        XCTAssertNil(none)
        queue.finish(tickets[2])
        XCTAssertEqual(stored.changes.withLock { $0.last }, .channel(7, pts: 3))
        queue.finish()
        queue.finish(tickets[3])
        XCTAssertEqual(stored.changes.withLock { $0.last }, .channel(7, pts: 3))
    }

    func testAtMostOnceStoresWhatIsBegunAndNoMore() async throws {
        let stored = Stored()
        let queue = UpdateQueue(capacity: 16, storesBefore: true) { stored.append($0) }
        for number in Int32(1)...4 { queue.append([Self.update(number)], [.channel(7, pts: number)]) }
        let (one, two) = (try unwrapped(await queue.next(.ordered)), try unwrapped(await queue.next(.ordered)))
        XCTAssertEqual(stored.changes.withLock { $0 }, [])
        XCTAssertTrue(queue.begin(one))
        XCTAssertEqual(stored.changes.withLock { $0 }, [.channel(7, pts: 1)])
        // What was begun is gone; what was only taken is not.
        queue.giveBack(one)
        queue.giveBack(two)
        let next = await queue.next(.ordered)
        XCTAssertEqual(Self.number(next), 2)
    }

    func testNothingBeginsWhenDrainingHasBegun() async throws {
        let queue = UpdateQueue(capacity: 16, storesBefore: false) { _ in }
        queue.append([Self.update(1)], [])
        queue.append([Self.update(2)], [])
        let (one, two) = (try unwrapped(await queue.next()), try unwrapped(await queue.next()))
        XCTAssertTrue(queue.begin(one))
        queue.stopDelivering()
        XCTAssertFalse(queue.begin(two))
        queue.giveBack(two)
        XCTAssertEqual(queue.waitingCount, 1)
    }

    func testADrainWaitsForWhatWasBegun() async throws {
        try await within {
            let queue = UpdateQueue(capacity: 16, storesBefore: false) { _ in }
            queue.append([Self.update(1)], [])
            let ticket = try unwrapped(await queue.next())
            let begin = Task { queue.begin(ticket) }
            let isBegun = await begin.value
            XCTAssertTrue(isBegun)
            queue.stopDelivering()
            let isOver = Lock(false)
            let clock = VirtualClock()
            let drain = Task {
                await queue.waitUntilHandled(until: MonotonicTime(nanoseconds: .max), clock.timekeeper)
                isOver.withLock { $0 = true }
            }
            try await until { clock.sleeperCount == 1 }
            XCTAssertFalse(isOver.withLock { $0 })
            queue.finish(ticket)
            await drain.value
            XCTAssertTrue(isOver.withLock { $0 })
        }
    }

    func testAllWhoWaitForRoomGoOn() async throws {
        try await within(.seconds(20)) {
            let queue = UpdateQueue(capacity: 2, storesBefore: false) { _ in }
            for number in Int32(1)...2 { queue.append([Self.update(number)], []) }
            let waited = Log()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        await queue.waitForRoom()
                        waited.append("on")
                    }
                }
                let cancelled = Task { await queue.waitForRoom() }
                try await until { queue.producerCount == 4 }
                // Whoever gives up lets the others wait on.
                cancelled.cancel()
                await cancelled.value
                XCTAssertEqual(queue.producerCount, 3)
                XCTAssertEqual(waited.lines.count, 0)
                _ = await queue.next()
                try await group.waitForAll()
            }
            XCTAssertEqual(waited.lines.count, 3)
        }
    }

    func testAReaderThatReadsLateGetsAllQueries() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot {
                $0.updateBounds(UpdateBounds(ordered: 100, queries: 100, queuedQueries: 1))
            }
            let ann = try local.server.addPerson("ann")
            try await ann.send("/start", to: bot)
            for await update in client.updates { if case .message = update { break } }
            try await client.sendMessage(
                to: ann.id, .text("Press").keyboard(.inline([[InlineButton.callback("Go", data: "go")]])))
            let question = try await ann.expect(.button("Go"), from: bot)
            let presses = (0..<3).map { _ in Task { try await ann.press("Go", under: question) } }
            try await until { client.updateBacklog.queries == 2 && client.updateBacklog.queuedQueries == 1 }
            // No message comes that would wake anybody.
            var count = 0
            for await update in client.updates {
                guard case .callbackQuery(let query) = update else { continue }
                try await query.answer()
                count += 1
                if count == 3 { break }
            }
            for press in presses { _ = try await press.value }
            await client.disconnect()
        }
    }
}

private struct NothingThere: Error {}

private func unwrapped<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw NothingThere() }
    return value
}
