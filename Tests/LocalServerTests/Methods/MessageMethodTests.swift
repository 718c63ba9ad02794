// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// core.telegram.org/method/messages.sendMessage and what belongs to it, through encrypted sessions.
final class MessageMethodTests: XCTestCase {
    private func assertFails<Value>(
        _ failure: RPCFailure, _ body: @autoclosure () throws -> Value, line: UInt = #line
    ) {
        XCTAssertThrowsError(try body(), line: line) { XCTAssertEqual($0 as? RPCFailure, failure, line: line) }
    }

    private func message(_ updates: TL.Updates?) -> TL.Message.Message? {
        guard case .updates(let updates) = updates else { return nil }
        for case .newMessage(let update) in updates.updates {
            if case .message(let message) = update.message { return message }
        }
        return nil
    }

    func testFormsOfUpdates() throws {
        let party = try Party()
        // The sender hears the short form, the receiver meets the sender for the first time.
        guard case .updateShortSentMessage(let sent) = try party.annSays("one **", to: party.bobID, randomID: 1) else {
            return XCTFail("not the short form")
        }
        XCTAssertEqual([sent.id, sent.pts, sent.ptsCount], [1, 2, 1])
        XCTAssertTrue(sent.out)
        XCTAssertTrue(party.ann.takeUpdates().isEmpty, "the caller is not told twice")
        let first = party.bob.takeUpdates()
        XCTAssertEqual(first.count, 1)
        XCTAssertEqual(message(first.first)?.message, "one **")
        guard case .updates(let updates)? = first.first else { return XCTFail("not the long form") }
        XCTAssertEqual(updates.seq, 0)
        XCTAssertEqual(updates.users.count, 2)
        // From then on the short form is enough.
        _ = try party.annSays("two", to: party.bobID, randomID: 2)
        guard case .updateShortMessage(let short)? = party.bob.takeUpdates().first else {
            return XCTFail("not the short form")
        }
        XCTAssertEqual(short.userID, party.annID)
        XCTAssertEqual([short.id, short.pts, short.ptsCount], [2, 3, 1])
        XCTAssertFalse(short.out)
    }

    func testOtherSessionsOfTheSenderHearOfIt() throws {
        let party = try Party()
        let other = try EngineClient(party.harness)
        try other.logIn(phone: "9996610001")
        _ = try other.invoke(TL.updates.GetState())
        let sameKey = try EngineClient(party.harness, key: party.ann.outcome)
        _ = try sameKey.invoke(TL.updates.GetState())
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        _ = try party.annSays("two", to: party.bobID, randomID: 2)
        for client in [other, sameKey] {
            let updates = client.takeUpdates()
            XCTAssertEqual(updates.count, 2)
            XCTAssertEqual(message(updates.first)?.out, true)
            guard case .updateShortMessage(let short)? = updates.last else { return XCTFail("not the short form") }
            XCTAssertTrue(short.out)
            XCTAssertEqual(short.userID, party.bobID)
        }
    }

    func testARandomIDIsUsedOnce() throws {
        let party = try Party()
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        assertFails(RPCFailure(500, .randomIDDuplicate), try party.annSays("one", to: party.bobID, randomID: 1))
        XCTAssertEqual(party.bob.takeUpdates().count, 1)
        XCTAssertEqual(try party.ann.invoke(TL.updates.GetState()).pts, 2)
    }

    func testStrangersCannotBeNamedWithoutTheirHash() throws {
        let party = try Party()
        let stranger = TL.InputPeer.user(.init(userID: party.bobID, accessHash: 1))
        assertFails(
            .bad(.peerIDInvalid),
            try party.ann.invoke(TL.messages.SendMessage(peer: stranger, message: "x", randomID: 1)))
        // A hash is good for the account that got it alone.
        let stolen = party.bob.inputPeer(party.annID, for: party.bobID)
        assertFails(
            .bad(.peerIDInvalid), try party.bot.invoke(TL.messages.SendMessage(peer: stolen, message: "x", randomID: 1))
        )
        assertFails(
            .bad(.peerIDInvalid),
            try party.ann.invoke(TL.messages.SendMessage(peer: .chat(.init(chatID: 1)), message: "x", randomID: 1)))
    }

    func testEditingAndDeleting() throws {
        let party = try Party()
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        _ = party.bob.takeUpdates()
        let peer = party.ann.inputPeer(party.bobID, for: party.annID)
        let answer = try party.ann.invoke(TL.messages.EditMessage(peer: peer, id: 1, message: "uno"))
        for updates in [answer] + party.bob.takeUpdates() {
            guard case .updates(let updates) = updates, case .editMessage(let edit)? = updates.updates.first,
                case .message(let message) = edit.message
            else { return XCTFail("no edit: \(updates)") }
            XCTAssertEqual(message.message, "uno")
            XCTAssertEqual(message.editDate, Int32(EngineHarness.epoch))
            XCTAssertEqual([edit.pts, edit.ptsCount], [3, 1])
        }
        assertFails(
            .bad(.messageNotModified), try party.ann.invoke(TL.messages.EditMessage(peer: peer, id: 1, message: "uno")))
        assertFails(
            .bad(.messageIDInvalid), try party.ann.invoke(TL.messages.EditMessage(peer: peer, id: 7, message: "x")))
        let affected = try party.ann.invoke(TL.messages.DeleteMessages(revoke: true, id: [1]))
        XCTAssertEqual([affected.pts, affected.ptsCount], [4, 1])
        guard case .updates(let updates)? = party.bob.takeUpdates().first,
            case .deleteMessages(let deletion)? = updates.updates.first
        else { return XCTFail("no deletion") }
        XCTAssertEqual(deletion.messages, [1])
        let again = try party.ann.invoke(TL.messages.DeleteMessages(revoke: true, id: [1]))
        XCTAssertEqual([again.pts, again.ptsCount], [4, 0])
    }

    func testReadingAndTyping() throws {
        let party = try Party()
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        _ = party.bob.takeUpdates()
        let peer = party.bob.inputPeer(party.annID, for: party.bobID)
        _ = try party.bob.invoke(TL.messages.SetTyping(peer: peer, action: .typing))
        guard case .updateShort(let short)? = party.ann.takeUpdates().first, case .userTyping(let typing) = short.update
        else { return XCTFail("nobody types") }
        XCTAssertEqual(typing.userID, party.bobID)
        let read = try party.bob.invoke(TL.messages.ReadHistory(peer: peer, maxID: 0))
        XCTAssertEqual([read.pts, read.ptsCount], [3, 1])
        guard case .updates(let updates)? = party.ann.takeUpdates().first,
            case .readHistoryOutbox(let outbox)? = updates.updates.first
        else { return XCTFail("nothing was read") }
        XCTAssertEqual([outbox.maxID, outbox.pts, outbox.ptsCount], [1, 3, 1])
        let nothing = try party.bob.invoke(TL.messages.ReadHistory(peer: peer, maxID: 0))
        XCTAssertEqual([nothing.pts, nothing.ptsCount], [3, 0])
    }

    func testHistoryAndDialogs() throws {
        let party = try Party()
        for number in 1...5 { _ = try party.annSays("number \(number)", to: party.bobID, randomID: Int64(number)) }
        _ = try party.annSays("/start", to: party.botID, randomID: 6)
        let peer = party.bob.inputPeer(party.annID, for: party.bobID)
        let history = try party.bob.invoke(
            TL.messages.GetHistory(
                peer: peer, offsetID: 0, offsetDate: 0, addOffset: 0, limit: 2, maxID: 0, minID: 0, hash: 0))
        guard case .slice(let slice) = history else { return XCTFail("not a slice") }
        XCTAssertEqual(slice.count, 5)
        XCTAssertEqual(slice.messages.compactMap(\.text), ["number 5", "number 4"])
        let found = try party.bob.invoke(
            TL.messages.Search(
                peer: peer, q: "BER 3", filter: .empty, minDate: 0, maxDate: 0, offsetID: 0,
                addOffset: 0, limit: 10, maxID: 0, minID: 0, hash: 0))
        guard case .messages(let messages) = found else { return XCTFail("not complete") }
        XCTAssertEqual(messages.messages.compactMap(\.text), ["number 3"])
        let dialogs = try party.ann.invoke(
            TL.messages.GetDialogs(offsetDate: 0, offsetID: 0, offsetPeer: .empty, limit: 1, hash: 0))
        guard case .slice(let first) = dialogs, case .dialog(let dialog)? = first.dialogs.first else {
            return XCTFail("not a slice")
        }
        XCTAssertEqual(first.count, 2)
        XCTAssertEqual(dialog.topMessage, 6)
        let rest = try party.ann.invoke(
            TL.messages.GetDialogs(
                offsetDate: 0, offsetID: 6, offsetPeer: party.ann.inputPeer(party.botID, for: party.annID), limit: 10,
                hash: 0))
        guard case .slice(let second) = rest, case .dialog(let last)? = second.dialogs.first else {
            return XCTFail("not a slice")
        }
        XCTAssertEqual(last.topMessage, 5)
        assertFails(.bad(.botMethodInvalid), try party.bot.invoke(TL.messages.GetDialogFilters()))
    }

    func testButtons() throws {
        let party = try Party()
        _ = try party.annSays("/start", to: party.botID, randomID: 1)
        guard let question = message(party.bot.takeUpdates().first) else { return XCTFail("the bot hears nothing") }
        XCTAssertEqual(question.entities?.count, 1)
        let markup = TL.ReplyMarkup.inline(
            .init(rows: [.init(buttons: [.init(text: "Yes", type: .callback(.init(data: [1])))])]))
        let peer = TL.InputPeer.user(.init(userID: party.annID, accessHash: 0))
        _ = try party.bot.invoke(
            TL.messages.SendMessage(peer: peer, message: "Choose", randomID: 9, replyMarkup: markup))
        guard let choice = message(party.ann.takeUpdates().first) else { return XCTFail("no question") }
        let press = TL.messages.GetBotCallbackAnswer(
            peer: party.ann.inputPeer(party.botID, for: party.annID), msgID: choice.id, data: [1])
        let call = try party.ann.send(press)
        XCTAssertNil(party.ann.answers[call], "the bot has not answered")
        guard case .updates(let updates)? = party.bot.takeUpdates().first,
            case .botCallbackQuery(let query)? = updates.updates.first
        else { return XCTFail("the bot hears nothing") }
        XCTAssertEqual(query.data, [1])
        let answer = TL.messages.SetBotCallbackAnswer(queryID: query.queryID, message: "Good", cacheTime: 0)
        assertFails(.bad(.userBotRequired), try party.bob.invoke(answer))
        XCTAssertTrue(try party.bot.invoke(answer))
        XCTAssertEqual(
            try party.ann.answer(to: call, of: TL.messages.GetBotCallbackAnswer.self).message, "Good")
        assertFails(.bad(.queryIDInvalid), try party.bot.invoke(answer))
        // A bot that says nothing keeps nobody waiting forever.
        let second = try party.ann.send(press)
        party.harness.advance(by: 15)
        try party.harness.tick()
        assertFails(
            .bad(.botResponseTimeout), try party.ann.answer(to: second, of: TL.messages.GetBotCallbackAnswer.self))
    }

    // MARK: What is too much

    func testEntitiesAreBounded() throws {
        let party = try Party()
        let peer = party.ann.inputPeer(party.bobID, for: party.annID)
        func send(_ text: String, _ entities: [TL.MessageEntity], _ id: Int64) throws -> TL.Updates {
            try party.ann.invoke(
                TL.messages.SendMessage(peer: peer, message: text, randomID: id, entities: entities))
        }
        let bold = TL.MessageEntity.bold(.init(offset: 0, length: 1))
        XCTAssertNoThrow(try send("x", Array(repeating: bold, count: 100), 1))
        assertFails(.bad(.entitiesTooLong), try send("x", Array(repeating: bold, count: 101), 2))
        let link = TL.MessageEntity.textUrl(
            .init(offset: 0, length: 1, url: "https://" + String(repeating: "x", count: 2000)))
        XCTAssertNoThrow(try send("x", Array(repeating: link, count: 8), 3))
        assertFails(.bad(.entitiesTooLong), try send("x", Array(repeating: link, count: 9), 4))
        assertFails(.bad(.entityBoundsInvalid), try send("x", [.bold(.init(offset: 0, length: 2))], 5))
        // What the server finds by itself counts, too.
        _ = party.bob.takeUpdates()
        _ = try send(String(repeating: "#tag ", count: 300), [bold], 6)
        guard case .updateShortMessage(let message)? = party.bob.takeUpdates().first else {
            return XCTFail("not the short form")
        }
        XCTAssertEqual(message.entities?.count, 100)
    }

    func testEitherAllMessagesAreForwardedOrNone() throws {
        let party = try Party()
        for id in 1...2 as ClosedRange<Int64> { try party.annSays("\(id)", to: party.bobID, randomID: id) }
        _ = party.bob.takeUpdates()
        let peer = party.ann.inputPeer(party.bobID, for: party.annID)
        func forward(_ ids: [Int32], _ randomIDs: [Int64]) throws -> TL.Updates {
            try party.ann.invoke(
                TL.messages.ForwardMessages(fromPeer: peer, id: ids, randomID: randomIDs, toPeer: peer))
        }
        assertFails(.bad(.messageIDInvalid), try forward([1, 999], [11, 12]))
        assertFails(RPCFailure(500, .randomIDDuplicate), try forward([1, 2], [11, 2]))
        assertFails(RPCFailure(500, .randomIDDuplicate), try forward([1, 2], [11, 11]))
        assertFails(.bad(.randomIDEmpty), try forward([1, 2], [11, 0]))
        XCTAssertTrue(party.bob.takeUpdates().isEmpty)
        guard case .updates(let updates) = try forward([1, 2], [11, 12]) else { return XCTFail("no updates") }
        XCTAssertEqual(updates.updates.count, 4)
        XCTAssertEqual(party.bob.takeUpdates().count, 2)
    }

    func testNobodyIsInvitedTwiceOrHalfway() throws {
        let party = try Party()
        let channel = try party.harness.engine.world.createChannel("C", isBroadcast: false, by: party.annID).channel
        party.harness.engine.deliver()
        try party.harness.pump()
        _ = party.ann.takeUpdates()
        let world = party.harness.engine.world
        let input = TL.InputChannel.inputChannel(
            .init(channelID: channel.id, accessHash: world.accessHash(of: channel.number, for: party.annID)))
        let bob = TL.InputUser.inputUser(
            .init(userID: party.bobID, accessHash: world.accessHash(of: party.bobID, for: party.annID)))
        assertFails(
            .bad(.usersTooMuch),
            try party.ann.invoke(
                TL.channels.InviteToChannel(channel: input, users: Array(repeating: bob, count: 201))))
        XCTAssertEqual(party.harness.engine.world.channels[channel.id]?.members.count, 1)
        let answer = try party.ann.invoke(TL.channels.InviteToChannel(channel: input, users: [bob, bob]))
        guard case .updates(let updates) = answer.updates else { return XCTFail("\(answer)") }
        let texts = updates.updates.filter { if case .newChannelMessage = $0 { true } else { false } }
        XCTAssertEqual(texts.count, 1)
        XCTAssertEqual(party.harness.engine.world.channels[channel.id]?.members.count, 2)
    }

    func testQuotesAreBounded() throws {
        let party = try Party()
        let peer = party.ann.inputPeer(party.bobID, for: party.annID)
        try party.annSays(String(repeating: "q", count: 2_000), to: party.bobID, randomID: 1)
        func reply(_ quote: String, _ entities: Int, _ id: Int64) throws -> TL.Updates {
            let bold = TL.MessageEntity.bold(.init(offset: 0, length: 1))
            let reply = TL.InputReplyTo.Message(
                replyToMsgID: 1, quoteText: quote, quoteEntities: Array(repeating: bold, count: entities))
            return try party.ann.invoke(
                TL.messages.SendMessage(peer: peer, replyTo: .message(reply), message: "two", randomID: id))
        }
        XCTAssertNoThrow(try reply(String(repeating: "q", count: 1024), 100, 2))
        assertFails(.bad(.quoteTextInvalid), try reply(String(repeating: "q", count: 1025), 0, 3))
        assertFails(.bad(.entitiesTooLong), try reply("q", 101, 4))
        assertFails(.bad(.entityBoundsInvalid), try reply("", 1, 5))
        assertFails(.bad(.quoteTextInvalid), try reply("not there", 0, 6))
    }

    func testKeyboardsAreBounded() throws {
        let party = try Party()
        _ = try party.annSays("/start", to: party.botID, randomID: 1)
        let peer = TL.InputPeer.user(.init(userID: party.annID, accessHash: 0))
        var randomID: Int64 = 100
        func send(_ markup: TL.ReplyMarkup) throws -> TL.Updates {
            randomID += 1
            return try party.bot.invoke(
                TL.messages.SendMessage(peer: peer, message: "x", randomID: randomID, replyMarkup: markup))
        }
        func inline(_ type: TL.InlineButtonType, count: Int = 1) -> TL.ReplyMarkup {
            .inline(
                .init(rows: (0..<count).map { _ in .init(buttons: [.init(text: "B", type: type)]) }))
        }
        let long = String(repeating: "x", count: 2049)
        XCTAssertNoThrow(try send(inline(.url(.init(url: String(long.dropLast()))))))
        for type: TL.InlineButtonType in [
            .url(.init(url: long)), .url(.init(url: "")), .webView(.init(url: long)),
            .urlAuth(.init(url: long, buttonID: 1)),
        ] { assertFails(.bad(.buttonURLInvalid), try send(inline(type))) }
        assertFails(.bad(.buttonCopyTextInvalid), try send(inline(.copy(.init(copyText: long)))))
        let data = [UInt8](repeating: 0, count: 65)
        assertFails(.bad(.buttonDataInvalid), try send(inline(.callback(.init(data: data)))))
        XCTAssertNoThrow(try send(inline(.callback(.init(data: [0])), count: 100)))
        assertFails(.bad(.replyMarkupTooLong), try send(inline(.callback(.init(data: [0])), count: 1000)))
    }

    func testActionsAndAnswersOfBotsAreBounded() throws {
        let party = try Party()
        let long = String(repeating: "x", count: 3000)
        let reaction = TL.SendMessageAction.emojiInteraction(
            .init(emoticon: "x", msgID: 1, interaction: .init(data: String(repeating: "x", count: 40_000))))
        assertFails(
            .bad(.dataTooLong),
            try party.ann.invoke(
                TL.messages.SetTyping(peer: party.ann.inputPeer(party.bobID, for: party.annID), action: reaction)))
        try party.annSays("/start", to: party.botID, randomID: 1)
        _ = try party.bot.invoke(
            TL.messages.SendMessage(
                peer: .user(.init(userID: party.annID, accessHash: 0)), message: "Choose", randomID: 9,
                replyMarkup: .inline(
                    .init(rows: [.init(buttons: [.init(text: "Yes", type: .callback(.init(data: [1])))])]))))
        _ = party.bot.takeUpdates()
        _ = try party.ann.send(
            TL.messages.GetBotCallbackAnswer(
                peer: party.ann.inputPeer(party.botID, for: party.annID), msgID: 2, data: [1]))
        guard case .updates(let updates)? = party.bot.takeUpdates().first,
            case .botCallbackQuery(let query)? = updates.updates.first
        else { return XCTFail("the bot hears nothing") }
        func answer(_ message: String?, _ url: String?) throws -> Bool {
            try party.bot.invoke(
                TL.messages.SetBotCallbackAnswer(queryID: query.queryID, message: message, url: url, cacheTime: 0))
        }
        assertFails(.bad(.messageTooLong), try answer(String(long.prefix(201)), nil))
        assertFails(.bad(.urlInvalid), try answer(nil, long))
        XCTAssertTrue(try answer(String(long.prefix(200)), nil))
    }

    func testProfilesAreBounded() throws {
        let party = try Party()
        let name = String(repeating: "n", count: 64)
        let about = String(repeating: "a", count: 140)
        _ = try party.ann.invoke(TL.account.UpdateProfile(firstName: name, lastName: name, about: about))
        assertFails(
            .bad(.firstnameInvalid), try party.ann.invoke(TL.account.UpdateProfile(firstName: name + "n")))
        assertFails(.bad(.lastnameInvalid), try party.ann.invoke(TL.account.UpdateProfile(lastName: name + "n")))
        assertFails(.bad(.aboutTooLong), try party.ann.invoke(TL.account.UpdateProfile(about: about + "a")))
        XCTAssertEqual(party.harness.engine.world[party.annID]?.lastName, name)
        XCTAssertEqual(party.harness.engine.world[party.annID]?.about, about)
    }

    func testFinding() throws {
        let party = try Party()
        let resolved = try party.ann.invoke(TL.contacts.ResolveUsername(username: "A_Bot"))
        guard case .user(let user)? = resolved.users.first else { return XCTFail("nobody") }
        XCTAssertEqual(user.id, party.botID)
        XCTAssertEqual(user.accessHash, party.harness.engine.world.accessHash(of: party.botID, for: party.annID))
        XCTAssertNil(user.phone)
        assertFails(
            .bad(.usernameNotOccupied), try party.ann.invoke(TL.contacts.ResolveUsername(username: "nobody")))
        XCTAssertEqual(
            try party.ann.invoke(TL.contacts.ResolvePhone(phone: "+9996610002")).users.count, 1)
        let full = try party.ann.invoke(
            TL.users.GetFullUser(id: .inputUser(.init(userID: user.id, accessHash: user.accessHash ?? 0))))
        XCTAssertEqual(full.fullUser.botInfo?.commands?.count, 0)
        XCTAssertTrue(
            try party.bot.invoke(
                TL.bots.SetBotCommands(
                    scope: .default, langCode: "",
                    commands: [.init(command: "start", description: "Begin")])))
        XCTAssertEqual(
            try party.bot.invoke(TL.bots.GetBotCommands(scope: .default, langCode: "")).map(\.command),
            ["start"])
        assertFails(
            .bad(.botCommandInvalid),
            try party.bot.invoke(
                TL.bots.SetBotCommands(
                    scope: .default, langCode: "",
                    commands: [.init(command: "St art", description: "Begin")])))
    }
}

extension TL.Message {
    fileprivate var text: String? {
        if case .message(let message) = self { message.message } else { nil }
    }
}
