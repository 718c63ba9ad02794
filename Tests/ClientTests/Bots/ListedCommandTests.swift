// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class ListedCommandTests: XCTestCase {
    private static let start = ListedCommand("start", "Begin", ["de": "Anfangen"])
    private static let shop = ListedCommand("shop", "Buy", in: .privateChats)
    private static let rules = ListedCommand("rules", "Rules", ["de": "Regeln"], in: .groups)
    private static let ban = ListedCommand("ban", "Ban", in: .groupAdmins)

    func testEachAudienceGetsItsCommandsInEachLanguage() async throws {
        let calls = RecordingInvoker(Array(repeating: .value(true), count: 20))
        let client = try TelegramClient.scripted(calls, isBot: true)
        try await client.setCommands([Self.start, Self.shop, Self.rules, Self.ban])
        let sent = calls.calls.compactMap { $0.function as? TL.bots.SetBotCommands }.map { call in
            let list = call.commands.map { "\($0.command) \($0.description)" }.joined(separator: ", ")
            return "\(call.scope) \(call.langCode): \(list)"
        }
        XCTAssertEqual(
            sent,
            [
                "botCommandScopeDefault : start Begin", "botCommandScopeDefault de: start Anfangen",
                "botCommandScopeUsers : start Begin, shop Buy",
                "botCommandScopeUsers de: start Anfangen, shop Buy", "botCommandScopeChats : start Begin, rules Rules",
                "botCommandScopeChats de: start Anfangen, rules Regeln",
                "botCommandScopeChatAdmins : start Begin, rules Rules, ban Ban",
                "botCommandScopeChatAdmins de: start Anfangen, rules Regeln, ban Ban",
            ])
    }

    func testListsThatAreLeftOverAreRemoved() async throws {
        let calls = RecordingInvoker(Array(repeating: .value(true), count: 20))
        let client = try TelegramClient.scripted(calls, isBot: true)
        try await client.setCommands([Self.start, ListedCommand("rules", "Rules", ["fr": "Règles"], in: .groups)])
        let log = calls.calls.map { call in
            switch call.function {
            case let set as TL.bots.SetBotCommands:
                "\(set.scope) \(set.langCode): \(set.commands.map(\.command).joined(separator: " "))"
            case let reset as TL.bots.ResetBotCommands: "\(reset.scope) \(reset.langCode)"
            default: "\(call.function)"
            }
        }
        XCTAssertEqual(
            log,
            [
                "botCommandScopeDefault : start", "botCommandScopeDefault de: start", "botCommandScopeDefault fr",
                "botCommandScopeUsers ", "botCommandScopeUsers de", "botCommandScopeUsers fr",
                "botCommandScopeChats : start rules", "botCommandScopeChats de: start rules",
                "botCommandScopeChats fr: start rules",
                "botCommandScopeChatAdmins ", "botCommandScopeChatAdmins de", "botCommandScopeChatAdmins fr",
            ])
    }

    func testHelpListsWhatIsForTheChat() async throws {
        let sent = TL.Updates.updateShortSentMessage(.init(out: true, id: 1, pts: 0, ptsCount: 0, date: 1))
        let calls = RecordingInvoker([.value(sent), .value(sent)])
        let core = try TelegramClient.scripted(calls, isBot: true, knowing: (Sample.users, Sample.chats)).core
        let dispatcher = Dispatcher()
        dispatcher.onHelp([Self.start, Self.shop, Self.rules, Self.ban])
        dispatcher.onCommand(Self.start) { _ in XCTFail("it was not called") }
        let german = TL.User.user(.init(id: 5, accessHash: 50, firstName: "Fritz", langCode: "de-AT"))
        let context = core.context([german], Sample.chats)
        for chat in [Sample.user, Sample.group] {
            let raw = TL.Message.message(
                .init(id: 3, fromID: Sample.user.tlPeer, peerID: chat.tlPeer, date: 1, message: "/help"))
            await dispatcher.dispatch(.message(try XCTUnwrap(Message(raw, context))))
        }
        let texts = calls.calls.compactMap { ($0.function as? TL.messages.SendMessage)?.message }
        XCTAssertEqual(
            texts, ["/start – Anfangen\n/shop – Buy", "/start – Anfangen\n/rules – Regeln\n/ban – Ban"])
    }
}
