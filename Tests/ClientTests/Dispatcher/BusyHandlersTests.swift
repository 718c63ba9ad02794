// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class BusyHandlersTests: XCTestCase {
    private let clock = VirtualClock()
    private let log = Log()

    /// Runs a watch on a clock that goes by hand.
    private func watching(_ body: @escaping @Sendable (BusyHandlers) async throws -> Void) async throws {
        let busy = BusyHandlers(clock.timekeeper) { [log] in log.append($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await busy.watch() }
            try await body(busy)
            group.cancelAll()
        }
    }

    private let update = Update.messagesDeleted(DeletedMessages(ids: [1, 2], channelID: nil))

    func testAHandlerThatWorksForTenSecondsIsReportedOnce() async throws {
        try await watching { [clock, log, update] busy in
            let work = busy.begin(update)
            try await until { clock.sleeperCount == 1 }
            clock.advance(by: .seconds(9))
            XCTAssertEqual(log.lines, [])
            clock.advance(by: .seconds(1))
            try await until { log.lines.count == 1 }
            XCTAssertTrue(log.lines[0].contains("the deletion of 2 messages for 10 s"), log.lines[0])
            clock.advance(by: .seconds(60))
            busy.end(work)
            // Another one wakes the watch again.
            _ = busy.begin(update)
            try await until { clock.sleeperCount == 1 }
            clock.advance(by: .seconds(10))
            try await until { log.lines.count == 2 }
        }
    }

    func testQuickHandlersAreNotReported() async throws {
        try await watching { [clock, log, update] busy in
            for _ in 0..<3 { busy.end(busy.begin(update)) }
            try await until { clock.sleeperCount <= 1 }
            clock.advance(by: .seconds(30))
            let work = busy.begin(update)
            try await until { clock.sleeperCount == 1 }
            busy.end(work)
            clock.advance(by: .seconds(30))
            XCTAssertEqual(log.lines, [])
        }
    }
}
