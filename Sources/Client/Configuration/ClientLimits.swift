// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What the server allows the account: lengths, numbers and sizes.
///
/// ``TelegramClient/limits`` has what is known without asking, ``TelegramClient/fetchLimits()`` asks. Until then, and for what
/// the server does not say, these are the limits that Telegram's documentation names. Where Telegram Premium raises a limit
/// and nobody knows whether the account has it, the higher one counts: the server has the last word.
public struct ClientLimits: Hashable, Sendable {
    /// Whether the account has Telegram Premium; `nil` if that is not known.
    public internal(set) var isPremium: Bool?
    /// How long a text may be, in UTF-16 units.
    public internal(set) var messageLength = 4_096
    /// How long a caption may be, in UTF-16 units.
    public internal(set) var captionLength = 1_024
    /// How long a quotation may be, in UTF-16 units.
    public internal(set) var quoteLength = 1_024
    /// How many entities a text may have.
    public internal(set) var entities = 100
    /// How many messages one call may forward; longer lists are sent in several calls.
    public internal(set) var forwardedMessages = 100
    /// How many bytes of data a callback button may have.
    public internal(set) var callbackDataLength = 64
    /// How many files an album may have.
    public internal(set) var albumSize = 10
    /// How many parts of 512 KiB a file may have.
    public internal(set) var fileParts = 4_000
    /// How many answers a poll may have.
    public internal(set) var pollAnswers = 12
    /// How long a poll's question may be, in UTF-16 units.
    public internal(set) var pollQuestionLength = 255
    /// How long a poll's answer may be, in UTF-16 units.
    public internal(set) var pollAnswerLength = 100
    /// After how many seconds a poll may close by itself at the latest.
    public internal(set) var pollPeriod = 2_628_000
    /// How many items a checklist may have.
    public internal(set) var checklistItems = 30
    /// How long a checklist's title may be, in UTF-16 units.
    public internal(set) var checklistTitleLength = 32
    /// How long a checklist's item may be, in UTF-16 units.
    public internal(set) var checklistItemLength = 64
    /// How many reactions of its own the account may put on a message.
    public internal(set) var reactionsPerMessage = 1
    /// How many Stars a paid message may cost.
    public internal(set) var starsPerMessage = 10_000
    /// How many Stars a paid reaction may have.
    public internal(set) var starsPerReaction = 2_500
    /// How many Stars paid media may cost.
    public internal(set) var starsPerPost = 10_000
    /// How many members a basic group may have.
    public internal(set) var groupSize = 200
    /// How many members a supergroup may have.
    public internal(set) var supergroupSize = 200_000
    /// How many channels and supergroups the account may be in.
    public internal(set) var channels = 500
    /// How many public channels and supergroups the account may own.
    public internal(set) var publicChannels = 10
    /// How many chats may be pinned.
    public internal(set) var pinnedDialogs = 5
    /// How many chats may be pinned in the archive.
    public internal(set) var pinnedArchivedDialogs = 100
    /// How many topics may be pinned in a forum.
    public internal(set) var pinnedTopics = 5
    /// How many folders there may be.
    public internal(set) var folders = 10
    /// How many chats a folder may name.
    public internal(set) var folderChats = 100
    /// How many links one folder may have.
    public internal(set) var folderLinks = 3
    /// How many shared folders the account may have joined.
    public internal(set) var sharedFolders = 2
    /// How long the account's description may be, in UTF-16 units.
    public internal(set) var aboutLength = 70
    /// How many stickers may be favourites.
    public internal(set) var favoriteStickers = 5
    /// How many GIFs may be saved.
    public internal(set) var savedGIFs = 200
    /// How many members a group must have before its member list can be hidden.
    public internal(set) var hiddenMembersMinimum = 100
    /// How many members a supergroup must have before Telegram's spam filter can be switched on.
    public internal(set) var antiSpamMinimum = 200

    /// How large a file may be, in bytes.
    public var fileSize: Int64 { Int64(fileParts) * 524_288 }
}

extension ClientLimits {
    /// A limit in the server's configuration, by its name without the `_default` or `_premium` of those that Premium raises.
    private struct Key {
        let path: WritableKeyPath<ClientLimits, Int>
        let name: String
        /// What Premium raises it to, unless the server says otherwise; `nil` for a limit that is the same for all.
        var premium: Int?
    }

    // Key paths to struct members are immutable values; the compiler cannot see that they are Sendable.
    nonisolated(unsafe) private static let keys = [
        Key(path: \.captionLength, name: "caption_length_limit", premium: 4_096),
        Key(path: \.fileParts, name: "upload_max_fileparts", premium: 8_000),
        Key(path: \.reactionsPerMessage, name: "reactions_user_max", premium: 3),
        Key(path: \.channels, name: "channels_limit", premium: 1_000),
        Key(path: \.publicChannels, name: "channels_public_limit", premium: 20),
        Key(path: \.pinnedDialogs, name: "dialogs_pinned_limit", premium: 10),
        Key(path: \.pinnedArchivedDialogs, name: "dialogs_folder_pinned_limit", premium: 200),
        Key(path: \.folders, name: "dialog_filters_limit", premium: 20),
        Key(path: \.folderChats, name: "dialog_filters_chats_limit", premium: 200),
        Key(path: \.folderLinks, name: "chatlist_invites_limit", premium: 100),
        Key(path: \.sharedFolders, name: "chatlists_joined_limit", premium: 20),
        Key(path: \.aboutLength, name: "about_length_limit", premium: 140),
        Key(path: \.favoriteStickers, name: "stickers_faved_limit", premium: 10),
        Key(path: \.savedGIFs, name: "saved_gifs_limit", premium: 400),
        Key(path: \.quoteLength, name: "quote_length_max"),
        Key(path: \.pollAnswers, name: "poll_answers_max"),
        Key(path: \.pollPeriod, name: "poll_close_period_max"),
        Key(path: \.checklistItems, name: "todo_items_max"),
        Key(path: \.checklistTitleLength, name: "todo_title_length_max"),
        Key(path: \.checklistItemLength, name: "todo_item_length_max"),
        Key(path: \.starsPerMessage, name: "stars_paid_message_amount_max"),
        Key(path: \.starsPerReaction, name: "stars_paid_reaction_amount_max"),
        Key(path: \.starsPerPost, name: "stars_paid_post_amount_max"),
        Key(path: \.pinnedTopics, name: "topics_pinned_limit"),
        Key(path: \.hiddenMembersMinimum, name: "hidden_members_group_size_min"),
        Key(path: \.antiSpamMinimum, name: "telegram_antispam_group_size_min"),
    ]

    /// Puts together what the server said.
    ///
    /// - Parameters:
    ///   - config: The answer of `help.getConfig`.
    ///   - app: The numbers in the answer of `help.getAppConfig`.
    ///   - isPremium: Whether the account has Premium.
    init(config: ServerLimits?, app: [String: Int], isPremium: Bool?) {
        self.isPremium = isPremium
        if let config {
            messageLength = Self.known(config.messageLength) ?? messageLength
            captionLength = Self.known(config.captionLength) ?? captionLength
            forwardedMessages = Self.known(config.forwardedMessages) ?? forwardedMessages
            groupSize = Self.known(config.groupSize) ?? groupSize
            supergroupSize = Self.known(config.supergroupSize) ?? supergroupSize
        }
        for key in Self.keys {
            guard let premium = key.premium else {
                if let value = app[key.name] { self[keyPath: key.path] = value }
                continue
            }
            let free = app[key.name + "_default"] ?? self[keyPath: key.path]
            self[keyPath: key.path] = isPremium == false ? free : max(free, app[key.name + "_premium"] ?? premium)
        }
    }

    /// Servers that leave a limit out say 0.
    private static func known(_ value: Int32) -> Int? { value > 0 ? Int(value) : nil }
}

extension TL.JSONValue {
    /// The whole numbers of an object, by name.
    var numbers: [String: Int] {
        guard case .object(let object) = self else { return [:] }
        var numbers: [String: Int] = [:]
        for entry in object.value {
            // A limit of nothing would be none; what is out of the ordinary is what the library knows itself.
            if case .number(let number) = entry.value, let value = Int32(exactly: number.value), value > 0 {
                numbers[entry.key] = Int(value)
            }
        }
        return numbers
    }
}
