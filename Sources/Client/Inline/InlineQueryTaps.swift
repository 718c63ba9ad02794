// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Those who look at the queries of the inline mode as they come in, and take none away.
final class InlineQueryTaps: Sendable {
    private struct State {
        var taps: [UInt64: AsyncStream<InlineQuery>.Continuation] = [:]
        var lastID: UInt64 = 0
        var isOver = false
    }

    /// How many queries are kept for one who does not read; the oldest ones go first.
    private static let capacity = 256

    private let state = Lock(State())

    /// What comes in from now on.
    func makeStream() -> AsyncStream<InlineQuery> {
        AsyncStream(bufferingPolicy: .bufferingNewest(Self.capacity)) { continuation in
            let id = state.withLock { state -> UInt64? in
                guard !state.isOver else { return nil }
                state.lastID += 1
                state.taps[state.lastID] = continuation
                return state.lastID
            }
            guard let id else { return continuation.finish() }
            continuation.onTermination = { [weak self] _ in
                _ = self?.state.withLock { $0.taps.removeValue(forKey: id) }
            }
        }
    }

    func note(_ update: Update) {
        guard case .inlineQuery(let query) = update else { return }
        for tap in state.withLock({ Array($0.taps.values) }) { tap.yield(query) }
    }

    /// Nothing comes any more.
    func end() {
        let taps = state.withLock { state in
            state.isOver = true
            return Array(state.taps.values)
        }
        for tap in taps { tap.finish() }
    }

    /// Somebody signs in again.
    func reopen() { state.withLock { $0.isOver = false } }
}

extension TelegramClient {
    /// The queries of the inline mode as they come in, from now on; whatever reads ``updates`` or runs a ``Dispatcher`` gets
    /// them as well.
    ///
    /// Who reads slowly misses the oldest ones when 256 wait. It ends with the client.
    public var inlineQueries: AsyncStream<InlineQuery> { core.updates.inlineTaps.makeStream() }
}
