// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// Somebody's place in a chat.
@nonexhaustive
public enum MemberStatus: Hashable, Sendable {
    /// The chat is theirs.
    case creator
    /// They administer it.
    case admin
    /// They are an ordinary member.
    case member
    /// They are a member with fewer rights.
    case restricted
    /// They are no member.
    case left
    /// They may not come back.
    case banned

    /// Whether they are in the chat.
    public var isInChat: Bool {
        switch self {
        case .creator, .admin, .member, .restricted: true
        case .left, .banned: false
        }
    }
}

/// Somebody joined, left, or got other rights.
public struct MemberChange: ChatUpdate, UserUpdate {
    /// The update as the schema has it.
    @nonexhaustive
    public enum Raw: Sendable {
        /// In a basic group.
        case group(TL.Update.ChatParticipant)
        /// In a supergroup or a channel.
        case channel(TL.Update.ChannelParticipant)
    }

    /// The update as the schema has it.
    public let raw: Raw
    /// What came along.
    public let context: ObjectContext

    /// The chat.
    public var chatID: PeerID {
        switch raw {
        case .group(let update): .chat(update.chatID)
        case .channel(let update): .channel(update.channelID)
        }
    }
    /// Whose place changed.
    public var userID: Int64 {
        switch raw {
        case .group(let update): update.userID
        case .channel(let update): update.userID
        }
    }
    /// Who changed it, which may be the user.
    public var actorID: Int64 {
        switch raw {
        case .group(let update): update.actorID
        case .channel(let update): update.actorID
        }
    }
    /// When it changed.
    public var date: Date {
        switch raw {
        case .group(let update): Date(unixTime: update.date)
        case .channel(let update): Date(unixTime: update.date)
        }
    }
    /// The place before.
    public var oldStatus: MemberStatus {
        switch raw {
        case .group(let update): MemberStatus(update.prevParticipant)
        case .channel(let update): MemberStatus(update.prevParticipant)
        }
    }
    /// The place now.
    public var newStatus: MemberStatus {
        switch raw {
        case .group(let update): MemberStatus(update.newParticipant)
        case .channel(let update): MemberStatus(update.newParticipant)
        }
    }
    /// The link by which the user joined, if there is one.
    public var inviteLink: String? {
        let invite: TL.ExportedChatInvite? =
            switch raw {
            case .group(let update): update.invite
            case .channel(let update): update.invite
            }
        guard case .exported(let invite) = invite else { return nil }
        return invite.link
    }
    /// Whether the user came into the chat.
    public var hasJoined: Bool { !oldStatus.isInChat && newStatus.isInChat }
    /// Whether the user is no longer in the chat.
    public var hasLeft: Bool { oldStatus.isInChat && !newStatus.isInChat }
    /// Whether it is about the account itself.
    public var isOwn: Bool { userID == context.core.account?.userID }
}

extension MemberStatus {
    fileprivate init(_ raw: TL.ChatParticipant?) {
        self =
            switch raw {
            case .creator: .creator
            case .admin: .admin
            case .chatParticipant: .member
            case nil: .left
            }
    }

    fileprivate init(_ raw: TL.ChannelParticipant?) {
        self =
            switch raw {
            case .creator: .creator
            case .admin: .admin
            case .banned(let banned): banned.bannedRights.viewMessages ? .banned : banned.left ? .left : .restricted
            case .channelParticipant, .participantSelf: .member
            case .left, nil: .left
            }
    }
}
