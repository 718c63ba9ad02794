// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramSession

/// Decides which shares of a journal a process handles, of those that share it.
///
/// Every process decides for itself, from what the store says; that no two have the same share is for the store to see to.
struct JournalShares: Sendable {
    /// What to do now.
    struct Plan: Equatable, Sendable {
        /// Processes that are gone, whose shares become free.
        var ended: [LeaseMember] = []
        /// Shares to take, as far as they are still free.
        var claimed: [Int] = []
        /// Shares to give away when nothing in them is being handled.
        var released: [Int] = []
    }

    /// How many shares there are, which is how many processes can take part.
    static let count = 64

    /// The name of this process.
    let own: String
    /// When each process showed its last sign of life, on the clock of this one.
    private var seen: [String: (member: LeaseMember, since: MonotonicTime)] = [:]

    init(own: String) {
        self.own = own
    }

    /// The share that updates of a lane belong to.
    static func share(of lane: UpdateLaneName) -> Int {
        guard case .chat(let chat) = lane else { return 0 }
        // Numbers of one kind lie close to one another.
        var value = UInt64(bitPattern: chat.botAPI)
        value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
        value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return Int((value ^ value >> 33) % UInt64(count))
    }

    /// Looks at who takes part and who has what.
    ///
    /// - Parameters:
    ///   - members: The processes, this one among them.
    ///   - claims: Who has which share; those of processes that do not take part are free.
    ///   - releasing: The shares of this process that it is giving away.
    ///   - silence: How long a process may show no sign of life.
    ///   - now: The time.
    /// - Returns: What to do.
    mutating func plan(
        _ members: [LeaseMember], _ claims: [Int: String], releasing: Set<Int>, silence: Duration, at now: MonotonicTime
    ) -> Plan {
        var plan = Plan()
        var seen: [String: (member: LeaseMember, since: MonotonicTime)] = [:]
        var alive: [String] = []
        for member in members {
            let known = self.seen[member.name]
            let since = known?.member == member ? known?.since ?? now : now
            seen[member.name] = (member, since)
            if member.name != own, member.hasEnded || now >= since + silence {
                plan.ended.append(member)
            } else {
                alive.append(member.name)
            }
        }
        self.seen = seen
        alive.sort()
        guard let index = alive.firstIndex(of: own) else { return plan }
        let target = Self.count / alive.count + (index < Self.count % alive.count ? 1 : 0)
        let known = Set(members.map(\.name))
        let mine = claims.filter { $0.value == own && !releasing.contains($0.key) }.keys.sorted()
        if mine.count > target { plan.released = Array(mine.suffix(mine.count - target)) }
        if mine.count < target {
            // Each begins somewhere else, so that two rarely want the same one.
            let start = index * Self.count / alive.count
            let free = (0..<Self.count).map { (start + $0) % Self.count }.filter { share in
                claims[share].map { !known.contains($0) } ?? true
            }
            plan.claimed = Array(free.prefix(target - mine.count))
        }
        return plan
    }
}
