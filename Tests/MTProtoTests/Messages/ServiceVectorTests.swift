// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTestSupport
import XCTest

/// Recorded service messages, through the session that receives them.
final class ServiceVectorTests: XCTestCase {
    private func rows() throws -> [String: ServiceVectors.Row] {
        let file = try TransportVectors.load("service_messages", as: ServiceVectors.self)
        XCTAssertEqual(file.vectors.count, 19)
        return Dictionary(uniqueKeysWithValues: file.vectors.map { ($0.name, $0) })
    }

    private func contents(_ body: [UInt8]) throws -> PacketContents {
        var client = try ClientHarness()
        return try client.contents(ofServerMessage: body)
    }

    func testContainers() throws {
        let rows = try rows()
        let row = try XCTUnwrap(rows["msg_container with 3 messages (bare inner messages, no vector id)"])
        let packet = try contents(row.bytes.bytes)
        XCTAssertTrue(packet.isContainer)
        XCTAssertEqual(packet.messages.map(\.id.rawValue), [0x1_0000_0000, 0x1_0000_0004, 0x1_0000_0008])
        XCTAssertEqual(packet.messages.map(\.sequenceNumber), [1, 2, 2])
        XCTAssertEqual(packet.messages.map(\.body.count), [4, 20, 12])
        XCTAssertEqual(packet.malformed, 0)
        let empty = try contents(try XCTUnwrap(rows["empty container"]).bytes.bytes)
        XCTAssertTrue(empty.isContainer && empty.messages.isEmpty && empty.malformed == 0)
    }

    func testPackedObjects() throws {
        let row = try XCTUnwrap(try rows()["gzip_packed bare"])
        XCTAssertEqual(Array(try contents(row.bytes.bytes).messages[0].body), row.inner?.bytes)
    }

    /// Results are recorded with the request id 123456, so the recorded bytes are given the id of a call.
    func testResults() throws {
        for (name, row) in try rows() where name.hasPrefix("rpc_result") {
            var client = try ClientHarness()
            let call = try client.call()
            let request = try XCTUnwrap(client.flush().last?.messages.last?.id)
            var body = row.bytes.bytes
            withUnsafeBytes(of: request.rawValue.littleEndian) { body.replaceSubrange(4..<12, with: $0) }
            let outcome = try XCTUnwrap(client.deliver(body).outcome(of: call), name)
            switch outcome {
            case .answer(.object(let object)):
                XCTAssertEqual(Array(object), row.inner?.bytes ?? Array(row.bytes.bytes.dropFirst(12)), name)
            case .answer(.error(let code, let message)):
                XCTAssertEqual(name, "rpc_result with rpc_error")
                XCTAssertEqual(code, 420)
                XCTAssertEqual(message, "FLOOD_WAIT_17")
            case .answer(.malformed), .outcomeUnknown, .tooManyResends:
                XCTFail("\(name): \(outcome)")
            }
        }
    }

    /// Messages about unknown messages, and those that only clients send, change nothing and are not delivered.
    func testMessagesAboutUnknownMessagesAreIgnored() throws {
        for (name, row) in try rows() where !name.hasPrefix("rpc_result") && !name.contains("gzip") {
            var client = try ClientHarness()
            let events = try client.deliver(row.bytes.bytes, sequenceNumber: 0)
            for event in events {
                // What a client sends is no service message for a client; it is passed on like any unknown object.
                guard case .update = event else { return XCTFail("\(name): \(event)") }
                XCTAssertTrue(
                    ["rpc_drop_answer", "destroy_session", "destroy_auth_key", "http_wait", "rpc_answer_dropped"]
                        .contains(name), name)
            }
        }
    }
}
