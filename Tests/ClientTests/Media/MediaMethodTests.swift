// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes
import XCTest

@testable import Ferogram

final class MediaMethodTests: XCTestCase {
    private static let photo = TL.InputPhoto.inputPhoto(.init(id: 9, accessHash: 99, fileReference: [1]))
    private static let file = TL.InputDocument.inputDocument(.init(id: 8, accessHash: 88, fileReference: [1]))
    private static let hello = Array("hello".utf8)
    private static let checksum = "5d41402abc4b2a76b9719d911017c592"
    private static let part = TL.upload.SaveFilePart(fileID: 1, filePart: 0, bytes: hello)

    static let cases = [
        MethodCase(
            "sendPhoto",
            {
                _ = try await $0.sendPhoto(
                    to: Sample.user, InputFile(.photo(photo)), caption: "a cat".silent().protected())
            },
            sends: [
                TL.messages.SendMedia(
                    silent: true, noforwards: true, peer: Sample.inputUser, media: .photo(.init(id: photo)),
                    message: "a cat", randomID: 1)
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "sendFile", { _ = try await $0.sendFile(to: Sample.channel, InputFile(.document(file))) },
            sends: [
                TL.messages.SendMedia(
                    peer: Sample.inputChannelPeer, media: .document(.init(id: file)), message: "", randomID: 1)
            ], answers: [Sample.sent(3, in: Sample.channel)]),
        MethodCase(
            "sendFile, from the web", { _ = try await $0.sendFile(to: Sample.user, .url("https://a.example/b.pdf")) },
            sends: [
                TL.messages.SendMedia(
                    peer: Sample.inputUser, media: .documentExternal(.init(url: "https://a.example/b.pdf")),
                    message: "", randomID: 1)
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "sendDocument, that is uploaded first",
            { _ = try await $0.sendDocument(to: Sample.user, .data(hello, name: "a.txt")) },
            sends: [
                part,
                TL.messages.SendMedia(
                    peer: Sample.inputUser,
                    media: .uploadedDocument(
                        .init(
                            forceFile: true,
                            file: .inputFile(.init(id: 1, parts: 1, name: "a.txt", md5Checksum: checksum)),
                            mimeType: "text/plain", attributes: [.filename(.init(fileName: "a.txt"))])),
                    message: "", randomID: 2),
            ], answers: [true, Sample.sent(3, randomID: 2)]),
        MethodCase(
            "sendMessage, with media that cost Stars",
            {
                _ = try await $0.sendMessage(
                    to: Sample.channel,
                    .paidMedia(.init([.photo(InputFile(.photo(photo)))], stars: 5, payload: "p"), caption: "buy"))
            },
            sends: [
                TL.messages.SendMedia(
                    peer: Sample.inputChannelPeer,
                    media: .paidMedia(
                        .init(starsAmount: 5, extendedMedia: [.photo(.init(id: photo))], payload: "p")),
                    message: "buy", randomID: 1)
            ], answers: [Sample.sent(3, in: Sample.channel)]),
        MethodCase(
            "sendMessage, with documents that cost Stars",
            {
                _ = try await $0.sendMessage(
                    to: Sample.channel, .paidMedia(.init([.document(InputFile(.document(file)))], stars: 5)))
            }, fails: { $0.isInvalidArgument }),
        MethodCase(
            "sendPhoto, alive",
            {
                let photo = FileAttachment.photo(InputFile(.photo(photo))).livePhoto(InputFile(.document(file)))
                _ = try await $0.sendMessage(to: Sample.user, .attachment(photo))
            },
            sends: [
                TL.messages.SendMedia(
                    peer: Sample.inputUser, media: .photo(.init(livePhoto: true, id: photo, video: file)),
                    message: "", randomID: 1)
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "sendAlbum",
            {
                let items = [AlbumItem(.photo(InputFile(.photo(photo)))), AlbumItem(.photo(InputFile(.photo(photo))))]
                _ = try await $0.sendAlbum(to: Sample.user, items, options: "both".silent())
            },
            sends: [
                TL.messages.SendMultiMedia(
                    silent: true, peer: Sample.inputUser,
                    multiMedia: [
                        .init(media: .photo(.init(id: photo)), randomID: 1, message: "both"),
                        .init(media: .photo(.init(id: photo)), randomID: 2, message: ""),
                    ])
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "uploadMedia",
            {
                let media = try await $0.uploadMedia(.photo(.data(hello, name: "a.jpg")), for: Sample.user)
                guard case .photo(.inputPhoto(let stored)) = media.source else { return XCTFail("no photo") }
                XCTAssertEqual(stored.id, 9)
            },
            sends: [
                part,
                TL.messages.UploadMedia(
                    peer: Sample.inputUser,
                    media: .uploadedPhoto(
                        .init(file: .inputFile(.init(id: 1, parts: 1, name: "a.jpg", md5Checksum: checksum))))),
            ],
            answers: [
                true,
                TL.MessageMedia.photo(
                    .init(
                        photo: .photo(
                            .init(id: 9, accessHash: 99, fileReference: [1], date: 1, sizes: [], dcID: 2)))),
            ]),
        MethodCase(
            "document, that the server does not have",
            {
                let found = try await $0.document(
                    sha256: [UInt8](repeating: 1, count: 32), size: 5, mimeType: "image/gif")
                XCTAssertNil(found)
            },
            sends: [
                TL.messages.GetDocumentByHash(
                    sha256: [UInt8](repeating: 1, count: 32), size: 5, mimeType: "image/gif")
            ], answers: [TL.Document.empty(.init(id: 0))]),
        MethodCase(
            "document, by something that is no checksum",
            { _ = try await $0.document(sha256: [1], size: 5, mimeType: "image/gif") },
            fails: { if case .invalidArgument = $0 { true } else { false } }),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
