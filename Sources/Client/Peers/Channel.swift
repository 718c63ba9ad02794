// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A channel, in which administrators post, or a supergroup.
public struct Channel: Sendable, Identifiable {
    /// What sort of channel it is.
    public enum Kind: Hashable, Sendable {
        /// A channel, in which administrators alone post.
        case broadcast
        /// A supergroup.
        case supergroup
        /// A supergroup without limit of members, in which administrators alone write.
        case gigagroup
    }

    /// The channel as the schema has it; `nil` if the account may not see it, see ``isForbidden``.
    public let raw: TL.Chat.Channel?
    private let forbidden: TL.Chat.ChannelForbidden?
    let context: ObjectContext

    init(_ raw: TL.Chat.Channel, _ context: ObjectContext) {
        (self.raw, forbidden, self.context) = (raw, nil, context)
    }

    init(forbidden: TL.Chat.ChannelForbidden, _ context: ObjectContext) {
        (raw, self.forbidden, self.context) = (nil, forbidden, context)
    }

    /// The channel's number, without any mark.
    public var id: Int64 { raw?.id ?? forbidden?.id ?? 0 }
    /// The channel's number as a peer's.
    public var peerID: PeerID { .channel(id) }
    /// The number that calls must name beside ``id``; it is good for this account alone.
    public var accessHash: Int64? { raw?.accessHash ?? forbidden?.accessHash }
    /// The name.
    public var title: String { raw?.title ?? forbidden?.title ?? "" }
    /// What sort of channel it is.
    public var kind: Kind {
        if raw?.gigagroup == true { return .gigagroup }
        return (raw?.megagroup ?? forbidden?.megagroup) == true ? .supergroup : .broadcast
    }
    /// The main public name, without `@`.
    public var username: String? { raw?.username ?? raw?.usernames?.first { $0.active }?.username }
    /// All public names that lead to the channel, the main one first, without `@`.
    public var usernames: [String] {
        let others = (raw?.usernames ?? []).filter(\.active).map(\.username)
        return [raw?.username].compactMap(\.self) + others.filter { $0 != raw?.username }
    }
    /// How many members there are, if the server said.
    public var memberCount: Int? { raw?.participantsCount.map { Int($0) } }
    /// When the account joined it, or when it was made.
    public var date: Date? { raw.map { Date(unixTime: $0.date) } }
    /// What the account may do as an administrator; `nil` if it is none.
    public var adminRights: AdminRights? { raw?.adminRights.map { AdminRights($0) } }
    /// What the account may not do.
    public var bannedRights: BannedRights? { raw?.bannedRights.map { BannedRights($0) } }
    /// What members may not do.
    public var defaultBannedRights: BannedRights? { raw?.defaultBannedRights.map { BannedRights($0) } }
    /// Why the channel is hidden on some platforms.
    public var restrictions: [TL.RestrictionReason] { raw?.restrictionReason ?? [] }

    /// Whether administrators alone post in it.
    public var isBroadcast: Bool { kind == .broadcast }
    /// Whether it is a supergroup of either sort.
    public var isSupergroup: Bool { kind != .broadcast }
    /// Whether it is a supergroup with topics.
    public var isForum: Bool { raw?.forum ?? false }
    /// Whether it holds the direct messages of a channel.
    public var isMonoforum: Bool { raw?.monoforum ?? forbidden?.monoforum ?? false }
    /// Whether the account made it.
    public var isCreator: Bool { raw?.creator ?? false }
    /// Whether the account is not a member: it left, or never joined.
    public var hasLeft: Bool { raw?.left ?? false }
    /// Whether the account was removed from it, so that nothing more can be seen.
    public var isForbidden: Bool { raw == nil }
    /// Until when ``isForbidden`` holds; `nil` for always.
    public var forbiddenUntil: Date? { forbidden?.untilDate.map { Date(unixTime: $0) } }
    /// Whether only part of the channel is known, as it came with a message; see core.telegram.org/api/min.
    public var isMin: Bool { raw?.min ?? false }
    /// Whether Telegram vouches for who it is.
    public var isVerified: Bool { raw?.verified ?? false }
    /// Whether many people reported it as fraudulent.
    public var isScam: Bool { raw?.scam ?? false }
    /// Whether many people reported it as somebody else's imitation.
    public var isFake: Bool { raw?.fake ?? false }
    /// Whether it is hidden on some platforms, see ``restrictions``.
    public var isRestricted: Bool { raw?.restricted ?? false }
    /// Whether posts name the administrator who wrote them.
    public var hasSignatures: Bool { raw?.signatures ?? false }
    /// Whether members must wait between two messages.
    public var hasSlowMode: Bool { raw?.slowmodeEnabled ?? false }
    /// Whether it has a discussion group, or is one.
    public var hasLinkedChat: Bool { raw?.hasLink ?? false }
    /// Whether its messages cannot be forwarded or saved.
    public var isProtected: Bool { raw?.noforwards ?? false }
    /// Whether only members may write.
    public var requiresJoiningToWrite: Bool { raw?.joinToSend ?? false }
    /// Whether administrators admit new members.
    public var requiresApprovalToJoin: Bool { raw?.joinRequest ?? false }
    /// The level that boosts have brought it to.
    public var boostLevel: Int? { raw?.level.map { Int($0) } }
}

extension Channel: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference {
        guard let hash = accessHash, !isMin else { return .id(.channel(id)) }
        return .input(.channel(.init(channelID: id, accessHash: hash)))
    }
}

extension Channel: Hashable {
    /// Whether both are the same channel, whatever was known of it when.
    public static func == (left: Self, right: Self) -> Bool { left.id == right.id }

    /// Feeds the value to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Channel: CustomStringConvertible {
    /// A description for people.
    public var description: String { username.map { "\(title) (@\($0))" } ?? title }
}

extension Channel: CustomReflectable {
    /// A mirror without the access hash.
    public var customMirror: Mirror { Mirror(self, children: ["id": id, "title": title]) }
}
