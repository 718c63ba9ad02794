// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// One chat within Saved Messages, or one person's direct messages to a channel.
public struct SavedDialog: Sendable, Identifiable {
    /// The dialog as the schema has it.
    public let raw: TL.SavedDialog
    /// Where the saved messages came from, or who wrote to the channel.
    public let id: PeerID
    /// The chat, if it came along.
    public let chat: Chat?
    /// The newest message.
    public let lastMessage: Message?

    init(_ raw: TL.SavedDialog, _ newest: TopMessages, in place: PeerID?, _ context: ObjectContext) {
        self.raw = raw
        let (peer, message): (TL.Peer, Int32) =
            switch raw {
            case .savedDialog(let dialog): (dialog.peer, dialog.topMessage)
            case .monoForumDialog(let dialog): (dialog.peer, dialog.topMessage)
            }
        id = PeerID(peer)
        chat = context.chat(PeerID(peer))
        lastMessage = place.flatMap { newest[$0, message] }
    }

    /// When the newest message was sent.
    public var date: Date? { lastMessage?.date }
    /// Whether it is pinned.
    public var isPinned: Bool { if case .savedDialog(let dialog) = raw { dialog.pinned } else { false } }
    /// How many direct messages are unread.
    public var unreadCount: Int { if case .monoForumDialog(let dialog) = raw { Int(dialog.unreadCount) } else { 0 } }
    /// Whether direct messages are marked as unread.
    public var isMarkedUnread: Bool { if case .monoForumDialog(let dialog) = raw { dialog.unreadMark } else { false } }
}

extension SavedDialog: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference {
        get throws(InvocationError) { chat?.peerReference ?? .id(id) }
    }
}

/// A reaction that marks saved messages.
public struct SavedTag: Sendable {
    /// The tag as the schema has it.
    public let raw: TL.SavedReactionTag

    /// The reaction.
    public var reaction: TL.Reaction { raw.reaction }
    /// What the account calls it.
    public var title: String? { raw.title }
    /// How many messages have it.
    public var count: Int { Int(raw.count) }
}

/// Where a page of saved chats begins; it can be saved and used in another run of the program.
public struct SavedDialogCursor: Codable, Hashable, Sendable {
    var date: Int32
    var messageID: Int32
    var peer: PeerOffset?
}
