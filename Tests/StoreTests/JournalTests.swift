// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramLocalServer
import FerogramMessageBox
import FerogramSession
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Bots of a local server with a journal in memory, which outlives their clients.
final class JournalTests: XCTestCase {
    private struct Trouble: Error {}

    /// A server, a bot, and what outlives the bot's clients.
    private struct World {
        let server: LocalServer
        let bot: LocalBot
        let store: any Store = MemoryStore()

        init() async throws {
            server = try await LocalServer.start()
            bot = try server.addBot(username: "test_bot")
        }

        func client(attempts: Int = 5, isShared: Bool = false) async throws -> TelegramClient {
            let client = try await TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory)
                .session(.store(store, slots: isShared ? 4 : 1)).journal(store, attempts: attempts)
                .sharedJournal(isShared).connect()
            if client.account == nil { try await client.signIn(botToken: bot.token) }
            return client
        }

        func answers(to person: LocalPerson) -> [String] {
            person.history(with: bot).filter { $0.sender == bot.id }.map(\.text)
        }
    }

    func testWhatAHandlerSentBeforeItThrewIsNotSentTwice() async throws {
        try await within {
            let world = try await World()
            let client = try await world.client()
            let person = try world.server.addPerson("ann")
            let attempts = Lock<[Int32]>([])
            let dispatcher = Dispatcher()
            dispatcher.onError { _, _ in }
            dispatcher.onMessage(.incoming) { message in
                let first = try await message.respond("first")
                let second = try await message.respond("first")
                let count = attempts.withLock { attempts in
                    attempts += [first.id, second.id]
                    return attempts.count
                }
                if count < 6 { throw Trouble() }
                try await message.respond("last")
            }
            try await dispatcher.running(on: client) {
                try await person.send("hello", to: world.bot)
                try await person.expect(.text("last"), within: .seconds(10))
            }
            XCTAssertEqual(world.answers(to: person), ["first", "first", "last"])
            // Each attempt got the messages of the first one.
            let ids = attempts.withLock { $0 }
            XCTAssertEqual(ids, Array(ids.prefix(2)) + ids.prefix(2) + ids.prefix(2))
            XCTAssertEqual(Set(ids).count, 2)
            await client.disconnect()
        }
    }

    func testAnUpdateThatCannotBeHandledIsADeadLetter() async throws {
        try await within {
            let world = try await World()
            let client = try await world.client(attempts: 2)
            let person = try world.server.addPerson("ann")
            let isFixed = Lock(false)
            let dispatcher = Dispatcher()
            dispatcher.onError { _, _ in }
            dispatcher.onMessage(.incoming) { message in
                try await message.respond("got \(message.text)")
                if message.text == "bad", !isFixed.withLock({ $0 }) { throw Trouble() }
                try await message.respond("done with \(message.text)")
            }
            try await dispatcher.running(on: client) {
                for text in ["one", "bad", "two"] { try await person.send(text, to: world.bot) }
                try await person.expect(.text("done with two"), within: .seconds(10))
                let letters = try await client.deadLetters()
                XCTAssertEqual(letters.map(\.attempts), [2])
                guard case .message(let message)? = letters.first?.update else { return XCTFail("\(letters)") }
                XCTAssertEqual(message.text, "bad")
                isFixed.withLock { $0 = true }
                let letter = try XCTUnwrap(letters.first)
                await client.retryDeadLetter(letter)
                try await person.expect(.text("done with bad"), within: .seconds(10))
                let rest = try await client.deadLetters()
                XCTAssertEqual(rest.count, 0)
            }
            XCTAssertEqual(
                world.answers(to: person),
                ["got one", "done with one", "got bad", "got two", "done with two", "done with bad"])
            await client.disconnect()
        }
    }

    func testAnAlbumEndsInOnePiece() async throws {
        try await within {
            let world = try await World()
            let client = try await world.client(attempts: 2)
            let person = try world.server.addPerson("ann")
            let counts = Lock<[Int]>([])
            let dispatcher = Dispatcher(albumGap: .milliseconds(50))
            dispatcher.onError { _, _ in }
            dispatcher.onAlbum { album in
                counts.withLock { $0.append(album.messages.count) }
                if album.caption.text == "bad" { throw Trouble() }
                try await album.reply("got \(album.caption.text)")
            }
            let picture: [UInt8] = [
                0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 128, 0, 0,
                1, 224, 8, 6, 0, 0, 0,
            ]
            try await dispatcher.running(on: client) {
                for caption in ["bad", "good"] {
                    try await person.sendAlbum([picture, picture, picture], captions: [caption], to: world.bot)
                }
                try await person.expect(.text("got good"), within: .seconds(10))
                // All of its messages are kept, and none of the other one is left.
                let letters = try await client.deadLetters()
                XCTAssertEqual(letters.map(\.attempts), [2, 2, 2])
            }
            XCTAssertEqual(counts.withLock { $0 }, [3, 3, 3])
            await client.disconnect()
        }
    }

    func testAHandlerThatWasCutShortGoesOnWhereItWas() async throws {
        try await within {
            let world = try await World()
            let person = try world.server.addPerson("ann")
            let isSecond = Lock(false)
            let ids = Lock<[Int32]>([])
            let dispatcher = Dispatcher()
            dispatcher.onMessage(.incoming) { message in
                let photo = try await message.respond("a picture")
                ids.withLock { $0.append(photo.id) }
                if !isSecond.withLock({ $0 }) { try await Task.sleep(for: .seconds(60)) }
                try await message.respond("end")
            }
            let first = try await world.client()
            try await dispatcher.running(on: first) {
                try await person.send("hello", to: world.bot)
                try await until { ids.withLock { $0.count == 1 } }
            }
            await first.disconnect()
            isSecond.withLock { $0 = true }
            let second = try await world.client()
            try await dispatcher.running(on: second) {
                try await person.expect(.text("end"), within: .seconds(10))
            }
            await second.disconnect()
            XCTAssertEqual(world.answers(to: person), ["a picture", "end"])
            let sent = ids.withLock { $0 }
            XCTAssertEqual(sent.count, 2)
            XCTAssertEqual(Set(sent).count, 1)
        }
    }

    func testWhatIsUploadedAnewIsTheSame() {
        func identity(_ id: Int64, checksum: String, reference: [UInt8] = []) -> [[UInt8]] {
            let file = TL.InputFile.inputFile(.init(id: id, parts: 1, name: "a.png", md5Checksum: checksum))
            let photo = TL.InputMedia.uploadedPhoto(.init(file: file))
            let document = TL.InputMedia.uploadedDocument(
                .init(file: file, thumb: file, mimeType: "image/png", attributes: []))
            let stored = TL.InputMedia.document(
                .init(id: .inputDocument(.init(id: 5, accessHash: 6, fileReference: reference))))
            return [photo, document, stored].map { media in
                SendPlan("a picture", SendPlan.Parts(media: media)).identity
            }
        }
        XCTAssertEqual(identity(1, checksum: "a", reference: [1]), identity(2, checksum: "a", reference: [2]))
        XCTAssertNotEqual(identity(1, checksum: "a")[0], identity(1, checksum: "b")[0])
        XCTAssertNotEqual(identity(1, checksum: "a")[1], identity(1, checksum: "b")[1])
    }

    func testSeveralClientsShareAJournal() async throws {
        try await within {
            let world = try await World()
            let people = try (0..<12).map { try world.server.addPerson("person_\($0)") }
            let handled = Lock<[Int: Int]>([:])
            let dispatchers = (0..<3).map { index in
                let dispatcher = Dispatcher()
                dispatcher.onMessage(.incoming) { message in
                    handled.withLock { $0[index, default: 0] += 1 }
                    try await message.respond("answer to \(message.text)")
                }
                return dispatcher
            }
            let clients = [
                try await world.client(isShared: true), try await world.client(isShared: true),
                try await world.client(isShared: true),
            ]
            @Sendable func send(_ number: Int) async throws {
                for person in people { try await person.send("\(number)", to: world.bot) }
                for person in people { try await person.expect(.text("answer to \(number)"), within: .seconds(15)) }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (client, dispatcher) in zip(clients, dispatchers) {
                    group.addTask { try await dispatcher.run(on: client) }
                }
                try await until { clients.allSatisfy { $0.core.journal?.member?.shareCount ?? 0 > 15 } }
                for number in 0..<5 { try await send(number) }
                XCTAssertEqual(handled.withLock { $0.count }, 3)
                // The one that receives leaves while people write, and the others take over.
                let receiver = try XCTUnwrap(clients.firstIndex { $0.core.journal?.isReceiver ?? false })
                async let end = clients[receiver].shutdown()
                for number in 5..<10 { try await send(number) }
                let failure = await end
                XCTAssertNil(failure)
                XCTAssertEqual(clients.filter { $0.core.journal?.isReceiver ?? false }.count, 1)
                XCTAssertEqual(clients[receiver].core.journal?.member?.shareCount, 0)
                for client in clients { await client.shutdown() }
                try await group.waitForAll()
            }
            for person in people { XCTAssertEqual(world.answers(to: person), (0..<10).map { "answer to \($0)" }) }
            // Nothing is left but the place.
            for table in ["journal:main:entries", "journal:main:attempts", "journal:main:claims"] {
                let left = try await world.store.entries(in: table, prefix: "", after: nil, limit: 1)
                XCTAssertEqual(left, [], table)
            }
        }
    }

    func testAnUpdateIsReadAsItWasWritten() throws {
        let message = TL.Message.message(
            .init(id: 7, peerID: .user(.init(userID: 5)), date: 1, message: "hello"))
        let user = TL.User.user(.init(id: 5, accessHash: 6, firstName: "Ann"))
        let other = TL.User.user(.init(id: 8, accessHash: 9, firstName: "Bob"))
        var place = JournaledUpdate.Place(account: UpdateState(pts: 1, qts: 2, date: 3, seq: 4))
        place.channel = .init(id: -5, pts: 6)
        let written = JournaledUpdate(
            .update(.newMessage(.init(message: message, pts: 10, ptsCount: 1))), from: [user, other], [], at: place)
        let bytes = try written.encoded()
        let read = try XCTUnwrap(JournaledUpdate(bytes))
        XCTAssertEqual(read.place, place)
        // Only those whom it speaks of are kept.
        XCTAssertEqual(read.users.count, 1)
        guard case .user(let kept)? = read.users.first else { return XCTFail("\(read.users)") }
        XCTAssertEqual(kept.id, 5)
        XCTAssertEqual(try read.encoded(), bytes)
        // Bytes that were cut off or changed are refused or read, and never trap.
        for count in 0..<bytes.count { _ = JournaledUpdate(Array(bytes.prefix(count))) }
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x81
            _ = JournaledUpdate(changed)
        }
    }
}
