// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTestSupport
import Foundation
import XCTest

/// Files that are sent in messages, and what the other side gets.
final class MediaSendingTests: XCTestCase {
    private func withFriends(
        _ body: @escaping @Sendable (TelegramClient, LocalPerson, LocalPerson, LocalClients) async throws -> Void
    ) async throws {
        try await within(.seconds(60)) {
            let local = try await LocalClients()
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob", username: "bobby"))
            let client = try await local.makeClient(of: ann)
            try await bob.send("hello", to: ann)
            _ = try await client.resolve("@bobby")
            try await body(client, ann, bob, local)
            await client.disconnect()
        }
    }

    private static func jpeg(_ width: Int = 640) -> InputFile {
        .data(SampleFile.jpeg(width: width, height: 480), name: "cat.jpg")
    }

    func testEachKindOfFileArrivesAsWhatItIs() async throws {
        let film = SampleFile.mp4(width: 320, height: 240, milliseconds: 5_000, hasSound: true)
        let rows: [(InputMessage, LocalFile.Kind)] = [
            (.photo(Self.jpeg()), .photo),
            (.file(Self.jpeg()), .photo),
            (.document(Self.jpeg()), .document),
            (.video(.data(film, name: "film.mp4")), .video),
            (.file(.data(film, name: "film.mp4")), .video),
            (.videoNote(.data(film, name: "round.mp4")), .videoNote),
            (.animation(.data(SampleFile.gif(width: 32, height: 32), name: "a.gif")), .animation),
            (.audio(.data(SampleFile.mp3(title: "Song", performer: "Somebody"), name: "a.mp3")), .audio),
            (.voice(.data(SampleFile.opus(milliseconds: 3_000), name: "v.ogg")), .voice),
            (.sticker(.data(SampleFile.webp(width: 512, height: 512), name: "s.webp")), .sticker),
            (.document(.data(Array("hello".utf8), name: "notes.txt")), .document),
        ]
        try await withFriends { client, ann, bob, _ in
            for (index, (message, kind)) in rows.enumerated() {
                let sent = try await client.sendMessage(to: bob.id, message)
                XCTAssertNotNil(sent.media, "row \(index)")
                let seen = try XCTUnwrap(bob.history(with: ann).last)
                XCTAssertEqual(bob.file(of: seen)?.kind, kind, "row \(index)")
            }
        }
    }

    func testOptionsOfMessagesHoldForFiles() async throws {
        try await withFriends { client, ann, bob, _ in
            let first = try await client.sendMessage(to: bob.id, "look here")
            let quote = InputReply.message(first.id, quote: .init("here", offset: 5))
            let sent = try await client.sendPhoto(
                to: bob.id, Self.jpeg(),
                caption: InputMessage(FormattedText(markdown: "a **cat**")).replying(quote).protected())
            XCTAssertEqual(sent.htmlText, "a <b>cat</b>")
            XCTAssertEqual(sent.quote, "here")
            XCTAssertTrue(sent.isProtected)
            XCTAssertEqual(bob.history(with: ann).last?.text, "a cat")
            let again = try await sent.replyPhoto(Self.jpeg(), caption: "another")
            XCTAssertEqual(again.replyToMessageID, sent.id)
            let file = try await again.replyFile(.data(Array("x".utf8), name: "x.txt"))
            XCTAssertEqual(file.replyToMessageID, again.id)
            let covered = try await client.sendMessage(to: bob.id, .attachment(.photo(Self.jpeg()).spoiler()))
            XCTAssertNotNil(covered.media)
            let seen = try XCTUnwrap(bob.history(with: ann).last)
            XCTAssertEqual(bob.file(of: seen)?.isSpoiler, true)
        }
    }

    func testAnAlbumArrivesTogetherAndInOrder() async throws {
        try await withFriends { client, ann, bob, _ in
            let film = SampleFile.mp4(width: 320, height: 240, milliseconds: 5_000, hasSound: true)
            let items = [
                AlbumItem(.photo(Self.jpeg(100))), AlbumItem(.video(.data(film, name: "film.mp4"))),
                AlbumItem(.photo(Self.jpeg(200)), caption: "the third"),
            ]
            let sent = try await client.sendAlbum(to: bob.id, items, options: "all of us")
            XCTAssertEqual(sent.map(\.text), ["all of us", "", "the third"])
            XCTAssertEqual(Set(sent.map(\.albumID)).count, 1)
            let seen = bob.history(with: ann).suffix(3)
            XCTAssertEqual(seen.map(\.text), ["all of us", "", "the third"])
            XCTAssertEqual(seen.map { bob.file(of: $0)?.kind }, [.photo, .video, .photo])
            XCTAssertEqual(Set(seen.map(\.albumID)).count, 1)
            XCTAssertNotNil(seen.first?.albumID)
        }
    }

    func testAnAlbumThatTheServerWouldRefuseIsNotUploaded() async throws {
        try await withFriends { client, ann, bob, local in
            let photo = AlbumItem(.photo(Self.jpeg()))
            let song = AlbumItem(.audio(.data(SampleFile.mp3(title: "Song", performer: "Somebody"), name: "a.mp3")))
            let long = AlbumItem(.photo(Self.jpeg()), caption: FormattedText(String(repeating: "a", count: 1_025)))
            let rows: [([AlbumItem], InputMessage, String)] = [
                ([photo], "", "2 to 10"), (Array(repeating: photo, count: 11), "", "2 to 10"),
                ([photo, song], "", "music"), ([photo, long], "", "1024"),
                (
                    [photo, photo], InputMessage("x").keyboard(.inline([[.url("a", "https://example.com")]])),
                    "keyboard"
                ),
                ([photo, photo], .poll(InputPoll("?", answers: ["a", "b"])), "items"),
            ]
            let before = local.server.report().calls
            for (items, options, word) in rows {
                do {
                    _ = try await client.sendAlbum(to: bob.id, items, options: options)
                    XCTFail("'\(word)' was expected")
                } catch {
                    guard case .invalidArgument(_, let text)? = error as? InvocationError else {
                        return XCTFail("\(error)")
                    }
                    XCTAssertTrue(text.contains(word), text)
                }
            }
            XCTAssertEqual(local.server.report().calls, before)
            XCTAssertEqual(bob.history(with: ann).count, 1)
        }
    }

    func testAnUploadIsSentSeveralTimes() async throws {
        try await withFriends { client, ann, bob, local in
            let file = try await client.uploadMedia(.photo(Self.jpeg()))
            try await client.sendPhoto(to: bob.id, file)
            try await client.sendFile(to: bob.id, file, caption: "again")
            XCTAssertEqual(bob.history(with: ann).suffix(2).map { bob.file(of: $0)?.kind }, [.photo, .photo])
            XCTAssertEqual(local.server.report().calls["upload.saveFilePart"], 1)
        }
    }

    func testAScheduledPhotoIsSentInTime() async throws {
        try await withFriends { client, ann, bob, _ in
            let later = Date(timeIntervalSinceNow: 3_600)
            let sent = try await client.sendPhoto(
                to: bob.id, Self.jpeg(), caption: InputMessage("later").scheduled(for: later))
            XCTAssertEqual(bob.history(with: ann).count, 1)
            try await client.sendScheduledMessagesNow([sent.id], in: bob.id)
            let seen = try XCTUnwrap(bob.history(with: ann).last)
            XCTAssertEqual(seen.text, "later")
            XCTAssertEqual(bob.file(of: seen)?.kind, .photo)
        }
    }
}
