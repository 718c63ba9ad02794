// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// How many uploads the server keeps.
final class UploadTests: XCTestCase {
    private func save(_ id: Int64, _ party: Party) throws -> Bool {
        try party.ann.invoke(TL.upload.SaveFilePart(fileID: id, filePart: 0, bytes: [1, 2, 3]))
    }

    private func send(_ id: Int64, _ party: Party) throws {
        let media = TL.InputMedia.uploadedDocument(
            .init(
                file: .inputFile(.init(id: id, parts: 1, name: "a_file", md5Checksum: "")), mimeType: "text/plain",
                attributes: []))
        _ = try party.say("", by: party.annID, in: party.bobID, media: media)
    }

    func testFilesThatWereSentMakeRoomForOthers() throws {
        let party = try Party()
        let count = Int64(MediaState.mostUploads)
        for id in 1...2 * count + 1 {
            XCTAssertTrue(try save(id, party), "\(id)")
            try send(id, party)
        }
        XCTAssertEqual(party.harness.engine.world.media.uploads.count, MediaState.mostUploads)
        // What was sent last may be sent again.
        try send(2 * count + 1, party)
    }

    func testUploadsThatNobodyHasSentAreKeptUntilTheyGrowOld() throws {
        let party = try Party()
        let count = Int64(MediaState.mostUploads)
        for id in 1...count { XCTAssertTrue(try save(id, party)) }
        XCTAssertThrowsError(try save(count + 1, party)) { XCTAssertTrue("\($0)".contains("STORAGE_FAILED"), "\($0)") }
        try send(1, party)
        XCTAssertTrue(try save(count + 1, party))
        party.harness.advance(by: MediaState.partLife + 1)
        // The connection is not kept for so long.
        for id in 1...count {
            try party.harness.engine.world.savePart(10_000 + id, 0, total: nil, [1, 2, 3], of: party.annID)
        }
    }

    // MARK: Checksums

    private static func hexadecimal(_ digest: [UInt8]) -> String {
        digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    func testChecksumsAreOfTheWholeFileInWhateverOrderItsPartsCome() throws {
        // The larger ones are on the disk.
        for part in [64 << 10, 512 << 10] { try checkChecksums(part) }
    }

    private func checkChecksums(_ part: Int) throws {
        let bytes = (0..<3 * part + 5).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 12) }
        let parts = stride(from: 0, to: bytes.count, by: part).map { Array(bytes[$0..<min($0 + part, bytes.count)]) }
        let checksum = Self.hexadecimal(MD5.hash(of: bytes))
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [0, 1, 1, 2, 0, 3], [3, 0, 1, 2]] {
            var upload = PendingUpload(isBig: false, now: 0)
            for index in order { try upload.save(Int32(index), total: nil, parts[index], now: 0) }
            let other = String(repeating: "0", count: 32)
            XCTAssertThrowsError(try upload.assemble(count: 4, checksum: other), "\(order)") {
                XCTAssertTrue("\($0)".contains("MD5_CHECKSUM_INVALID"), "\($0)")
            }
            let content = try upload.assemble(count: 4, checksum: checksum.uppercased())
            XCTAssertEqual(content.read(at: 0, count: bytes.count), bytes, "\(order)")
            XCTAssertEqual(content.read(at: Int64(part) - 10, count: 20), Array(bytes[part - 10..<part + 10]))
            XCTAssertEqual(content.read(at: Int64(3 * part) - 1, count: 20), Array(bytes[(3 * part - 1)...]))
        }
    }

    func testAPartThatComesAgainWithOtherBytesIsHashedAnew() throws {
        let part = [UInt8](repeating: 1, count: 64 << 10)
        let other = [UInt8](repeating: 2, count: 64 << 10)
        var upload = PendingUpload(isBig: false, now: 0)
        for (index, bytes) in [(0, part), (1, part), (0, other)] {
            try upload.save(Int32(index), total: nil, bytes, now: 0)
        }
        _ = try upload.assemble(count: 2, checksum: Self.hexadecimal(MD5.hash(of: other + part)))
        upload.lose(1)
        XCTAssertThrowsError(try upload.assemble(count: 2, checksum: ""))
        try upload.save(1, total: nil, other, now: 0)
        _ = try upload.assemble(count: 2, checksum: Self.hexadecimal(MD5.hash(of: other + other)))
        // What was put together is not looked at again.
        try upload.save(1, total: nil, other, now: 0)
        XCTAssertThrowsError(
            try upload.assemble(count: 2, checksum: Self.hexadecimal(MD5.hash(of: other + part))))
    }
}
