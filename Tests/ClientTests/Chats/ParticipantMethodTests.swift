// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class ParticipantMethodTests: XCTestCase {
    private static let group = Sample.inputSupergroupChannel

    private static func page(
        _ filter: TL.ChannelParticipantsFilter = .recent, from offset: Int32 = 0, limit: Int32 = 200
    ) -> TL.channels.GetParticipants {
        .init(channel: group, filter: filter, offset: offset, limit: limit, hash: 0)
    }

    private static func ban(_ rights: TL.ChatBannedRights) -> TL.channels.EditBanned {
        .init(channel: group, participant: Sample.inputUser, bannedRights: rights)
    }

    private static let member = TL.channels.GetParticipant(channel: group, participant: Sample.inputUser)
    private static let full = BannedRights.all.tl()
    private static let free = TL.ChatBannedRights(untilDate: 0)
    private static let empty = Sample.participants([], count: 1)

    static let cases = [
        MethodCase(
            "participants",
            {
                let found = try await $0.participants(of: Sample.supergroup).collect()
                XCTAssertEqual(found.map(\.name), ["Ann", "Bot"])
                XCTAssertEqual(found.map(\.status), [.member, .administrator])
                XCTAssertEqual(found.last?.adminRights, .banUsers)
            }, sends: [page(), page(from: 1), page(from: 3)],
            answers: [
                Sample.participants([Sample.member], count: 2),
                Sample.participants(
                    [
                        Sample.member,
                        .admin(
                            .init(userID: 6, promotedBy: 1, date: 1, adminRights: .init(banUsers: true), rank: "Guard")),
                    ], count: 2), empty,
            ]),
        MethodCase(
            "participants, of a basic group",
            {
                let found = try await $0.participants(of: Sample.group, .bots).collect()
                XCTAssertEqual(found.map(\.name), ["Bot"])
            },
            sends: [TL.messages.GetFullChat(chatID: 7)], answers: [Sample.fullGroup]),
        MethodCase(
            "participants, searched", { _ = try await $0.participants(of: Sample.supergroup, .search("an")).first(5) },
            sends: [page(.search(.init(q: "an")), limit: 5), page(.search(.init(q: "an")), from: 1, limit: 5)],
            answers: [Sample.participants([Sample.member], count: 1), empty]),
        MethodCase(
            "participants, banned", { _ = try await $0.participants(of: Sample.supergroup, .banned()).collect() },
            sends: [page(.kicked(.init(q: "")))], answers: [empty]),
        MethodCase(
            "participants, restricted",
            { _ = try await $0.participants(of: Sample.supergroup, .restricted(matching: "a")).collect() },
            sends: [page(.banned(.init(q: "a")))], answers: [empty]),
        MethodCase(
            "participants, contacts", { _ = try await $0.participants(of: Sample.supergroup, .contacts()).collect() },
            sends: [page(.contacts(.init(q: "")))], answers: [empty]),
        MethodCase(
            "participants, for mentions",
            { _ = try await $0.participants(of: Sample.supergroup, .mentions(matching: "a", topic: 3)).collect() },
            sends: [page(.mentions(.init(q: "a", topMsgID: 3)))], answers: [empty]),
        MethodCase(
            "participants, bots", { _ = try await $0.participants(of: Sample.supergroup, .bots).collect() },
            sends: [page(.bots)], answers: [empty]),
        MethodCase(
            "administrators",
            {
                let found = try await $0.administrators(of: Sample.supergroup)
                XCTAssertEqual(found.map(\.status), [.creator])
            },
            sends: [page(.admins), page(.admins, from: 1)],
            answers: [
                Sample.participants([.creator(.init(userID: 1, adminRights: .init()))], count: 1), empty,
            ]),
        MethodCase(
            "administrators, of a basic group",
            {
                let found = try await $0.administrators(of: Sample.group)
                XCTAssertEqual(found.count, 2)
            },
            sends: [TL.messages.GetFullChat(chatID: 7)], answers: [Sample.fullGroup]),
        MethodCase(
            "participant",
            {
                let found = try await $0.participant(Sample.user, in: Sample.supergroup)
                XCTAssertEqual(found?.name, "Ann")
            },
            sends: [member], answers: [Sample.participant(Sample.member)]),
        MethodCase(
            "participant, nobody",
            {
                let found = try await $0.participant(Sample.user, in: Sample.supergroup)
                XCTAssertNil(found)
            },
            sends: [member], answers: [InvocationError.refused("USER_NOT_PARTICIPANT")]),
        MethodCase(
            "participant, of a basic group",
            {
                let found = try await $0.participant(Sample.user, in: Sample.group)
                XCTAssertEqual(found?.status, .administrator)
            },
            sends: [TL.messages.GetFullChat(chatID: 7)], answers: [Sample.fullGroup]),
        MethodCase(
            "permissions",
            {
                let permissions = try await $0.permissions(of: Sample.user, in: Sample.supergroup)
                XCTAssertTrue(permissions.isMember)
                XCTAssertFalse(permissions.isBanned)
                XCTAssertFalse(permissions.canSendMessages)
                XCTAssertTrue(permissions.can(.sendReactions))
            }, sends: [member],
            answers: [
                Sample.participant(
                    .banned(
                        .init(
                            peer: Sample.user.tlPeer, kickedBy: 1, date: 1,
                            bannedRights: .init(sendMessages: true, untilDate: 0))))
            ]),
        MethodCase(
            "permissions, of nobody",
            {
                let permissions = try await $0.permissions(of: Sample.user, in: Sample.supergroup)
                XCTAssertTrue(permissions.hasLeft)
                XCTAssertFalse(permissions.canSendMessages)
            }, sends: [member], answers: [InvocationError.refused("USER_NOT_PARTICIPANT")]),
        MethodCase(
            "ban", { try await $0.ban(Sample.user, in: Sample.supergroup, until: Date(timeIntervalSince1970: 99)) },
            sends: [ban(BannedRights.all.tl(until: 99))], answers: [Sample.updates()]),
        MethodCase(
            "ban, deleting messages in parts",
            { try await $0.ban(Sample.user, in: Sample.supergroup, deletingHistory: true) },
            sends: [
                ban(full), TL.channels.DeleteParticipantHistory(channel: group, participant: Sample.inputUser),
                TL.channels.DeleteParticipantHistory(channel: group, participant: Sample.inputUser),
            ],
            answers: [
                Sample.updates(), TL.messages.AffectedHistory(pts: 1, ptsCount: 1, offset: 4), Sample.affectedHistory,
            ]),
        MethodCase(
            "ban, from a basic group", { try await $0.ban(Sample.user, in: Sample.group, deletingHistory: true) },
            sends: [TL.messages.DeleteChatUser(revokeHistory: true, chatID: 7, userID: Sample.inputUserUser)],
            answers: [Sample.updates()]),
        MethodCase(
            "unban", { try await $0.unban(Sample.user, in: Sample.supergroup) }, sends: [ban(free)],
            answers: [Sample.updates()]),
        MethodCase(
            "unban, in a basic group", { try await $0.unban(Sample.user, in: Sample.group) }, fails: \.isInvalidPeer),
        MethodCase(
            "kick", { try await $0.kick(Sample.user, from: Sample.supergroup) }, sends: [member, ban(full), ban(free)],
            answers: [Sample.participant(Sample.member), Sample.updates(), Sample.updates()]),
        MethodCase(
            "kick, with restrictions that stay", { try await $0.kick(Sample.user, from: Sample.supergroup) },
            sends: [member, ban(full), ban(.init(sendPolls: true, untilDate: 50))],
            answers: [
                Sample.participant(
                    .banned(
                        .init(
                            peer: Sample.user.tlPeer, kickedBy: 1, date: 1,
                            bannedRights: .init(sendPolls: true, untilDate: 50)))), Sample.updates(), Sample.updates(),
            ]),
        MethodCase(
            "kick, banned already", { try await $0.kick(Sample.user, from: Sample.supergroup) }, sends: [member],
            answers: [
                Sample.participant(
                    .banned(.init(left: true, peer: Sample.user.tlPeer, kickedBy: 1, date: 1, bannedRights: full)))
            ]),
        MethodCase(
            "kick, the lift fails", { try await $0.kick(Sample.user, from: Sample.supergroup) },
            sends: [member, ban(full), ban(free)],
            answers: [
                Sample.participant(Sample.member), Sample.updates(), InvocationError.refused("CHAT_ADMIN_REQUIRED"),
            ], fails: { $0.is(.chatAdminRequired) }),
        MethodCase(
            "kick, from a basic group", { try await $0.kick(Sample.user, from: Sample.group) },
            sends: [TL.messages.DeleteChatUser(chatID: 7, userID: Sample.inputUserUser)], answers: [Sample.updates()]),
        MethodCase(
            "restrict",
            { try await $0.restrict(Sample.user, in: Sample.supergroup, forbidding: [.sendMedia, .sendStickers]) },
            sends: [ban(.init(sendMedia: true, sendStickers: true, untilDate: 0))], answers: [Sample.updates()]),
        MethodCase(
            "promote",
            {
                try await $0.promote(
                    Sample.user, in: Sample.supergroup, allowing: [.banUsers, .manageRanks], rank: "Guard")
            },
            sends: [
                TL.channels.EditAdmin(
                    channel: group, userID: Sample.inputUserUser,
                    adminRights: .init(banUsers: true, manageRanks: true), rank: "Guard")
            ], answers: [Sample.updates()]),
        MethodCase(
            "promote, in a basic group", { try await $0.promote(Sample.user, in: Sample.group, rank: "Guard") },
            sends: [
                TL.messages.EditChatAdmin(chatID: 7, userID: Sample.inputUserUser, isAdmin: true),
                TL.messages.EditChatParticipantRank(
                    peer: Sample.inputGroup, participant: Sample.inputUser, rank: "Guard"),
            ], answers: [true, Sample.updates()]),
        MethodCase(
            "promote, to some rights in a basic group",
            { try await $0.promote(Sample.user, in: Sample.group, allowing: .banUsers) }, fails: \.isInvalidArgument),
        MethodCase(
            "promote, to nothing", { try await $0.promote(Sample.user, in: Sample.supergroup, allowing: []) },
            fails: \.isInvalidArgument),
        MethodCase(
            "promote, with too long a title",
            { try await $0.promote(Sample.user, in: Sample.supergroup, rank: "12345678901234567") },
            fails: \.isInvalidArgument),
        MethodCase(
            "demote", { try await $0.demote(Sample.user, in: Sample.supergroup) },
            sends: [TL.channels.EditAdmin(channel: group, userID: Sample.inputUserUser, adminRights: .init())],
            answers: [Sample.updates()]),
        MethodCase(
            "demote, in a basic group", { try await $0.demote(Sample.user, in: Sample.group) },
            sends: [TL.messages.EditChatAdmin(chatID: 7, userID: Sample.inputUserUser, isAdmin: false)],
            answers: [true]),
        MethodCase(
            "setRank", { try await $0.setRank("Guard", of: Sample.user, in: Sample.supergroup) },
            sends: [
                TL.messages.EditChatParticipantRank(
                    peer: Sample.inputSupergroup, participant: Sample.inputUser, rank: "Guard")
            ], answers: [Sample.updates()]),
        MethodCase(
            "deleteMessages, of a member", { try await $0.deleteMessages(by: Sample.user, in: Sample.supergroup) },
            sends: [TL.channels.DeleteParticipantHistory(channel: group, participant: Sample.inputUser)],
            answers: [Sample.affectedHistory]),
        MethodCase(
            "deleteReactions", { try await $0.deleteReactions(by: Sample.user, in: Sample.supergroup) },
            sends: [
                TL.messages.DeleteParticipantReactions(peer: Sample.inputSupergroup, participant: Sample.inputUser)
            ], answers: [true]),
        MethodCase(
            "deleteReactions, on one message",
            { try await $0.deleteReactions(by: Sample.user, in: Sample.supergroup, on: 4) },
            sends: [
                TL.messages.DeleteParticipantReaction(
                    peer: Sample.inputSupergroup, msgID: 4, participant: Sample.inputUser)
            ], answers: [Sample.updates()]),
        MethodCase(
            "reportSpam", { try await $0.reportSpam([1, 2], by: Sample.user, in: Sample.supergroup) },
            sends: [TL.channels.ReportSpam(channel: group, participant: Sample.inputUser, id: [1, 2])],
            answers: [true]),
        MethodCase(
            "reportAntiSpamError", { try await $0.reportAntiSpamError(4, in: Sample.supergroup) },
            sends: [TL.channels.ReportAntiSpamFalsePositive(channel: group, msgID: 4)], answers: [true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }

    func testRightsAreTheBitsOfTheSchema() {
        for bit in UInt32(0)..<32 {
            let banned = BannedRights(rawValue: 1 << bit)
            XCTAssertEqual(BannedRights(banned.tl()), BannedRights.all.intersection(banned), "bit \(bit)")
            let admin = AdminRights(rawValue: 1 << bit)
            let known = AdminRights.all.union([.addAdmins, .anonymous])
            XCTAssertEqual(AdminRights(admin.tl), known.intersection(admin), "bit \(bit)")
        }
    }

    func testBeginningsOfNamesAreTriedInDepthFirstOrder() {
        XCTAssertEqual(NameBeginnings.next(after: nil, wasCut: false), "a")
        XCTAssertEqual(NameBeginnings.next(after: "a", wasCut: false), "b")
        XCTAssertEqual(NameBeginnings.next(after: "a", wasCut: true), "aa")
        XCTAssertEqual(NameBeginnings.next(after: "aaa", wasCut: true), "aab")
        let last = NameBeginnings.letters[NameBeginnings.letters.count - 1]
        XCTAssertEqual(NameBeginnings.next(after: "a" + last, wasCut: false), "b")
        XCTAssertNil(NameBeginnings.next(after: last + last, wasCut: false))
    }
}
