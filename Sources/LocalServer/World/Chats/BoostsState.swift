// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Boosts that accounts can give, and the chats that have them.
struct BoostsState: Sendable {
    /// A boost that an account can give.
    struct Slot: Sendable {
        let id: Int32
        var chat: Int64?
        var date: Int32
        let expires: Int32
    }

    /// How many boosts each level needs.
    static let boostsForLevel = 2
    private(set) var slots: [Int64: [Slot]] = [:]

    /// Lets an account give boosts.
    mutating func grant(_ count: Int, to account: Int64, at date: Int32) {
        let begun = slots[account]?.count ?? 0
        for index in 0..<max(0, count) {
            slots[account, default: []].append(
                Slot(id: Int32(clamping: begun + index + 1), date: date, expires: date &+ 30 * 86_400))
        }
    }

    /// Gives boosts to a chat; those that are free if none are named.
    ///
    /// - Returns: Whether there were any.
    mutating func apply(_ ids: [Int32]?, of account: Int64, to chat: Int64, at date: Int32) -> Bool {
        guard var own = slots[account] else { return false }
        let wanted = ids ?? own.first { $0.chat == nil }.map { [$0.id] } ?? []
        guard !wanted.isEmpty else { return false }
        for index in own.indices where wanted.contains(own[index].id) {
            (own[index].chat, own[index].date) = (chat, date)
        }
        slots[account] = own
        return true
    }

    /// Who boosts a chat with what, the newest first.
    func boosts(of chat: Int64) -> [(account: Int64, slot: Slot)] {
        slots.flatMap { account, own in own.filter { $0.chat == chat }.map { (account: account, slot: $0) } }
            .sorted { ($0.slot.date, $0.account, $0.slot.id) > ($1.slot.date, $1.account, $1.slot.id) }
    }
}
