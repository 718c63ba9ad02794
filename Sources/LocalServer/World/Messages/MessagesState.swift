// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What the world knows of messages beside what they say.
struct MessagesState: Sendable {
    /// Where a draft is.
    struct DraftPlace: Hashable, Sendable {
        let peer: Int64
        let topic: Int32?
    }

    /// A message that is sent later.
    struct Scheduled: Sendable {
        let id: Int32
        let peer: Int64
        var message: NewMessage
        /// When, in seconds since 1970.
        var date: Int32
        var period: Int32?

        /// The time that stands for when the other side comes online.
        static let whenOnline: Int32 = 0x7FFF_FFFE
    }

    /// A reaction to a message.
    struct StoredReaction: Sendable {
        let account: Int64
        var reactions: [ReactionKind]
        var isBig: Bool
        let date: Int32
    }

    /// The drafts of each account.
    var drafts: [Int64: [DraftPlace: TL.DraftMessage.DraftMessage]] = [:]
    /// The scheduled messages of each account.
    var scheduled: [Int64: [Scheduled]] = [:]
    var lastScheduledID: Int32 = 0
    /// The messages that were scheduled, by what all their copies share.
    var wereScheduled: Set<Int64> = []
    /// The reactions to messages, by what all their copies share.
    var reactions: [Int64: [StoredReaction]] = [:]
    /// The Stars that were given for messages.
    var stars: [Int64: [(account: Int64, count: Int32, isAnonymous: Bool)]] = [:]
    /// What independent people say of messages.
    var factChecks: [Int64: TL.TextWithEntities] = [:]
    /// Who may say something of messages.
    var factCheckers: Set<Int64> = []
    /// Who has seen posts of channels.
    var viewers: [Int64: Set<Int64>] = [:]
    /// What is at web addresses.
    var webPages: [String: TL.WebPage] = [:]
    /// The stickers of reactions and effects, as far as they were asked for.
    var icons: [String: Int64] = [:]
    /// Texts in other languages, by language and text.
    var translations: [String: [String: String]] = [:]
    /// What is said in messages: the text grows step by step.
    var transcriptions: [Int64: [String]] = [:]
    /// How far each account has come with a transcription.
    var transcribed: [Int64: [Int64: Int]] = [:]
    /// The messages that name somebody or answer them, by account.
    var mentions: [Int64: Set<Int64>] = [:]
    /// What somebody has not seen yet of messages, by account.
    var unread: [UnreadKind: [Int64: Set<Int64>]] = [:]
    /// Who has listened to voice messages or watched round videos.
    var listeners: [Int64: Set<Int64>] = [:]
    /// How many answers the threads of messages have.
    var replies: [Int64: Int32] = [:]
    /// How often posts were forwarded.
    var forwards: [Int64: Int32] = [:]
    /// Where the posts of channels are in their groups, by the posts.
    var discussions: [Int64: Place] = [:]
    /// Which posts messages of groups are, by those messages.
    var posts: [Int64: Place] = [:]
    /// How far somebody has read threads, by account.
    var threadMarks: [Int64: [Place: Int32]] = [:]
    /// The reactions that accounts have used lately, the newest one first.
    var recentReactions: [Int64: [ReactionKind]] = [:]
    var defaultReactions: [Int64: ReactionKind] = [:]
    /// What accounts call their tags.
    var tagTitles: [Int64: [ReactionKind: String]] = [:]
    /// In whose name accounts give Stars.
    var paidPrivacy: [Int64: TL.PaidReactionPrivacy] = [:]
    /// In whose chats translations are not offered, by account.
    var untranslated: [Int64: Set<Int64>] = [:]
    /// What was reported of which messages last, in the order in which it came.
    private(set) var reports: [Report] = []
    /// What texts are in short.
    var summaries: [String: String] = [:]
    /// How often accounts have searched the posts of all channels, and on which day since 1970 that was.
    var postSearches: [Int64: (day: Int64, count: Int32)] = [:]

    /// A message of a channel.
    struct Place: Hashable, Sendable {
        let channel: Int64
        let message: Int32
    }

    /// What can be unread beside messages.
    enum UnreadKind: Hashable, Sendable {
        case mentions
        case reactions
        case votes
    }

    struct Report: Sendable {
        let reporter: Int64
        let messages: [Int64]
        let reason: String
        let comment: String
    }

    /// When somebody has read messages of others, by account and message.
    var readDates: [Int64: [Int64: Int32]] = [:]

    /// When the next message is due, in seconds since 1970.
    var nextDue: Int64? {
        scheduled.values.joined().lazy.filter { $0.date != Scheduled.whenOnline }.map { Int64($0.date) }.min()
    }

    /// Keeps a report; of very many, the newest.
    mutating func note(_ report: Report) {
        reports.append(report)
        if reports.count > Self.mostReports { reports.removeFirst(reports.count - Self.mostReports) }
    }

    private static let mostReports = 1_000

    /// Forgets what is about messages that are gone.
    mutating func forget(_ sharedID: Int64) {
        reactions[sharedID] = nil
        stars[sharedID] = nil
        factChecks[sharedID] = nil
        viewers[sharedID] = nil
        transcriptions[sharedID] = nil
        transcribed[sharedID] = nil
        listeners[sharedID] = nil
        replies[sharedID] = nil
        forwards[sharedID] = nil
        discussions[sharedID] = nil
        posts[sharedID] = nil
        for account in mentions.keys { mentions[account]?.remove(sharedID) }
        for (kind, accounts) in unread { for account in accounts.keys { unread[kind]?[account]?.remove(sharedID) } }
        wereScheduled.remove(sharedID)
    }
}
