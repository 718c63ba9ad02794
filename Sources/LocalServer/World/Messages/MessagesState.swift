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
    /// Texts in other languages, by language and text.
    var translations: [String: [String: String]] = [:]
    /// What is said in messages: the text grows step by step.
    var transcriptions: [Int64: [String]] = [:]
    /// How far each account has come with a transcription.
    var transcribed: [Int64: [Int64: Int]] = [:]
    /// When somebody has read messages of others, by account and message.
    var readDates: [Int64: [Int64: Int32]] = [:]

    /// When the next message is due, in seconds since 1970.
    var nextDue: Int64? {
        scheduled.values.joined().lazy.filter { $0.date != Scheduled.whenOnline }.map { Int64($0.date) }.min()
    }

    /// Forgets what is about messages that are gone.
    mutating func forget(_ sharedID: Int64) {
        reactions[sharedID] = nil
        stars[sharedID] = nil
        factChecks[sharedID] = nil
        viewers[sharedID] = nil
        transcriptions[sharedID] = nil
        transcribed[sharedID] = nil
        wereScheduled.remove(sharedID)
    }
}
