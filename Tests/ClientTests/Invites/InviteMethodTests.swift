// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class InviteMethodTests: XCTestCase {
    private static let peer = Sample.inputSupergroup
    private static let link = "https://t.me/+abc"
    private static let export = TL.messages.ExportedChatInvite.exportedChatInvite(
        .init(invite: Sample.invite(), users: Sample.users))
    private static let import_ = TL.messages.ImportChatInvite(hash: "abcdefghijklmnop")
    private static let invitation = "https://t.me/+abcdefghijklmnop"
    private static let joined = TL.messages.ChatInviteJoinResult.ok(.init(updates: Sample.updates()))
    private static let check = TL.messages.CheckChatInvite(hash: "abcdefghijklmnop")

    private static func importers(_ users: [Int64], requested: Bool = false) -> TL.messages.ChatInviteImporters {
        .init(
            count: 2, importers: users.map { .init(requested: requested, userID: $0, date: 9) }, users: Sample.users)
    }

    private static func list(
        requested: Bool = false, expired: Bool = false, link: String? = nil, query: String? = nil, date: Int32 = 0,
        user: TL.InputUser = .empty
    ) -> TL.messages.GetChatInviteImporters {
        .init(
            requested: requested, subscriptionExpired: expired, peer: peer, link: link, q: query, offsetDate: date,
            offsetUser: user, limit: 100)
    }

    static let cases = [
        MethodCase(
            "createInviteLink",
            {
                let link = try await $0.createInviteLink(
                    for: Sample.supergroup, titled: "For you", expires: Date(timeIntervalSince1970: 99), usageLimit: 5)
                XCTAssertEqual(link.url, "https://t.me/+abc")
            },
            sends: [TL.messages.ExportChatInvite(peer: peer, expireDate: 99, usageLimit: 5, title: "For you")],
            answers: [Sample.invite()]),
        MethodCase(
            "createInviteLink, with approval",
            { try await $0.createInviteLink(for: Sample.group, requiresApproval: true) },
            sends: [TL.messages.ExportChatInvite(requestNeeded: true, peer: Sample.inputGroup)],
            answers: [Sample.invite()]),
        MethodCase(
            "createInviteLink, with approval and a limit",
            { try await $0.createInviteLink(for: Sample.group, usageLimit: 1, requiresApproval: true) },
            fails: \.isInvalidArgument),
        MethodCase(
            "createInviteLink, with too large a limit",
            { try await $0.createInviteLink(for: Sample.group, usageLimit: 100_000) }, fails: \.isInvalidArgument),
        MethodCase(
            "createInviteLink, with too long a title",
            { try await $0.createInviteLink(for: Sample.group, titled: String(repeating: "x", count: 33)) },
            fails: \.isInvalidArgument),
        MethodCase(
            "createSubscriptionLink",
            { try await $0.createSubscriptionLink(for: Sample.channel, stars: 50, titled: "Plus") },
            sends: [
                TL.messages.ExportChatInvite(
                    peer: Sample.inputChannelPeer, title: "Plus",
                    subscriptionPricing: .init(period: 2_592_000, amount: 50))
            ], answers: [Sample.invite()]),
        MethodCase(
            "renewPrimaryInviteLink", { try await $0.renewPrimaryInviteLink(of: Sample.supergroup) },
            sends: [TL.messages.ExportChatInvite(legacyRevokePermanent: true, peer: peer)],
            answers: [Sample.invite(permanent: true)]),
        MethodCase(
            "primaryInviteLink", { _ = try await $0.primaryInviteLink(of: Sample.supergroup) },
            sends: [
                TL.channels.GetFullChannel(channel: Sample.inputSupergroupChannel),
                TL.messages.ExportChatInvite(legacyRevokePermanent: true, peer: peer),
            ], answers: [Sample.fullSupergroup(), Sample.invite(permanent: true)]),
        MethodCase(
            "editInviteLink",
            {
                try await $0.editInviteLink(
                    link, in: Sample.supergroup, title: "x", expires: .distantFuture, usageLimit: 0,
                    requiresApproval: true)
            },
            sends: [
                TL.messages.EditExportedChatInvite(
                    peer: peer, link: link, expireDate: 0, usageLimit: 0, requestNeeded: true, title: "x")
            ], answers: [export]),
        MethodCase(
            "revokeInviteLink",
            {
                let revoked = try await $0.revokeInviteLink(link, in: Sample.supergroup)
                XCTAssertEqual(revoked.replacement?.url, "https://t.me/+new")
            }, sends: [TL.messages.EditExportedChatInvite(revoked: true, peer: peer, link: link)],
            answers: [
                TL.messages.ExportedChatInvite.replaced(
                    .init(invite: Sample.invite(), newInvite: Sample.invite("https://t.me/+new"), users: []))
            ]),
        MethodCase(
            "inviteLink",
            {
                let found = try await $0.inviteLink(link, in: Sample.supergroup)
                XCTAssertEqual(found.creator?.firstName, "Me")
            },
            sends: [TL.messages.GetExportedChatInvite(peer: peer, link: link)], answers: [export]),
        MethodCase(
            "inviteLinks",
            {
                let links = try await $0.inviteLinks(of: Sample.supergroup).collect()
                XCTAssertEqual(links.map(\.url), [link])
            },
            sends: [
                TL.messages.GetExportedChatInvites(peer: peer, adminID: .userSelf, limit: 100),
                TL.messages.GetExportedChatInvites(
                    peer: peer, adminID: .userSelf, offsetDate: 1, offsetLink: link, limit: 100),
            ],
            answers: [
                TL.messages.ExportedChatInvites(count: 1, invites: [Sample.invite()], users: Sample.users),
                TL.messages.ExportedChatInvites(count: 1, invites: [], users: []),
            ]),
        MethodCase(
            "inviteLinks, revoked ones of another",
            { _ = try await $0.inviteLinks(of: Sample.supergroup, by: Sample.user, revoked: true).collect() },
            sends: [
                TL.messages.GetExportedChatInvites(
                    revoked: true, peer: peer, adminID: Sample.inputUserUser, limit: 100)
            ], answers: [TL.messages.ExportedChatInvites(count: 0, invites: [], users: [])]),
        MethodCase(
            "deleteInviteLink", { try await $0.deleteInviteLink(link, in: Sample.supergroup) },
            sends: [TL.messages.DeleteExportedChatInvite(peer: peer, link: link)], answers: [true]),
        MethodCase(
            "deleteRevokedInviteLinks",
            { try await $0.deleteRevokedInviteLinks(in: Sample.supergroup, by: Sample.user) },
            sends: [TL.messages.DeleteRevokedExportedChatInvites(peer: peer, adminID: Sample.inputUserUser)],
            answers: [true]),
        MethodCase(
            "adminsWithInvites",
            {
                let admins = try await $0.adminsWithInvites(in: Sample.supergroup)
                XCTAssertEqual(admins.map(\.linkCount), [2])
            },
            sends: [TL.messages.GetAdminsWithInvites(peer: peer)],
            answers: [
                TL.messages.ChatAdminsWithInvites(
                    admins: [.init(adminID: 5, invitesCount: 2, revokedInvitesCount: 1)], users: Sample.users)
            ]),
        MethodCase(
            "join",
            {
                let result = try await $0.join(Sample.channel)
                XCTAssertNotNil(result.chat)
            },
            sends: [TL.channels.JoinChannel(channel: Sample.inputChannel)], answers: [joined]),
        MethodCase(
            "join, a basic group", { try await $0.join(Sample.group) },
            sends: [TL.messages.AddChatUser(chatID: 7, userID: .userSelf, fwdLimit: 0)],
            answers: [TL.messages.InvitedUsers(updates: Sample.updates(), missingInvitees: [])]),
        MethodCase("join, a user", { try await $0.join(Sample.user) }, fails: \.isInvalidPeer),
        MethodCase("join, by link", { try await $0.join(invitation) }, sends: [import_], answers: [joined]),
        MethodCase(
            "join, by link, with approval",
            {
                guard case .requested = try await $0.join(invitation) else { return XCTFail("not requested") }
            }, sends: [import_], answers: [InvocationError.refused("INVITE_REQUEST_SENT")]),
        MethodCase(
            "join, by link, already there",
            {
                guard case .alreadyJoined(let chat) = try await $0.join(invitation) else { return XCTFail("not there") }
                XCTAssertEqual(chat?.title, "Channel")
            }, sends: [import_, check],
            answers: [
                InvocationError.refused("USER_ALREADY_PARTICIPANT"),
                TL.ChatInvite.already(.init(chat: Sample.chats[2])),
            ]),
        MethodCase(
            "join, by link, a bot looks",
            {
                guard case .webView(let bot, 77) = try await $0.join(invitation) else { return XCTFail("no web view") }
                XCTAssertEqual(bot?.firstName, "Bot")
            }, sends: [import_],
            answers: [
                TL.messages.ChatInviteJoinResult.webView(.init(botID: 6, queryID: 77, users: Sample.users))
            ]),
        MethodCase(
            "join, by link, expired", { try await $0.join(invitation) }, sends: [import_],
            answers: [InvocationError.refused("INVITE_HASH_EXPIRED")], fails: { $0.is(.inviteHashExpired) }),
        MethodCase(
            "inviteInfo",
            {
                guard case .joinable(let preview) = try await $0.inviteInfo(invitation) else {
                    return XCTFail("no preview")
                }
                XCTAssertEqual(preview.memberCount, 12)
                XCTAssertTrue(preview.requiresApproval)
            }, sends: [check],
            answers: [
                TL.ChatInvite.chatInvite(
                    .init(
                        channel: true, megagroup: true, requestNeeded: true, title: "Secret",
                        photo: .empty(.init(id: 0)),
                        participantsCount: 12, color: 0))
            ]),
        MethodCase(
            "inviteInfo, peek",
            {
                guard case .peek(let chat, _) = try await $0.inviteInfo(invitation) else { return XCTFail("no peek") }
                XCTAssertEqual(chat.title, "Channel")
            }, sends: [check], answers: [TL.ChatInvite.peek(.init(chat: Sample.chats[2], expires: 5))]),
        MethodCase("inviteInfo, no invitation", { _ = try await $0.inviteInfo("@news") }, fails: \.isInvalidPeer),
        MethodCase(
            "requestJoinWebView",
            {
                let view = try await $0.requestJoinWebView(77, themeParameters: "{}")
                XCTAssertEqual(view.url, "https://x.org")
            },
            sends: [
                TL.messages.RequestChatJoinWebView(queryID: 77, themeParams: .init(data: "{}"), platform: "tdesktop")
            ], answers: [TL.WebViewResult(url: "https://x.org")]),
        MethodCase(
            "inviteLinkMembers",
            {
                let members = try await $0.inviteLinkMembers(
                    in: Sample.supergroup, link: link, subscriptionExpired: true
                ).collect()
                XCTAssertEqual(members.map(\.user?.firstName), ["Ann", "Bot"])
            },
            sends: [
                list(expired: true, link: link),
                list(expired: true, link: link, date: 9, user: Sample.inputBotUser),
            ], answers: [importers([5, 6]), importers([])]),
        MethodCase(
            "joinRequests",
            {
                let requests = try await $0.joinRequests(in: Sample.supergroup, matching: "a").first(1)
                try await requests.first?.approve()
            },
            sends: [
                TL.messages.GetChatInviteImporters(
                    requested: true, peer: peer, q: "a", offsetDate: 0, offsetUser: .empty, limit: 1),
                TL.messages.HideChatJoinRequest(approved: true, peer: peer, userID: Sample.inputUserUser),
            ], answers: [importers([5], requested: true), Sample.updates()]),
        MethodCase(
            "joinRequests, declined",
            { try await $0.joinRequests(in: Sample.supergroup).first(1).first?.decline() },
            sends: [
                TL.messages.GetChatInviteImporters(
                    requested: true, peer: peer, offsetDate: 0, offsetUser: .empty, limit: 1),
                TL.messages.HideChatJoinRequest(peer: peer, userID: Sample.inputUserUser),
            ], answers: [importers([5], requested: true), Sample.updates()]),
        MethodCase(
            "approveJoinRequest", { try await $0.approveJoinRequest(of: Sample.user, in: Sample.supergroup) },
            sends: [TL.messages.HideChatJoinRequest(approved: true, peer: peer, userID: Sample.inputUserUser)],
            answers: [Sample.updates()]),
        MethodCase(
            "declineJoinRequest", { try await $0.declineJoinRequest(of: Sample.user, in: Sample.group) },
            sends: [TL.messages.HideChatJoinRequest(peer: Sample.inputGroup, userID: Sample.inputUserUser)],
            answers: [Sample.updates()]),
        MethodCase(
            "approveAllJoinRequests", { try await $0.approveAllJoinRequests(in: Sample.supergroup, link: link) },
            sends: [TL.messages.HideAllChatJoinRequests(approved: true, peer: peer, link: link)],
            answers: [Sample.updates()]),
        MethodCase(
            "declineAllJoinRequests", { try await $0.declineAllJoinRequests(in: Sample.supergroup) },
            sends: [TL.messages.HideAllChatJoinRequests(peer: peer)], answers: [Sample.updates()]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
