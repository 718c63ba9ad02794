// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Mistakes in naming peers, and in what is sent to them.
final class PeerRegressionTests: XCTestCase {
    func testTheCacheForgetsThoseThatWereNotSeenForLongest() {
        let cache = PeerCache([], capacity: 1_000)
        var stored: Set<StoredPeer.ID> = []
        func insert(_ ids: Range<Int64>) {
            cache.insert(users: ids.map { .user(.init(id: $0, accessHash: $0, firstName: "x")) }, chats: []) {
                changes in
                for change in changes {
                    switch change {
                    case .peer(let peer): stored.insert(peer.id)
                    case .peerRemoved(let id): stored.remove(id)
                    default: break
                    }
                }
            }
        }
        insert(1..<1_001)
        insert(1..<101)
        insert(2_000..<2_001)
        XCTAssertEqual(stored.count, 901)
        XCTAssertNotNil(cache.inputPeer(.user(1)))
        XCTAssertNil(cache.inputPeer(.user(101)))
        XCTAssertNil(cache.inputPeer(.user(200)))
        XCTAssertNotNil(cache.inputPeer(.user(201)))
    }

    private static func user(
        _ hash: Int64?, name: String? = "ann", phone: String? = nil, isMin: Bool = false
    ) -> TL.User {
        .user(.init(min: isMin, id: 5, accessHash: hash, firstName: "Ann", username: name, phone: phone))
    }

    private static func channel(_ hash: Int64?, isMin: Bool = false) -> TL.Chat {
        .channel(.init(min: isMin, id: 6, accessHash: hash, title: "News", photo: .empty, date: 0))
    }

    private static func assertEqual<Value: TLEncodable>(_ value: Value?, _ expected: Value, line: UInt = #line) {
        XCTAssertEqual(try value?.encoded(), try expected.encoded(), line: line)
    }

    /// A client of a person.
    private static func signIn(_ person: LocalPerson, _ builder: ClientBuilder) async throws -> TelegramClient {
        let client = try await builder.connect()
        guard case .codeRequired(let token) = try await client.requestLoginCode(for: person.phone) else {
            throw InvocationError.disconnected
        }
        _ = try await client.signIn(with: token, code: person.loginCode)
        return client
    }

    func testOnlyWhatIsNewOfAUserIsStored() {
        let cache = PeerCache([])
        func stored(_ user: TL.User.User) -> Int {
            var count = 0
            cache.insert(users: [.user(user)], chats: []) { count += $0.count }
            return count
        }
        func user(
            _ names: [TL.Username]? = nil, hash: Int64 = 8, phone: String = "101", name: String = "second",
            bot: Bool = false
        ) -> TL.User.User {
            .init(bot: bot, id: 5, accessHash: hash, firstName: "x", username: name, phone: phone, usernames: names)
        }
        let third = TL.Username(active: true, username: "third")
        let fourth = TL.Username(active: true, username: "fourth")
        let changes = [
            user(hash: 7, phone: "100", name: "first"), user(phone: "100", name: "first"), user(name: "first"), user(),
            user([third]),
            user([third, fourth]), user([third, fourth], bot: true),
        ]
        for (number, change) in changes.enumerated() {
            XCTAssertEqual(stored(change), 1, "\(number)")
            XCTAssertEqual(stored(change), 0, "\(number)")
        }
        // Names that are not in use are none.
        XCTAssertEqual(stored(user([third, fourth, .init(username: "fifth")], bot: true)), 0)
        XCTAssertNotNil(cache.id(named: "FOURTH"))
        XCTAssertNil(cache.id(named: "fifth"))
    }

    // MARK: Access hashes

    func testAZeroAccessHashNeverReplacesAGoodOne() {
        let cache = PeerCache([])
        cache.insert(users: [Self.user(77)], chats: [Self.channel(88)]) { _ in }
        for hash in [0, nil] as [Int64?] {
            cache.insert(users: [Self.user(hash)], chats: [Self.channel(hash)]) { _ in }
            Self.assertEqual(cache.inputPeer(.user(5)), TL.InputPeer.user(.init(userID: 5, accessHash: 77)))
            Self.assertEqual(cache.inputPeer(.channel(6)), TL.InputPeer.channel(.init(channelID: 6, accessHash: 88)))
        }
        cache.insert(users: [Self.user(78)], chats: []) { _ in }
        Self.assertEqual(cache.inputPeer(.user(5)), TL.InputPeer.user(.init(userID: 5, accessHash: 78)))
    }

    func testAZeroAccessHashIsNoHash() {
        let cache = PeerCache([])
        cache.insert(users: [Self.user(0)], chats: [Self.channel(0)]) { _ in }
        XCTAssertNil(cache.inputPeer(.user(5)))
        XCTAssertNil(cache.inputPeer(.channel(6)))
    }

    func testAChannelThatWasSeenInPassingIsNeitherABasicGroupNorGoodForCalls() {
        let cache = PeerCache([])
        cache.insert(users: [Self.user(9, isMin: true)], chats: [Self.channel(9, isMin: true)]) { _ in }
        XCTAssertNil(cache.inputPeer(.channel(6)))
        XCTAssertNil(cache.inputPeer(.user(5)))
        cache.insert(users: [], chats: [Self.channel(88)]) { _ in }
        cache.insert(users: [], chats: [Self.channel(9, isMin: true)]) { _ in }
        Self.assertEqual(cache.inputPeer(.channel(6)), TL.InputPeer.channel(.init(channelID: 6, accessHash: 88)))
    }

    func testAPeerIsSeenInTheMessageWithTheGreatestNumber() {
        func seen(in message: Int32) -> SeenInMessages? {
            let update = TL.Update.newChannelMessage(
                .init(
                    message: .message(
                        .init(
                            id: message, fromID: .user(.init(userID: 5)), peerID: .channel(.init(channelID: 6)),
                            date: 0,
                            message: "")),
                    pts: 1, ptsCount: 1))
            return SeenInMessages([Self.user(9, isMin: true)], [], [update])
        }
        let cache = PeerCache([])
        cache.insert(users: [], chats: [Self.channel(88)]) { _ in }
        // The number is the server's, or the session's.
        for (message, expected) in [
            (Int32.max - 1, Int32.max - 1), (.max, .max - 1), (.min, .min), (.min + 99, .min), (.max, .max),
        ] {
            cache.insert(users: [Self.user(9, isMin: true)], chats: [], seenIn: seen(in: message)) { _ in }
            Self.assertEqual(
                cache.inputPeer(.user(5)),
                TL.InputPeer.userFromMessage(
                    .init(
                        peer: .channel(.init(channelID: 6, accessHash: 88)), msgID: expected, userID: 5)))
        }
    }

    func testAPeerThatTheServerRefusesIsAskedForAgain() async throws {
        for name in [
            "PEER_ID_INVALID", "USER_ID_INVALID", "CHANNEL_INVALID", "CHANNEL_PRIVATE", "INPUT_USER_DEACTIVATED",
        ] {
            try await within {
                let local = try await LocalClients()
                let ann = try local.server.addPerson("Ann", username: "ann")
                let (client, bot) = try await local.makeBot()
                try await ann.send("/start", to: bot)
                let asked = { local.server.report().calls["contacts.resolveUsername"] ?? 0 }
                try await client.sendMessage(to: "@ann", "one")
                let before = asked()
                try await client.sendMessage(to: "@ann", "two")
                XCTAssertEqual(asked(), before, "the name is known")
                local.server.inject(
                    LocalFault(
                        .answer(RPCFailure(400, TLErrorName(rawValue: name))), methods: ["messages.sendMessage"],
                        occurrence: .times(1)))
                let result = await outcome { () throws(InvocationError) in
                    try await client.sendMessage(to: "@ann", "three")
                }
                XCTAssertEqual(result, name)
                try await client.sendMessage(to: "@ann", "four")
                XCTAssertEqual(asked(), before + 1, name)
                await client.disconnect()
            }
        }
    }

    func testAPeerIsKeptWhenACallFailsForAnotherReason() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("Ann", username: "ann")
            let (client, bot) = try await local.makeBot()
            try await ann.send("/start", to: bot)
            try await client.sendMessage(to: "@ann", "one")
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(403, TLErrorName(rawValue: "CHAT_WRITE_FORBIDDEN"))),
                    methods: ["messages.sendMessage"], occurrence: .times(1)))
            _ = await outcome { () throws(InvocationError) in try await client.sendMessage(to: "@ann", "two") }
            let before = local.server.report().calls["contacts.resolveUsername"]
            try await client.sendMessage(to: "@ann", "three")
            XCTAssertEqual(local.server.report().calls["contacts.resolveUsername"], before)
            await client.disconnect()
        }
    }

    func testPeersThatWereLearnedAreThereAfterARestartThoughNobodySavedThem() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("Ann", username: "ann")
            let bob = try local.server.addPerson("Bob", username: "bob")
            let storage = MemorySessionStorage()
            let first = try await Self.signIn(bob, local.builder.session(storage))
            try await first.sendMessage(to: "@ann", "one")
            await first.disconnect()
            let second = try await local.builder.session(storage).connect()
            try await second.sendMessage(to: PeerID.user(ann.id), "two")
            try await second.sendMessage(to: "@ann", "three")
            // Nobody knows how old a name of an earlier run is: it is asked for once more, unless an answer told it before.
            XCTAssertLessThanOrEqual(local.server.report().calls["contacts.resolveUsername"] ?? 0, 2)
            try await ann.expect(.text("three"), from: bob)
            await second.disconnect()
        }
    }

    // MARK: Names

    func testAnAddressWithAQuestionMarkNamesThePeerBeforeIt() throws {
        for text in ["https://t.me/durov?start=abc", "t.me/durov?x", "telegram.me/durov?y#z"] {
            guard case .username("durov") = try PeerReference(parsing: text) else { return XCTFail(text) }
        }
    }

    func testALinkIntoAPrivateChannelIsNoUsername() throws {
        for text in ["t.me/c/123/4", "https://t.me/c/123"] {
            guard case .id(.channel(123)) = try PeerReference(parsing: text) else { return XCTFail(text) }
        }
        XCTAssertThrowsError(try PeerReference(parsing: "t.me/c/abc"))
    }

    func testAnInvitationIsOneOnlyWhereInvitationsStand() throws {
        for text in ["https://example.org/+AbCd", "example.org/joinchat/AbCd", "durov/+AbCd"] {
            XCTAssertThrowsError(try PeerReference(parsing: text), text)
        }
    }

    func testWhoResolvesAPhoneNumberMakesNobodyAContact() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("Ann")
            let client = try await Self.signIn(try local.server.addPerson("Bob"), local.builder)
            local.server.handle(TL.contacts.ResolvePhone.self) { _ in
                .init(peer: .user(.init(userID: 5)), chats: [], users: [Self.user(77, phone: "4915")])
            }
            local.server.handle(TL.messages.SendMessage.self) { call in
                Self.assertEqual(call.request.peer, TL.InputPeer.user(.init(userID: 5, accessHash: 77)))
                return .updateShortSentMessage(.init(out: true, id: 1, pts: 1, ptsCount: 0, date: 0))
            }
            try await client.sendMessage(to: "+" + ann.phone, "hello")
            let report = local.server.report()
            XCTAssertEqual(report.calls["contacts.resolvePhone"], 1)
            XCTAssertNil(report.calls["contacts.importContacts"])
            await client.disconnect()
        }
    }

    // MARK: Messages

    func testAMessageToMyselfGoesToMyself() async throws {
        try await within {
            let local = try await LocalClients()
            let bob = try local.server.addPerson("Bob", username: "bob")
            let client = try await Self.signIn(bob, local.builder)
            let targets = Lock<[TL.InputPeer]>([])
            local.server.handle(TL.messages.SendMessage.self) { call in
                targets.withLock { $0.append(call.request.peer) }
                return try await call.standardAnswer()
            }
            for name in ["me", "self", "ME"] {
                let message = try await client.sendMessage(to: name, "note")
                XCTAssertEqual(message.chatID, .user(bob.id), name)
                XCTAssertEqual(message.text, "note")
            }
            let message = try await client.sendMessage(to: PeerID.user(bob.id), "note")
            XCTAssertEqual(message.chatID, .user(bob.id))
            let all = targets.withLock(\.self)
            XCTAssertEqual(all.count, 4)
            for target in all { Self.assertEqual(target, TL.InputPeer.peerSelf) }
            await client.disconnect()
        }
    }

    func testMentionsCarryTheHashThatTheServerWantsToSee() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("Ann", username: "ann")
            let (client, bot) = try await local.makeBot()
            try await ann.send("/start", to: bot)
            for await update in client.updates {
                if case .message = update { break }
            }
            let entities = Lock<[TL.MessageEntity]>([])
            local.server.handle(TL.messages.SendMessage.self) { call in
                entities.withLock { $0 = call.request.entities ?? [] }
                return try await call.standardAnswer()
            }
            try await client.sendMessage(to: ann.id, .markdown("[you](tg://user?id=\(raw: "\(ann.id)"))"))
            guard case .user(let known) = client.core.peers.inputPeer(.user(ann.id)) else {
                return XCTFail("the person is not known")
            }
            let sent = entities.withLock(\.self)
            guard sent.count == 1, case .inputMentionName(let mention) = sent[0] else {
                return XCTFail("\(sent)")
            }
            Self.assertEqual(
                mention.userID, TL.InputUser.inputUser(.init(userID: ann.id, accessHash: known.accessHash)))
            XCTAssertNotEqual(known.accessHash, 0)
            await client.disconnect()
        }
    }

    func testEachMessageHasARandomIDOfItsOwnAndKeepsItWhenItIsSentAgain() async throws {
        try await withFastClients { local, clock in
            let ann = try local.server.addPerson("Ann", username: "ann")
            let (client, bot) = try await local.makeBot(clock)
            try await ann.send("/start", to: bot)
            try await client.sendMessage(to: "@ann", "first")
            let seen = Lock<[String: Set<Int64>]>([:])
            local.server.handle(TL.messages.SendMessage.self) { call in
                seen.withLock { _ = $0[call.request.message, default: []].insert(call.request.randomID) }
                return try await call.standardAnswer()
            }
            for kind: LocalFault.Kind in [
                .badMessage(code: 16), .badMessage(code: 32), .closeAfterRunning, .forgetSessions,
                .answer(RPCFailure(500, TLErrorName(rawValue: "RPC_CALL_FAIL"))),
                .answer(RPCFailure(420, .floodWait, value: 1)),
            ] {
                local.server.inject(LocalFault(kind, methods: ["messages.sendMessage"], occurrence: .times(1)))
                try await client.sendMessage(to: "@ann", "\(kind)")
            }
            let ids = seen.withLock(\.self)
            XCTAssertEqual(ids.count, 6)
            for (text, ids) in ids { XCTAssertEqual(ids.count, 1, text) }
            XCTAssertEqual(Set(ids.values.flatMap(\.self)).count, 6)
            await client.disconnect()
        }
    }

    // MARK: Callback queries

    func testAQueryThatIsAnsweredTwiceIsAnsweredOnceAndThatIsNoError() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let person = try local.server.addPerson("ann")
            let dispatcher = Dispatcher()
            dispatcher.onMessage(.command("vote")) { message in
                try await message.respond(.text("Vote!").keyboard(.inline([[.callback("Yes", data: "yes")]])))
            }
            let done = Counter()
            dispatcher.onCallbackQuery(.data(prefix: "yes")) { query in
                let copy = query
                try await query.answer("first")
                try await copy.answer("second")
                try await query.answer()
                done.increment()
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await dispatcher.run(on: client) }
                try await person.send("/vote", to: bot)
                let message = try await person.expect(.button("Yes"), from: bot)
                let answer = try await person.press("Yes", under: message)
                XCTAssertEqual(answer.message, "first")
                try await until { done.count > 0 }
                group.cancelAll()
            }
            XCTAssertEqual(local.server.report().calls["messages.setBotCallbackAnswer"], 1)
            await client.disconnect()
        }
    }

    func testAQueryMayBeAnsweredAgainWhenTheAnswerFailed() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            let query = CallbackQuery(
                .message(
                    .init(queryID: 1, userID: 2, peer: .user(.init(userID: 2)), msgID: 3, chatInstance: 4)),
                client.core.context())
            local.server.handle(TL.messages.SetBotCallbackAnswer.self) { _ in true }
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(400, .queryIDInvalid)), methods: ["messages.setBotCallbackAnswer"],
                    occurrence: .times(1)))
            var results: [String] = []
            for _ in 0..<3 {
                results.append(await outcome { () throws(InvocationError) in try await query.answer("text") })
            }
            XCTAssertEqual(results, ["QUERY_ID_INVALID", "answered", "answered"])
            XCTAssertEqual(local.server.report().calls["messages.setBotCallbackAnswer"], 1)
            await client.disconnect()
        }
    }
}
