// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

@testable import Ferogram

/// Answers about chats and people for cases.
extension Sample {
    static let inputUserUser = TL.InputUser.inputUser(.init(userID: 5, accessHash: 50))
    static let inputBotUser = TL.InputUser.inputUser(.init(userID: 6, accessHash: 60))
    static let supergroupDialogPeer = TL.InputDialogPeer.inputDialogPeer(.init(peer: inputSupergroup))
    static let userDialogPeer = TL.InputDialogPeer.inputDialogPeer(.init(peer: inputUser))

    /// A dialog as the server gives it.
    static func dialog(
        _ chat: PeerID, top: Int32 = 1, pinned: Bool = false, folder: Int32? = nil, unread: Int32 = 0
    ) -> TL.Dialog {
        .dialog(
            .init(
                pinned: pinned, peer: chat.tlPeer, topMessage: top, readInboxMaxID: 0, readOutboxMaxID: 0,
                unreadCount: unread, unreadMentionsCount: 0, unreadReactionsCount: 0, unreadPollVotesCount: 0,
                notifySettings: .init(), folderID: folder))
    }

    /// All of a list of chats.
    static func dialogs(_ dialogs: [TL.Dialog], _ messages: [TL.Message] = []) -> TL.messages.Dialogs {
        .dialogs(.init(dialogs: dialogs, messages: messages, chats: chats, users: users))
    }

    /// Some dialogs by whose they are.
    static func peerDialogs(_ dialogs: [TL.Dialog], _ messages: [TL.Message] = []) -> TL.messages.PeerDialogs {
        .init(
            dialogs: dialogs, messages: messages, chats: chats, users: users,
            state: .init(pts: 1, qts: 1, date: 1, seq: 1, unreadCount: 0))
    }

    /// The full information of the basic group, with the account as its creator and two members.
    static let fullGroup = TL.messages.ChatFull(
        fullChat: .chatFull(
            .init(
                id: 7, about: "about",
                participants: .chatParticipants(
                    .init(
                        chatID: 7,
                        participants: [
                            .creator(.init(userID: 1)), .admin(.init(userID: 5, inviterID: 1, date: 1)),
                            .chatParticipant(.init(userID: 6, inviterID: 1, date: 1)),
                        ], version: 1)), notifySettings: .init())), chats: chats, users: users)

    /// The full information of the supergroup.
    static func fullSupergroup(
        statistics: Int32? = nil, linked: Int64? = nil, call: TL.InputGroupCall? = nil
    ) -> TL.messages.ChatFull {
        .init(fullChat: .channelFull(full(8, statistics, linked, call)), chats: chats, users: users)
    }

    /// The full information of the channel.
    static func fullChannel(statistics: Int32? = nil, linked: Int64? = nil) -> TL.messages.ChatFull {
        .init(fullChat: .channelFull(full(9, statistics, linked)), chats: chats, users: users)
    }

    private static func full(
        _ id: Int64, _ statistics: Int32?, _ linked: Int64?, _ call: TL.InputGroupCall? = nil
    ) -> TL.ChatFull.ChannelFull {
        .init(
            id: id, about: "about", readInboxMaxID: 0, readOutboxMaxID: 0, unreadCount: 0,
            chatPhoto: .empty(.init(id: 0)), notifySettings: .init(), botInfo: [], linkedChatID: linked,
            statsDC: statistics, pts: 1, call: call)
    }

    /// A page of members of a supergroup.
    static func participants(_ participants: [TL.ChannelParticipant], count: Int32) -> TL.channels.ChannelParticipants {
        .channelParticipants(.init(count: count, participants: participants, chats: chats, users: users))
    }

    /// One member of a supergroup.
    static func participant(_ participant: TL.ChannelParticipant) -> TL.channels.ChannelParticipant {
        .init(participant: participant, chats: chats, users: users)
    }

    static let member = TL.ChannelParticipant.channelParticipant(.init(userID: 5, date: 1))
    static let allChats = TL.messages.Chats.chats(.init(chats: chats))

    /// An invite link.
    static func invite(_ link: String = "https://t.me/+abc", permanent: Bool = false) -> TL.ExportedChatInvite {
        .exported(.init(permanent: permanent, link: link, adminID: 1, date: 1))
    }

    /// Topics of the supergroup.
    static func topics(_ topics: [TL.ForumTopic], count: Int32 = 1) -> TL.messages.ForumTopics {
        .init(count: count, topics: topics, messages: [], chats: chats, users: users, pts: 1)
    }

    static func topic(_ id: Int32) -> TL.ForumTopic {
        .forumTopic(
            .init(
                id: id, date: 1, peer: supergroup.tlPeer, title: "topic", iconColor: 0, topMessage: id,
                readInboxMaxID: 0,
                readOutboxMaxID: 0, unreadCount: 0, unreadMentionsCount: 0, unreadReactionsCount: 0,
                unreadPollVotesCount: 0, fromID: user.tlPeer, notifySettings: .init()))
    }
}

extension InvocationError {
    /// Whether the argument is no peer of the right kind.
    var isInvalidPeer: Bool { if case .invalidPeer = self { true } else { false } }
}
