// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// Somebody came online or went away.
public struct UserStatusChange: UserUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.UserStatus
    /// What came along.
    public let context: ObjectContext

    /// Who.
    public var userID: Int64 { raw.userID }
    /// Until when they count as online; `nil` if they are not online.
    public var onlineUntil: Date? {
        if case .online(let status) = raw.status { Date(unixTime: status.expires) } else { nil }
    }
    /// When they were online last; `nil` if they are online, or hide it.
    public var lastOnline: Date? {
        if case .offline(let status) = raw.status { Date(unixTime: status.wasOnline) } else { nil }
    }
}

/// Somebody has another name.
public struct UserNameChange: UserUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.UserName
    /// What came along.
    public let context: ObjectContext

    /// Who.
    public var userID: Int64 { raw.userID }
    /// The first name.
    public var firstName: String { raw.firstName }
    /// The last name; empty if there is none.
    public var lastName: String { raw.lastName }
    /// The public names that are active, without `@`.
    public var usernames: [String] { raw.usernames.filter(\.active).map(\.username) }
}

/// The account blocked or unblocked somebody, in another session.
public struct PeerBlockedChange: ReceivedUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.PeerBlocked
    /// What came along.
    public let context: ObjectContext

    /// Whom.
    public var peerID: PeerID { PeerID(raw.peerID) }
    /// Whether they are blocked now.
    public var isBlocked: Bool { raw.blocked }
    /// Whether they are kept from the account's stories now.
    public var isBlockedFromStories: Bool { raw.blockedMyStoriesFrom }
}

/// The draft in a chat changed, in another session of the account.
public struct DraftChange: ChatUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.DraftMessage
    /// What came along.
    public let context: ObjectContext

    /// The chat.
    public var chatID: PeerID { PeerID(raw.peer) }
    /// The topic of a forum.
    public var topicID: Int32? { raw.topMsgID }
    /// The text; `nil` if there is no draft any more.
    public var text: String? {
        if case .draftMessage(let draft) = raw.draft { draft.message } else { nil }
    }
}
