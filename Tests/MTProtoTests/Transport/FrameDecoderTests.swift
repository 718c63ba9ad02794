// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

final class FrameDecoderTests: XCTestCase {
    private let roles: [TransportRole] = [.client, .server]

    /// A stream with everything that may come in this framing to this role, and the frames in it.
    private func sample(
        _ framing: Framing, _ role: TransportRole, sizes: [Int], using generator: inout SeededGenerator
    ) -> (stream: [UInt8], frames: [TransportFrame]) {
        var encoder = FrameEncoder(framing: framing)
        var stream: [UInt8] = []
        var frames: [TransportFrame] = []
        for (index, size) in sizes.enumerated() {
            // The first word is positive, for a short frame with another one is a code.
            let payload = [1, 2, 3, 4] + [UInt8].random(size - 4, using: &generator)
            let asks = role == .server && framing.supportsQuickAck && index % 2 == 1
            var padding: [UInt8] = []
            if framing == .paddedIntermediate {
                padding = .random(index % 16, using: &generator)
            }
            encoder.append(payload, requestsQuickAck: asks, padding: FramePadding(padding), to: &stream)
            frames.append(.payload(payload + padding, requestsQuickAck: asks))
            guard role == .client else { continue }
            if framing.supportsQuickAck {
                encoder.appendQuickAck(token: 0x8000_0000 | UInt32(index), padding: .none, to: &stream)
                frames.append(.quickAck(token: 0x8000_0000 | UInt32(index)))
            }
            encoder.appendCode(index % 2 == 0 ? -404 : 0, padding: .none, to: &stream)
            frames.append(index % 2 == 0 ? .transportError(code: -404) : .noOperation)
        }
        return (stream, frames)
    }

    func testEverySplitInTwoOfASmallStreamGivesTheSameFrames() throws {
        var generator = SeededGenerator(seed: 1)
        for framing in Framing.allCases {
            for role in roles {
                let (stream, frames) = sample(framing, role, sizes: [4, 24, 16, 508], using: &generator)
                for cut in 0...stream.count {
                    var decoder = FrameDecoder(framing: framing, role: role, limit: 1024)
                    XCTAssertEqual(try decoder.frames(of: stream, cuts: [cut]), frames, "\(framing) \(role) at \(cut)")
                    XCTAssertEqual(decoder.bufferedCount, 0)
                }
            }
        }
    }

    func testByteByByteGivesTheSameFrames() throws {
        var generator = SeededGenerator(seed: 2)
        for framing in Framing.allCases {
            for role in roles {
                let (stream, frames) = sample(framing, role, sizes: [24, 504, 508, 512, 40], using: &generator)
                var decoder = FrameDecoder(framing: framing, role: role, limit: 1024)
                XCTAssertEqual(try decoder.frames(of: stream, cuts: Array(1..<stream.count)), frames, "\(framing)")
            }
        }
    }

    func testRandomSplitsGiveTheSameFrames() throws {
        var generator = SeededGenerator(seed: 3)
        for framing in Framing.allCases {
            for role in roles {
                for pieces in 2..<40 {
                    let sizes = (0..<6).map { _ in 4 * Int.random(in: 1...700, using: &generator) }
                    let (stream, frames) = sample(framing, role, sizes: sizes, using: &generator)
                    let cuts = randomCuts(stream.count, pieces: pieces, using: &generator)
                    var decoder = FrameDecoder(framing: framing, role: role, limit: 4096)
                    XCTAssertEqual(try decoder.frames(of: stream, cuts: cuts), frames, "\(framing) \(role) \(cuts)")
                }
            }
        }
    }

    func testALongLengthInTheAbridgedFramingMayStandForAShortFrame() throws {
        var decoder = FrameDecoder(framing: .abridged, role: .client, limit: 64)
        XCTAssertEqual(try decoder.frames(of: [0x7F, 1, 0, 0, 9, 8, 7, 6]), [.payload([9, 8, 7, 6])])
    }

    func testQuickAckBitComesBeforeTheLengthEvenIfNeverAskedFor() throws {
        var padded = FrameDecoder(framing: .paddedIntermediate, role: .client, limit: 64)
        XCTAssertEqual(try padded.frames(of: [1, 2, 3, 0x84]), [.quickAck(token: 0x8403_0201)])
        var abridged = FrameDecoder(framing: .abridged, role: .client, limit: 64)
        XCTAssertEqual(try abridged.frames(of: [0xFF, 2, 3, 4]), [.quickAck(token: 0xFF02_0304)])
    }

    func testPaddedQuickAckMayHaveUpToEightBytesOfPadding() throws {
        for padding in 0...8 {
            var encoder = FrameEncoder(framing: .paddedIntermediate)
            var stream: [UInt8] = []
            let bytes = [UInt8](repeating: 0xA5, count: padding)
            encoder.appendQuickAck(token: 7, padding: FramePadding(bytes), to: &stream)
            var decoder = FrameDecoder(framing: .paddedIntermediate, role: .client, limit: 64)
            XCTAssertEqual(try decoder.frames(of: stream), [.quickAck(token: 0x8000_0007)])
        }
    }

    func testNegativeLengthOfAFullFrameIsATransportErrorAndTheEnd() throws {
        let code = Int32(-429)
        let word = withUnsafeBytes(of: code.littleEndian) { Array($0) }
        for cut in 0...12 {
            var decoder = FrameDecoder(framing: .full, role: .client, limit: 64)
            XCTAssertEqual(try decoder.frames(of: word + word + word, cuts: [cut]), [.transportError(code: code)])
            XCTAssertEqual(try decoder.frames(of: [1, 2, 3, 4, 5, 6, 7, 8, 9]), [])
        }
    }

    func testShortFramesOfAClientAreNoCodes() throws {
        var decoder = FrameDecoder(framing: .intermediate, role: .server, limit: 64)
        XCTAssertEqual(
            try decoder.frames(of: [4, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]), [.payload([0xFF, 0xFF, 0xFF, 0xFF])])
    }

    func testFramesBeforeAnErrorAreDelivered() throws {
        var decoder = FrameDecoder(framing: .intermediate, role: .client, limit: 64)
        var frames: [TransportFrame] = []
        let stream: [UInt8] = [4, 0, 0, 0, 1, 2, 3, 4, 2, 0, 0, 0]
        try stream.withUnsafeBytes { bytes in
            XCTAssertThrowsError(try decoder.receive(bytes, into: &frames))
        }
        XCTAssertEqual(frames, [.payload([1, 2, 3, 4])])
    }

    func testAnOversizedLengthIsRefusedBeforeAnythingIsBuffered() {
        let headers: [(Framing, [UInt8])] = [
            (.abridged, [0x7F, 0x00, 0x01, 0x00]), (.intermediate, [0x00, 0x04, 0x00, 0x00]),
            (.paddedIntermediate, [0x00, 0x04, 0x00, 0x00]), (.full, [0x0C, 0x04, 0x00, 0x00]),
        ]
        for (framing, header) in headers {
            for role in roles {
                var decoder = FrameDecoder(framing: framing, role: role, limit: 1020)
                XCTAssertThrowsError(try decoder.frames(of: header, cuts: [1, 2, 3])) { error in
                    XCTAssertEqual(
                        error as? TransportError, TransportError(.frameTooLong, found: 1024, expected: 1020))
                }
                XCTAssertLessThanOrEqual(decoder.bufferedCount, PartialHeader.maximumLength)
            }
        }
    }

    func testTheHardLimitHoldsWhateverTheConnectionSays() {
        var decoder = FrameDecoder(framing: .intermediate, role: .client, limit: .max)
        XCTAssertThrowsError(try decoder.frames(of: [4, 0, 0, 1])) { error in
            XCTAssertEqual(
                error as? TransportError, TransportError(.frameTooLong, found: 16 << 20 | 4, expected: 16 << 20))
        }
    }

    /// Long frames are read straight into their places, as much as there is each time, and others as ever.
    func testReadingStraightIntoPlaceGivesTheSameFrames() throws {
        var generator = SeededGenerator(seed: 4)
        for framing in Framing.allCases {
            for role in roles {
                let sizes = [40, 70_000, 20_000, 24, 16_384, 16_388, 1_300_000, 8, 300_000]
                let (stream, frames) = sample(framing, role, sizes: sizes, using: &generator)
                for most in [5_000, 400_000] {
                    var decoder = FrameDecoder(framing: framing, role: role, limit: 2 << 20)
                    var found: [TransportFrame] = []
                    var (offset, direct) = (0, 0)
                    while offset < stream.count {
                        let there = stream[offset...].prefix(Int.random(in: 0...most, using: &generator))
                        let isDirect = try decoder.receive(
                            directly: { place in
                                let count = min(place.count, there.count)
                                place.copyBytes(from: there.prefix(count))
                                (offset, direct) = (offset + count, direct + count)
                                return count
                            }, into: &found)
                        guard !isDirect else { continue }
                        let piece = Array(there.prefix(decoder.expectsLongFrame ? 4_096 : 9_000))
                        try piece.withUnsafeBytes { try decoder.receive($0, into: &found) }
                        offset += piece.count
                    }
                    XCTAssertEqual(found, frames, "\(framing) \(role)")
                    XCTAssertEqual(decoder.bufferedCount, 0)
                    XCTAssertGreaterThan(direct, stream.count / 2)
                }
            }
        }
    }

    func testWhatIsReadStraightIntoPlaceIsCheckedToo() throws {
        var generator = SeededGenerator(seed: 5)
        var (stream, _) = sample(.full, .client, sizes: [50_000], using: &generator)
        stream[40_000] ^= 1
        var decoder = FrameDecoder(framing: .full, role: .client, limit: 1 << 20)
        var frames: [TransportFrame] = []
        let head = Array(stream[..<100])
        try head.withUnsafeBytes { try decoder.receive($0, into: &frames) }
        XCTAssertThrowsError(
            try decoder.receive(
                directly: { place in
                    place.copyBytes(from: stream[100..<100 + place.count])
                    return place.count
                }, into: &frames)
        ) { error in
            XCTAssertEqual((error as? TransportError)?.code, .checksumMismatch)
        }
        XCTAssertEqual(frames, [])
    }

    func testALengthIsNoReasonToReserveAllOfIt() throws {
        var decoder = FrameDecoder(framing: .intermediate, role: .client, limit: TransportLimits.maximumFrameLength)
        XCTAssertEqual(try decoder.frames(of: [0, 0, 0xF0, 0, 1, 2, 3]), [])
        XCTAssertLessThan(decoder.bufferedCount, 2 * TransportLimits.eagerReservation)
    }
}
