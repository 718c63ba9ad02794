// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class TransferMethodTests: XCTestCase {
    private static let location = TL.InputFileLocation.document(
        .init(id: 8, accessHash: 88, fileReference: [1], thumbSize: ""))
    private static let document = Document(
        raw: .init(
            id: 8, accessHash: 88, fileReference: [1], date: 1, mimeType: "text/plain", size: 5, dcID: 2,
            attributes: []), origin: .message(id: 3, chat: .user(5)))
    private static let answer = TL.upload.File.file(.init(type: .unknown, mtime: 1, bytes: Array("hello".utf8)))
    private static let ask = TL.upload.GetFile(cdnSupported: true, location: location, offset: 0, limit: 32_768)

    static let cases = [
        MethodCase(
            "download",
            { client in
                let data = try await client.download(document).value
                XCTAssertEqual(Array(data), Array("hello".utf8))
            }, sends: [ask], answers: [answer]),
        MethodCase(
            "download, as a bot", isBot: true, { _ = try await $0.download(document).value },
            sends: [TL.upload.GetFile(location: location, offset: 0, limit: 32_768)], answers: [answer]),
        MethodCase(
            "download, by its file id", isBot: true,
            { client in
                let id = try FileID(parsing: document.fileID.description)
                _ = try await client.download(id).value
            }, sends: [TL.upload.GetFile(location: location, offset: 0, limit: 524_288)], answers: [answer]),
        MethodCase(
            "download, after its reference expired", isBot: true,
            { _ = try await $0.download(document).value },
            sends: [
                TL.upload.GetFile(location: location, offset: 0, limit: 32_768),
                TL.messages.GetMessages(id: [.id(.init(id: 3))]),
                TL.upload.GetFile(
                    location: .document(.init(id: 8, accessHash: 88, fileReference: [7, 7], thumbSize: "")), offset: 0,
                    limit: 32_768),
            ],
            answers: [
                InvocationError.refused("FILE_REFERENCE_EXPIRED"),
                TL.messages.Messages.messages(
                    .init(
                        messages: [
                            .message(
                                .init(
                                    id: 3, peerID: .user(.init(userID: 5)), date: 1, message: "",
                                    media: .document(
                                        .init(
                                            document: .document(
                                                .init(
                                                    id: 8, accessHash: 88, fileReference: [7, 7], date: 1,
                                                    mimeType: "", size: 5, dcID: 2, attributes: []))))))
                        ], topics: [], chats: [], users: [])), answer,
            ]),
        MethodCase(
            "chunks", isBot: true,
            { client in
                var bytes: [UInt8] = []
                for try await chunk in client.chunks(of: document, from: 2) { bytes += chunk }
                XCTAssertEqual(bytes, Array("llo".utf8))
            }, sends: [TL.upload.GetFile(location: location, offset: 0, limit: 32_768)], answers: [answer]),
        MethodCase(
            "upload", { _ = try await $0.upload(.data(Array("hello".utf8), name: "a.txt")).value },
            sends: [TL.upload.SaveFilePart(fileID: 1, filePart: 0, bytes: Array("hello".utf8))], answers: [true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }

    func testPreviewsInsideMessagesNeedNoCall() async throws {
        let client = try TelegramClient.scripted(RecordingInvoker([]))
        let photo = Photo(
            raw: .init(
                id: 4, accessHash: 44, fileReference: [5], date: 1,
                sizes: [
                    .stripped(.init(type: "i", bytes: [1, 20, 30, 7])),
                    .cached(.init(type: "s", w: 9, h: 9, bytes: [1, 2, 3])),
                    .progressive(.init(type: "y", w: 800, h: 1_000, sizes: [100, 2_000, 90_000])),
                    .photoSize(.init(type: "x", w: 400, h: 500, size: 40_000)),
                ], dcID: 2), origin: nil)
        XCTAssertEqual(photo.largestSize?.type, "y")
        XCTAssertEqual(photo.largestSize?.fileSource?.size, 90_000)
        XCTAssertEqual([photo.width, photo.height], [800, 1_000])
        let cached = try await client.download(try XCTUnwrap(photo.size("s"))).value
        XCTAssertEqual(Array(cached), [1, 2, 3])
        let stripped = try await client.download(try XCTUnwrap(photo.size("i"))).value
        XCTAssertEqual(Array(stripped.prefix(2)), [0xFF, 0xD8])
    }

    func testWhatHasNoFileCannotBeDownloaded() async throws {
        let client = try TelegramClient.scripted(RecordingInvoker([]))
        let message = try XCTUnwrap(Message(Sample.message(1), client.core.context()))
        do {
            _ = try await message.download().value
            XCTFail("a text was downloaded")
        } catch {
            guard case .unavailable = error else { return XCTFail("\(error)") }
        }
    }
}
