// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLParser
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Each kind of update finds its way from bytes to a handler.
final class UpdateKindTests: XCTestCase {
    private struct Row: Sendable {
        let tag: UpdateTag
        let raw: TL.Update
        let register: @Sendable (Dispatcher, Log) -> Void
    }

    /// A row that expects a text of the subject.
    private static func row<Subject>(
        _ kind: UpdateKind<Subject>, _ raw: TL.Update, _ text: @escaping @Sendable (Subject) -> String,
        _ expected: String
    ) -> Row {
        // The kinds of the table have a tag each.
        Row(tag: kind.tag ?? .raw, raw: raw) { dispatcher, log in
            dispatcher.on(kind) { subject in
                log.append(text(subject) == expected ? "ok" : "\(text(subject)), not \(expected)")
            }
        }
    }

    private static let peer = TL.Peer.channel(.init(channelID: 8))
    private static let invite = TL.ExportedChatInvite.exported(
        .init(link: "https://t.me/+x", adminID: 1, date: 1))
    private static let connection = TL.BotBusinessConnection(
        connectionID: "c1", userID: 5, dcID: 2, date: 9, rights: .init(reply: true))
    private static let inlineID = TL.InputBotInlineMessageID.id64(.init(dcID: 3, ownerID: 5, id: 7, accessHash: 8))
    private static let address = TL.PostAddress(
        streetLine1: "1 Way", streetLine2: "", city: "Rome", state: "", countryIso2: "IT", postCode: "00100")

    private static let rows: [Row] = [
        row(.message, .newMessage(.init(message: Sample.message(3), pts: 1, ptsCount: 1)), { $0.text }, "text"),
        row(
            .message,
            .newChannelMessage(.init(message: Sample.message(3, in: Sample.channel), pts: 1, ptsCount: 1)),
            { "\($0.chatID)" }, "\(Sample.channel)"),
        row(.messageEdited, .editMessage(.init(message: Sample.message(3), pts: 1, ptsCount: 1)), { $0.text }, "text"),
        row(
            .messageEdited,
            .editChannelMessage(.init(message: Sample.message(3, in: Sample.channel), pts: 1, ptsCount: 1)),
            { "\($0.id)" }, "3"),
        row(
            .messagesDeleted, .deleteMessages(.init(messages: [1, 2], pts: 1, ptsCount: 2)), { "\($0.ids)" }, "[1, 2]"),
        row(
            .messagesDeleted, .deleteChannelMessages(.init(channelID: 8, messages: [1], pts: 1, ptsCount: 1)),
            { "\($0.channelID ?? 0)" }, "8"),
        row(.scheduledMessage, .newScheduledMessage(.init(message: Sample.message(3))), { "\($0.id)" }, "3"),
        row(
            .scheduledMessagesDeleted, .deleteScheduledMessages(.init(peer: peer, messages: [4], sentMessages: [5])),
            { "\($0.messageIDs) \($0.sentMessageIDs ?? [])" }, "[4] [5]"),
        row(
            .messagesPinned, .pinnedMessages(.init(pinned: true, peer: peer, messages: [4], pts: 1, ptsCount: 1)),
            { "\($0.messageIDs) \($0.arePinned)" }, "[4] true"),
        row(
            .messagesPinned,
            .pinnedChannelMessages(.init(channelID: 8, messages: [4], pts: 1, ptsCount: 1)),
            { "\($0.chatID) \($0.arePinned)" }, "\(PeerID.channel(8)) false"),
        row(
            .messagesRead,
            .readHistoryInbox(.init(peer: peer, maxID: 9, stillUnreadCount: 2, pts: 1, ptsCount: 1)),
            { "\($0.lastMessageID ?? 0) \($0.isByOthers) \($0.unreadCount ?? 0)" }, "9 false 2"),
        row(
            .messagesRead, .readHistoryOutbox(.init(peer: peer, maxID: 9, pts: 1, ptsCount: 1)),
            { "\($0.isByOthers)" }, "true"),
        row(
            .messagesRead, .readChannelInbox(.init(channelID: 8, maxID: 9, stillUnreadCount: 0, pts: 1)),
            { "\($0.unreadCount ?? 1)" }, "0"),
        row(.messagesRead, .readChannelOutbox(.init(channelID: 8, maxID: 9)), { "\($0.isByOthers)" }, "true"),
        row(
            .messagesRead, .readChannelDiscussionInbox(.init(channelID: 8, topMsgID: 4, readMaxID: 9)),
            { "\($0.topicID ?? 0)" }, "4"),
        row(
            .messagesRead, .readChannelDiscussionOutbox(.init(channelID: 8, topMsgID: 4, readMaxID: 9)),
            { "\($0.lastMessageID ?? 0)" }, "9"),
        row(
            .messagesRead, .readMessagesContents(.init(messages: [3], pts: 1, ptsCount: 1)),
            { "\($0.messageIDs) \($0.chatID == nil)" }, "[3] true"),
        row(
            .messagesRead, .channelReadMessagesContents(.init(channelID: 8, messages: [3])),
            { "\($0.messageIDs)" }, "[3]"),
        row(
            .callbackQuery,
            .botCallbackQuery(
                .init(queryID: 1, userID: 5, peer: peer, msgID: 3, chatInstance: 1, data: Array("x".utf8))),
            { $0.text ?? "" }, "x"),
        row(
            .callbackQuery,
            .inlineBotCallbackQuery(
                .init(queryID: 1, userID: 5, msgID: inlineID, chatInstance: 1, gameShortName: "chess")),
            { "\($0.inlineMessageID?.dataCenter ?? 0) \($0.gameShortName ?? "")" }, "3 chess"),
        row(
            .callbackQuery,
            .businessBotCallbackQuery(
                .init(
                    queryID: 1, userID: 5, connectionID: "c1", message: Sample.message(3), chatInstance: 1,
                    data: Array("x".utf8))),
            { "\($0.businessConnectionID ?? "") \($0.messageID ?? 0) \($0.message?.text ?? "")" }, "c1 3 text"),
        row(
            .callbackQuery,
            .ephemeralBotCallbackQuery(
                .init(
                    queryID: 1, userID: 5, peer: peer, msgID: 3, data: Array("x".utf8),
                    message: .init(id: 3, fromID: .user(.init(userID: 6)), receiverID: 5, date: 1, message: "text"))),
            { "\($0.chatID) \($0.text ?? "")" }, "\(PeerID.channel(8)) x"),
        row(
            .inlineQuery,
            .botInlineQuery(.init(queryID: 1, userID: 5, query: "cats", peerType: .megagroup, offset: "50")),
            { "\($0.text) \($0.offset) \($0.chatKind == .supergroup)" }, "cats 50 true"),
        row(
            .chosenInlineResult, .botInlineSend(.init(userID: 5, query: "cats", id: "r1", msgID: inlineID)),
            { "\($0.resultID) \($0.inlineMessageID?.dataCenter ?? 0)" }, "r1 3"),
        row(
            .memberChanged,
            .channelParticipant(
                .init(
                    channelID: 8, date: 9, actorID: 1, userID: 5,
                    newParticipant: .channelParticipant(.init(userID: 5, date: 9)), invite: invite, qts: 1)),
            { "\($0.hasJoined) \($0.actorID) \($0.inviteLink ?? "")" }, "true 1 https://t.me/+x"),
        row(
            .memberChanged,
            .chatParticipant(
                .init(
                    chatID: 7, date: 9, actorID: 1, userID: 5,
                    prevParticipant: .admin(.init(userID: 5, inviterID: 1, date: 1)), qts: 1)),
            { "\($0.hasLeft) \($0.oldStatus) \($0.newStatus)" }, "true admin left"),
        row(
            .joinRequest,
            .botChatInviteRequester(
                .init(peer: peer, date: 9, userID: 5, about: "me", invite: invite, qts: 1, queryID: 4)),
            { "\($0.about) \($0.queryID ?? 0)" }, "me 4"),
        row(
            .pendingJoinRequests,
            .pendingJoinRequests(.init(peer: peer, requestsPending: 2, recentRequesters: [5])),
            { "\($0.count) \($0.recentUserIDs)" }, "2 [5]"),
        row(
            .messageReaction,
            .botMessageReaction(
                .init(
                    peer: peer, msgID: 3, date: 9, actor: .user(.init(userID: 5)), oldReactions: [],
                    newReactions: [.emoji(.init(emoticon: "👍"))], qts: 1)),
            { "\($0.actorID) \($0.newReactions == ["👍"])" }, "\(PeerID.user(5)) true"),
        row(
            .reactionCounts,
            .botMessageReactions(
                .init(
                    peer: peer, msgID: 3, date: 9,
                    reactions: [.init(reaction: .emoji(.init(emoticon: "👍")), count: 4)], qts: 1)),
            { "\($0.counts["👍"] ?? 0)" }, "4"),
        row(
            .reactionCounts,
            .messageReactions(
                .init(
                    peer: peer, msgID: 3,
                    reactions: .init(results: [.init(reaction: .emoji(.init(emoticon: "👍")), count: 4)]))),
            { "\($0.messageID)" }, "3"),
        row(.poll, .messagePoll(.init(pollID: 6, results: .init(totalVoters: 3))), { "\($0.voterCount ?? 0)" }, "3"),
        row(
            .pollVote,
            .messagePollVote(
                .init(pollID: 6, peer: .user(.init(userID: 5)), options: [[1]], positions: [1], qts: 1)),
            { "\($0.answerIndices) \($0.isRetracted)" }, "[1] false"),
        row(.botStopped, .botStopped(.init(userID: 5, date: 9, stopped: true, qts: 1)), { "\($0.isStopped)" }, "true"),
        row(
            .chatBoost,
            .botChatBoost(
                .init(peer: peer, boost: .init(id: "b", userID: 5, date: 1, expires: 2, multiplier: 4), qts: 1)),
            { "\($0.boostID) \($0.multiplier)" }, "b 4"),
        row(
            .shippingQuery,
            .botShippingQuery(.init(queryID: 1, userID: 5, payload: [1], shippingAddress: address)),
            { $0.address.city }, "Rome"),
        row(
            .preCheckoutQuery,
            .botPrecheckoutQuery(
                .init(queryID: 1, userID: 5, payload: Array("p".utf8), currency: "XTR", totalAmount: 10)),
            { "\($0.payloadText ?? "") \($0.totalAmount)" }, "p 10"),
        row(
            .paidMediaPurchased, .botPurchasedPaidMedia(.init(userID: 5, payload: "m", qts: 1)), { $0.payload }, "m"),
        row(
            .starsSubscription, .botStarsSubscription(.init(canceled: true, userID: 5, payload: [1], qts: 1)),
            { "\($0.isCanceled) \($0.hasFailed)" }, "true false"),
        row(
            .starsBalance, .starsBalance(.init(balance: .starsAmount(.init(amount: 7, nanos: 500_000_000)))),
            { "\($0.nanos)" }, "7500000000"),
        row(
            .businessConnection, .botBusinessConnect(.init(connection: connection, qts: 1)),
            { "\($0.id) \($0.rights == .reply) \($0.dataCenter) \($0.isEnabled)" }, "c1 true 2 true"),
        row(
            .businessMessage,
            .botNewBusinessMessage(.init(connectionID: "c1", message: Sample.message(3), qts: 1)),
            { "\($0.connectionID) \($0.text)" }, "c1 text"),
        row(
            .businessMessageEdited,
            .botEditBusinessMessage(
                .init(
                    connectionID: "c1", message: Sample.message(3), replyToMessage: Sample.message(2), qts: 1)),
            { "\($0.replyToMessage?.id ?? 0)" }, "2"),
        row(
            .businessMessagesDeleted,
            .botDeleteBusinessMessage(.init(connectionID: "c1", peer: peer, messages: [3], qts: 1)),
            { "\($0.messageIDs)" }, "[3]"),
        row(
            .guestChatQuery,
            .botGuestChatQuery(
                .init(queryID: 1, message: Sample.message(3), referenceMessages: [Sample.message(2)], qts: 1)),
            { "\($0.text) \($0.referenceMessages.count)" }, "text 1"),
        row(.managedBot, .managedBot(.init(userID: 5, botID: 6, qts: 1)), { "\($0.botID)" }, "6"),
        row(.typing, .userTyping(.init(userID: 5, action: .typing)), { "\($0.senderID)" }, "\(PeerID.user(5))"),
        row(
            .typing, .chatUserTyping(.init(chatID: 7, fromID: peer, action: .cancel)),
            { "\($0.senderID) \($0.hasStopped)" }, "\(PeerID.channel(8)) true"),
        row(
            .typing,
            .channelUserTyping(
                .init(channelID: 8, topMsgID: 4, fromID: .user(.init(userID: 5)), action: .typing)),
            { "\($0.topicID ?? 0)" }, "4"),
        row(
            .userStatus, .userStatus(.init(userID: 5, status: .offline(.init(wasOnline: 9)))),
            { "\($0.lastOnline?.timeIntervalSince1970 ?? 0)" }, "9.0"),
        row(
            .draft,
            .draftMessage(.init(peer: peer, draft: .draftMessage(.init(message: "so far", date: 1)))),
            { $0.text ?? "" }, "so far"),
        row(
            .userName,
            .userName(
                .init(
                    userID: 5, firstName: "Ann", lastName: "",
                    usernames: [.init(active: true, username: "ann"), .init(username: "old")])),
            { "\($0.firstName) \($0.usernames)" }, "Ann [\"ann\"]"),
        row(
            .peerBlocked, .peerBlocked(.init(blocked: true, peerID: .user(.init(userID: 5)))), { "\($0.isBlocked)" },
            "true"),
        row(
            .topicsPinned, .pinnedForumTopic(.init(pinned: true, peer: peer, topicID: 4)),
            { "\($0.change == .pinned(4))" }, "true"),
        row(
            .topicsPinned, .pinnedForumTopics(.init(peer: peer, order: [4, 5])),
            { "\($0.change == .reordered([4, 5]))" }, "true"),
        row(.raw, .config, { if case .config = $0 { "config" } else { "" } }, "config"),
    ]

    func testEachKindArrivesAtItsHandler() async throws {
        let context = try TelegramClient.scripted(RecordingInvoker([])).core.context(Sample.users, Sample.chats)
        // These are no updates of the schema.
        var seen: Set<UpdateTag> = [.missed, .album]
        for row in Self.rows {
            let update = Update(try TL.Update(decoding: row.raw.encoded()), context)
            XCTAssertEqual(update.tag, row.tag, "\(row.raw)")
            seen.insert(update.tag)
            let (dispatcher, log) = (Dispatcher(answersCallbackQueries: false), Log())
            row.register(dispatcher, log)
            dispatcher.on(.any) { log.append($0.tag == update.tag ? "any" : "another") }
            await dispatcher.dispatch(update)
            XCTAssertEqual(log.lines, ["ok", "any"], "\(row.tag)")
        }
        for number in UInt8(0)...UpdateTag.raw.rawValue {
            let tag = try XCTUnwrap(UpdateTag(rawValue: number))
            XCTAssertTrue(seen.contains(tag), "no row for \(tag)")
        }
    }

    /// Whatever the schema has and whatever its fields hold: it arrives, and if no kind is for it, as it is.
    func testEachUpdateOfTheSchemaArrives() async throws {
        let context = try TelegramClient.scripted(RecordingInvoker([])).core.context(Sample.users, Sample.chats)
        let definitions = try SchemaFiles.definitions()
        var sampler = ObjectSampler(definitions)
        sampler.maximumDepth = 4
        var generator = SeededGenerator(seed: 1)
        let (dispatcher, log) = (Dispatcher(answersCallbackQueries: false), Log())
        dispatcher.on(.any) { log.append("\($0.tag)") }
        dispatcher.on(.raw) { log.append((try? $0.encoded())?.hex ?? "") }
        var raw: Set<String> = []
        let updates = definitions.filter { $0.category == .types && $0.result.fullName == "Update" }
        XCTAssertGreaterThan(updates.count, 150)
        for definition in updates {
            for _ in 0..<3 {
                let update = try TL.Update(decoding: sampler.sample(definition, using: &generator).bytes)
                let arrived = Update(update, context)
                let before = log.lines.count
                await dispatcher.dispatch(arrived)
                var expected = ["\(arrived.tag)"]
                if arrived.tag == .raw { expected.append(try update.encoded().hex) }
                XCTAssertEqual(Array(log.lines.dropFirst(before)), expected, definition.fullName)
                if arrived.tag == .raw { raw.insert(definition.fullName) }
            }
        }
        let known = Set(try Self.rows.map { try XCTUnwrap(TL.name(ofConstructor: Self.id(of: $0.raw))) })
        // Messages that are empty are none, so that these kinds may be among them too.
        XCTAssertEqual(Set(updates.map(\.fullName)).subtracting(known).subtracting(raw), [], "no row for these")
    }

    /// The id of the constructor, with which the bytes begin.
    private static func id(of update: TL.Update) throws -> UInt32 {
        try update.encoded().prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
