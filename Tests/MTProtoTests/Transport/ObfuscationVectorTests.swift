// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Every row of `obfuscated2.json`.
final class ObfuscationVectorTests: XCTestCase {
    private func load() throws -> ObfuscationVectors {
        try TransportVectors.load("obfuscated2", as: ObfuscationVectors.self)
    }

    private func framing(_ name: String) throws -> Framing {
        switch name {
        case "abridged": .abridged
        case "intermediate": .intermediate
        case "padded_intermediate": .paddedIntermediate
        default: throw XCTSkip("unknown framing \(name)")
        }
    }

    private func configuration(_ row: ObfuscationVectors.Row) throws -> TransportConfiguration {
        let dataCenter = row.dcField.map(ProxyDataCenter.init(rawValue:))
        guard let secret = row.mtproxySecret else {
            return .obfuscated(try framing(row.transport), dataCenter: dataCenter)
        }
        return .proxy(
            try ProxySecret(bytes: secret.bytes), dataCenter: dataCenter, framing: try framing(row.transport))
    }

    func testFramesOfTheClient() throws {
        let rows = try load().vectors
        XCTAssertEqual(rows.count, 12)
        for row in rows {
            // Padding is drawn at random, so frames are made by hand and then encrypted in their place.
            var generator = ScriptedGenerator(row.random64.bytes)
            let framing = try framing(row.transport)
            let header = ObfuscationHeader(
                tag: try XCTUnwrap(framing.obfuscationTag), dcID: row.dcField, using: &generator)
            XCTAssertEqual(header.bytes, row.headerBeforeEncryption.bytes)
            let secret = try row.mtproxySecret.map { try ProxySecret(bytes: $0.bytes) }
            var streams = ObfuscatedClientStreams(header: header, secret: secret?.key)
            XCTAssertEqual(streams.firstBytes, row.first64Bytes.bytes)
            var encoder = FrameEncoder(framing: framing)
            for packet in row.clientToServer {
                var bytes: [UInt8] = []
                encoder.append(packet.payload.bytes, padding: FramePadding(packet.padding?.bytes ?? []), to: &bytes)
                XCTAssertEqual(bytes, packet.frame.bytes)
                streams.outgoing.apply(&bytes)
                XCTAssertEqual(bytes, packet.wire.bytes)
            }
        }
    }

    func testCodecSendsTheHeaderWithTheFirstFrame() throws {
        for row in try load().vectors where row.transport != "padded_intermediate" {
            var generator = ScriptedGenerator(row.random64.bytes)
            var codec = TransportCodec(client: try configuration(row), unixTime: 0, using: &generator)
            XCTAssertEqual(codec.takeHandshake(), [])
            XCTAssertTrue(codec.isReady)
            var output: [UInt8] = []
            for packet in row.clientToServer { codec.encode(packet.payload.bytes, into: &output, using: &generator) }
            XCTAssertEqual(output, row.first64Bytes.bytes + row.clientToServer.flatMap(\.wire.bytes))
        }
    }

    func testBothEndsReadTheOtherOnes() throws {
        for row in try load().vectors {
            let secrets = try row.mtproxySecret.map { [try ProxySecret(bytes: $0.bytes)] } ?? []
            var server = ServerEnd(secrets: secrets)
            try server.receive(row.first64Bytes.bytes + row.clientToServer.flatMap(\.wire.bytes))
            XCTAssertEqual(
                server.frames, row.clientToServer.map { .payload($0.payload.bytes + ($0.padding?.bytes ?? [])) })
            XCTAssertEqual(server.acceptance?.framing, try framing(row.transport))
            XCTAssertEqual(server.acceptance?.secretIndex, row.mtproxySecret == nil ? nil : 0)
            if let field = row.dcField { XCTAssertEqual(server.acceptance?.dataCenter?.rawValue, field) }

            var generator = ScriptedGenerator(row.random64.bytes)
            var client = TransportCodec(client: try configuration(row), unixTime: 0, using: &generator)
            let frames = try client.frames(of: row.serverToClient.flatMap(\.wire.bytes))
            XCTAssertEqual(frames.count, row.serverToClient.count)
            for (frame, packet) in zip(frames, row.serverToClient) {
                guard case .payload(let bytes, _) = frame else { return XCTFail("\(frame)") }
                XCTAssertTrue(bytes.starts(with: packet.payload.bytes))
                XCTAssertLessThan(bytes.count - packet.payload.bytes.count, 16)
            }
        }
    }

    func testForbiddenHeadersAreDrawnAgain() throws {
        let good = [UInt8](0x10..<0x50)
        var forbidden = try load().forbiddenFirstInts.map { $0.first4.bytes + good.dropFirst(4) }
        XCTAssertEqual(forbidden.count, 7)
        forbidden.append([0xEF] + good.dropFirst())
        forbidden.append(Array(good[..<4]) + [0, 0, 0, 0] + good[8...])
        for header in forbidden {
            var generator = ScriptedGenerator(header + good)
            var codec = TransportCodec(client: .obfuscated(.abridged), unixTime: 0, using: &generator)
            var output: [UInt8] = []
            codec.encode([1, 2, 3, 4], into: &output, using: &generator)
            XCTAssertEqual(output[..<56], good[..<56])
        }
    }

    func testDataCentersOfProxies() {
        XCTAssertEqual(ProxyDataCenter(id: 2).rawValue, 2)
        XCTAssertEqual(ProxyDataCenter(id: 2, isTest: true).rawValue, 10_002)
        XCTAssertEqual(ProxyDataCenter(id: 4, isMediaOnly: true).rawValue, -4)
        let both = ProxyDataCenter(id: 3, isTest: true, isMediaOnly: true)
        XCTAssertEqual(both.rawValue, -10_003)
        XCTAssertEqual(both.id, 3)
        XCTAssertTrue(both.isTest && both.isMediaOnly)
        XCTAssertEqual(ProxyDataCenter(rawValue: .min).id, 2768)
    }
}
