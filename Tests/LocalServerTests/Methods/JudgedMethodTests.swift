// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What clients of other makers missed in the answers, or found wrong.
final class JudgedMethodTests: XCTestCase {
    private func message(_ updates: TL.Updates) -> TL.Message.Message? {
        guard case .updates(let updates) = updates else { return nil }
        for update in updates.updates {
            switch update {
            case .newMessage(let update): if case .message(let message) = update.message { return message }
            case .newChannelMessage(let update): if case .message(let message) = update.message { return message }
            default: continue
            }
        }
        return nil
    }

    private func list(_ updates: [TL.Updates]) -> [TL.Update] {
        updates.flatMap { updates -> [TL.Update] in
            switch updates {
            case .updates(let updates): updates.updates
            case .updateShort(let short): [short.update]
            default: []
            }
        }
    }

    func testReactionsAndEffectsHaveTheirStickers() throws {
        let party = try Party()
        guard case .availableReactions(let found) = try party.ann.invoke(TL.messages.GetAvailableReactions(hash: 0))
        else { return XCTFail("no reactions") }
        XCTAssertEqual(found.reactions.map(\.reaction), World.availableReactions)
        for reaction in found.reactions {
            for (document, type) in [
                (reaction.staticIcon, "image/webp"), (reaction.selectAnimation, "application/x-tgsticker"),
                (reaction.effectAnimation, "application/x-tgsticker"),
            ] {
                guard case .document(let document) = document else { return XCTFail("no document") }
                XCTAssertEqual(document.mimeType, type)
                XCTAssertGreaterThan(document.size, 0)
            }
        }
        guard case .notModified = try party.ann.invoke(TL.messages.GetAvailableReactions(hash: found.hash)) else {
            return XCTFail("what a client has comes again")
        }
        guard case .availableEffects(let effects) = try party.ann.invoke(TL.messages.GetAvailableEffects(hash: 0))
        else {
            return XCTFail("no effects")
        }
        let documents = effects.documents.compactMap { if case .document(let file) = $0 { file.id } else { nil } }
        XCTAssertEqual(effects.effects.map(\.effectStickerID), documents)
    }

    func testReactionsAreAllowedInNewGroups() throws {
        let party = try Party()
        let group = try party.makeChannel(with: [party.bobID])
        let full = try party.bob.invoke(TL.channels.GetFullChannel(channel: party.inputChannel(group, party.bobID)))
        guard case .channelFull(let channel) = full.fullChat, case .all? = channel.availableReactions else {
            return XCTFail("\(full.fullChat)")
        }
    }

    func testPostsAreSignedFromThenOn() throws {
        let party = try Party()
        let channel = try party.makeChannel(isBroadcast: true, with: [party.bobID])
        try party.say("without", by: party.annID, in: channel)
        _ = try party.ann.invoke(
            TL.channels.ToggleSignatures(signaturesEnabled: true, channel: party.inputChannel(channel, party.annID)))
        try party.say("with", by: party.annID, in: channel)
        let name = try XCTUnwrap(party.harness.engine.world[party.annID]?.firstName)
        let history = try party.bob.invoke(
            TL.messages.GetHistory(
                peer: party.peer(channel, party.bobID), offsetID: 0, offsetDate: 0, addOffset: 0, limit: 9, maxID: 0,
                minID: 0, hash: 0))
        guard case .channelMessages(let found) = history else { return XCTFail("\(history)") }
        var authors: [String: String?] = [:]
        for case .message(let message) in found.messages { authors[message.message] = message.postAuthor }
        XCTAssertEqual(authors["without"] ?? "?", nil)
        XCTAssertEqual(authors["with"] ?? nil, name)
    }

    func testAPostThatNobodyHasAnsweredHasAThread() throws {
        let party = try Party()
        let channel = try party.makeChannel(isBroadcast: true, with: [party.bobID])
        let group = try party.makeChannel(with: [party.bobID])
        try party.link(channel, group)
        let post = try party.say("a post", by: party.annID, in: channel)
        let found = try party.ann.invoke(
            TL.messages.GetDiscussionMessage(peer: party.peer(channel, party.annID), msgID: post))
        guard case .message(let root)? = found.messages.first else { return XCTFail("no message") }
        XCTAssertEqual(root.replies?.replies, 0)
        // Other messages have none.
        let other = try party.say("something else", by: party.annID, in: group)
        let messages = try party.ann.invoke(
            TL.channels.GetMessages(
                channel: party.inputChannel(group, party.annID), id: [.id(.init(id: other))]))
        guard case .channelMessages(let list) = messages, case .message(let message)? = list.messages.first else {
            return XCTFail("\(messages)")
        }
        XCTAssertNil(message.replies)
    }

    func testMembersAreToldWhenMessagesDeleteThemselves() throws {
        let party = try Party()
        let group = try party.makeChannel(with: [party.bobID])
        _ = try party.ann.invoke(TL.messages.SetHistoryTTL(peer: party.peer(group, party.annID), period: 86_400))
        party.harness.engine.deliver()
        try party.harness.pump()
        let told = list(party.bob.takeUpdates()).compactMap { update -> Int32? in
            if case .peerHistoryTTL(let update) = update { update.ttlPeriod } else { nil }
        }
        XCTAssertEqual(told, [86_400])
    }

    func testRightsOfEverybodyHaveNoEnd() throws {
        let party = try Party()
        let group = try party.makeChannel(with: [party.bobID])
        _ = try party.ann.invoke(
            TL.messages.EditChatDefaultBannedRights(
                peer: party.peer(group, party.annID), bannedRights: .init(sendPolls: true, untilDate: 0)))
        XCTAssertEqual(party.harness.engine.world.chats[group].defaultBanned.untilDate, .max)
    }

    func testThePinnedMessageIsNamed() throws {
        let party = try Party()
        let group = try party.makeChannel(with: [party.bobID])
        let ids = try ["one", "two"].map { try party.say($0, by: party.annID, in: group) }
        func pinned() throws -> Int32? {
            let full = try party.bob.invoke(TL.channels.GetFullChannel(channel: party.inputChannel(group, party.bobID)))
            guard case .channelFull(let channel) = full.fullChat else { throw Unexpected("\(full.fullChat)") }
            return channel.pinnedMsgID
        }
        XCTAssertNil(try pinned())
        for id in ids {
            _ = try party.ann.invoke(
                TL.messages.UpdatePinnedMessage(peer: party.peer(group, party.annID), id: id))
            XCTAssertEqual(try pinned(), id)
        }
    }

    func testABotIsStartedWithoutAChatAndNamedByWhatItMade() throws {
        let party = try Party()
        let world = party.harness.engine.world
        let bot = TL.InputUser.inputUser(
            .init(userID: party.botID, accessHash: world.accessHash(of: party.botID, for: party.annID)))
        let started = try party.ann.invoke(
            TL.messages.StartBot(bot: bot, peer: .empty, randomID: 1, startParam: "from-a-link"))
        XCTAssertEqual(message(started)?.message, "/start from-a-link")
        guard case .user(let user)? = try party.ann.invoke(TL.users.GetUsers(id: [bot])).first else {
            return XCTFail("no bot")
        }
        XCTAssertNotNil(user.botInlinePlaceholder, "all bots have the inline mode here")
        let asked = try party.ann.send(
            TL.messages.GetInlineBotResults(bot: bot, peer: .empty, query: "tea", offset: ""))
        let query = try XCTUnwrap(party.harness.engine.world.bots.inlineQueries.entries.keys.first)
        _ = try party.bot.invoke(
            TL.messages.SetInlineBotResults(
                queryID: query,
                results: [
                    .inputBotInlineResult(
                        .init(
                            id: "1", type: "article", title: "Tea", sendMessage: .text(.init(message: "I like tea"))))
                ],
                cacheTime: 0))
        _ = try party.ann.answer(to: asked, of: TL.messages.GetInlineBotResults.self)
        let sent = try party.ann.invoke(
            TL.messages.SendInlineBotResult(
                peer: party.ann.inputPeer(party.bobID, for: party.annID), randomID: 2, queryID: query, id: "1"))
        XCTAssertEqual(message(sent)?.viaBotID, party.botID)
        guard case .updates(let updates) = sent else { return XCTFail("\(sent)") }
        let named = updates.users.compactMap { if case .user(let user) = $0 { user.id } else { nil } }
        XCTAssertTrue(named.contains(party.botID))
    }

    func testThoseWhoTalkWithABotAreToldOfItsCommands() throws {
        let party = try Party()
        _ = try party.annSays("/start", to: party.botID, randomID: 1)
        for client in [party.ann, party.bob] { _ = client.takeUpdates() }
        _ = try party.bot.invoke(
            TL.bots.SetBotCommands(
                scope: .default, langCode: "", commands: [.init(command: "help", description: "Says what there is")]))
        party.harness.engine.deliver()
        try party.harness.pump()
        guard case .botCommands(let update)? = list(party.ann.takeUpdates()).first else { return XCTFail("no update") }
        XCTAssertEqual(update.commands.map(\.command), ["help"])
        XCTAssertEqual(update.botID, party.botID)
        XCTAssertTrue(party.bob.takeUpdates().isEmpty)
    }

    func testAPictureThatMovesIsAnAnimationUnlessItIsMeantAsAFile() throws {
        let party = try Party()
        for (isFile, expected) in [(false, true), (true, false)] {
            let id = Int64(isFile ? 8 : 9)
            _ = try party.ann.invoke(TL.upload.SaveFilePart(fileID: id, filePart: 0, bytes: Array("GIF89a".utf8)))
            let file = TL.InputFile.inputFile(.init(id: id, parts: 1, name: "loop.gif", md5Checksum: ""))
            let media = TL.InputMedia.uploadedDocument(
                .init(forceFile: isFile, file: file, mimeType: "image/gif", attributes: []))
            let sent = try party.ann.invoke(
                TL.messages.SendMedia(
                    peer: party.ann.inputPeer(party.bobID, for: party.annID), media: media, message: "", randomID: id))
            guard case .document(let shown)? = message(sent)?.media, case .document(let document)? = shown.document
            else { return XCTFail("\(sent)") }
            let isAnimated = document.attributes.contains { if case .animated = $0 { true } else { false } }
            XCTAssertEqual(isAnimated, expected)
        }
    }

    func testWhoBannedSomebodyIsNamed() throws {
        let party = try Party()
        let group = try party.makeChannel(with: [party.bobID])
        _ = try party.ann.invoke(
            TL.channels.EditBanned(
                channel: party.inputChannel(group, party.annID), participant: party.peer(party.bobID, party.annID),
                bannedRights: .init(viewMessages: true, untilDate: 0)))
        let all = try party.ann.invoke(
            TL.channels.GetParticipants(
                channel: party.inputChannel(group, party.annID), filter: .kicked(.init(q: "")), offset: 0, limit: 10,
                hash: 0))
        let one = try party.ann.invoke(
            TL.channels.GetParticipant(
                channel: party.inputChannel(group, party.annID), participant: party.peer(party.bobID, party.annID)))
        guard case .channelParticipants(let list) = all else { return XCTFail("\(all)") }
        for users in [list.users, one.users] {
            let named = users.compactMap { if case .user(let user) = $0 { user.id } else { nil } }
            XCTAssertEqual(Set(named), [party.annID, party.bobID])
        }
    }

    func testPagesOfChatsGoOnWhereTheLastOneIsNotNamedRightly() throws {
        let party = try Party()
        for number in 0..<3 {
            party.harness.advance(by: 5)
            let group = try party.makeChannel(with: [])
            try party.say("\(number)", by: party.annID, in: group)
        }
        var (seen, offset): ([Int64], TL.Message.Message?) = ([], nil)
        for _ in 0..<3 {
            // The hash is not the chat's.
            let peer: TL.InputPeer =
                if case .channel(let channel)? = offset?.peerID {
                    .channel(.init(channelID: channel.channelID, accessHash: 0))
                } else { .empty }
            let page = try party.ann.invoke(
                TL.messages.GetDialogs(
                    offsetDate: offset?.date ?? 0, offsetID: offset?.id ?? 0, offsetPeer: peer, limit: 1, hash: 0))
            guard case .slice(let slice) = page, case .message(let message)? = slice.messages.first,
                case .channel(let channel) = message.peerID
            else { return XCTFail("\(page)") }
            seen.append(channel.channelID)
            offset = message
        }
        XCTAssertEqual(Set(seen).count, 3)
    }

    func testRangesNeedNoTakeout() throws {
        let party = try Party()
        let ranges = try party.ann.invoke(TL.messages.GetSplitRanges())
        XCTAssertEqual(ranges.map(\.minID), [1])
    }
}
