// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes
import XCTest

/// When a connection is pinged and when it is given up.
final class LivenessTests: XCTestCase {
    private func pings(_ packets: [PacketContents]) -> Int {
        packets.messages(TL.PingDelayDisconnect.constructorID).count
    }

    private func isClosed(_ actions: [TimerAction]) -> Bool {
        actions.contains { if case .close = $0 { true } else { false } }
    }

    func testWithOpenCallsSilenceIsMetWithAPingAndThenWithTheEnd() throws {
        var client = try ClientHarness()
        _ = try client.sentCall()
        var events: [(Double, String)] = []
        for step in 1...100 {
            let (actions, packets) = client.tick(after: 0.1)
            if pings(packets) > 0 { events.append((Double(step) / 10, "ping")) }
            if isClosed(actions) { events.append((Double(step) / 10, "dead")) }
        }
        XCTAssertEqual(events.map(\.1), ["ping", "dead"])
        XCTAssertEqual(events[0].0, 2, accuracy: 0.11)
        XCTAssertEqual(events[1].0, 5, accuracy: 0.11)
        XCTAssertNil(client.session.nextDeadline, "without a connection there is nothing to wait for")
    }

    func testAnyPacketIsASignOfLife() throws {
        var client = try ClientHarness()
        _ = try client.sentCall()
        for _ in 0..<40 {
            let (actions, packets) = client.tick(after: 1.5)
            XCTAssertFalse(isClosed(actions))
            XCTAssertEqual(pings(packets.filter { _ in client.time < 59 * ClientHarness.second }), 0)
            _ = try client.deliver([1, 1, 1, 1], id: client.serverID(.server))
        }
    }

    func testAnIdleConnectionIsPingedOnceAMinute() throws {
        var client = try ClientHarness()
        var count = 0
        for _ in 0..<600 {
            let (actions, packets) = client.tick(after: 1)
            XCTAssertFalse(isClosed(actions))
            for ping in packets.messages(TL.PingDelayDisconnect.constructorID) {
                count += 1
                XCTAssertEqual(Array(ping.body.suffix(4)), [75, 0, 0, 0])
                let pong = TL.Pong(msgID: ping.id.rawValue, pingID: Array(ping.body.dropFirst(4)).long)
                _ = try client.deliver(pong.encoded(), sequenceNumber: 0)
            }
        }
        XCTAssertEqual(count, 10)
    }

    func testPatienceGrowsWithTheRoundTrip() throws {
        var client = try ClientHarness(isSettled: false)
        let ping = try XCTUnwrap(client.tick().packets.messages(TL.PingDelayDisconnect.constructorID).first)
        client.time += 4 * ClientHarness.second
        let pong = TL.Pong(msgID: ping.id.rawValue, pingID: Array(ping.body.dropFirst(4)).long)
        _ = try client.deliver(pong.encoded(), sequenceNumber: 0)
        _ = try client.sentCall()
        // One and a half round trips and a second: seven seconds.
        XCTAssertEqual(pings(client.tick(after: 6.9).packets), 0)
        XCTAssertEqual(pings(client.tick(after: 0.2).packets), 1)
        XCTAssertFalse(isClosed(client.tick(after: 10).actions))
        XCTAssertTrue(isClosed(client.tick(after: 0.5).actions))
    }
}
