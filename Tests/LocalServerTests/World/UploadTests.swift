// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

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
}
