// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A group that was created.
public struct CreatedGroup: Sendable {
    /// The group.
    public let group: Group
    /// Who could not be added; they can be sent an invite link.
    public let missing: [MissingInvitee]
}

extension CreatedGroup: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference { group.peerReference }
}

/// Somebody who could not be added to a chat because of their privacy settings.
public struct MissingInvitee: Sendable {
    /// The person as the schema has it.
    public let raw: TL.MissingInvitee

    /// The person.
    public var userID: Int64 { raw.userID }
    /// Whether the account could add the person if it had Telegram Premium.
    public var premiumWouldAllowInvite: Bool { raw.premiumWouldAllowInvite }
    /// Whether the account needs Telegram Premium to send the person an invite link.
    public var requiresPremiumForMessage: Bool { raw.premiumRequiredForPM }
}

/// Chats that are like another one.
public struct SimilarChats: Sendable {
    /// The chats.
    public let chats: [Chat]
    /// How many there are; the server gives the first ones alone to accounts without Telegram Premium.
    public let total: Int
}

/// A chat in which the account has done nothing for long.
public struct InactiveChat: Sendable {
    /// The chat.
    public let chat: Chat
    /// When something last happened.
    public let lastActivity: Date
}
