// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

/// File ids of the Bot API; see core.telegram.org/bots/api#file.
final class FileIDTests: XCTestCase {
    private struct Vectors: Decodable {
        struct Real: Decodable {
            let fileId: String
            let fileType: Int32
            let dcId: Int32
            let id: String
            let accessHash: String
            let hasReference: Bool
            let fileReference: String?
            let fileUniqueId: String?
        }

        struct Made: Decodable {
            struct Source: Decodable {
                let type: Int
                let fileType: Int32?
                let thumb: String?
                let dialogId: Int64?
                let dialogAccessHash: Int64?
                let setId: Int64?
                let setAccessHash: Int64?
                let version: Int32?
                let volumeId: Int64?
                let secret: Int64?
                let localId: Int32?
            }

            let name: String
            let fileType: Int32
            let dcId: Int32
            let id: String
            let accessHash: String
            let fileReference: String?
            let photoSizeSource: Source?
            let url: String?
            let fileId: String
            let fileUniqueId: String
        }

        let realExamples: [Real]
        let vectors: [Made]
    }

    private func vectors() throws -> Vectors { try VectorFile.load("ClientTests/Media/Vectors/file_id.json") }

    private func source(_ source: Vectors.Made.Source) throws -> FileID.PhotoSource {
        switch source.type {
        case 1:
            return .thumbnail(
                of: .init(rawValue: try XCTUnwrap(source.fileType)),
                type: try XCTUnwrap(source.thumb?.utf8.first))
        case 2, 3:
            return .dialogPhoto(
                isBig: source.type == 3, dialogID: try XCTUnwrap(source.dialogId),
                accessHash: try XCTUnwrap(source.dialogAccessHash))
        case 5:
            return .fullLegacy(
                volumeID: try XCTUnwrap(source.volumeId), secret: try XCTUnwrap(source.secret),
                localID: try XCTUnwrap(source.localId))
        case 9:
            return .stickerSetThumbnailVersion(
                id: try XCTUnwrap(source.setId), accessHash: try XCTUnwrap(source.setAccessHash),
                version: try XCTUnwrap(source.version))
        default:
            XCTFail("the vectors have another source: \(source.type)")
            return .legacy(secret: 0)
        }
    }

    func testIDsAreWrittenAndReadAsTheBotAPIDoes() throws {
        let made = try vectors().vectors
        XCTAssertEqual(made.count, 27)
        for vector in made {
            let id = try XCTUnwrap(Int64(vector.id))
            let hash = try XCTUnwrap(Int64(vector.accessHash))
            let kind = FileID.Kind(rawValue: vector.fileType)
            let location: FileID.Location =
                if let url = vector.url {
                    .web(url: url, accessHash: hash)
                } else if let known = vector.photoSizeSource {
                    .photo(id: id, accessHash: hash, source: try source(known))
                } else {
                    .document(id: id, accessHash: hash)
                }
            let reference = vector.fileReference.flatMap { $0.isEmpty ? nil : ([UInt8](hex: $0) ?? []) }
            let expected = FileID(kind: kind, dataCenter: vector.dcId, fileReference: reference, location: location)
            XCTAssertEqual(expected.description, vector.fileId, vector.name)
            XCTAssertEqual(expected.uniqueID, vector.fileUniqueId, vector.name)
            XCTAssertEqual(try FileID(parsing: vector.fileId), expected, vector.name)
        }
    }

    func testIDsThatBotsHaveReceivedAreRead() throws {
        for real in try vectors().realExamples {
            let id = try FileID(parsing: real.fileId)
            XCTAssertEqual(id.kind.rawValue, real.fileType)
            XCTAssertEqual(id.dataCenter, real.dcId)
            XCTAssertEqual(id.fileReference.map(\.hex) ?? "", real.hasReference ? real.fileReference ?? "" : "")
            switch id.location {
            case .document(let number, let hash), .photo(let number, let hash, _):
                XCTAssertEqual("\(number)", real.id)
                XCTAssertEqual("\(hash)", real.accessHash)
            default: XCTFail("\(id.location)")
            }
            if let unique = real.fileUniqueId { XCTAssertEqual(id.uniqueID, unique) }
            XCTAssertEqual(try FileID(parsing: id.description), id)
        }
    }

    func testKindsThatOthersRefuseKeepTheirNumbers() throws {
        for kind in Int32(18)...40 {
            let kind = FileID.Kind(rawValue: kind)
            let location: FileID.Location =
                kind.isPhoto
                ? .photo(id: 5, accessHash: -6, source: .thumbnail(of: kind, type: UInt8(ascii: "y")))
                : .document(id: 5, accessHash: -6)
            let id = FileID(kind: kind, dataCenter: 4, fileReference: [0, 0, 1], location: location)
            XCTAssertEqual(try FileID(parsing: id.description), id)
        }
    }

    func testTextsThatAreNoIDsAreRefused() throws {
        for text in [
            "", "cat.jpg", "AgAD", "https://example.com", "====", "BAAC", String(repeating: "A", count: 100_000),
        ] {
            XCTAssertThrowsError(try FileID(parsing: text), text) { XCTAssertTrue($0 is FileIDError) }
            XCTAssertNil(FileID(text))
        }
    }

    func testDamagedIDsNeverTrap() throws {
        var generator = SeededGenerator(seed: 20)
        let texts = try vectors().vectors.map(\.fileId) + vectors().realExamples.map(\.fileId)
        for text in texts {
            for _ in 0..<200 {
                var bytes = Array(text.utf8)
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
                        in: 45...122, using: &generator)
                }
                let cut = Int.random(in: 0...bytes.count, using: &generator)
                if let id = FileID(String(decoding: bytes[..<cut], as: UTF8.self)) {
                    XCTAssertEqual(try FileID(parsing: id.description), id)
                    XCTAssertFalse(id.uniqueID.isEmpty)
                }
            }
        }
    }
}
