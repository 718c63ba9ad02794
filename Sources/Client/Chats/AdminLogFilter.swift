// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Which events of a log are meant.
public struct AdminLogFilter: OptionSet, Hashable, Sendable {
    /// The bits, as the schema numbers them.
    public let rawValue: UInt32

    /// Takes bits as the schema numbers them.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Somebody joined.
    public static let joins = Self(rawValue: 1 << 0)
    /// Somebody left.
    public static let leaves = Self(rawValue: 1 << 1)
    /// Somebody was added.
    public static let invitations = Self(rawValue: 1 << 2)
    /// Somebody was restricted.
    public static let restrictions = Self(rawValue: 1 << 3)
    /// Restrictions were lifted.
    public static let liftedRestrictions = Self(rawValue: 1 << 4)
    /// Somebody was banned.
    public static let bans = Self(rawValue: 1 << 5)
    /// A ban was lifted.
    public static let liftedBans = Self(rawValue: 1 << 6)
    /// Somebody was promoted.
    public static let promotions = Self(rawValue: 1 << 7)
    /// Somebody was demoted.
    public static let demotions = Self(rawValue: 1 << 8)
    /// Name, description, photo and the like were changed.
    public static let info = Self(rawValue: 1 << 9)
    /// Settings were changed.
    public static let settings = Self(rawValue: 1 << 10)
    /// A message was pinned.
    public static let pins = Self(rawValue: 1 << 11)
    /// A message was edited.
    public static let edits = Self(rawValue: 1 << 12)
    /// A message was deleted.
    public static let deletions = Self(rawValue: 1 << 13)
    /// Something about video chats.
    public static let calls = Self(rawValue: 1 << 14)
    /// Something about invite links.
    public static let links = Self(rawValue: 1 << 15)
    /// A message was sent.
    public static let messages = Self(rawValue: 1 << 16)
    /// Something about topics.
    public static let topics = Self(rawValue: 1 << 17)
    /// A subscription was prolonged.
    public static let subscriptions = Self(rawValue: 1 << 18)
    /// Somebody's title was changed.
    public static let ranks = Self(rawValue: 1 << 19)

    /// The filter as a TL value.
    var tl: TL.ChannelAdminLogEventsFilter {
        .init(
            join: contains(.joins), leave: contains(.leaves), invite: contains(.invitations),
            ban: contains(.restrictions), unban: contains(.liftedRestrictions), kick: contains(.bans),
            unkick: contains(.liftedBans), promote: contains(.promotions), demote: contains(.demotions),
            info: contains(.info), settings: contains(.settings), pinned: contains(.pins), edit: contains(.edits),
            delete: contains(.deletions), groupCall: contains(.calls), invites: contains(.links),
            send: contains(.messages), forums: contains(.topics), subExtend: contains(.subscriptions),
            editRank: contains(.ranks))
    }
}

extension TelegramClient {
    /// Lists what happened in a supergroup or channel in the last 48 hours, the newest first (`channels.getAdminLog`).
    ///
    /// - Parameters:
    ///   - chat: The supergroup or channel, of which the account is an administrator.
    ///   - query: A text that events have in them.
    ///   - filter: Which events; `nil` for all.
    ///   - administrators: What these alone did; empty for everybody.
    ///   - oldest: The event after which the list begins to interest, by its number.
    ///   - cursor: The event after which to go on, from ``Page/next``.
    /// - Returns: The events.
    public func adminLog(
        of chat: some PeerConvertible, matching query: String = "", _ filter: AdminLogFilter? = nil,
        by administrators: [any PeerConvertible] = [], newerThan oldest: Int64 = 0, after cursor: Int64? = nil
    ) -> Paged<AdminLogEvent, Int64> {
        let core = core
        return Paged(after: cursor, identity: .falling { $0.id }) { cursor, limit async throws(InvocationError) in
            let people = try await core.resolveUsers(administrators)
            let answer = try await core.callChannel(chat) {
                TL.channels.GetAdminLog(
                    channel: $0, q: query, eventsFilter: filter?.tl, admins: people.isEmpty ? nil : people,
                    maxID: cursor ?? 0, minID: oldest, limit: Int32(clamping: limit))
            }
            let context = core.taking(answer.users, answer.chats)
            return Page(answer.events.map { AdminLogEvent($0, context) }, next: answer.events.map(\.id).min())
        }
    }
}
