// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// What somebody may not do in a chat, or what none of its members may.
///
/// Listed is what is forbidden: the empty set allows everything.
public struct BannedRights: OptionSet, Hashable, Sendable {
    /// The bits, as the schema numbers them.
    public let rawValue: UInt32

    /// Takes bits as the schema numbers them.
    ///
    /// - Parameter rawValue: The bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

// The chat itself.
extension BannedRights {
    /// Reading messages: who may not is banned.
    public static let viewMessages = Self(rawValue: 1 << 0)
    /// Changing name, description and photo.
    public static let changeInfo = Self(rawValue: 1 << 10)
    /// Adding members.
    public static let inviteUsers = Self(rawValue: 1 << 15)
    /// Pinning messages.
    public static let pinMessages = Self(rawValue: 1 << 17)
    /// Creating topics.
    public static let manageTopics = Self(rawValue: 1 << 18)
    /// Changing one's own rank.
    public static let editRank = Self(rawValue: 1 << 26)
    /// Adding chats to the community.
    public static let manageLinkedPeers = Self(rawValue: 1 << 28)
}

// Messages without files.
extension BannedRights {
    /// Sending anything.
    public static let sendMessages = Self(rawValue: 1 << 1)
    /// Sending text.
    public static let sendText = Self(rawValue: 1 << 25)
    /// Sending polls and checklists.
    public static let sendPolls = Self(rawValue: 1 << 8)
    /// Sending games.
    public static let sendGames = Self(rawValue: 1 << 5)
    /// Sending results of inline bots.
    public static let sendInline = Self(rawValue: 1 << 6)
    /// Previews of links.
    public static let embedLinks = Self(rawValue: 1 << 7)
    /// Reacting to messages.
    public static let sendReactions = Self(rawValue: 1 << 27)
}

// Media.
extension BannedRights {
    /// Sending media of any kind.
    public static let sendMedia = Self(rawValue: 1 << 2)
    /// Sending photos.
    public static let sendPhotos = Self(rawValue: 1 << 19)
    /// Sending videos.
    public static let sendVideos = Self(rawValue: 1 << 20)
    /// Sending round videos.
    public static let sendRoundVideos = Self(rawValue: 1 << 21)
    /// Sending music.
    public static let sendAudios = Self(rawValue: 1 << 22)
    /// Sending voice messages.
    public static let sendVoices = Self(rawValue: 1 << 23)
    /// Sending files.
    public static let sendDocuments = Self(rawValue: 1 << 24)
    /// Sending stickers.
    public static let sendStickers = Self(rawValue: 1 << 3)
    /// Sending GIFs.
    public static let sendGIFs = Self(rawValue: 1 << 4)
}

// Sets of them.
extension BannedRights {
    /// Everything that members send.
    public static let sendAnything: Self = [
        .sendMessages, .sendMedia, .sendStickers, .sendGIFs, .sendGames, .sendInline, .embedLinks, .sendPolls,
        .sendPhotos,
        .sendVideos, .sendRoundVideos, .sendAudios, .sendVoices, .sendDocuments, .sendText, .sendReactions,
    ]
    /// Everything: who has it is banned.
    public static let all: Self = [
        .viewMessages, .sendAnything, .changeInfo, .inviteUsers, .pinMessages, .manageTopics, .editRank,
        .manageLinkedPeers,
    ]
}

extension BannedRights {
    private static let fields: [(right: Self, field: any KeyPath<TL.ChatBannedRights, Bool> & Sendable)] = [
        (.viewMessages, \.viewMessages), (.changeInfo, \.changeInfo), (.inviteUsers, \.inviteUsers),
        (.pinMessages, \.pinMessages), (.manageTopics, \.manageTopics), (.editRank, \.editRank),
        (.manageLinkedPeers, \.manageLinkedPeers), (.sendMessages, \.sendMessages), (.sendText, \.sendPlain),
        (.sendPolls, \.sendPolls), (.sendGames, \.sendGames), (.sendInline, \.sendInline), (.embedLinks, \.embedLinks),
        (.sendReactions, \.sendReactions), (.sendMedia, \.sendMedia), (.sendPhotos, \.sendPhotos),
        (.sendVideos, \.sendVideos), (.sendRoundVideos, \.sendRoundvideos), (.sendAudios, \.sendAudios),
        (.sendVoices, \.sendVoices), (.sendDocuments, \.sendDocs), (.sendStickers, \.sendStickers),
        (.sendGIFs, \.sendGifs),
    ]

    /// Takes the rights of a TL value; when they end is not among them.
    ///
    /// - Parameter raw: The TL value.
    public init(_ raw: TL.ChatBannedRights) {
        self = []
        for entry in Self.fields where raw[keyPath: entry.field] { insert(entry.right) }
    }

    /// The rights as a TL value.
    ///
    /// - Parameter date: Until when, in seconds since 1970; 0 for always.
    /// - Returns: The TL value.
    func tl(until date: Int32 = 0) -> TL.ChatBannedRights {
        TL.ChatBannedRights(
            viewMessages: contains(.viewMessages), sendMessages: contains(.sendMessages),
            sendMedia: contains(.sendMedia), sendStickers: contains(.sendStickers), sendGifs: contains(.sendGIFs),
            sendGames: contains(.sendGames), sendInline: contains(.sendInline), embedLinks: contains(.embedLinks),
            sendPolls: contains(.sendPolls), changeInfo: contains(.changeInfo), inviteUsers: contains(.inviteUsers),
            pinMessages: contains(.pinMessages), manageTopics: contains(.manageTopics),
            sendPhotos: contains(.sendPhotos), sendVideos: contains(.sendVideos),
            sendRoundvideos: contains(.sendRoundVideos), sendAudios: contains(.sendAudios),
            sendVoices: contains(.sendVoices), sendDocs: contains(.sendDocuments), sendPlain: contains(.sendText),
            editRank: contains(.editRank), sendReactions: contains(.sendReactions),
            manageLinkedPeers: contains(.manageLinkedPeers), untilDate: date)
    }
}
