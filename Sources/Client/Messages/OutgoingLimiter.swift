// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender

/// How many messages may be sent in which time.
public struct OutgoingLimits: Hashable, Sendable {
    /// A number of messages and a time.
    public struct Rate: Hashable, Sendable {
        /// How many messages.
        public var messages: Int
        /// In what time.
        public var period: Duration

        /// Creates a rate.
        ///
        /// - Parameters:
        ///   - messages: How many messages, at least 1.
        ///   - period: In what time.
        public init(_ messages: Int, per period: Duration) {
            (self.messages, self.period) = (max(1, messages), period)
        }
    }

    /// In one private chat.
    public var privateChat: Rate?
    /// In one group or channel.
    public var group: Rate?
    /// In all chats together.
    public var total: Rate?
    /// How many messages may wait for their turn; more are refused with ``InvocationError/tooManyPendingCalls(method:)``.
    public var capacity: Int

    /// Creates limits; `nil` for no limit.
    ///
    /// - Parameters:
    ///   - privateChat: In one private chat.
    ///   - group: In one group or channel.
    ///   - total: In all chats together.
    ///   - capacity: How many messages may wait for their turn.
    public init(privateChat: Rate? = nil, group: Rate? = nil, total: Rate? = nil, capacity: Int = 10_000) {
        (self.privateChat, self.group, self.total, self.capacity) = (privateChat, group, total, max(1, capacity))
    }

    /// What Telegram asks of bots: one message a second in a private chat, 20 a minute in a group, 30 a second in all.
    ///
    /// See core.telegram.org/bots/faq.
    public static let bot = Self(
        privateChat: Rate(1, per: .seconds(1)), group: Rate(20, per: .seconds(60)), total: Rate(30, per: .seconds(1)))
}

/// Lets messages go out no faster than the limits say, in the order in which they came.
final class OutgoingLimiter: Sendable {
    private struct State {
        /// When the last messages of each chat go out, oldest first, as many as its limit counts.
        var chats: [PeerID: [MonotonicTime]] = [:]
        var total: [MonotonicTime] = []
        var waiting = 0
    }

    private let limits: OutgoingLimits
    private let time: Timekeeper
    private let state = Lock(State())

    init(_ limits: OutgoingLimits, _ time: Timekeeper) {
        (self.limits, self.time) = (limits, time)
    }

    /// Waits until messages may go to a chat.
    ///
    /// - Parameters:
    ///   - chat: The chat.
    ///   - count: How many messages.
    ///   - method: The call that sends them.
    /// - Throws: ``InvocationError``.
    func wait(for chat: PeerID, messages count: Int, method: String) async throws(InvocationError) {
        let now = time.now()
        let turn = try state.withLock { state throws(InvocationError) in
            guard state.waiting < limits.capacity else { throw .tooManyPendingCalls(method: method) }
            state.waiting += 1
            return take(count, for: chat, &state, now: now)
        }
        defer { state.withLock { $0.waiting -= 1 } }
        guard turn > now else { return }
        do { try await time.sleep(turn) } catch { throw .cancelled }
        if Task.isCancelled { throw .cancelled }
    }

    /// Takes the next free turn, and keeps only what later turns depend on.
    private func take(_ count: Int, for chat: PeerID, _ state: inout State, now: MonotonicTime) -> MonotonicTime {
        let limit = rate(for: chat)
        var turn = now
        state.total = Self.still(state.total, limits.total, now: now)
        for _ in 0..<max(1, count) {
            // The turns of one chat follow one another; those of all chats may have gaps, which others fill.
            if let limit, let times = state.chats[chat], times.count >= limit.messages, let first = times.first {
                turn = max(turn, first + limit.period)
            }
            turn = Self.gap(in: state.total, limits.total, from: turn)
            if let limit {
                state.chats[chat, default: []].append(turn)
                if let times = state.chats[chat], times.count > limit.messages {
                    state.chats[chat] = Array(times.suffix(limit.messages))
                }
            }
            if limits.total != nil {
                let place = state.total.lastIndex { $0 <= turn }.map { $0 + 1 } ?? 0
                state.total.insert(turn, at: place)
            }
        }
        if state.chats.count > 1_000 {
            state.chats = state.chats.filter { chat, times in !Self.still(times, rate(for: chat), now: now).isEmpty }
        }
        return turn
    }

    private func rate(for chat: PeerID) -> OutgoingLimits.Rate? {
        if case .user = chat { limits.privateChat } else { limits.group }
    }

    /// The turns that still count.
    private static func still(
        _ times: [MonotonicTime], _ rate: OutgoingLimits.Rate?, now: MonotonicTime
    ) -> [MonotonicTime] {
        guard let rate else { return [] }
        return times.filter { $0 + rate.period > now }
    }

    /// The first time from a time on around which there are few enough turns.
    private static func gap(
        in times: [MonotonicTime], _ rate: OutgoingLimits.Rate?, from start: MonotonicTime
    ) -> MonotonicTime {
        guard let rate else { return start }
        var turn = start
        while true {
            let near = times.filter { $0 + rate.period > turn && turn + rate.period > $0 }
            guard near.count >= rate.messages, let first = near.first else { return turn }
            turn = first + rate.period
        }
    }
}

extension ClientCore {
    /// Waits until messages may go to a peer, if there are limits.
    func waitForTurn(to peer: PeerReference, messages count: Int) async throws(InvocationError) {
        guard let outgoing else { return }
        guard let chat = peerID(of: try await resolve(peer)) else { return }
        try await outgoing.wait(for: chat, messages: count, method: "messages.sendMessage")
    }
}
