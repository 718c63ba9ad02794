// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import XCTest

/// When a session wants to be woken while its connection takes nothing, so that nothing is flushed.
final class SessionDeadlineTests: XCTestCase {
    /// Lets the session act at its deadline, without a flush.
    private func tickAtDeadline(_ client: inout ClientHarness) throws -> [TimerAction] {
        let deadline = try XCTUnwrap(client.session.nextDeadline)
        client.time = max(client.time, deadline.nanoseconds)
        return client.session.tick(now: client.now, using: &client.generator)
    }

    private func assertSleeps(_ client: ClientHarness, line: UInt = #line) {
        guard let deadline = client.session.nextDeadline else { return }
        XCTAssertGreaterThan(deadline, client.now, "the deadline has passed already", line: line)
    }

    func testAnAcknowledgementThatIsDueIsNamedOnceUntilItGoes() throws {
        var client = try ClientHarness()
        try client.receive()
        let due = try XCTUnwrap(client.session.nextDeadline)
        XCTAssertLessThanOrEqual(due, client.now + .seconds(1))
        _ = try tickAtDeadline(&client)
        assertSleeps(client)
        XCTAssertEqual(client.flush().acknowledged.count, 1)
        assertSleeps(client)

        // After that the next one is named again.
        try client.receive()
        XCTAssertEqual(client.session.nextDeadline, client.now + .seconds(1))
    }

    func testPacedCallsAreNamedOnceUntilTheyGo() throws {
        var client = try ClientHarness()
        for _ in 0..<1_500 { _ = try client.call() }
        XCTAssertEqual(client.flush().count, 1)
        XCTAssertEqual(client.session.nextDeadline, client.now + .milliseconds(100))
        _ = try tickAtDeadline(&client)
        assertSleeps(client)
        XCTAssertGreaterThan(client.flush().flatMap(\.messages).count, 400)
    }

    func testANewConnectionBeginsAnew() throws {
        var client = try ClientHarness()
        try client.receive()
        _ = try tickAtDeadline(&client)
        let (connection, _) = client.reconnect()
        XCTAssertLessThanOrEqual(try XCTUnwrap(client.session.nextDeadline), client.now)
        _ = client.session.tick(now: client.now, using: &client.generator)
        assertSleeps(client)
        XCTAssertEqual(client.flush(on: connection).acknowledged.count, 1)
    }

    /// Whatever is due, a connection that takes nothing is no reason to run in circles.
    func testNoDeadlineIsNamedTwiceWhileNothingIsFlushed() throws {
        var client = try ClientHarness()
        for _ in 0..<1_500 { _ = try client.call() }
        _ = client.flush()
        try client.receive()
        var ticks = 0
        while client.session.nextDeadline != nil {
            _ = try tickAtDeadline(&client)
            ticks += 1
            assertSleeps(client)
            guard ticks < 1_000 else { return XCTFail("the silent connection is never given up") }
        }
        XCTAssertLessThan(ticks, 20)
    }
}

extension ClientHarness {
    /// Receives a message that is to be acknowledged.
    fileprivate mutating func receive() throws {
        _ = try deliver([1, 1, 1, 1], id: serverID(.server))
    }
}
