// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A basic group: up to 200 members, without public name; it can become a supergroup, which is a ``Channel``.
public struct Group: Sendable, Identifiable {
    /// The group as the schema has it; `nil` if the account may not see it, see ``isForbidden``.
    public let raw: TL.Chat.Chat?
    /// The group's number, without any mark.
    public let id: Int64
    /// The name.
    public let title: String
    let context: ObjectContext

    init(_ raw: TL.Chat.Chat, _ context: ObjectContext) {
        (self.raw, id, title, self.context) = (raw, raw.id, raw.title, context)
    }

    init(forbidden raw: TL.Chat.Forbidden, _ context: ObjectContext) {
        (self.raw, id, title, self.context) = (nil, raw.id, raw.title, context)
    }

    /// The group's number as a peer's.
    public var peerID: PeerID { .chat(id) }
    /// How many members there are; 0 if the account may not know.
    public var memberCount: Int { Int(raw?.participantsCount ?? 0) }
    /// When the group was made.
    public var date: Date? { raw.map { Date(unixTime: $0.date) } }
    /// Whether the account made it.
    public var isCreator: Bool { raw?.creator ?? false }
    /// Whether the account left it.
    public var hasLeft: Bool { raw?.left ?? false }
    /// Whether the account was removed from it, so that nothing more can be seen.
    public var isForbidden: Bool { raw == nil }
    /// Whether it has become a supergroup, see ``migratedTo``.
    public var isDeactivated: Bool { raw?.deactivated ?? false }
    /// Whether its messages cannot be forwarded or saved.
    public var isProtected: Bool { raw?.noforwards ?? false }
    /// The supergroup that it has become.
    public var migratedTo: PeerID? {
        guard case .inputChannel(let channel)? = raw?.migratedTo else { return nil }
        return .channel(channel.channelID)
    }
    /// What the account may do as an administrator; `nil` if it is none.
    public var adminRights: AdminRights? { raw?.adminRights.map { AdminRights($0) } }
    /// What members may not do.
    public var defaultBannedRights: BannedRights? { raw?.defaultBannedRights.map { BannedRights($0) } }
}

extension Group: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference { .id(.chat(id)) }
}

extension Group: Hashable {
    /// Whether both are the same group, whatever was known of it when.
    public static func == (left: Self, right: Self) -> Bool { left.id == right.id }

    /// Feeds the value to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Group: CustomStringConvertible {
    /// A description for people.
    public var description: String { title }
}
