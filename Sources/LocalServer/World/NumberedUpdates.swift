// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Updates of accounts that `qts` numbers: what bots are told of members, requests and the like.
struct NumberedUpdates: Sendable {
    /// An update with those whom it names.
    struct Entry: Sendable {
        let update: TL.Update
        let people: Set<Int64>
    }

    /// How many are kept of an account for those who were away.
    private static let most = 1_000

    private var first: [Int64: Int32] = [:]
    private var entries: [Int64: [Entry]] = [:]

    /// The number of an account's last update.
    func qts(of account: Int64) -> Int32 {
        (first[account] ?? 0) + Int32(clamping: entries[account]?.count ?? 0)
    }

    mutating func append(_ entry: Entry, for account: Int64) {
        entries[account, default: []].append(entry)
        if let count = entries[account]?.count, count > Self.most {
            entries[account]?.removeFirst(count - Self.most)
            first[account, default: 0] += Int32(clamping: count - Self.most)
        }
    }

    /// The updates of an account after a number.
    func entries(of account: Int64, after qts: Int32) -> ArraySlice<Entry> {
        let all = entries[account] ?? []
        return all.dropFirst(max(0, Int(qts) - Int(first[account] ?? 0)))
    }
}

extension World {
    /// Tells an account of something that `qts` numbers.
    ///
    /// - Parameters:
    ///   - account: Whom.
    ///   - people: Whom the update names.
    ///   - make: Makes the update with its number.
    mutating func pushNumbered(
        to account: Int64, naming people: Set<Int64>, _ make: (Int32) -> TL.Update
    ) {
        let update = make(numbered.qts(of: account) + 1)
        numbered.append(.init(update: update, people: people), for: account)
        push(updates([update], naming: people, for: account), to: account)
    }
}
