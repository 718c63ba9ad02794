// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import XCTest

/// Calls as large as they may be.
final class LargestCallTests: XCTestCase {
    func testTheyFitIntoAFrameWithAllThatGoesAroundThem() throws {
        var configuration = SessionConfiguration()
        configuration.initialization = [UInt8](repeating: 1, count: 4096)
        configuration.callPrefix = [UInt8](repeating: 2, count: 8)
        var client = try ClientHarness(configuration)
        let body = [UInt8](repeating: 3, count: SessionLimits.callBytes)
        _ = client.session.send(OutgoingCall(body: body, repetition: .harmless, isCompressible: false))
        _ = try client.call()
        expectFit(&client, on: client.link)
        // What is sent again is sent in a container.
        let connection = client.reconnect().connection
        expectFit(&client, on: connection)
    }

    private func expectFit(_ client: inout ClientHarness, on connection: ConnectionID, line: UInt = #line) {
        let packets = client.session.flush(on: connection, now: client.now, using: &client.generator).packets
        let largest = packets.map { PacketCipher.sealedCount(of: $0, using: &client.generator) }.max() ?? 0
        XCTAssertGreaterThan(largest, SessionLimits.callBytes, line: line)
        XCTAssertLessThanOrEqual(largest, TransportLimits.maximumPayloadLength, line: line)
    }
}
