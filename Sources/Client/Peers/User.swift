// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A person or a bot.
public struct User: Sendable, Identifiable {
    /// The user as the schema has it.
    public let raw: TL.User.User
    let context: ObjectContext

    init(_ raw: TL.User.User, _ context: ObjectContext) {
        self.raw = raw
        self.context = context
    }

    /// Takes a TL user; empty ones are none.
    init?(_ raw: TL.User, _ context: ObjectContext) {
        guard case .user(let user) = raw else { return nil }
        self.init(user, context)
    }

    /// The user's number.
    public var id: Int64 { raw.id }
    /// The user's number as a peer's.
    public var peerID: PeerID { .user(raw.id) }
    /// The number that calls must name beside ``id``; it is good for this account alone.
    public var accessHash: Int64? { raw.accessHash }
    /// The first name; empty for deleted accounts.
    public var firstName: String { raw.firstName ?? "" }
    /// The last name.
    public var lastName: String { raw.lastName ?? "" }
    /// First and last name.
    public var fullName: String { [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ") }
    /// The main public name, without `@`.
    public var username: String? { raw.username ?? raw.usernames?.first { $0.active }?.username }
    /// All public names that lead to the user, the main one first, without `@`.
    public var usernames: [String] {
        let others = (raw.usernames ?? []).filter(\.active).map(\.username)
        return [raw.username].compactMap(\.self) + others.filter { $0 != raw.username }
    }
    /// The phone number, digits only, if the user shows it to the account.
    public var phoneNumber: String? { raw.phone }
    /// When the user was online last, as far as the account may know.
    public var status: UserStatus { UserStatus(raw.status) }
    /// The language of a user who writes to a bot, as IETF tag.
    public var languageCode: String? { raw.langCode }
    /// What a bot's inline mode shows in the empty input field.
    public var inlinePlaceholder: String? { raw.botInlinePlaceholder }
    /// Why the user is hidden on some platforms.
    public var restrictions: [TL.RestrictionReason] { raw.restrictionReason ?? [] }

    /// Whether it is a bot.
    public var isBot: Bool { raw.bot }
    /// Whether it is the account itself.
    public var isSelf: Bool { raw.isSelf }
    /// Whether the account was deleted.
    public var isDeleted: Bool { raw.deleted }
    /// Whether Telegram vouches for who it is.
    public var isVerified: Bool { raw.verified }
    /// Whether it has Telegram Premium.
    public var isPremium: Bool { raw.premium }
    /// Whether it is one of the account's contacts.
    public var isContact: Bool { raw.contact }
    /// Whether both have each other as contacts.
    public var isMutualContact: Bool { raw.mutualContact }
    /// Whether it is one of the account's close friends.
    public var isCloseFriend: Bool { raw.closeFriend }
    /// Whether many people reported it as fraudulent.
    public var isScam: Bool { raw.scam }
    /// Whether many people reported it as somebody else's imitation.
    public var isFake: Bool { raw.fake }
    /// Whether it is hidden on some platforms, see ``restrictions``.
    public var isRestricted: Bool { raw.restricted }
    /// Whether it is Telegram's support.
    public var isSupport: Bool { raw.support }
    /// Whether only part of the user is known, as it came with a message; see core.telegram.org/api/min.
    public var isMin: Bool { raw.min }
    /// Whether a bot sees all messages of its groups.
    public var readsAllGroupMessages: Bool { raw.botChatHistory }
    /// Whether a bot can be added to groups.
    public var canJoinGroups: Bool { raw.bot && !raw.botNochats }
    /// Whether a bot's inline mode asks for the place of the person who writes.
    public var wantsLocationInline: Bool { raw.botInlineGeo }
    /// Whether a bot can answer for people through a business connection.
    public var canConnectToBusiness: Bool { raw.botBusiness }
    /// Whether a bot has a main mini app.
    public var hasMainMiniApp: Bool { raw.botHasMainApp }
    /// Whether a bot has topics in its private chats.
    public var hasTopics: Bool { raw.botForumView }
    /// Whether only contacts and Premium users may write to the user.
    public var requiresPremiumToContact: Bool { raw.contactRequirePremium }
    /// How many Stars a message to the user costs.
    public var starsPerMessage: Int64? { raw.sendPaidMessagesStars }
}

/// When a user was online last.
public enum UserStatus: Hashable, Sendable {
    /// Nobody knows, or the user never was.
    case unknown
    /// Now, until this time unless it goes on.
    case online(until: Date)
    /// Not since this time.
    case offline(since: Date)
    /// Within the last three days; the exact time is hidden.
    case recently
    /// Within a week; the exact time is hidden.
    case lastWeek
    /// Within a month; the exact time is hidden.
    case lastMonth

    init(_ raw: TL.UserStatus?) {
        switch raw {
        case .online(let status): self = .online(until: Date(unixTime: status.expires))
        case .offline(let status): self = .offline(since: Date(unixTime: status.wasOnline))
        case .recently: self = .recently
        case .lastWeek: self = .lastWeek
        case .lastMonth: self = .lastMonth
        case .empty, nil: self = .unknown
        }
    }
}

extension User: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference {
        if raw.isSelf { return .me }
        guard let hash = raw.accessHash, !raw.min else { return .id(.user(id)) }
        return .input(.user(.init(userID: id, accessHash: hash)))
    }
}

extension User: Hashable {
    /// Whether both are the same user, whatever was known of it when.
    public static func == (left: Self, right: Self) -> Bool { left.id == right.id }

    /// Feeds the value to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension User: CustomStringConvertible {
    /// A description for people.
    public var description: String { username.map { "\(fullName) (@\($0))" } ?? fullName }
}

extension User: CustomReflectable {
    /// A mirror without the access hash and the phone number.
    public var customMirror: Mirror { Mirror(self, children: ["id": id, "name": description]) }
}
