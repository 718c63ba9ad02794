// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto

/// Remembers until when the server wants to hear no more of a method, so that nobody asks too early and makes it longer.
///
/// It holds 4,096 waits at most; then those go that end first.
struct FloodGovernor: Sendable {
    /// What a wait is about.
    struct Key: Hashable, Sendable {
        let dataCenter: Int
        let method: UInt32
        /// Whom the call was about, by a digest; slow mode and some floods hold for one chat only.
        let peer: UInt64?
    }

    static let capacity = 4_096

    private var ends: [Key: MonotonicTime] = [:]

    /// Whether no method has to wait.
    var isEmpty: Bool { ends.isEmpty }

    /// Takes note of a wait.
    mutating func record(_ wait: Duration, for key: Key, now: MonotonicTime) {
        let end = now + wait
        if let known = ends[key], known > end { return }
        if ends.count >= Self.capacity {
            ends = ends.filter { $0.value > now }
            if ends.count >= Self.capacity, let first = ends.min(by: { $0.value < $1.value }) { ends[first.key] = nil }
        }
        ends[key] = end
    }

    /// Until when calls have to wait, `nil` if they need not.
    mutating func end(for key: Key, now: MonotonicTime) -> MonotonicTime? {
        guard let end = ends[key] else { return nil }
        guard end > now else {
            ends[key] = nil
            return nil
        }
        return end
    }
}
