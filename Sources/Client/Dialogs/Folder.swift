// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
public import FerogramTLTypes

/// A folder, which is a named view of the list of chats; a chat can be in several.
public struct Folder: Sendable, Identifiable {
    /// Which kinds of chats a folder takes by itself.
    public struct Categories: OptionSet, Hashable, Sendable {
        /// The value as a number or a text.
        public let rawValue: UInt8

        /// Creates the value from its raw value.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Private chats with contacts.
        public static let contacts = Self(rawValue: 1)
        /// Private chats with other people.
        public static let nonContacts = Self(rawValue: 2)
        /// Groups, basic and super.
        public static let groups = Self(rawValue: 4)
        /// Channels.
        public static let channels = Self(rawValue: 8)
        /// Private chats with bots.
        public static let bots = Self(rawValue: 16)
    }

    /// Which chats a folder leaves out, though they are of its kinds.
    public struct Exclusions: OptionSet, Hashable, Sendable {
        /// The value as a number or a text.
        public let rawValue: UInt8

        /// Creates the value from its raw value.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Mute chats in which nobody mentioned the account.
        public static let muted = Self(rawValue: 1)
        /// Chats without anything unread.
        public static let read = Self(rawValue: 2)
        /// Chats in the archive.
        public static let archived = Self(rawValue: 4)
    }

    /// What sort of folder it is.
    @nonexhaustive
    public enum Kind: Hashable, Sendable {
        /// The view of all chats, which stands among the folders to have a place in their order.
        case allChats
        /// An ordinary folder.
        case custom
        /// A folder that others can join by a link, or that was joined by one; it names its chats and has no kinds.
        case shared
        /// A kind that is not known yet.
        case raw
    }

    /// The folder as the schema has it; `nil` for one that was made here.
    public let raw: TL.DialogFilter?
    /// What sort it is.
    public private(set) var kind = Kind.custom
    /// The number: 0 for all chats, 2 to 255 otherwise; 0 too for a folder that has not been created yet.
    public var id: Int32 = 0
    /// The name, 1 to 12 characters.
    public var title: String
    /// The custom emoji of the name.
    public var titleEntities: [TL.MessageEntity] = []
    /// Whether custom emoji of the name stand still.
    public var isTitleStill = false
    /// The emoji that stands for its icon.
    public var icon: String?
    /// The colour of its tag, 0 to 6; `nil` for none.
    public var color: Int?
    /// Which kinds of chats it takes by itself.
    public var categories: Categories = []
    /// Which of those it leaves out.
    public var exclusions: Exclusions = []
    /// The chats that come first, in their order.
    public var pinned: [any PeerConvertible] = []
    /// Further chats that are in it.
    public var included: [any PeerConvertible] = []
    /// Chats that are not in it.
    public var excluded: [any PeerConvertible] = []
    /// Whether the account made links to it.
    public private(set) var hasOwnLinks = false

    /// Creates a folder, for ``TelegramClient/createFolder(_:)``.
    ///
    /// - Parameters:
    ///   - title: The name, 1 to 12 characters.
    ///   - categories: Which kinds of chats it takes by itself.
    ///   - exclusions: Which of those it leaves out.
    ///   - included: Further chats that are in it.
    public init(
        titled title: String, categories: Categories = [], excluding exclusions: Exclusions = [],
        including included: [any PeerConvertible] = []
    ) {
        raw = nil
        (self.title, self.categories, self.exclusions, self.included) = (title, categories, exclusions, included)
    }

    init(_ raw: TL.DialogFilter) {
        self.raw = raw
        title = ""
        switch raw {
        case .default: kind = .allChats
        case .chatlist(let list):
            kind = .shared
            (id, title, titleEntities, isTitleStill) = (
                list.id, list.title.text, list.title.entities, list.titleNoanimate
            )
            (icon, color) = (list.emoticon, list.color.map { Int($0) })
            (pinned, included, hasOwnLinks) = (list.pinnedPeers, list.includePeers, list.hasMyInvites)
        case .dialogFilter(let filter):
            (id, title, titleEntities) = (filter.id, filter.title.text, filter.title.entities)
            (isTitleStill, icon, color) = (filter.titleNoanimate, filter.emoticon, filter.color.map { Int($0) })
            (pinned, included, excluded) = (filter.pinnedPeers, filter.includePeers, filter.excludePeers)
            for (category, isOn) in [
                (Categories.contacts, filter.contacts), (.nonContacts, filter.nonContacts), (.groups, filter.groups),
                (.channels, filter.broadcasts), (.bots, filter.bots),
            ] where isOn { categories.insert(category) }
            for (exclusion, isOn) in [
                (Exclusions.muted, filter.excludeMuted), (.read, filter.excludeRead),
                (.archived, filter.excludeArchived),
            ] where isOn { exclusions.insert(exclusion) }
        }
    }

    /// The folder as a TL value.
    func tl(_ core: ClientCore) async throws(InvocationError) -> TL.DialogFilter {
        let name = TL.TextWithEntities(text: title, entities: titleEntities)
        let (pinned, included) = (try await core.resolve(pinned), try await core.resolve(included))
        switch kind {
        case .allChats: return .default
        case .shared:
            return .chatlist(
                .init(
                    hasMyInvites: hasOwnLinks, titleNoanimate: isTitleStill, id: id, title: name, emoticon: icon,
                    color: color.map { Int32(clamping: $0) }, pinnedPeers: pinned, includePeers: included))
        case .custom, .raw:
            return .dialogFilter(
                .init(
                    contacts: categories.contains(.contacts), nonContacts: categories.contains(.nonContacts),
                    groups: categories.contains(.groups), broadcasts: categories.contains(.channels),
                    bots: categories.contains(.bots), excludeMuted: exclusions.contains(.muted),
                    excludeRead: exclusions.contains(.read), excludeArchived: exclusions.contains(.archived),
                    titleNoanimate: isTitleStill, id: id, title: name, emoticon: icon,
                    color: color.map { Int32(clamping: $0) }, pinnedPeers: pinned, includePeers: included,
                    excludePeers: try await core.resolve(excluded)))
        }
    }
}

/// A folder that Telegram suggests.
public struct SuggestedFolder: Sendable {
    /// The folder, for ``TelegramClient/createFolder(_:)``.
    public let folder: Folder
    /// What it is for, in the account's language.
    public let description: String
}
