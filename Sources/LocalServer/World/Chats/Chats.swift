// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Somebody in a group or a channel.
struct Member: Sendable {
    let inviter: Int64
    /// When they came, in seconds since 1970.
    let date: Int32
    /// What an admin may do, `nil` for an ordinary member.
    var adminRights: TL.ChatAdminRights?
    /// What an admin is called.
    var rank: String?
    /// Who made them an admin.
    var promoter: Int64 = 0
    /// Up to which message they have read; in basic groups each account's own conversation tells.
    var readUpTo: Int32 = 0
    /// Up to which message they see none, because they came later and the history is hidden.
    var hiddenUpTo: Int32 = 0

    var isAdmin: Bool { adminRights != nil }
}

/// A basic group, of which each member has messages of their own with ids of their own.
struct BasicGroup: Sendable {
    let id: Int64
    var title: String
    let creator: Int64
    let date: Int32
    /// Grows with each change of the members.
    var version: Int32 = 1
    var members: [Int64: Member] = [:]
    /// Who has written something there since somebody came last, so that all members have heard of them.
    var writers: Set<Int64> = []

    var number: Int64 { PeerNumber.group(id).number }
}

/// A channel or a supergroup, of which all members see the same messages.
struct Channel: Sendable {
    let id: Int64
    /// Whether it is a channel, in which admins alone post.
    let isBroadcast: Bool
    var title: String
    var about: String
    var username: String?
    var creator: Int64
    let date: Int32
    var members: [Int64: Member] = [:]
    /// The messages and their numbered changes, in one conversation.
    var mailbox: Mailbox
    /// When something changed last, in seconds since 1970.
    var lastChange: Int32

    var number: Int64 { PeerNumber.channel(id).number }

    /// The newest message, 0 if there is none.
    var topMessage: Int32 { mailbox.dialogs[number]?.messages.last ?? 0 }

    func isAdmin(_ account: Int64) -> Bool { members[account]?.isAdmin ?? false }

    /// Whether an account is an admin with a right.
    func may(_ right: KeyPath<TL.ChatAdminRights, Bool>, _ account: Int64) -> Bool {
        members[account]?.adminRights?[keyPath: right] ?? false
    }

    /// How many messages of others a member has not read.
    func unreadCount(of account: Int64) -> Int {
        let limit = members[account]?.readUpTo ?? 0
        return mailbox.history(with: number).prefix { $0 > limit }.count { mailbox[$0]?.sender != account }
    }
}
