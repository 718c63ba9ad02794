// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A member of a group or channel, or somebody who was one.
public struct Participant: Sendable, Identifiable {
    /// What somebody is in a chat.
    public enum Status: Hashable, Sendable {
        /// Who made the chat.
        case creator
        /// An administrator.
        case administrator
        /// A member.
        case member
        /// A member, or somebody who left, who may not do everything that others may.
        case restricted
        /// Somebody who left, or never was a member.
        case left
        /// Somebody who may not come back.
        case banned
    }

    /// The participant as the schema has it.
    @nonexhaustive
    public enum Raw: Sendable {
        /// In a supergroup or channel.
        case channel(TL.ChannelParticipant)
        /// In a basic group.
        case group(TL.ChatParticipant)
    }

    /// The participant as the schema has it.
    public let raw: Raw
    /// Who it is; chats can be banned too.
    public let id: PeerID
    /// What they are.
    public let status: Status
    let context: ObjectContext

    init(_ raw: TL.ChannelParticipant, _ context: ObjectContext) {
        self.raw = .channel(raw)
        self.context = context
        switch raw {
        case .channelParticipant(let member): (id, status) = (.user(member.userID), .member)
        case .participantSelf(let member): (id, status) = (.user(member.userID), .member)
        case .creator(let member): (id, status) = (.user(member.userID), .creator)
        case .admin(let member): (id, status) = (.user(member.userID), .administrator)
        case .left(let member): (id, status) = (PeerID(member.peer), .left)
        case .banned(let member):
            // Only who may not read is banned; others are restricted.
            (id, status) = (PeerID(member.peer), member.bannedRights.viewMessages ? .banned : .restricted)
        }
    }

    init(_ raw: TL.ChatParticipant, _ context: ObjectContext) {
        self.raw = .group(raw)
        self.context = context
        switch raw {
        case .chatParticipant(let member): (id, status) = (.user(member.userID), .member)
        case .admin(let member): (id, status) = (.user(member.userID), .administrator)
        case .creator(let member): (id, status) = (.user(member.userID), .creator)
        }
    }

    private var banned: TL.ChannelParticipant.Banned? {
        if case .channel(.banned(let member)) = raw { member } else { nil }
    }

    /// The user; `nil` if it is a chat, or did not come along.
    public var user: User? { if case .user(let id) = id { context.user(id) } else { nil } }
    /// The chat, if a chat it is.
    public var chat: Chat? { user == nil ? context.chat(id) : nil }
    /// The name.
    public var name: String { user?.fullName ?? chat?.title ?? "" }
    /// Whether they are in the chat.
    public var isMember: Bool {
        switch status {
        case .creator, .administrator, .member: true
        case .restricted: banned?.left == false
        case .left, .banned: false
        }
    }
    /// Whether they are its creator or an administrator.
    public var isAdministrator: Bool { status == .creator || status == .administrator }
    /// The title that stands beside the name.
    public var rank: String? {
        switch raw {
        case .channel(.channelParticipant(let member)): member.rank
        case .channel(.participantSelf(let member)): member.rank
        case .channel(.creator(let member)): member.rank
        case .channel(.admin(let member)): member.rank
        case .channel(.banned(let member)): member.rank
        case .channel(.left): nil
        case .group(.chatParticipant(let member)): member.rank
        case .group(.admin(let member)): member.rank
        case .group(.creator(let member)): member.rank
        }
    }
    /// When they joined, or were promoted or banned.
    public var date: Date? {
        switch raw {
        case .channel(.channelParticipant(let member)): Date(unixTime: member.date)
        case .channel(.participantSelf(let member)): Date(unixTime: member.date)
        case .channel(.admin(let member)): Date(unixTime: member.date)
        case .channel(.banned(let member)): Date(unixTime: member.date)
        case .channel(.creator), .channel(.left), .group(.creator): nil
        case .group(.chatParticipant(let member)): Date(unixTime: member.date)
        case .group(.admin(let member)): Date(unixTime: member.date)
        }
    }
    /// Who added them.
    public var inviterID: Int64? {
        switch raw {
        case .channel(.participantSelf(let member)): member.inviterID
        case .channel(.admin(let member)): member.inviterID
        case .group(.chatParticipant(let member)): member.inviterID
        case .group(.admin(let member)): member.inviterID
        default: nil
        }
    }
    /// Who promoted or banned them.
    public var changedByID: Int64? {
        switch raw {
        case .channel(.admin(let member)): member.promotedBy
        case .channel(.banned(let member)): member.kickedBy
        default: nil
        }
    }
    /// What an administrator may do; `nil` for others, and in basic groups, whose administrators may do all.
    public var adminRights: AdminRights? {
        switch raw {
        case .channel(.creator(let member)): AdminRights(member.adminRights)
        case .channel(.admin(let member)): AdminRights(member.adminRights)
        default: nil
        }
    }
    /// What somebody who is restricted or banned may not do.
    public var bannedRights: BannedRights? { banned.map { BannedRights($0.bannedRights) } }
    /// Until when they are restricted or banned; `nil` for always.
    public var bannedUntil: Date? {
        guard let date = banned?.bannedRights.untilDate, date > 0, date < .max else { return nil }
        return Date(unixTime: date)
    }
    /// Whether the account may change an administrator's rights.
    public var canBeEdited: Bool { if case .channel(.admin(let member)) = raw { member.canEdit } else { false } }
    /// Until when a subscription lasts.
    public var subscribedUntil: Date? {
        let date: Int32? =
            switch raw {
            case .channel(.channelParticipant(let member)): member.subscriptionUntilDate
            case .channel(.participantSelf(let member)): member.subscriptionUntilDate
            default: nil
            }
        return date.map { Date(unixTime: $0) }
    }
}

extension Participant: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference {
        get throws(InvocationError) { user?.peerReference ?? chat?.peerReference ?? .id(id) }
    }
}

extension Participant: CustomStringConvertible {
    /// A description for people.
    public var description: String { "Participant(\(name), \(status))" }
}
