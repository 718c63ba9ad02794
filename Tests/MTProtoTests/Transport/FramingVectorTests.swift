// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Every row of `transport_framing.json`, in both directions.
final class FramingVectorTests: XCTestCase {
    private func decoded(_ framing: Framing, _ role: TransportRole, _ stream: [UInt8]) throws -> [TransportFrame] {
        var decoder = FrameDecoder(framing: framing, role: role, limit: TransportLimits.defaultFrameLength)
        return try decoder.frames(of: stream)
    }

    private func encoded(
        _ framing: Framing, _ payload: [UInt8], quickAck: Bool = false, padding: [UInt8] = []
    ) -> [UInt8] {
        var encoder = FrameEncoder(framing: framing)
        var output: [UInt8] = []
        encoder.append(payload, requestsQuickAck: quickAck, padding: FramePadding(padding), to: &output)
        return output
    }

    func testInitialBytes() throws {
        let expected = try FramingVectors.load().initBytes
        XCTAssertEqual(Framing.abridged.initialBytes, expected["abridged"]?.bytes)
        XCTAssertEqual(Framing.intermediate.initialBytes, expected["intermediate"]?.bytes)
        XCTAssertEqual(Framing.paddedIntermediate.initialBytes, expected["padded_intermediate"]?.bytes)
        XCTAssertEqual(Framing.full.initialBytes, expected["full"]?.bytes)
    }

    func testPayloadsInEveryFraming() throws {
        let rows = try FramingVectors.load().vectors
        XCTAssertEqual(rows.count, 12)
        for row in rows {
            let payload = row.payload.bytes
            let label = "payload of \(payload.count) bytes"
            XCTAssertEqual(encoded(.abridged, payload), row.abridged.bytes, label)
            XCTAssertEqual(
                encoded(.abridged, payload, quickAck: true), row.abridgedWithQuickAckRequest.bytes, label)
            XCTAssertEqual(encoded(.intermediate, payload), row.intermediate.bytes, label)
            XCTAssertEqual(
                encoded(.intermediate, payload, quickAck: true), row.intermediateWithQuickAckRequest.bytes, label)
            let padding = row.paddedIntermediate.padding.bytes
            XCTAssertEqual(
                encoded(.paddedIntermediate, payload, padding: padding), row.paddedIntermediate.frame.bytes, label)

            for role in [TransportRole.client, .server] {
                XCTAssertEqual(try decoded(.abridged, role, row.abridged.bytes), [.payload(payload)], label)
                XCTAssertEqual(try decoded(.intermediate, role, row.intermediate.bytes), [.payload(payload)], label)
                XCTAssertEqual(
                    try decoded(.paddedIntermediate, role, row.paddedIntermediate.frame.bytes),
                    [.payload(payload + padding)], label)
            }
            let asked = [TransportFrame.payload(payload, requestsQuickAck: true)]
            XCTAssertEqual(try decoded(.abridged, .server, row.abridgedWithQuickAckRequest.bytes), asked, label)
            XCTAssertEqual(try decoded(.intermediate, .server, row.intermediateWithQuickAckRequest.bytes), asked, label)
        }
    }

    func testFullFramesAreNumberedInOrder() throws {
        let rows = try FramingVectors.load().vectors.sorted { $0.full.seq < $1.full.seq }
        XCTAssertEqual(rows.map(\.full.seq), Array(0..<rows.count))
        let stream = rows.flatMap(\.full.frame.bytes)
        let payloads = rows.map { TransportFrame.payload($0.payload.bytes) }
        for role in [TransportRole.client, .server] {
            XCTAssertEqual(try decoded(.full, role, stream), payloads)
        }
        var encoder = FrameEncoder(framing: .full)
        var output: [UInt8] = []
        for row in rows { encoder.append(row.payload.bytes, to: &output) }
        XCTAssertEqual(output, stream)
    }

    func testTransportErrors() throws {
        for row in try FramingVectors.load().transportErrors {
            let framings: [(Framing, [UInt8])] = [
                (.abridged, row.abridged.bytes), (.intermediate, row.intermediate.bytes),
                (.paddedIntermediate, row.paddedIntermediateWith7Pad.bytes), (.full, row.fullSeq0.bytes),
            ]
            for (framing, bytes) in framings {
                XCTAssertEqual(
                    try decoded(framing, .client, bytes), [.transportError(code: row.code)], "\(framing) \(row.code)")
                var encoder = FrameEncoder(framing: framing)
                var output: [UInt8] = []
                let padding = framing == .paddedIntermediate ? FramePadding(Array(bytes[8...])) : .none
                encoder.appendCode(row.code, padding: padding, to: &output)
                XCTAssertEqual(output, bytes, "\(framing) \(row.code)")
            }
        }
    }

    func testQuickAcknowledgements() throws {
        let answers = try FramingVectors.load().quickAckResponses
        let framings: [(Framing, [UInt8])] = [
            (.abridged, answers.abridged.bytes), (.intermediate, answers.intermediate.bytes),
            (.paddedIntermediate, answers.paddedIntermediate.bytes),
        ]
        for (framing, bytes) in framings {
            XCTAssertEqual(
                try decoded(framing, .client, bytes), [.quickAck(token: answers.tokenInt)], "\(framing)")
            var encoder = FrameEncoder(framing: framing)
            var output: [UInt8] = []
            let padding = framing == .paddedIntermediate ? FramePadding(Array(bytes[12...])) : .none
            encoder.appendQuickAck(token: answers.tokenInt, padding: padding, to: &output)
            XCTAssertEqual(output, bytes, "\(framing)")
        }
    }
}
