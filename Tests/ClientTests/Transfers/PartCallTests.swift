// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Parts of files as calls and answers, which transfers write and read themselves.
final class PartCallTests: XCTestCase {
    private static let counts = [1, 2, 3, 4, 253, 254, 255, 256, 1_024, 100_001, 524_288]

    func testPartsAreWrittenAsTheSchemaSays() throws {
        for count in Self.counts {
            let bytes = SampleFile.content(count)
            let big = try PartCalls.save(7, of: -5, total: 9, count: count) { place in
                place.copyBytes(from: bytes)
                return nil
            }
            XCTAssertEqual(
                big, try TL.upload.SaveBigFilePart(fileID: -5, filePart: 7, fileTotalParts: 9, bytes: bytes).encoded(),
                "\(count) bytes")
            let small = try PartCalls.save(7, of: -5, total: nil, count: count) { place in
                place.copyBytes(from: bytes)
                return nil
            }
            XCTAssertEqual(
                small, try TL.upload.SaveFilePart(fileID: -5, filePart: 7, bytes: bytes).encoded(), "\(count) bytes")
        }
    }

    func testAPartThatCannotBeReadIsNotSent() {
        do throws(TransferError) {
            _ = try PartCalls.save(0, of: 1, total: nil, count: 5) { _ in .source("gone") }
            XCTFail("nothing was thrown")
        } catch {
            guard case .source("gone") = error else { return XCTFail("\(error)") }
        }
    }

    func testTheBytesOfAnAnswerAreFound() throws {
        for count in [0] + Self.counts {
            let bytes = SampleFile.content(count)
            let answer = try TL.upload.File.file(.init(type: .partial, mtime: 5, bytes: bytes)).encoded()
            XCTAssertEqual(PartCalls.bytes(in: answer[...]).map(Array.init), bytes, "\(count) bytes")
            // In the middle of other bytes.
            let shifted = ([1, 2, 3] + answer).dropFirst(3)
            XCTAssertEqual(PartCalls.bytes(in: shifted).map(Array.init), bytes, "\(count) bytes")
        }
    }

    func testDamagedAnswersNeverTrap() throws {
        let answer = try TL.upload.File.file(.init(type: .jpeg, mtime: 5, bytes: SampleFile.content(300))).encoded()
        for count in 0..<answer.count { XCTAssertNil(PartCalls.bytes(in: answer.prefix(count))) }
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5_000 { _ = PartCalls.bytes(in: SampleFile.damaged(answer, using: &generator)[...]) }
        let other = try TL.upload.File.cdnRedirect(
            .init(dcID: 2, fileToken: [1], encryptionKey: [2], encryptionIv: [3], fileHashes: [])
        ).encoded()
        XCTAssertNil(PartCalls.bytes(in: other[...]))
    }
}
