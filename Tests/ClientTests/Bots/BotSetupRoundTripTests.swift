// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// What bots say of themselves and what people allow them, on a local server.
final class BotSetupRoundTripTests: XCTestCase {
    func testPeopleSeeWhatABotSaysOfItself() async throws {
        try await within {
            let local = try await LocalClients()
            let (bot, account) = try await local.makeBot()
            let (ann, annAccount) = try await local.makePerson("ann")
            try await annAccount.start(account)
            try await bot.setBotInfo(name: "Echo", about: "Echoes", description: "I echo")
            try await bot.setBotInfo(about: "Wiederholt", language: "de")
            let german = try await bot.botInfo(language: "de")
            XCTAssertEqual(german, BotInfo(name: "Echo", about: "Wiederholt", description: "I echo"))
            // What is empty is removed, and what is absent stays.
            try await bot.setBotInfo(about: "", language: "de")
            let about = try await bot.botInfo(language: "de").about
            XCTAssertEqual(about, "Echoes")
            try await bot.setCommands([CommandDescription("start", "Begin")])
            try await bot.setCommands([CommandDescription("ban", "Ban")], for: .groupAdmins, language: "de")
            let commands = try await bot.commands(for: .groupAdmins, language: "de")
            XCTAssertEqual(commands.map(\.name), ["ban"])
            try await bot.setMenuButton(.webApp("Shop", url: "https://example.com"), for: .id(.user(annAccount.id)))
            let button = try await bot.menuButton()
            XCTAssertEqual(button, .default)
            try await bot.setDefaultGroupAdminRights([.deleteMessages])
            let full = try await ann.fullUser("@test_bot").raw
            XCTAssertEqual(full.about, "Echoes")
            XCTAssertEqual(full.botInfo?.description, "I echo")
            XCTAssertEqual(full.botInfo?.commands?.map(\.command), ["start"])
            XCTAssertEqual(full.botInfo?.menuButton.map { MenuButton($0) }, .webApp("Shop", url: "https://example.com"))
            XCTAssertEqual(full.botGroupAdminRights?.deleteMessages, true)
            await ann.disconnect()
            await bot.disconnect()
        }
    }

    func testABotDoesWhatPeopleAllow() async throws {
        try await within {
            let local = try await LocalClients()
            let (bot, account) = try await local.makeBot()
            let (ann, annAccount) = try await local.makePerson("ann")
            try await annAccount.start(account)
            let before = try await ann.allowsMessages(from: "@test_bot")
            try await ann.allowMessages(from: "@test_bot")
            let after = try await ann.allowsMessages(from: "@test_bot")
            XCTAssertEqual([before, after], [false, true])
            do throws(InvocationError) {
                try await bot.setEmojiStatus(of: annAccount.id, 9)
                XCTFail("nobody has allowed it")
            } catch {
                XCTAssertEqual(error.rpcError?.code, 403)
            }
            try await ann.setEmojiStatusPermission(true, for: "@test_bot")
            try await bot.setEmojiStatus(of: annAccount.id, 9)
            let me = try await ann.me()
            guard case .emojiStatus(let status)? = me.raw.emojiStatus else { return XCTFail("no status") }
            XCTAssertEqual(status.documentID, 9)
            let saved = try await ann.invokeWebAppMethod(
                "saveStorageValue", parameters: #"{"key":"a","value":"1"}"#, of: "@test_bot")
            let values = try await ann.invokeWebAppMethod(
                "getStorageValues", parameters: #"{"keys":["a","b"]}"#, of: "@test_bot")
            XCTAssertEqual([saved, values], ["true", #"{"a":"1","b":""}"#])
            await ann.disconnect()
            await bot.disconnect()
        }
    }

    func testABotDecidesWhoJoins() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.onJoinRequest { request in
            log.append("\(request.userID)")
            let query = try XCTUnwrap(request.queryID)
            try await request.client.answerJoinRequest(query, log.lines.count == 1 ? .declined : .approved)
        }
        try await within {
            let local = try await LocalClients()
            let (bot, account) = try await local.makeBot()
            let (owner, ownerAccount) = try await local.makePerson("owner")
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob"))
            async let run: Void = dispatcher.run(on: bot)
            let group = try await local.server.createSupergroup(
                "Club", by: ownerAccount, with: [account], username: "the_club")
            try await owner.promote("@test_bot", in: "@the_club", allowing: [.inviteUsers])
            try await owner.setApprovalRequiredToJoin(true, guardedBy: "@test_bot", in: "@the_club")
            for person in [ann, bob] {
                do {
                    try await person.join(group)
                } catch let error as RPCFailure {
                    XCTAssertEqual(error.name, "INVITE_REQUEST_SENT")
                }
                try await until { log.lines.last == "\(person.id)" }
            }
            try await until { group.members.contains(bob.id) }
            XCTAssertFalse(group.members.contains(ann.id))
            await owner.disconnect()
            await bot.disconnect()
            try await run
        }
    }

    func testPeopleMakeBotsForBotsToManage() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.on(.managedBot) { change in log.append("\(change.botID)") }
        try await within {
            let local = try await LocalClients()
            let (manager, _) = try await local.makeBot()
            let (ann, _) = try await local.makePerson("ann")
            async let run: Void = dispatcher.run(on: manager)
            let made = try await ann.createBot(name: "Shop", username: "shop_bot", managedBy: "@test_bot")
            let owned = try await ann.ownedBots()
            XCTAssertEqual(owned.map(\.id), [made.id])
            try await until { log.lines == ["\(made.id)"] }
            let token = try await ann.botToken(of: "@shop_bot")
            let other = try await ann.botToken(of: "@shop_bot", revoking: true)
            XCTAssertNotEqual(token, other)
            let shop = try await local.builder.connect()
            do throws(InvocationError) {
                _ = try await shop.signIn(botToken: token)
                XCTFail("the token is revoked")
            } catch {
                XCTAssertNotNil(error.rpcError)
            }
            let account = try await shop.signIn(botToken: other)
            XCTAssertEqual(account.id, made.id)
            await shop.disconnect()
            await ann.disconnect()
            await manager.disconnect()
            try await run
        }
    }
}
