// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class OutgoingLimiterTests: XCTestCase {
    /// Sends to chats, and tells when each message could go, in seconds.
    private func times(
        _ limits: OutgoingLimits, to chats: [PeerID]
    ) async throws -> [(chat: PeerID, seconds: Double)] {
        // Sleeping is over at once; the turn is what counts.
        let now = MonotonicTime(nanoseconds: 0)
        let turns = Lock<[MonotonicTime]>([])
        let time = Timekeeper(
            now: { now }, sinceEpoch: { .zero }, sleep: { until in turns.withLock { $0.append(until) } })
        let limiter = OutgoingLimiter(limits, time)
        var result: [(PeerID, Double)] = []
        for chat in chats {
            let before = turns.withLock { $0.count }
            try await limiter.wait(for: chat, messages: 1, method: "test")
            let turn = turns.withLock { $0.count > before ? $0.last : nil } ?? now
            result.append((chat, Double(turn.nanoseconds) / 1e9))
        }
        return result
    }

    func testAGroupGetsTwentyAMinute() async throws {
        let group = PeerID.channel(8)
        let times = try await times(.init(group: .init(20, per: .seconds(60))), to: Array(repeating: group, count: 50))
        XCTAssertEqual(times.map(\.seconds), (0..<50).map { Double($0 / 20) * 60 })
    }

    func testChatsWaitForThemselvesAlone() async throws {
        var chats = Array(repeating: PeerID.channel(8), count: 40)
        chats += [.user(5), .user(5), .user(6), .channel(9)]
        let times = try await times(.bot, to: chats)
        XCTAssertEqual(times[39].seconds, 60)
        XCTAssertEqual(times[40...].map(\.seconds), [0, 1, 0, 0])
    }

    func testNoWindowHasMoreThanTheTotal() async throws {
        let limits = OutgoingLimits(group: .init(2, per: .seconds(10)), total: .init(5, per: .seconds(1)))
        var random = SeededGenerator(seed: 9)
        let chats = (0..<200).map { _ in PeerID.channel(Int64(random.next() % 12) + 1) }
        let all = try await times(limits, to: chats).map(\.seconds).sorted()
        for (index, time) in all.enumerated() where index + 5 < all.count {
            XCTAssertGreaterThanOrEqual(all[index + 5] - time, 1)
        }
    }

    func testTheLineIsBounded() async throws {
        let isWaiting = Lock(false)
        let time = Timekeeper(
            now: { MonotonicTime(nanoseconds: 0) }, sinceEpoch: { .zero },
            sleep: { _ in
                isWaiting.withLock { $0 = true }
                try await Task.sleep(for: .seconds(3_600))
            })
        let limiter = OutgoingLimiter(.init(group: .init(1, per: .seconds(60)), capacity: 1), time)
        try await limiter.wait(for: .channel(1), messages: 1, method: "test")
        let waiting = Task { try await limiter.wait(for: .channel(1), messages: 1, method: "test") }
        try await until { isWaiting.withLock { $0 } }
        do {
            try await limiter.wait(for: .channel(2), messages: 1, method: "test")
            XCTFail("there is room for one alone")
        } catch {
            guard case .tooManyPendingCalls = error else { throw error }
        }
        waiting.cancel()
        do {
            try await waiting.value
            XCTFail("it was not cancelled")
        } catch { XCTAssertTrue((error as? InvocationError)?.isCancellation == true) }
    }
}
