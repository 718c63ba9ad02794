// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMessageBox
import FerogramTLTypes

/// What updates are handled one after another for.
enum UpdateLaneName: Hashable, Sendable {
    /// A chat.
    case chat(PeerID)
    /// A chat of an account that the bot acts for: the numbers of its chats are that account's. It is indirect as there may
    /// be a lane for each of many chats, and few are of this kind.
    indirect case business(String, PeerID)
    /// The account, for what belongs to no chat.
    case account
}

extension Update {
    /// The lane of an update.
    var lane: UpdateLaneName {
        switch self {
        case .businessMessage(let message), .businessMessageEdited(let message):
            .business(message.connectionID, message.chatID)
        case .businessMessagesDeleted(let messages): .business(messages.connectionID, messages.chatID)
        default: chatID.map(UpdateLaneName.chat) ?? .account
        }
    }

    /// Visits the numbers of messages in a private chat or a basic group that the update brings or changes.
    func forEachCommonMessageID(_ body: (Int32) -> Void) {
        switch self {
        case .message(let message), .messageEdited(let message): if let id = message.commonID { body(id) }
        case .album(let album): for message in album.messages { if let id = message.commonID { body(id) } }
        default: return
        }
    }

    /// Whether it brings or changes such messages.
    var hasCommonMessageIDs: Bool {
        switch self {
        case .message(let message), .messageEdited(let message): message.commonID != nil
        case .album(let album): album.messages.contains { $0.commonID != nil }
        default: false
        }
    }

    /// Whether somebody waits for the answer to it.
    var isQuery: Bool {
        switch self {
        case .callbackQuery, .inlineQuery, .chosenInlineResult, .shippingQuery, .preCheckoutQuery: true
        case .raw(let raw): UpdateClass(raw) == .queries
        default: false
        }
    }
}

extension Message {
    fileprivate var commonID: Int32? {
        if case .channel = chatID { nil } else { id }
    }
}

extension TL.Update {
    /// The chat that an update speaks of, where it names one.
    var chatID: PeerID? {
        switch self {
        case .channelAvailableMessages(let update): .channel(update.channelID)
        case .channel(let update): .channel(update.channelID)
        case .channelMessageForwards(let update): .channel(update.channelID)
        case .channelMessageViews(let update): .channel(update.channelID)
        case .channelParticipant(let update): .channel(update.channelID)
        case .channelReadMessagesContents(let update): .channel(update.channelID)
        case .channelTooLong(let update): .channel(update.channelID)
        case .channelUserTyping(let update): .channel(update.channelID)
        case .channelWebPage(let update): .channel(update.channelID)
        case .pinnedChannelMessages(let update): .channel(update.channelID)
        case .readChannelDiscussionInbox(let update): .channel(update.channelID)
        case .readChannelDiscussionOutbox(let update): .channel(update.channelID)
        case .readChannelInbox(let update): .channel(update.channelID)
        case .readChannelOutbox(let update): .channel(update.channelID)
        case .chat(let update): .chat(update.chatID)
        case .chatParticipant(let update): .chat(update.chatID)
        case .chatParticipantAdd(let update): .chat(update.chatID)
        case .chatParticipantAdmin(let update): .chat(update.chatID)
        case .chatParticipantDelete(let update): .chat(update.chatID)
        case .chatParticipantRank(let update): .chat(update.chatID)
        case .chatUserTyping(let update): .chat(update.chatID)
        case .botStopped(let update): .user(update.userID)
        case .user(let update): .user(update.userID)
        case .userEmojiStatus(let update): .user(update.userID)
        case .userName(let update): .user(update.userID)
        case .userPhone(let update): .user(update.userID)
        case .userStatus(let update): .user(update.userID)
        case .userTyping(let update): .user(update.userID)
        case .botChatBoost(let update): PeerID(update.peer)
        case .botChatInviteRequester(let update): PeerID(update.peer)
        case .botMessageReaction(let update): PeerID(update.peer)
        case .botMessageReactions(let update): PeerID(update.peer)
        case .chatDefaultBannedRights(let update): PeerID(update.peer)
        case .draftMessage(let update): PeerID(update.peer)
        case .messageExtendedMedia(let update): PeerID(update.peer)
        case .messageReactions(let update): PeerID(update.peer)
        case .peerBlocked(let update): PeerID(update.peerID)
        case .peerHistoryTTL(let update): PeerID(update.peer)
        case .peerSettings(let update): PeerID(update.peer)
        case .peerWallpaper(let update): PeerID(update.peer)
        case .pendingJoinRequests(let update): PeerID(update.peer)
        case .pinnedMessages(let update): PeerID(update.peer)
        case .readHistoryInbox(let update): PeerID(update.peer)
        case .readHistoryOutbox(let update): PeerID(update.peer)
        case .transcribedAudio(let update): PeerID(update.peer)
        default: nil
        }
    }
}
