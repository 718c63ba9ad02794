// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import FerogramMTProto

/// A flush makes no more bytes than were asked for, but for the last call.
final class FlushLimitTests: XCTestCase {
    private static let large = noise(40_000)

    /// Bytes that do not get shorter when they are packed.
    private static func noise(_ count: Int) -> [UInt8] {
        var state: UInt32 = 1
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
    }

    private static func calls(_ packets: [PacketContents], of length: Int) -> Int {
        packets.flatMap(\.messages).filter { $0.body.count == length }.count
    }

    func testCallsBeyondTheLimitWaitForTheNextFlush() throws {
        var client = try ClientHarness()
        for _ in 0..<5 { _ = try client.call(body: Self.large) }
        var counts: [Int] = []
        var wantsMore: [Bool] = []
        for _ in 0..<4 {
            let flushed = client.session.flush(
                on: client.link, now: client.now, limit: 65_536, using: &client.generator)
            counts.append(Self.calls(client.read(flushed), of: Self.large.count))
            wantsMore.append(flushed.hasMore)
        }
        XCTAssertEqual(counts, [2, 2, 1, 0])
        XCTAssertEqual(wantsMore, [true, true, false, false])
    }

    func testACallThatIsLongerThanTheLimitGoesAlone() throws {
        var client = try ClientHarness()
        for _ in 0..<2 { _ = try client.call(body: Self.noise(512 << 10)) }
        let flushed = client.session.flush(on: client.link, now: client.now, limit: 65_536, using: &client.generator)
        XCTAssertEqual(Self.calls(client.read(flushed), of: 512 << 10), 1)
        XCTAssertTrue(flushed.hasMore)
    }

    func testCallsThatGoOutAgainKeepToTheLimitAsWell() throws {
        var client = try ClientHarness()
        for _ in 0..<5 { _ = try client.call(body: Self.large) }
        _ = client.flush()
        let connection = client.reconnect().connection
        var counts: [Int] = []
        for _ in 0..<4 {
            let flushed = client.session.flush(
                on: connection, now: client.now, limit: 65_536, using: &client.generator)
            counts.append(Self.calls(client.read(flushed), of: Self.large.count))
        }
        XCTAssertEqual(counts.reduce(0, +), 5)
        XCTAssertLessThanOrEqual(counts.max() ?? 0, 2)
    }
}
