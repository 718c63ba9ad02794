// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto

/// Remembers until when the server wants to hear no more of a method, so that nobody asks too early and makes it longer.
///
/// A wait that is about a chat holds for that chat. If another chat has to wait at the same time, it is the account that is
/// too fast, and the wait holds for the method.
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

    private struct Wait: Sendable {
        var end: MonotonicTime
        /// Whether it is the chat's own rule, which says nothing about the account.
        var isSlowMode: Bool
    }

    static let capacity = 4_096

    private var waits: [Key: Wait] = [:]

    /// Whether no method has to wait.
    var isEmpty: Bool { waits.isEmpty }

    /// Takes note of a wait.
    mutating func record(_ wait: Duration, for key: Key, isSlowMode: Bool = false, now: MonotonicTime) {
        let end = now + wait
        if key.peer != nil, !isSlowMode, isOtherChatFlooded(key, now) {
            insert(
                Wait(end: end, isSlowMode: false), for: Key(dataCenter: key.dataCenter, method: key.method, peer: nil),
                now)
        }
        insert(Wait(end: end, isSlowMode: isSlowMode), for: key, now)
    }

    private func isOtherChatFlooded(_ key: Key, _ now: MonotonicTime) -> Bool {
        waits.contains { other, wait in
            other.method == key.method && other.dataCenter == key.dataCenter && other.peer != nil
                && other.peer != key.peer && !wait.isSlowMode && wait.end > now
        }
    }

    private mutating func insert(_ wait: Wait, for key: Key, _ now: MonotonicTime) {
        if let known = waits[key], known.end > wait.end { return }
        if waits.count >= Self.capacity {
            waits = waits.filter { $0.value.end > now }
            if waits.count >= Self.capacity, let first = waits.min(by: { $0.value.end < $1.value.end }) {
                waits[first.key] = nil
            }
        }
        waits[key] = wait
    }

    /// Until when calls have to wait, `nil` if they need not.
    mutating func end(for key: Key, now: MonotonicTime) -> MonotonicTime? {
        guard !waits.isEmpty else { return nil }
        let own = end(of: key, now)
        guard key.peer != nil else { return own }
        let all = end(of: Key(dataCenter: key.dataCenter, method: key.method, peer: nil), now)
        return own.map { max($0, all ?? $0) } ?? all
    }

    private mutating func end(of key: Key, _ now: MonotonicTime) -> MonotonicTime? {
        guard let wait = waits[key] else { return nil }
        guard wait.end > now else {
            waits[key] = nil
            return nil
        }
        return wait.end
    }
}
