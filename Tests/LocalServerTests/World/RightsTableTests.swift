// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// Who may do what in which kind of chat, each by the call that a client makes; see core.telegram.org/api/rights.
final class RightsTableTests: XCTestCase {
    private typealias Kind = RightsScene.Kind
    private typealias Role = RightsScene.Role

    /// For each kind of chat what the roles may, in the order of their cases.
    ///
    /// `+` they may, `-` they may not, `.` there is no such role. An empty text stands for a kind of chat in which there is no
    /// such action.
    private typealias Cells = (
        group: String, supergroup: String, strict: String, forum: String, channel: String
    )

    private struct Row {
        let name: String
        /// The right that an administrator needs.
        let right: RightsScene.Right?
        let cells: Cells
        /// What the owner does first.
        let before: ((RightsScene, Int64) -> any TLDecodableFunction)?
        let request: (RightsScene, Int64) -> any TLDecodableFunction

        init(
            _ name: String, _ right: RightsScene.Right?, _ cells: Cells,
            after before: ((RightsScene, Int64) -> any TLDecodableFunction)? = nil,
            _ request: @escaping (RightsScene, Int64) -> any TLDecodableFunction
        ) {
            (self.name, self.right, self.cells) = (name, right, cells)
            (self.before, self.request) = (before, request)
        }

        func cells(in kind: Kind) -> [Character] {
            switch kind {
            case .group: Array(cells.group)
            case .supergroup: Array(cells.supergroup)
            case .strict: Array(cells.strict)
            case .forum: Array(cells.forum)
            case .channel: Array(cells.channel)
            }
        }
    }

    // Columns: owner, administrator, one without the right, one with it alone; member, restricted, banned, left.

    /// Administrators with the right alone.
    private static let administrators: Cells = ("++..-.--", "++-+----", "++-+----", "++-+----", "++-+----")
    /// The same, in supergroups alone, and in channels alone.
    private static let ofSupergroups: Cells = ("", "++-+----", "++-+----", "++-+----", "")
    private static let ofChannels: Cells = ("", "", "", "", "++-+----")
    private static let ofForums: Cells = ("", "", "", "++-+----", "")
    /// Members, too, unless it is forbidden to all of them or to one of them.
    private static let members: Cells = ("++..+.--", "+++++---", "++-+----", "+++++---", "++-+----")
    private static let membersOfSupergroups: Cells = ("", "+++++---", "++-+----", "+++++---", "")
    private static let owner: Cells = ("+-..-.--", "+-------", "+-------", "+-------", "+-------")
    /// All administrators, whatever rights they have.
    private static let anyAdministrator: Cells = ("", "++++----", "++++----", "++++----", "++++----")
    /// Whoever is not banned, as the chat is public.
    private static let readers: Cells = ("", "++++++-+", "++++++-+", "++++++-+", "++++++-+")

    private static var rows: [Row] { messages + settings + people + links + topics + others }

    private static var messages: [Row] {
        [
            Row("write", .post, ("++..+.--", "+++++---", "+++++---", "+++++---", "++-+----")) { scene, actor in
                TL.messages.SendMessage(peer: scene.peer(for: actor), message: "hi", randomID: 77)
            },
            Row("react", nil, ("++..+.--", "+++++---", "+++++---", "+++++---", "++++++--")) { scene, actor in
                TL.messages.SendReaction(
                    peer: scene.peer(for: actor), msgID: scene.messageID(for: actor),
                    reaction: [.emoji(.init(emoticon: "👍"))])
            },
            Row("delete what others wrote in a channel", .delete, ("", "++-+----", "++-+----", "++-+----", "++-+----"))
            {
                TL.channels.DeleteMessages(channel: $0.channel(for: $1), id: [$0.messageID(for: $1)])
            },
            Row("delete what others wrote in a group", .delete, ("++..-.--", "", "", "", "")) {
                TL.messages.DeleteMessages(revoke: true, id: [$0.messageID(for: $1)])
            },
            Row("edit a post of another", .edit, ofChannels) { scene, actor in
                TL.messages.EditMessage(peer: scene.peer(for: actor), id: scene.messageID(for: actor), message: "new")
            },
            Row("pin in a group", .pin, ("++..+.--", "+++++---", "++-+----", "+++++---", "")) { scene, actor in
                TL.messages.UpdatePinnedMessage(peer: scene.peer(for: actor), id: scene.messageID(for: actor))
            },
            Row("pin in a channel", .edit, ofChannels) { scene, actor in
                TL.messages.UpdatePinnedMessage(peer: scene.peer(for: actor), id: scene.messageID(for: actor))
            },
            Row("read", nil, readers) { scene, actor in
                TL.messages.GetHistory(
                    peer: scene.peer(for: actor), offsetID: 0, offsetDate: 0, addOffset: 0, limit: 5, maxID: 0,
                    minID: 0,
                    hash: 0)
            },
            Row("purge a member's messages", .delete, ofSupergroups) {
                TL.channels.DeleteParticipantHistory(
                    channel: $0.channel(for: $1), participant: $0.peer($0.target, for: $1))
            },
            Row("take a member's reactions away", .delete, ofSupergroups) {
                TL.messages.DeleteParticipantReactions(
                    peer: $0.peer(for: $1), participant: $0.peer($0.target, for: $1))
            },
        ]
    }

    private static var settings: [Row] {
        [
            Row("title of a group", .info, ("++..+.--", "", "", "", "")) { scene, _ in
                TL.messages.EditChatTitle(chatID: scene.chatID, title: "New")
            },
            Row("title", .info, ("", members.supergroup, members.strict, members.forum, members.channel)) {
                TL.channels.EditTitle(channel: $0.channel(for: $1), title: "New")
            },
            Row("about", .info, members) { TL.messages.EditChatAbout(peer: $0.peer(for: $1), about: "new") },
            Row("reactions allowed", .info, members) {
                TL.messages.SetChatAvailableReactions(
                    peer: $0.peer(for: $1),
                    availableReactions: .reactionsSome(.init(reactions: [.emoji(.init(emoticon: "👍"))])))
            },
            Row("history hidden", .info, membersOfSupergroups) {
                TL.channels.TogglePreHistoryHidden(channel: $0.channel(for: $1), enabled: true)
            },
            Row("auto-delete", .info, administrators) {
                TL.messages.SetHistoryTTL(peer: $0.peer(for: $1), period: 86_400)
            },
            Row("signatures", .info, ofChannels) {
                TL.channels.ToggleSignatures(signaturesEnabled: true, channel: $0.channel(for: $1))
            },
            Row("translation", .info, ofChannels) {
                TL.channels.ToggleAutotranslation(channel: $0.channel(for: $1), enabled: true)
            },
            Row("price of a message", .ban, ofSupergroups) {
                TL.channels.UpdatePaidMessagesPrice(channel: $0.channel(for: $1), sendPaidMessagesStars: 5)
            },
            Row("default permissions", .ban, ("++..-.--", "++-+----", "++-+----", "++-+----", "")) {
                TL.messages.EditChatDefaultBannedRights(
                    peer: $0.peer(for: $1), bannedRights: .init(sendPolls: true, untilDate: .max))
            },
            Row("slow mode", .ban, ofSupergroups) {
                TL.channels.ToggleSlowMode(channel: $0.channel(for: $1), seconds: 30)
            },
            Row("joining to write", .ban, ofSupergroups) {
                TL.channels.ToggleJoinToSend(channel: $0.channel(for: $1), enabled: true)
            },
            Row("joining by request", .ban, ofSupergroups) {
                TL.channels.ToggleJoinRequest(channel: $0.channel(for: $1), enabled: true)
            },
            Row("members hidden", .ban, ofSupergroups) {
                TL.channels.ToggleParticipantsHidden(channel: $0.channel(for: $1), enabled: true)
            },
            Row("boosts that lift restrictions", .ban, ofSupergroups) {
                TL.channels.SetBoostsToUnblockRestrictions(channel: $0.channel(for: $1), boosts: 2)
            },
            Row("anti-spam", .delete, ofSupergroups) {
                TL.channels.ToggleAntiSpam(channel: $0.channel(for: $1), enabled: true)
            },
            Row("protection", nil, owner) { TL.messages.ToggleNoForwards(peer: $0.peer(for: $1), enabled: true) },
            Row("user name", nil, ("", owner.supergroup, owner.strict, owner.forum, owner.channel)) {
                TL.channels.UpdateUsername(channel: $0.channel(for: $1), username: "other_room")
            },
            Row("broadcast group", nil, ("", owner.supergroup, owner.strict, owner.forum, "")) {
                TL.channels.ConvertToGigagroup(channel: $0.channel(for: $1))
            },
            Row("topics", nil, ("", owner.supergroup, owner.strict, owner.forum, "")) { scene, actor in
                TL.channels.ToggleForum(channel: scene.channel(for: actor), enabled: scene.kind != .forum, tabs: false)
            },
            Row("delete a group", nil, ("+-..-.--", "", "", "", "")) { scene, _ in
                TL.messages.DeleteChat(chatID: scene.chatID)
            },
            Row("delete", nil, ("", owner.supergroup, owner.strict, owner.forum, owner.channel)) {
                TL.channels.DeleteChannel(channel: $0.channel(for: $1))
            },
            Row("migrate", nil, ("+-..-.--", "", "", "", "")) { scene, _ in
                TL.messages.MigrateChat(chatID: scene.chatID)
            },
            Row("start a call", .calls, administrators) {
                TL.phone.CreateGroupCall(peer: $0.peer(for: $1), randomID: 1, title: "Live")
            },
            Row(
                "end a call", .calls, administrators,
                after: { TL.phone.CreateGroupCall(peer: $0.peer(for: $1), randomID: 1) }
            ) { scene, _ in
                let call = scene.engine.world.chats[scene.number].call
                return TL.phone.DiscardGroupCall(call: call?.input ?? .slug(.init(slug: "")))
            },
        ]
    }

    private static var people: [Row] {
        [
            Row("invite to a group", .invite, ("++..+.--", "", "", "", "")) {
                TL.messages.AddChatUser(chatID: $0.chatID, userID: $0.user($0.stranger, for: $1), fwdLimit: 0)
            },
            Row("invite", .invite, ("", members.supergroup, members.strict, members.forum, members.channel)) {
                TL.channels.InviteToChannel(channel: $0.channel(for: $1), users: [$0.user($0.stranger, for: $1)])
            },
            Row("put out of a group", .ban, ("++..-.--", "", "", "", "")) {
                TL.messages.DeleteChatUser(chatID: $0.chatID, userID: $0.user($0.target, for: $1))
            },
            Row("ban", .ban, ("", "++-+----", "++-+----", "++-+----", "++-+----")) {
                TL.channels.EditBanned(
                    channel: $0.channel(for: $1), participant: $0.peer($0.target, for: $1),
                    bannedRights: .init(viewMessages: true, untilDate: 0))
            },
            Row("restrict", .ban, ofSupergroups) {
                TL.channels.EditBanned(
                    channel: $0.channel(for: $1), participant: $0.peer($0.target, for: $1),
                    bannedRights: .init(sendMessages: true, untilDate: 0))
            },
            Row("lift a ban", .ban, ("", "++-+----", "++-+----", "++-+----", "++-+----")) {
                TL.channels.EditBanned(
                    channel: $0.channel(for: $1), participant: $0.peer($0.outcast, for: $1),
                    bannedRights: .init(untilDate: 0))
            },
            Row("promote in a group", .promote, ("+-..-.--", "", "", "", "")) {
                TL.messages.EditChatAdmin(chatID: $0.chatID, userID: $0.user($0.target, for: $1), isAdmin: true)
            },
            Row("promote", .promote, ("", "++-+----", "++-+----", "++-+----", "++-+----")) {
                TL.channels.EditAdmin(
                    channel: $0.channel(for: $1), userID: $0.user($0.target, for: $1), adminRights: .init(other: true))
            },
            Row("demote whom the owner promoted", nil, ("", owner.supergroup, owner.strict, owner.forum, owner.channel))
            {
                let other = $0.people[$1 == $0.people[.admin] ? .without : .admin] ?? 0
                return TL.channels.EditAdmin(
                    channel: $0.channel(for: $1), userID: $0.user(other, for: $1), adminRights: .init())
            },
            Row("title of a member", .ranks, administrators) {
                TL.messages.EditChatParticipantRank(
                    peer: $0.peer(for: $1), participant: $0.peer($0.target, for: $1), rank: "Guard")
            },
            Row("list members", nil, ("", "++++++-+", "++++++-+", "++++++-+", "++++----")) {
                TL.channels.GetParticipants(
                    channel: $0.channel(for: $1), filter: .recent, offset: 0, limit: 10, hash: 0)
            },
            Row("list who is banned", nil, anyAdministrator) {
                TL.channels.GetParticipants(
                    channel: $0.channel(for: $1), filter: .kicked(.init(q: "")), offset: 0, limit: 10, hash: 0)
            },
            Row("list who is restricted", nil, anyAdministrator) {
                TL.channels.GetParticipants(
                    channel: $0.channel(for: $1), filter: .banned(.init(q: "")), offset: 0, limit: 10, hash: 0)
            },
            Row("join", nil, ("", "-------+", "-------+", "-------+", "-------+")) {
                TL.channels.JoinChannel(channel: $0.channel(for: $1))
            },
            Row("leave", nil, ("", "-+++++--", "-+++++--", "-+++++--", "-+++++--")) {
                TL.channels.LeaveChannel(channel: $0.channel(for: $1))
            },
            Row("leave a group", nil, ("++..+.--", "", "", "", "")) { scene, _ in
                TL.messages.DeleteChatUser(chatID: scene.chatID, userID: .userSelf)
            },
        ]
    }

    private static var links: [Row] {
        [
            Row("make a link", .invite, administrators) { TL.messages.ExportChatInvite(peer: $0.peer(for: $1)) },
            Row("list own links", .invite, administrators) {
                TL.messages.GetExportedChatInvites(peer: $0.peer(for: $1), adminID: .userSelf, limit: 10)
            },
            Row("list who made links", nil, owner) { TL.messages.GetAdminsWithInvites(peer: $0.peer(for: $1)) },
            Row("list who asks", .invite, administrators) {
                TL.messages.GetChatInviteImporters(
                    requested: true, peer: $0.peer(for: $1), offsetDate: 0, offsetUser: .empty, limit: 10)
            },
            Row("admit", .invite, administrators) {
                TL.messages.HideChatJoinRequest(
                    approved: true, peer: $0.peer(for: $1), userID: $0.user($0.applicant, for: $1))
            },
            Row("decline all", .invite, administrators) {
                TL.messages.HideAllChatJoinRequests(peer: $0.peer(for: $1))
            },
        ]
    }

    private static var topics: [Row] {
        [
            Row("create a topic", .topics, ("", "", "", "+++++---", "")) {
                TL.messages.CreateForumTopic(peer: $0.peer(for: $1), title: "Mine", randomID: 5)
            },
            Row("rename another's topic", .topics, ofForums) {
                TL.messages.EditForumTopic(peer: $0.peer(for: $1), topicID: $0.topic, title: "Ours")
            },
            Row("close another's topic", .topics, ofForums) {
                TL.messages.EditForumTopic(peer: $0.peer(for: $1), topicID: $0.topic, closed: true)
            },
            Row("hide the general topic", .topics, ofForums) {
                TL.messages.EditForumTopic(peer: $0.peer(for: $1), topicID: 1, hidden: true)
            },
            Row("pin a topic", .topics, ofForums) {
                TL.messages.UpdatePinnedForumTopic(peer: $0.peer(for: $1), topicID: $0.topic, pinned: true)
            },
            Row("order topics", .topics, ofForums) {
                TL.messages.ReorderPinnedForumTopics(peer: $0.peer(for: $1), order: [$0.topic])
            },
            Row("delete another's topic", .delete, ofForums) {
                TL.messages.DeleteTopicHistory(peer: $0.peer(for: $1), topMsgID: $0.topic)
            },
            Row("list topics", nil, ("", "", "", readers.forum, "")) {
                TL.messages.GetForumTopics(
                    peer: $0.peer(for: $1), offsetDate: 0, offsetID: 0, offsetTopic: 0, limit: 10)
            },
        ]
    }

    private static var others: [Row] {
        [
            Row("full information", nil, readers) { TL.channels.GetFullChannel(channel: $0.channel(for: $1)) },
            Row("log", nil, anyAdministrator) {
                TL.channels.GetAdminLog(channel: $0.channel(for: $1), q: "", maxID: 0, minID: 0, limit: 10)
            },
            Row("boosts", nil, anyAdministrator) {
                TL.premium.GetBoostsList(peer: $0.peer(for: $1), offset: "", limit: 10)
            },
            Row(
                "statistics of a group", nil,
                ("", anyAdministrator.supergroup, anyAdministrator.strict, anyAdministrator.forum, "")
            ) {
                TL.stats.GetMegagroupStats(channel: $0.channel(for: $1))
            },
            Row("statistics of a channel", nil, ("", "", "", "", anyAdministrator.channel)) {
                TL.stats.GetBroadcastStats(channel: $0.channel(for: $1))
            },
        ]
    }

    func testEachRoleMayDoWhatTheTableSays() throws {
        XCTAssertEqual(Set(Self.rows.map(\.name)).count, Self.rows.count, "each row has a name of its own")
        var cells = 0
        let rows = Self.rows
        for kind in Kind.allCases {
            let scene = try RightsScene(kind)
            for row in rows {
                let expected = row.cells(in: kind)
                guard !expected.isEmpty else { continue }
                XCTAssertEqual(expected.count, Role.allCases.count, row.name)
                var divided = scene
                divided.divide(row.right)
                if let before = row.before {
                    let owner = try XCTUnwrap(scene.people[.owner])
                    try divided.call(before(divided, owner), by: owner)
                }
                for role in Role.allCases where expected[role.rawValue] != "." {
                    var copy = divided
                    let actor = try XCTUnwrap(scene.people[role])
                    var failure: (any Error)?
                    do { try copy.call(row.request(copy, actor), by: actor) } catch { failure = error }
                    cells += 1
                    let place = "\(row.name), by \(role) in a \(kind): \(failure.map { "\($0)" } ?? "done")"
                    XCTAssertEqual(failure == nil, expected[role.rawValue] == "+", place)
                    if let failure {
                        let code = (failure as? RPCFailure)?.code
                        XCTAssertTrue(code == 400 || code == 403, place)
                        XCTAssertNotEqual((failure as? RPCFailure), Engine.notImplemented, place)
                    }
                }
            }
        }
        print("rights: \(Self.rows.count) actions, \(cells) cells")
        XCTAssertGreaterThan(cells, 1_000)
    }

    // MARK: Kinds of messages

    private typealias MessageKind = (
        name: String, media: (inout World) -> StoredMedia?, ban: TL.ChatBannedRights, refusal: TLErrorName
    )

    /// Each kind of message with the prohibition that means it, and how it is refused.
    private static var kinds: [MessageKind] {
        func file(_ attributes: [TL.DocumentAttribute]) -> (inout World) -> StoredMedia? {
            { world in
                guard let content = try? FileContent([1, 2, 3]) else { return nil }
                let id = world.addDocument(content, attributes, mimeType: "application/x", dataCenter: 1)
                return .document(id, isSpoiler: false, timeToLive: nil, cover: nil, timestamp: nil)
            }
        }
        return [
            ("text", { _ in nil }, .init(sendPlain: true, untilDate: 0), .chatSendPlainForbidden),
            (
                "photo", { _ in .photo(1, isSpoiler: false, timeToLive: nil) }, .init(sendPhotos: true, untilDate: 0),
                .chatSendPhotosForbidden
            ),
            (
                "video", file([.video(.init(duration: 1, w: 1, h: 1))]), .init(sendVideos: true, untilDate: 0),
                .chatSendVideosForbidden
            ),
            (
                "round video", file([.video(.init(roundMessage: true, duration: 1, w: 1, h: 1))]),
                .init(sendRoundvideos: true, untilDate: 0), .chatSendRoundvideosForbidden
            ),
            (
                "music", file([.audio(.init(duration: 1))]), .init(sendAudios: true, untilDate: 0),
                .chatSendAudiosForbidden
            ),
            (
                "voice message", file([.audio(.init(voice: true, duration: 1))]),
                .init(sendVoices: true, untilDate: 0), .chatSendVoicesForbidden
            ),
            ("file", file([]), .init(sendDocs: true, untilDate: 0), .chatSendDocsForbidden),
            (
                "sticker", file([.sticker(.init(alt: "", stickerset: .empty))]),
                .init(sendStickers: true, untilDate: 0), .chatSendStickersForbidden
            ),
            ("animation", file([.animated]), .init(sendGifs: true, untilDate: 0), .chatSendGifsForbidden),
            ("poll", { _ in .poll(1) }, .init(sendPolls: true, untilDate: 0), .chatSendPollForbidden),
            (
                "dice", { _ in .plain(.dice(.init(value: 1, emoticon: "🎲"))) }, .init(sendStickers: true, untilDate: 0),
                .chatSendStickersForbidden
            ),
            (
                "place", { _ in .plain(.geo(.init(geo: .empty))) }, .init(sendPlain: true, untilDate: 0),
                .chatSendPlainForbidden
            ),
        ]
    }

    /// Each prohibition keeps from one kind of message and from no other, whether it is one member's or everybody's.
    func testEachProhibitionKeepsFromItsKindOfMessage() throws {
        let scene = try RightsScene(.supergroup)
        guard case .channel(let id) = PeerNumber(scene.number) else { return XCTFail("no channel") }
        let (owner, admin, member) = (
            try XCTUnwrap(scene.people[.owner]), try XCTUnwrap(scene.people[.admin]),
            try XCTUnwrap(scene.people[.member])
        )
        let kinds = Self.kinds
        func content(_ kind: Int, in world: inout World) -> MessageContent {
            MessageContent(text: "x", media: kinds[kind].media(&world))
        }
        var cells = 0
        for forbidden in kinds.indices {
            let ban = kinds[forbidden].ban
            for isForAll in [false, true] {
                var world = scene.engine.world
                if isForAll {
                    world.chats[scene.number].defaultBanned = ban
                } else {
                    _ = try world.setBanned(ban, member, channel: id, by: owner, origin: nil)
                }
                for kind in kinds.indices {
                    let content = content(kind, in: &world)
                    var failure: (any Error)?
                    do { _ = try world.permitted(content, from: member, in: scene.number) } catch { failure = error }
                    let isMeant = kinds[kind].refusal == kinds[forbidden].refusal
                    let place = "\(kinds[kind].name) while \(kinds[forbidden].name) is forbidden"
                    XCTAssertEqual(
                        failure as? RPCFailure, isMeant ? RPCFailure(403, kinds[kind].refusal) : nil, place)
                    for person in [owner, admin] {
                        XCTAssertNoThrow(try world.permitted(content, from: person, in: scene.number), place)
                    }
                    cells += 1
                }
            }
        }
        XCTAssertEqual(cells, kinds.count * kinds.count * 2)
        // All kinds of media at once, and previews, which are left out without a word.
        var world = scene.engine.world
        world.chats[scene.number].defaultBanned = .init(sendMedia: true, embedLinks: true, untilDate: .max)
        for kind in kinds.indices.dropFirst() {
            XCTAssertThrowsError(
                try world.permitted(content(kind, in: &world), from: member, in: scene.number),
                kinds[kind].name)
        }
        let preview = MessageContent(text: "x", media: .plain(.webPage(.init(webpage: .empty(.init(id: 1))))))
        XCTAssertNil(try world.permitted(preview, from: member, in: scene.number).media)
        XCTAssertNotNil(try world.permitted(preview, from: admin, in: scene.number).media)
    }
}
