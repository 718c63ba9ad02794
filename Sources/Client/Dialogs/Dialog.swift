// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A chat in the account's list of chats, with what is unread in it.
public struct Dialog: Sendable, Identifiable {
    /// The dialog as the schema has it.
    public let raw: TL.Dialog.Dialog
    /// The chat.
    public let chat: Chat
    /// The newest message; `nil` if there is none, as in a chat that was cleared.
    public let lastMessage: Message?
    let context: ObjectContext

    init(_ raw: TL.Dialog.Dialog, chat: Chat, lastMessage: Message?, _ context: ObjectContext) {
        (self.raw, self.chat, self.lastMessage, self.context) = (raw, chat, lastMessage, context)
    }

    /// The chat's number.
    public var id: PeerID { chat.id }
    /// The chat's name.
    public var title: String { chat.title }
    /// When the newest message was sent.
    public var date: Date? { lastMessage?.date }
    /// How many messages are unread.
    public var unreadCount: Int { Int(raw.unreadCount) }
    /// How many unread messages mention the account.
    public var unreadMentionCount: Int { Int(raw.unreadMentionsCount) }
    /// How many messages of the account have reactions that it has not seen.
    public var unreadReactionCount: Int { Int(raw.unreadReactionsCount) }
    /// How many polls of the account have votes that it has not seen.
    public var unreadPollVoteCount: Int { Int(raw.unreadPollVotesCount) }
    /// Whether the account marked the chat as unread.
    public var isMarkedUnread: Bool { raw.unreadMark }
    /// Whether there is anything unread, the mark included.
    public var isUnread: Bool { raw.unreadCount > 0 || raw.unreadMark }
    /// Whether the chat is pinned.
    public var isPinned: Bool { raw.pinned }
    /// Whether the chat is in the archive.
    public var isArchived: Bool { raw.folderID == 1 }
    /// Up to which message the account has read.
    public var readUpTo: Int32 { raw.readInboxMaxID }
    /// Up to which message the other side has read.
    public var readByOthersUpTo: Int32 { raw.readOutboxMaxID }
    /// The text that the account began to write and did not send.
    public var draft: TL.DraftMessage.DraftMessage? {
        if case .draftMessage(let draft)? = raw.draft { draft } else { nil }
    }
    /// The chat's own notification settings.
    public var notifySettings: TL.PeerNotifySettings { raw.notifySettings }
    /// Until when the chat is mute by a setting of its own.
    public var mutedUntil: Date? {
        guard let date = raw.notifySettings.muteUntil, date > 0 else { return nil }
        return Date(unixTime: date)
    }
    /// After what time messages of the chat disappear; `nil` if they stay.
    public var autoDelete: Duration? { raw.ttlPeriod.map { .seconds($0) } }
    /// Whether a forum is shown as one list of messages.
    public var isForumShownAsMessages: Bool { raw.viewForumAsMessages }

    /// Whether the chat is mute by a setting of its own.
    ///
    /// - Parameter date: When; now by default.
    /// - Returns: Whether it is.
    public func isMuted(at date: Date = Date()) -> Bool { mutedUntil.map { $0 > date } ?? false }
}

extension Dialog: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference { chat.peerReference }
}

extension Dialog: CustomStringConvertible {
    /// A description for people.
    public var description: String { "Dialog(\(chat.title))" }
}

extension Dialog {
    /// Pins the chat (`messages.toggleDialogPin`).
    ///
    /// - Throws: ``InvocationError``.
    public func pin() async throws(InvocationError) { try await context.core.setPinned(true, dialog: chat) }

    /// Unpins the chat (`messages.toggleDialogPin`).
    ///
    /// - Throws: ``InvocationError``.
    public func unpin() async throws(InvocationError) { try await context.core.setPinned(false, dialog: chat) }

    /// Moves the chat to the archive (`folders.editPeerFolders`).
    ///
    /// - Throws: ``InvocationError``.
    public func archive() async throws(InvocationError) { try await context.core.setFolder(1, of: [chat]) }

    /// Takes the chat out of the archive (`folders.editPeerFolders`).
    ///
    /// - Throws: ``InvocationError``.
    public func unarchive() async throws(InvocationError) { try await context.core.setFolder(0, of: [chat]) }

    /// Removes the chat from the list; see ``TelegramClient/deleteDialog(_:forEveryone:)``.
    ///
    /// - Parameter forEveryone: Whether the other side of a private chat loses the messages too.
    /// - Throws: ``InvocationError``.
    public func delete(forEveryone: Bool = false) async throws(InvocationError) {
        try await context.core.deleteDialog(chat, forEveryone: forEveryone)
    }
}
