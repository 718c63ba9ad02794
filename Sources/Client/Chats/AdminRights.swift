// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// What an administrator may do.
///
/// Listed is what is allowed: the empty set is no administrator's.
public struct AdminRights: OptionSet, Hashable, Sendable {
    /// The bits, as the schema numbers them.
    public let rawValue: UInt32

    /// Takes bits as the schema numbers them.
    ///
    /// - Parameter rawValue: The bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

// Stories.
extension AdminRights {
    /// Posting stories in the chat's name.
    public static let postStories = Self(rawValue: 1 << 14)
    /// Editing the chat's stories of others.
    public static let editStories = Self(rawValue: 1 << 15)
    /// Deleting the chat's stories of others.
    public static let deleteStories = Self(rawValue: 1 << 16)
}

// Messages.
extension AdminRights {
    /// Posting in the channel.
    public static let postMessages = Self(rawValue: 1 << 1)
    /// Editing the channel's posts of others.
    public static let editMessages = Self(rawValue: 1 << 2)
    /// Deleting messages of others.
    public static let deleteMessages = Self(rawValue: 1 << 3)
    /// Pinning messages.
    public static let pinMessages = Self(rawValue: 1 << 7)
    /// Answering the channel's direct messages.
    public static let manageDirectMessages = Self(rawValue: 1 << 17)
}

// Being an administrator.
extension AdminRights {
    /// Promoting others, to no more than one's own rights.
    public static let addAdmins = Self(rawValue: 1 << 9)
    /// Writing in the group's name; not a power, but a way to appear.
    public static let anonymous = Self(rawValue: 1 << 10)
    /// Being an administrator without any other right.
    public static let other = Self(rawValue: 1 << 12)
}

// Members.
extension AdminRights {
    /// Banning and restricting members.
    public static let banUsers = Self(rawValue: 1 << 4)
    /// Adding members and managing links.
    public static let inviteUsers = Self(rawValue: 1 << 5)
    /// Changing the ranks of members.
    public static let manageRanks = Self(rawValue: 1 << 18)
    /// Managing messages that new members see.
    public static let manageWelcomeMessages = Self(rawValue: 1 << 20)
}

// The chat itself.
extension AdminRights {
    /// Changing name, description, photo and settings.
    public static let changeInfo = Self(rawValue: 1 << 0)
    /// Managing topics.
    public static let manageTopics = Self(rawValue: 1 << 13)
    /// Managing video chats and live streams.
    public static let manageCalls = Self(rawValue: 1 << 11)
    /// Managing the chats of the community.
    public static let manageLinkedPeers = Self(rawValue: 1 << 19)
}

// Sets of them.
extension AdminRights {
    /// Everything but making more administrators and writing anonymously.
    public static let all: Self = [
        .changeInfo, .postMessages, .editMessages, .deleteMessages, .banUsers, .inviteUsers, .pinMessages, .manageCalls,
        .other, .manageTopics, .postStories, .editStories, .deleteStories, .manageDirectMessages, .manageRanks,
        .manageLinkedPeers, .manageWelcomeMessages,
    ]
}

extension AdminRights {
    private static let fields: [(right: Self, field: any KeyPath<TL.ChatAdminRights, Bool> & Sendable)] = [
        (.postStories, \.postStories), (.editStories, \.editStories), (.deleteStories, \.deleteStories),
        (.postMessages, \.postMessages), (.editMessages, \.editMessages), (.deleteMessages, \.deleteMessages),
        (.pinMessages, \.pinMessages), (.manageDirectMessages, \.manageDirectMessages), (.addAdmins, \.addAdmins),
        (.anonymous, \.anonymous), (.other, \.other), (.banUsers, \.banUsers), (.inviteUsers, \.inviteUsers),
        (.manageRanks, \.manageRanks), (.manageWelcomeMessages, \.manageWelcomeMessages), (.changeInfo, \.changeInfo),
        (.manageTopics, \.manageTopics), (.manageCalls, \.manageCall), (.manageLinkedPeers, \.manageLinkedPeers),
    ]

    /// Takes the rights of a TL value.
    ///
    /// - Parameter raw: The TL value.
    public init(_ raw: TL.ChatAdminRights) {
        self = []
        for entry in Self.fields where raw[keyPath: entry.field] { insert(entry.right) }
    }

    /// The rights as a TL value.
    var tl: TL.ChatAdminRights {
        TL.ChatAdminRights(
            changeInfo: contains(.changeInfo), postMessages: contains(.postMessages),
            editMessages: contains(.editMessages), deleteMessages: contains(.deleteMessages),
            banUsers: contains(.banUsers), inviteUsers: contains(.inviteUsers), pinMessages: contains(.pinMessages),
            addAdmins: contains(.addAdmins), anonymous: contains(.anonymous), manageCall: contains(.manageCalls),
            other: contains(.other), manageTopics: contains(.manageTopics), postStories: contains(.postStories),
            editStories: contains(.editStories), deleteStories: contains(.deleteStories),
            manageDirectMessages: contains(.manageDirectMessages), manageRanks: contains(.manageRanks),
            manageLinkedPeers: contains(.manageLinkedPeers), manageWelcomeMessages: contains(.manageWelcomeMessages))
    }
}
