// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// Where a forwarded message was said first.
public struct ForwardOrigin: Sendable {
    /// Who said it.
    @nonexhaustive public enum Source: Hashable, Sendable {
        /// A person or a bot.
        case user(Int64)
        /// Somebody who does not want to be named by number.
        case hiddenUser(name: String)
        /// A group, in whose name an administrator wrote.
        case chat(PeerID, signature: String?)
        /// A channel, with the number of the post.
        case channel(Int64, messageID: Int32, signature: String?)
        /// Nobody knows.
        case unknown
    }

    /// The origin as the schema has it.
    public let raw: TL.MessageFwdHeader

    init(_ raw: TL.MessageFwdHeader) {
        self.raw = raw
    }

    /// Who said it.
    public var source: Source {
        switch raw.fromID.map({ PeerID($0) }) {
        case .user(let id): return .user(id)
        case .channel(let id):
            if let post = raw.channelPost { return .channel(id, messageID: post, signature: raw.postAuthor) }
            return .chat(.channel(id), signature: raw.postAuthor)
        case .chat(let id): return .chat(.chat(id), signature: raw.postAuthor)
        case nil: return raw.fromName.map { .hiddenUser(name: $0) } ?? .unknown
        }
    }
    /// When it was said first.
    public var date: Date { Date(unixTime: raw.date) }
    /// The chat that it was forwarded from, in Saved Messages and in a channel's group.
    public var savedFromChatID: PeerID? { raw.savedFromPeer.map { PeerID($0) } }
    /// The number that it has there.
    public var savedFromMessageID: Int32? { raw.savedFromMsgID }
    /// Whether it was imported from another program.
    public var isImported: Bool { raw.imported }
    /// What kind of public announcement it is.
    public var announcementType: String? { raw.psaType }
}
