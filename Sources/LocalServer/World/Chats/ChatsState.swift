// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What the world knows of groups and channels besides their members and messages.
struct ChatsState: Sendable {
    private var details: [Int64: ChatDetails] = [:]
    /// The number of the last event in any log.
    var lastLogID: Int64 = 0
    /// What bots that guard chats are asked, by the queries' numbers.
    private(set) var joinQuestions: [Int64: JoinQuestion] = [:]
    private var questionOrder: ArraySlice<Int64> = []
    /// The chats of all group calls that there were, by the calls' numbers.
    var placesOfCalls: [Int64: Int64] = [:]

    /// How many questions are remembered.
    private static let mostQuestions = 1_000

    mutating func addQuestion(_ question: JoinQuestion, id: Int64) {
        joinQuestions[id] = question
        questionOrder.append(id)
        if questionOrder.count > Self.mostQuestions, let oldest = questionOrder.popFirst() {
            joinQuestions[oldest] = nil
        }
    }

    mutating func removeQuestion(_ id: Int64) { joinQuestions[id] = nil }

    /// The details of a group or channel, by its number as the Bot API writes it.
    subscript(number: Int64) -> ChatDetails {
        get { details[number] ?? ChatDetails() }
        set { details[number] = newValue }
    }
}

/// Settings of a group or channel, who is banned, and what administrators did.
struct ChatDetails: Sendable {
    /// Somebody who may not do everything that others may, member or not.
    struct Ban: Sendable {
        var rights: TL.ChatBannedRights
        let by: Int64
        let date: Int32

        func isOver(at now: Int64) -> Bool {
            rights.untilDate > 0 && rights.untilDate < .max && Int64(rights.untilDate) <= now
        }
    }

    /// The description of a basic group; a channel has its own.
    var about = ""
    /// What members may not do.
    var defaultBanned = TL.ChatBannedRights(untilDate: .max)
    /// How many seconds members wait between two messages.
    var slowMode: Int32 = 0
    /// When members sent something last.
    var lastSent: [Int64: Int64] = [:]
    /// After how many seconds messages disappear.
    var autoDelete: Int32 = 0
    var isProtected = false
    var joinToSend = false
    var joinRequest = false
    var guardBot: Int64?
    var hasSignatures = false
    var hasSignatureProfiles = false
    var hidesHistory = false
    var hasAntiSpam = false
    var hidesMembers = false
    var isForum = false
    var hasForumTabs = false
    var translatesPosts = false
    var isGigagroup = false
    var theme: String?
    var reactions: TL.ChatReactions? = .all(.init())
    var reactionsLimit: Int32?
    var starsPerMessage: Int64?
    var boostsToUnrestrict: Int32?
    /// The channel or group that belongs to it, by its number in the schema.
    var linked: Int64?
    /// The supergroup that a basic group has become, by its number in the schema.
    var migratedTo: Int64?
    /// The basic group that a supergroup was, with its last message in the creator's copy.
    var migratedFrom: (group: Int64, message: Int32)?
    var banned: [Int64: Ban] = [:]
    var links: [InviteRecord] = []
    var requests: [JoinRequest] = []
    var log: [TL.ChannelAdminLogEvent] = []
    var topics: [ForumTopicRecord] = []
    var call: StoredGroupCall?
    var photo: Int64?
    /// Public names besides the one that was chosen, each with whether it is in use.
    var usernames: [TL.Username] = []
    var color: TL.PeerColor?
    var profileColor: TL.PeerColor?
    var emojiStatus: TL.EmojiStatus?
    var mainTab: TL.ProfileTab?
    var isDeleted = false

    /// The ban of somebody that holds now.
    func ban(of person: Int64, at now: Int64) -> Ban? {
        banned[person].flatMap { $0.isOver(at: now) ? nil : $0 }
    }
}

/// A link by which people join.
struct InviteRecord: Sendable {
    let url: String
    let admin: Int64
    let date: Int32
    var startDate: Int32?
    var expireDate: Int32?
    var usageLimit: Int32?
    var title: String?
    var requestNeeded: Bool
    var isPermanent: Bool
    var isRevoked = false
    var pricing: TL.StarsSubscriptionPricing?
    /// Who joined by it, when, and who admitted them.
    var joined: [(user: Int64, date: Int32, approvedBy: Int64?)] = []

    /// The part of the link that names it.
    var hash: String { String(url.split(separator: "+").last ?? "") }

    func isOver(at now: Int64) -> Bool {
        if isRevoked { return true }
        if let expireDate, expireDate > 0, Int64(expireDate) <= now { return true }
        if let usageLimit, usageLimit > 0, joined.count >= Int(usageLimit) { return true }
        return false
    }
}

/// What a bot is asked that decides who joins a chat.
struct JoinQuestion: Sendable {
    let bot: Int64
    let user: Int64
    let chat: Int64
}

/// Somebody who asked to join.
struct JoinRequest: Sendable {
    let user: Int64
    let date: Int32
    /// By which link; `nil` for a public chat.
    let link: String?
}

/// A topic of a forum.
struct ForumTopicRecord: Sendable {
    let id: Int32
    let creator: Int64
    let date: Int32
    var title: String
    var iconColor: Int32
    var iconEmojiID: Int64?
    var isClosed = false
    var isHidden = false
    var isPinned = false
    /// Its place among the pinned ones.
    var order = 0
}
