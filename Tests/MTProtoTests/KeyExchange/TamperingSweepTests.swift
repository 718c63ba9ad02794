// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// One bit of every byte of every message is changed: apart from bytes that mean nothing, no exchange survives it.
final class TamperingSweepTests: XCTestCase {
    /// The bytes that mean nothing: most of a message's id, and the padding of byte strings.
    private func isFree(_ message: Rehearsal.Message, _ byte: Int, _ bit: UInt8) -> Bool {
        if byte == 8 { return message.isFromClient || bit > 1 }
        if (9..<16).contains(byte) { return true }
        switch message {
        case .resPQ: return (65..<68).contains(byte)
        case .reqDHParams: return (61..<64).contains(byte) || (69..<72).contains(byte)
        case .reqPQ, .serverDHParams, .setClientDHParams, .dhGenAnswer: return false
        }
    }

    func testNoByteThatMeansAnythingCanBeChanged() {
        var states: [Rehearsal] = []
        var rehearsal = Rehearsal()
        let honest = rehearsal.run { _, _, state in states.append(state) }
        XCTAssertNil(honest.error)
        XCTAssertEqual(states.count, Rehearsal.Message.allCases.count)
        var generator = SeededGenerator(seed: 5)
        var seen: Set<KeyExchangeError.Code> = []
        for (message, state) in zip(Rehearsal.Message.allCases, states) {
            for byte in state.payloads[message.rawValue].indices {
                var state = state
                var payload = state.payloads.removeLast()
                let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
                payload[byte] ^= bit
                let end = state.proceed(with: payload) { _, _, _ in }
                let place = "\(message) byte \(byte) bit \(bit)"
                XCTAssertEqual(end.error == nil, isFree(message, byte, bit), "\(place): \(end)")
                if let error = end.error { seen.insert(error.code) }
                if case .done(let client, let server?) = end {
                    XCTAssertEqual(client.authKey, server.authKey, place)
                }
            }
        }
        XCTAssertGreaterThan(seen.count, 12)
    }
}
