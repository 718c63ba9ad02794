// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Previews inside messages and waveforms; see core.telegram.org/api/files.
final class ThumbnailTests: XCTestCase {
    private struct Vectors: Decodable {
        struct Path: Decodable {
            let bytes: String
            let path: String
        }

        struct Packed: Decodable {
            let values: [UInt8]
            let packedTelethon: String
        }

        struct Stripped: Decodable {
            let stripped: String
            let jpeg: String
        }

        let svgPaths: [Path]
        let waveforms: [Packed]
        let vectors: [Stripped]
    }

    private func vectors() throws -> Vectors { try VectorFile.load("ClientTests/Media/Vectors/thumbnails.json") }

    func testStrippedPreviewsBecomeJPEGFiles() throws {
        let vectors = try vectors().vectors
        XCTAssertEqual(vectors.count, 3)
        for vector in vectors {
            XCTAssertEqual(StrippedThumbnail.jpeg(([UInt8](hex: vector.stripped) ?? []))?.hex, vector.jpeg)
        }
        XCTAssertNil(StrippedThumbnail.jpeg([]))
        XCTAssertNil(StrippedThumbnail.jpeg([1, 2]))
        XCTAssertNil(StrippedThumbnail.jpeg([2, 40, 40, 1]))
    }

    func testTheSizeOfAStrippedPreviewIsThatOfTheFile() throws {
        let bytes: [UInt8] = [1, 30, 40, 9, 9]
        let jpeg = try XCTUnwrap(StrippedThumbnail.jpeg(bytes))
        let info = FileInfo(jpeg)
        XCTAssertEqual(info.mimeType, "image/jpeg")
        XCTAssertEqual([info.width, info.height], [40, 30])
    }

    func testOutlinesBecomePaths() throws {
        for vector in try vectors().svgPaths {
            XCTAssertEqual(OutlinePath.path(([UInt8](hex: vector.bytes) ?? [])), vector.path)
        }
        XCTAssertTrue(OutlinePath.svg([5, 70]).hasPrefix("<svg"))
    }

    func testWaveformsArePackedInFiveBits() throws {
        for vector in try vectors().waveforms {
            let waveform = Waveform(vector.values)
            XCTAssertEqual(waveform.packed.hex, vector.packedTelethon)
            XCTAssertEqual(Array(Waveform(packed: waveform.packed).values.prefix(vector.values.count)), vector.values)
        }
        XCTAssertEqual(Waveform([40]).values, [31])
        XCTAssertEqual(Waveform(packed: []).values, [])
    }

    func testSamplesBecomeAWaveform() {
        let waveform = Waveform(samples: (0..<1_000).map { Float($0) / 1_000 }, count: 10)
        XCTAssertEqual(waveform.values.count, 10)
        XCTAssertEqual(waveform.values.last, 31)
        XCTAssertEqual(waveform.values, waveform.values.sorted())
        XCTAssertEqual(Waveform(samples: [Float](), count: 10).values, [])
        XCTAssertEqual(Waveform(samples: [.nan, .infinity, 0], count: 3).values, [0, 0, 0])
    }
}
