// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class ChatSettingMethodTests: XCTestCase {
    private static let group = Sample.inputSupergroupChannel
    private static let peer = Sample.inputSupergroup
    private static let call = TL.GroupCall.GroupCall(
        id: 3, accessHash: 4, participantsCount: 0, unmutedVideoLimit: 30, version: 1)

    private static let inputCall = TL.InputGroupCall.inputGroupCall(.init(id: 3, accessHash: 4))

    private static func photo(_ id: Int64) -> TL.Photo {
        .photo(.init(id: id, accessHash: 1, fileReference: [2], date: 3, sizes: [], dcID: 2))
    }

    private static func edited(_ photo: TL.Photo, _ id: Int32) -> TL.Message {
        .service(
            .init(id: id, peerID: PeerID.chat(7).tlPeer, date: 1, action: .chatEditPhoto(.init(photo: photo))))
    }

    static let cases = [
        MethodCase(
            "setChatTitle", { try await $0.setChatTitle("New", of: Sample.supergroup) },
            sends: [TL.channels.EditTitle(channel: group, title: "New")], answers: [Sample.updates()]),
        MethodCase(
            "setChatTitle, a basic group", { try await $0.setChatTitle("New", of: Sample.group) },
            sends: [TL.messages.EditChatTitle(chatID: 7, title: "New")], answers: [Sample.updates()]),
        MethodCase(
            "setChatTitle, empty", { try await $0.setChatTitle("", of: Sample.group) }, fails: \.isInvalidArgument),
        MethodCase(
            "setChatAbout", { try await $0.setChatAbout("What", of: Sample.supergroup) },
            sends: [TL.messages.EditChatAbout(peer: peer, about: "What")], answers: [true]),
        MethodCase(
            "setChatAbout, as it is", { try await $0.setChatAbout("What", of: Sample.supergroup) },
            sends: [TL.messages.EditChatAbout(peer: peer, about: "What")],
            answers: [InvocationError.refused("CHAT_NOT_MODIFIED")]),
        MethodCase(
            "setChatAbout, too long",
            { try await $0.setChatAbout(String(repeating: "x", count: 256), of: Sample.supergroup) },
            fails: \.isInvalidArgument),
        MethodCase(
            "setChatPhoto",
            { try await $0.setChatPhoto(.inputChatPhoto(.init(id: .empty)), of: Sample.group) },
            sends: [TL.messages.EditChatPhoto(chatID: 7, photo: .inputChatPhoto(.init(id: .empty)))],
            answers: [Sample.updates()]),
        MethodCase(
            "setChatPhoto, one that Telegram has",
            {
                let known = try XCTUnwrap(Photo(photo(3), nil))
                try await $0.setChatPhoto(known, of: Sample.supergroup)
            },
            sends: [
                TL.channels.EditPhoto(
                    channel: group,
                    photo: .inputChatPhoto(
                        .init(id: .inputPhoto(.init(id: 3, accessHash: 1, fileReference: [2])))))
            ], answers: [Sample.updates()]),
        MethodCase(
            "chatPhotos",
            {
                let photos = try await $0.chatPhotos(of: Sample.group).collect()
                XCTAssertEqual(photos.map(\.id), [9, 4])
            },
            sends: [
                TL.messages.GetFullChat(chatID: 7),
                TL.messages.Search(
                    peer: .chat(.init(chatID: 7)), q: "", filter: .chatPhotos, minDate: 0, maxDate: 0, offsetID: 0,
                    addOffset: 0, limit: 100, maxID: 0, minID: 0, hash: 0),
                TL.messages.Search(
                    peer: .chat(.init(chatID: 7)), q: "", filter: .chatPhotos, minDate: 0, maxDate: 0, offsetID: 20,
                    addOffset: 0, limit: 100, maxID: 0, minID: 0, hash: 0),
            ],
            answers: [
                TL.messages.ChatFull(
                    fullChat: .chatFull(
                        .init(
                            id: 7, about: "", participants: .forbidden(.init(chatID: 7)), chatPhoto: photo(9),
                            notifySettings: .init())), chats: Sample.chats, users: []),
                TL.messages.Messages.messages(
                    .init(messages: [edited(photo(9), 22), edited(photo(4), 20)], topics: [], chats: [], users: [])),
                TL.messages.Messages.messages(.init(messages: [], topics: [], chats: [], users: [])),
            ]),
        MethodCase(
            "deleteChatPhoto", { try await $0.deleteChatPhoto(of: Sample.supergroup) },
            sends: [TL.channels.EditPhoto(channel: group, photo: .empty)], answers: [Sample.updates()]),
        MethodCase(
            "setDefaultPermissions",
            { try await $0.setDefaultPermissions(forbidding: [.sendPolls, .editRank], in: Sample.supergroup) },
            sends: [
                TL.messages.EditChatDefaultBannedRights(
                    peer: peer, bannedRights: .init(sendPolls: true, editRank: true, untilDate: .max))
            ], answers: [Sample.updates()]),
        MethodCase(
            "setDefaultPermissions, reading",
            { try await $0.setDefaultPermissions(forbidding: .all, in: Sample.supergroup) },
            fails: \.isInvalidArgument),
        MethodCase(
            "setSlowMode", { try await $0.setSlowMode(.seconds(30), in: Sample.supergroup) },
            sends: [TL.channels.ToggleSlowMode(channel: group, seconds: 30)], answers: [Sample.updates()]),
        MethodCase(
            "setSlowMode, off", { try await $0.setSlowMode(nil, in: Sample.supergroup) },
            sends: [TL.channels.ToggleSlowMode(channel: group, seconds: 0)], answers: [Sample.updates()]),
        MethodCase(
            "setSlowMode, in a basic group", { try await $0.setSlowMode(nil, in: Sample.group) }, fails: \.isInvalidPeer
        ),
        MethodCase(
            "setAutoDelete", { try await $0.setAutoDelete(after: .seconds(86_400), in: Sample.user) },
            sends: [TL.messages.SetHistoryTTL(peer: Sample.inputUser, period: 86_400)], answers: [Sample.updates()]),
        MethodCase(
            "setContentProtection", { try await $0.setContentProtection(true, in: Sample.supergroup) },
            sends: [TL.messages.ToggleNoForwards(peer: peer, enabled: true)], answers: [Sample.updates()]),
        MethodCase(
            "setChatTheme", { try await $0.setChatTheme("❄", in: Sample.user) },
            sends: [TL.messages.SetChatTheme(peer: Sample.inputUser, theme: .inputChatTheme(.init(emoticon: "❄")))],
            answers: [Sample.updates()]),
        MethodCase(
            "setChatTheme, none", { try await $0.setChatTheme(nil, in: Sample.user) },
            sends: [TL.messages.SetChatTheme(peer: Sample.inputUser, theme: .empty)], answers: [Sample.updates()]),
        MethodCase(
            "setChatWallpaper",
            { try await $0.setChatWallpaper(.slug(.init(slug: "x")), forBoth: true, in: Sample.user) },
            sends: [
                TL.messages.SetChatWallPaper(forBoth: true, peer: Sample.inputUser, wallpaper: .slug(.init(slug: "x")))
            ], answers: [Sample.updates()]),
        MethodCase(
            "setAvailableReactions",
            { try await $0.setAvailableReactions(.emoji("👍"), limit: 3, paid: true, in: Sample.supergroup) },
            sends: [
                TL.messages.SetChatAvailableReactions(
                    peer: peer, availableReactions: .reactionsSome(.init(reactions: [.emoji(.init(emoticon: "👍"))])),
                    reactionsLimit: 3, paidEnabled: true)
            ], answers: [Sample.updates()]),
        MethodCase(
            "setAvailableReactions, all",
            { try await $0.setAvailableReactions(.all(custom: true), in: Sample.supergroup) },
            sends: [
                TL.messages.SetChatAvailableReactions(peer: peer, availableReactions: .all(.init(allowCustom: true)))
            ], answers: [Sample.updates()]),
        MethodCase(
            "setAvailableReactions, none", { try await $0.setAvailableReactions(.none, in: Sample.supergroup) },
            sends: [TL.messages.SetChatAvailableReactions(peer: peer, availableReactions: .reactionsNone)],
            answers: [Sample.updates()]),
        MethodCase(
            "sendAsPeers",
            {
                let peers = try await $0.sendAsPeers(in: Sample.supergroup, forPaidReactions: true)
                XCTAssertEqual(peers.map(\.chat?.title), ["Channel"])
            }, sends: [TL.channels.GetSendAs(forPaidReactions: true, peer: peer)],
            answers: [
                TL.channels.SendAsPeers(
                    peers: [.init(premiumRequired: true, peer: Sample.channel.tlPeer)], chats: Sample.chats, users: [])
            ]),
        MethodCase(
            "setDefaultSendAs", { try await $0.setDefaultSendAs(Sample.channel, in: Sample.supergroup) },
            sends: [TL.messages.SaveDefaultSendAs(peer: peer, sendAs: Sample.inputChannelPeer)], answers: [true]),
        MethodCase(
            "startGroupCall",
            {
                let call = try await $0.startGroupCall(in: Sample.supergroup, titled: "x", at: Date(unixTime: 9))
                XCTAssertTrue(call.isEncodedEqual(to: inputCall))
            }, sends: [TL.phone.CreateGroupCall(peer: peer, randomID: 1, title: "x", scheduleDate: 9)],
            answers: [Sample.updates(.groupCall(.init(call: .groupCall(call))))]),
        MethodCase(
            "endGroupCall", { try await $0.endGroupCall(in: Sample.supergroup) },
            sends: [TL.channels.GetFullChannel(channel: group), TL.phone.DiscardGroupCall(call: inputCall)],
            answers: [Sample.fullSupergroup(call: inputCall), Sample.updates()]),
        MethodCase(
            "endGroupCall, without a call", { try await $0.endGroupCall(in: Sample.group) },
            sends: [TL.messages.GetFullChat(chatID: 7)], answers: [Sample.fullGroup]),
        MethodCase(
            "setJoiningRequiredToWrite", { try await $0.setJoiningRequiredToWrite(true, in: Sample.supergroup) },
            sends: [TL.channels.ToggleJoinToSend(channel: group, enabled: true)], answers: [Sample.updates()]),
        MethodCase(
            "setApprovalRequiredToJoin",
            {
                try await $0.setApprovalRequiredToJoin(
                    true, guardedBy: Sample.bot, appliesToInvites: true, in: Sample.supergroup)
            },
            sends: [
                TL.channels.ToggleJoinRequest(
                    applyToInvites: true, channel: group, enabled: true, guardBot: Sample.inputBotUser)
            ], answers: [Sample.updates()]),
        MethodCase(
            "setSignatures", { try await $0.setSignatures(true, showingProfiles: true, in: Sample.channel) },
            sends: [
                TL.channels.ToggleSignatures(
                    signaturesEnabled: true, profilesEnabled: true, channel: Sample.inputChannel)
            ], answers: [Sample.updates()]),
        MethodCase(
            "setHistoryHidden", { try await $0.setHistoryHidden(true, in: Sample.supergroup) },
            sends: [TL.channels.TogglePreHistoryHidden(channel: group, enabled: true)], answers: [Sample.updates()]),
        MethodCase(
            "setAntiSpam", { try await $0.setAntiSpam(true, in: Sample.supergroup) },
            sends: [TL.channels.ToggleAntiSpam(channel: group, enabled: true)], answers: [Sample.updates()]),
        MethodCase(
            "setMembersHidden", { try await $0.setMembersHidden(true, in: Sample.supergroup) },
            sends: [TL.channels.ToggleParticipantsHidden(channel: group, enabled: true)], answers: [Sample.updates()]),
        MethodCase(
            "setAutoTranslation", { try await $0.setAutoTranslation(true, in: Sample.channel) },
            sends: [TL.channels.ToggleAutotranslation(channel: Sample.inputChannel, enabled: true)],
            answers: [Sample.updates()]),
        MethodCase(
            "convertToGigagroup", { try await $0.convertToGigagroup(Sample.supergroup) },
            sends: [TL.channels.ConvertToGigagroup(channel: group)], answers: [Sample.updates()]),
        MethodCase(
            "setChatLocation",
            { try await $0.setChatLocation(latitude: 1, longitude: 2, address: "There", of: Sample.supergroup) },
            sends: [
                TL.channels.EditLocation(
                    channel: group, geoPoint: .inputGeoPoint(.init(lat: 1, long: 2)), address: "There")
            ], answers: [true]),
        MethodCase(
            "setDiscussionGroup", { try await $0.setDiscussionGroup(Sample.supergroup, of: Sample.channel) },
            sends: [TL.channels.SetDiscussionGroup(broadcast: Sample.inputChannel, group: group)], answers: [true]),
        MethodCase(
            "setDiscussionGroup, none", { try await $0.setDiscussionGroup(nil, of: Sample.channel) },
            sends: [TL.channels.SetDiscussionGroup(broadcast: Sample.inputChannel, group: .empty)], answers: [true]),
        MethodCase(
            "discussionGroupCandidates",
            {
                let found = try await $0.discussionGroupCandidates()
                XCTAssertEqual(found.count, 3)
            },
            sends: [TL.channels.GetGroupsForDiscussion()], answers: [Sample.allChats]),
        MethodCase(
            "setPaidMessages",
            { try await $0.setPaidMessages(stars: 5, allowsDirectMessages: true, in: Sample.channel) },
            sends: [
                TL.channels.UpdatePaidMessagesPrice(
                    broadcastMessagesAllowed: true, channel: Sample.inputChannel, sendPaidMessagesStars: 5)
            ], answers: [Sample.updates()]),
        MethodCase(
            "setPaidMessages, too dear", { try await $0.setPaidMessages(stars: 10_001, in: Sample.channel) },
            fails: \.isInvalidArgument),
        MethodCase(
            "setChatColor",
            { try await $0.setChatColor(3, backgroundEmojiID: 4, forProfile: true, of: Sample.channel) },
            sends: [
                TL.channels.UpdateColor(forProfile: true, channel: Sample.inputChannel, color: 3, backgroundEmojiID: 4)
            ], answers: [Sample.updates()]),
        MethodCase(
            "setChatEmojiStatus",
            { try await $0.setChatEmojiStatus(.emojiStatus(.init(documentID: 3)), of: Sample.channel) },
            sends: [
                TL.channels.UpdateEmojiStatus(
                    channel: Sample.inputChannel, emojiStatus: .emojiStatus(.init(documentID: 3)))
            ], answers: [Sample.updates()]),
        MethodCase(
            "setGroupStickers",
            { try await $0.setGroupStickers(.shortName(.init(shortName: "x")), of: Sample.supergroup) },
            sends: [TL.channels.SetStickers(channel: group, stickerset: .shortName(.init(shortName: "x")))],
            answers: [true]),
        MethodCase(
            "setGroupEmoji", { try await $0.setGroupEmoji(.empty, of: Sample.supergroup) },
            sends: [TL.channels.SetEmojiStickers(channel: group, stickerset: .empty)], answers: [true]),
        MethodCase(
            "setMainProfileTab", { try await $0.setMainProfileTab(.gifts, of: Sample.channel) },
            sends: [TL.channels.SetMainProfileTab(channel: Sample.inputChannel, tab: .gifts)], answers: [true]),
        MethodCase(
            "setSponsoredMessagesRestricted", { try await $0.setSponsoredMessagesRestricted(true, in: Sample.channel) },
            sends: [TL.channels.RestrictSponsoredMessages(channel: Sample.inputChannel, restricted: true)],
            answers: [Sample.updates()]),
        MethodCase(
            "setBoostsToUnrestrict", { try await $0.setBoostsToUnrestrict(2, in: Sample.supergroup) },
            sends: [TL.channels.SetBoostsToUnblockRestrictions(channel: group, boosts: 2)],
            answers: [Sample.updates()]),
        MethodCase(
            "setForumEnabled", { try await $0.setForumEnabled(true, in: Sample.supergroup, tabs: true) },
            sends: [TL.channels.ToggleForum(channel: group, enabled: true, tabs: true)], answers: [Sample.updates()]),
        MethodCase(
            "setForumShownAsMessages", { try await $0.setForumShownAsMessages(true, in: Sample.supergroup) },
            sends: [TL.channels.ToggleViewForumAsMessages(channel: group, enabled: true)],
            answers: [Sample.updates()]),
        MethodCase(
            "isChatUsernameAvailable",
            {
                let isFree = try await $0.isChatUsernameAvailable("name", for: Sample.channel)
                XCTAssertTrue(isFree)
            },
            sends: [TL.channels.CheckUsername(channel: Sample.inputChannel, username: "name")], answers: [true]),
        MethodCase(
            "isChatUsernameAvailable, taken",
            {
                let isFree = try await $0.isChatUsernameAvailable("name", for: Sample.channel)
                XCTAssertFalse(isFree)
            },
            sends: [TL.channels.CheckUsername(channel: Sample.inputChannel, username: "name")],
            answers: [InvocationError.refused("USERNAME_OCCUPIED")]),
        MethodCase(
            "setChatUsername", { try await $0.setChatUsername("name", of: Sample.channel) },
            sends: [TL.channels.UpdateUsername(channel: Sample.inputChannel, username: "name")], answers: [true]),
        MethodCase(
            "setChatUsername, none, as it is", { try await $0.setChatUsername(nil, of: Sample.channel) },
            sends: [TL.channels.UpdateUsername(channel: Sample.inputChannel, username: "")],
            answers: [InvocationError.refused("USERNAME_NOT_MODIFIED")]),
        MethodCase(
            "setChatUsername, a further one",
            { try await $0.setChatUsername("name", active: false, of: Sample.channel) },
            sends: [TL.channels.ToggleUsername(channel: Sample.inputChannel, username: "name", active: false)],
            answers: [true]),
        MethodCase(
            "reorderChatUsernames", { try await $0.reorderChatUsernames(["b", "a"], of: Sample.channel) },
            sends: [TL.channels.ReorderUsernames(channel: Sample.inputChannel, order: ["b", "a"])], answers: [true]),
        MethodCase(
            "deactivateChatUsernames", { try await $0.deactivateChatUsernames(of: Sample.channel) },
            sends: [TL.channels.DeactivateAllUsernames(channel: Sample.inputChannel)], answers: [true]),
        MethodCase(
            "transferOwnership, without a password",
            { try await $0.transferOwnership(of: Sample.supergroup, to: Sample.user, password: "secret") },
            sends: [TL.account.GetPassword()],
            answers: [
                TL.account.Password(
                    newAlgo: .unknown, newSecureAlgo: .unknown, secureRandom: [])
            ], fails: \.isInvalidArgument),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
