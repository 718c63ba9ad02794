// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class BusinessMethodTests: XCTestCase {
    static let cases = [
        MethodCase(
            "businessConnection", isBot: true,
            { client in
                let connection = try await client.businessConnection("c1")
                XCTAssertEqual(connection.userID, 5)
            }, sends: [TL.account.GetBotBusinessConnection(connectionID: "c1")],
            answers: [BusinessMethodTests.connected]),
        MethodCase(
            "acting", isBot: true,
            { client in
                try await client.acting(through: "c1") { _ = try await client.sendMessage(to: Sample.user, "Hi") }
            },
            sends: [
                TL.account.GetBotBusinessConnection(connectionID: "c1"),
                TL.messages.SendMessage(peer: Sample.inputUser, message: "Hi", randomID: 1),
            ], answers: [BusinessMethodTests.connected, Sample.sent(3)]),
        MethodCase(
            "connectedBots",
            { client in
                let bots = try await client.connectedBots()
                XCTAssertEqual(bots.map(\.rights), [.reply])
            }, sends: [TL.account.GetConnectedBots()],
            answers: [
                TL.account.ConnectedBots(
                    connectedBots: [.init(botID: 6, recipients: .init(), rights: .init(reply: true))],
                    users: Sample.users)
            ]),
        MethodCase(
            "connectBot", { try await $0.connectBot(Sample.bot, rights: [.reply, .readMessages], in: .contacts) },
            sends: [
                TL.account.UpdateConnectedBot(
                    rights: .init(reply: true, readMessages: true), bot: BusinessMethodTests.bot,
                    recipients: .init(contacts: true))
            ], answers: [Sample.updates()]),
        MethodCase(
            "disconnectBot", { try await $0.disconnectBot(Sample.bot) },
            sends: [TL.account.UpdateConnectedBot(deleted: true, bot: BusinessMethodTests.bot, recipients: .init())],
            answers: [Sample.updates()]),
        MethodCase(
            "setConnectedBotPaused", { try await $0.setConnectedBotPaused(true, in: Sample.user) },
            sends: [TL.account.ToggleConnectedBotPaused(peer: Sample.inputUser, paused: true)], answers: [true]),
        MethodCase(
            "removeConnectedBot", { try await $0.removeConnectedBot(from: Sample.user) },
            sends: [TL.account.DisablePeerConnectedBot(peer: Sample.inputUser)], answers: [true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in BusinessMethodTests.cases { try await row.check() }
    }

    func testCallsInTheNameOfAnAccountGoToItsDataCentre() async throws {
        let calls = RecordingInvoker([.value(Sample.sent(3)), .value(Sample.affected)])
        let client = try TelegramClient.scripted(calls, isBot: true, knowing: (Sample.users, Sample.chats))
        let context = client.core.context()
        // The update that tells of the connection says where to.
        _ = Update(.botBusinessConnect(.init(connection: BusinessMethodTests.connection, qts: 1)), context)
        let update = Update(
            .botNewBusinessMessage(.init(connectionID: "c1", message: Sample.message(3, out: false), qts: 1)), context)
        guard case .businessMessage(let message) = update else { return XCTFail("no business message") }
        try await message.respond("Hi")
        try await message.markAsRead()
        XCTAssertEqual(calls.calls.map(\.destination), [.dataCenter(4), .dataCenter(4)])
        XCTAssertEqual(calls.calls.map(\.options.businessConnectionID), ["c1", "c1"])
    }

    /// A bot that knows the connection to an account of data centre 2.
    private static func connectedClient(_ calls: RecordingInvoker) throws -> TelegramClient {
        let client = try TelegramClient.scripted(calls, isBot: true, knowing: (Sample.users, Sample.chats))
        _ = Update(.botBusinessConnect(.init(connection: connection, qts: 1)), client.core.context())
        return client
    }

    func testFilesStayAtTheDataCentreOfTheBot() async throws {
        let stored = TL.MessageMedia.photo(
            .init(photo: .photo(.init(id: 9, accessHash: 99, fileReference: [1], date: 1, sizes: [], dcID: 2))))
        let calls = RecordingInvoker([.value(true), .value(stored), .value(Sample.sent(3, randomID: 2))])
        let client = try Self.connectedClient(calls)
        try await client.acting(through: "c1") {
            _ = try await client.sendPhoto(to: Sample.user, .data(Array("hello".utf8), name: "a.jpg"))
        }
        XCTAssertEqual(
            calls.calls.map { "\(type(of: $0.function))" }, ["WrittenCall<SaveFilePart>", "UploadMedia", "SendMedia"])
        XCTAssertEqual(calls.calls.map(\.options.businessConnectionID), [nil, nil, "c1"])
        XCTAssertEqual(calls.calls.map { $0.destination == .dataCenter(4) }, [false, false, true])
        let upload = try XCTUnwrap(calls.calls[1].function as? TL.messages.UploadMedia)
        XCTAssertEqual(upload.businessConnectionID, "c1")
        // The server has the file: it is named, not looked for at the account's data centre.
        let sent = try XCTUnwrap(calls.calls[2].function as? TL.messages.SendMedia)
        guard case .photo = sent.media else { return XCTFail("\(sent.media)") }
    }

    func testLookUpsAreTheBotsOwn() async throws {
        let zoe = PeerID.user(55)
        let resolved = TL.contacts.ResolvedPeer(
            peer: zoe.tlPeer, chats: [], users: [.user(.init(id: 55, accessHash: 5, username: "zoe"))])
        let calls = RecordingInvoker([.value(resolved), .value(Sample.sent(3, in: zoe))])
        let client = try Self.connectedClient(calls)
        try await client.acting(through: "c1") { _ = try await client.sendMessage(to: "@zoe", "Hi") }
        XCTAssertEqual(calls.calls.map(\.options.businessConnectionID), [nil, "c1"])
        XCTAssertEqual(calls.calls.map { $0.destination == .dataCenter(4) }, [false, true])
    }

    func testRightsAreReadBack() {
        for bit in 0..<14 {
            let rights = BusinessBotRights(rawValue: 1 << bit)
            XCTAssertEqual(BusinessBotRights(rights.tl), rights)
        }
    }

    private static let bot = TL.InputUser.inputUser(.init(userID: 6, accessHash: 60))
    private static let connection = TL.BotBusinessConnection(connectionID: "c1", userID: 5, dcID: 4, date: 9)
    private static let connected = Sample.updates(.botBusinessConnect(.init(connection: connection, qts: 1)))
}
