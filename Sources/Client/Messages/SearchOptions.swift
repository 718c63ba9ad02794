// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
public import Foundation

/// What kind of messages is looked for.
@nonexhaustive public enum SearchFilter: Hashable, Sendable, Codable {
    /// All.
    case all
    /// Photos.
    case photos
    /// Videos.
    case videos
    /// Photos and videos.
    case photosAndVideos
    /// Files.
    case documents
    /// Messages with links.
    case links
    /// GIFs.
    case gifs
    /// Music.
    case music
    /// New photos of the chat.
    case chatPhotos
    /// Calls, or missed calls alone.
    case calls(missedOnly: Bool)
    /// Round videos.
    case roundVideos
    /// Voice messages.
    case voiceMessages
    /// Voice messages and round videos.
    case voiceAndRoundVideos
    /// Messages that mention the account.
    case mentions
    /// Places.
    case locations
    /// Contacts.
    case contacts
    /// Pinned messages.
    case pinned
    /// Polls.
    case polls

    var tl: TL.MessagesFilter {
        switch self {
        case .all: .empty
        case .photos: .photos
        case .videos: .video
        case .photosAndVideos: .photoVideo
        case .documents: .document
        case .links: .url
        case .gifs: .gif
        case .music: .music
        case .chatPhotos: .chatPhotos
        case .calls(let missedOnly): .phoneCalls(.init(missed: missedOnly))
        case .roundVideos: .roundVideo
        case .voiceMessages: .voice
        case .voiceAndRoundVideos: .roundVoice
        case .mentions: .myMentions
        case .locations: .geo
        case .contacts: .contacts
        case .pinned: .pinned
        case .polls: .poll
        }
    }

    init(_ raw: TL.MessagesFilter) {
        self =
            switch raw {
            case .empty: .all
            case .photos: .photos
            case .video: .videos
            case .photoVideo: .photosAndVideos
            case .document: .documents
            case .url: .links
            case .gif: .gifs
            case .music: .music
            case .chatPhotos: .chatPhotos
            case .phoneCalls(let filter): .calls(missedOnly: filter.missed)
            case .roundVideo: .roundVideos
            case .voice: .voiceMessages
            case .roundVoice: .voiceAndRoundVideos
            case .myMentions: .mentions
            case .geo: .locations
            case .contacts: .contacts
            case .pinned: .pinned
            case .poll: .polls
            }
    }
}

/// Which messages of a chat are looked for.
public struct SearchOptions: Sendable {
    /// What kind of messages.
    public var filter: SearchFilter
    /// Who sent them.
    public var sender: PeerReference?
    /// The topic of a forum, by the number of its first message.
    public var topicID: Int32?
    /// Nothing before this time.
    public var since: Date?
    /// Nothing after this time.
    public var until: Date?
    /// Only messages with larger numbers.
    public var afterMessageID: Int32?
    /// Only messages with smaller numbers.
    public var beforeMessageID: Int32?
    /// In Saved Messages: only what was saved from this chat.
    public var savedFrom: PeerReference?
    /// In Saved Messages: only what has these reactions as tags.
    public var tags: [Reaction]

    /// Creates options.
    ///
    /// - Parameters:
    ///   - filter: What kind of messages.
    ///   - sender: Who sent them.
    ///   - topicID: The topic of a forum.
    ///   - since: Nothing before this time.
    ///   - until: Nothing after this time.
    public init(
        filter: SearchFilter = .all, sender: PeerReference? = nil, topicID: Int32? = nil, since: Date? = nil,
        until: Date? = nil
    ) {
        (self.filter, self.sender, self.topicID, self.since, self.until) = (filter, sender, topicID, since, until)
        tags = []
    }
}

/// Which messages of all chats are looked for.
public struct GlobalSearchOptions: Sendable {
    /// In what kind of chats.
    public enum Chats: Hashable, Sendable {
        /// In all.
        case all
        /// In channels.
        case channels
        /// In groups.
        case groups
        /// In private chats.
        case privateChats
    }

    /// What kind of messages.
    public var filter: SearchFilter
    /// In what kind of chats.
    public var chats: Chats
    /// The folder, 0 for all chats outside the archive and 1 for the archive; `nil` for both.
    public var folderID: Int?
    /// The community alone.
    public var community: PeerReference?
    /// Nothing before this time.
    public var since: Date?
    /// Nothing after this time.
    public var until: Date?

    /// Creates options.
    ///
    /// - Parameters:
    ///   - filter: What kind of messages.
    ///   - chats: In what kind of chats.
    ///   - folderID: The folder.
    ///   - since: Nothing before this time.
    ///   - until: Nothing after this time.
    public init(
        filter: SearchFilter = .all, chats: Chats = .all, folderID: Int? = nil, since: Date? = nil, until: Date? = nil
    ) {
        (self.filter, self.chats, self.folderID, self.since, self.until) = (filter, chats, folderID, since, until)
    }
}

/// Where a search in all chats goes on.
public struct GlobalSearchCursor: Codable, Hashable, Sendable {
    /// What the server said to go on with.
    public var rate: Int32
    /// The chat of the last message, as the Bot API writes it.
    public var chat: Int64
    /// The number of the last message.
    public var messageID: Int32
}
