// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramFSM
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Messages that belong together.
final class AlbumTests: XCTestCase {
    private static let picture: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 128, 0, 0, 1, 224,
        8, 6, 0, 0, 0,
    ]

    /// Runs a dispatcher for a bot to which somebody writes.
    private func withBot(
        _ dispatcher: Dispatcher, _ body: @escaping @Sendable (LocalPerson, LocalBot) async throws -> Void
    ) async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            async let run: Void = dispatcher.run(on: client)
            try await body(ann, bot)
            await client.shutdown()
            try await run
        }
    }

    private static func photos(_ count: Int) -> [[UInt8]] { Array(repeating: picture, count: count) }

    func testAnAlbumArrivesAsOne() async throws {
        let log = Log()
        let dispatcher = Dispatcher(albumGap: .milliseconds(100))
        dispatcher.onMessage { log.append("message \($0.text)") }
        dispatcher.onAlbum(.private) { album in
            log.append("album of \(album.messages.count): \(album.caption.text)")
            XCTAssertEqual(album.media.count, album.messages.count)
            XCTAssertEqual(Set(album.messages.map(\.albumID)), [album.id])
            try await album.reply("got it")
        }
        try await withBot(dispatcher) { ann, bot in
            let sent = try await ann.sendAlbum(Self.photos(3), captions: ["", "three cats"], to: bot)
            let answer = try await ann.expect(.text("got it"), from: bot)
            XCTAssertEqual(answer.replyTo, sent.first?.id)
            // What follows ends an album at once, and comes after it.
            try await ann.sendAlbum(Self.photos(2), captions: ["two"], to: bot)
            try await ann.send("done", to: bot)
            try await until { log.lines.count == 3 }
            // Ten are all that there can be.
            try await ann.sendAlbum(Self.photos(10), to: bot)
            try await ann.sendAlbum(Self.photos(10), to: bot)
            try await until { log.lines.count == 5 }
        }
        XCTAssertEqual(
            log.lines, ["album of 3: three cats", "album of 2: two", "message done", "album of 10: ", "album of 10: "])
    }

    func testWithoutAHandlerOfAlbumsTheirMessagesComeOneByOne() async throws {
        let log = Log()
        let dispatcher = Dispatcher()
        dispatcher.onMessage { log.append($0.text) }
        try await withBot(dispatcher) { ann, bot in
            try await ann.sendAlbum(Self.photos(2), captions: ["one", "two"], to: bot)
            try await until { log.lines.count == 2 }
        }
        XCTAssertEqual(log.lines, ["one", "two"])
    }

    func testAnAlbumThatNoHandlerTakesComesAsMessages() async throws {
        let log = Log()
        let dispatcher = Dispatcher(albumGap: .milliseconds(20))
        let child = Router()
        child.onAlbum(.group) { _ in log.append("album") }
        dispatcher.include(child)
        dispatcher.on(.any) { _ in }
        dispatcher.onMessage { log.append($0.text) }
        try await withBot(dispatcher) { ann, bot in
            try await ann.sendAlbum(Self.photos(2), captions: ["one", "two"], to: bot)
            try await until { log.lines.count == 2 }
        }
        XCTAssertEqual(log.lines, ["one", "two"])
    }

    private enum Order: ConversationState { case photo }

    func testTheStateOfAConversationComesFirst() async throws {
        let log = Log()
        let dispatcher = Dispatcher(albumGap: .milliseconds(20))
        dispatcher.onCommand("order") { message in
            try await message.conversation(as: Order.self).transition(to: .photo)
            try await message.respond("Which?")
        }
        dispatcher.onMessage(in: Order.photo) { message, conversation in
            log.append("state \(message.text)")
            if message.text == "two" { try await conversation.end() }
        }
        dispatcher.onAlbum { log.append("album \($0.caption.text)") }
        try await withBot(dispatcher) { ann, bot in
            try await ann.send("/order", to: bot)
            try await ann.expect(.text("Which?"), from: bot)
            try await ann.sendAlbum(Self.photos(2), captions: ["one", "two"], to: bot)
            try await until { log.lines.count == 2 }
            try await ann.sendAlbum(Self.photos(2), captions: ["three"], to: bot)
            try await until { log.lines.count == 3 }
        }
        XCTAssertEqual(log.lines, ["state one", "state two", "album three"])
    }

    /// Others do not wait for an album that is not complete yet, and what is not handled comes again.
    func testAnAlbumThatIsNotCompleteComesInTheNextRun() async throws {
        let log = Log()
        let dispatcher = Dispatcher(albumGap: .seconds(3_600))
        dispatcher.onMessage { log.append($0.text) }
        dispatcher.onAlbum { log.append("album of \($0.messages.count)") }
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob"))
            let run = Task { try await dispatcher.run(on: client) }
            try await ann.sendAlbum(Self.photos(2), to: bot)
            try await bob.send("hello", to: bot)
            // Until the handler is over, its message would come again as well.
            try await until { log.lines == ["hello"] && client.core.updates.activeCount == 0 }
            run.cancel()
            _ = await run.result
            async let again: Void = dispatcher.run(on: client)
            try await ann.send("and now?", to: bot)
            try await until { log.lines.count == 3 }
            await client.shutdown()
            try await again
        }
        XCTAssertEqual(log.lines, ["hello", "album of 2", "and now?"])
    }

    /// A deletion waits for the album that it speaks of.
    func testADeletionDoesNotPassTheAlbum() async throws {
        let log = Log()
        let dispatcher = Dispatcher(albumGap: .seconds(3_600))
        dispatcher.onAlbum { log.append("album of \($0.messages.count)") }
        dispatcher.on(.messagesDeleted) { log.append("\($0.ids.count) deleted") }
        try await withBot(dispatcher) { ann, bot in
            let sent = try await ann.sendAlbum(Self.photos(3), to: bot)
            await ann.delete(sent[1])
            try await until { log.lines.count == 2 }
        }
        XCTAssertEqual(log.lines, ["album of 3", "1 deleted"])
    }
}
