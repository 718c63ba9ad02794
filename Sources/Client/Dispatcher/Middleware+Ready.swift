// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramTLTypes

extension Middleware {
    /// Writes a line for each update: its kind and how long its handlers took.
    ///
    /// - Parameter write: Takes the line; `nil` for the standard error.
    /// - Returns: The middleware.
    public static func tracing(_ write: (@Sendable (String) -> Void)? = nil) -> Self {
        let write = write ?? { StandardError.write($0 + "\n") }
        return Self { update, next in
            let begun = MonotonicTime.now
            defer { write("ferogram: \(update.tag) in \(MonotonicTime.now - begun)") }
            try await next(update)
        }
    }

    /// Keeps updates from the handlers of people who send too many.
    ///
    /// Messages, edits and queries count; other updates pass. People who have been quiet are forgotten.
    ///
    /// - Parameters:
    ///   - count: How many updates a person may send, at least 1.
    ///   - window: In what time.
    /// - Returns: The middleware.
    public static func rateLimit(_ count: Int, per window: Duration) -> Self {
        limit(RateLimiter(count, per: window, now: { .now }))
    }

    static func limit(_ limiter: RateLimiter) -> Self {
        Self { update, next in
            if update.countsForRateLimit, let user = update.userID, !limiter.admits(user) { return }
            try await next(update)
        }
    }

    /// Handles one update of a person in a time, and drops those that come sooner.
    ///
    /// - Parameter interval: The shortest time between two updates of a person that are handled; those between are dropped.
    /// - Returns: The middleware.
    public static func throttle(_ interval: Duration) -> Self { rateLimit(1, per: interval) }

    /// Tells a person that something went wrong; the error goes on to the error handlers.
    ///
    /// - Parameter text: What is sent for an error; `nil` to say nothing.
    /// - Returns: The middleware.
    public static func reportingErrors(_ text: @escaping @Sendable (any Error) -> String?) -> Self {
        Self(around: .handlers) { update, next in
            do {
                try await next(update)
            } catch {
                if !(error is Propagation), !error.isInterruption, let text = text(error) {
                    switch update {
                    case .message(let message), .messageEdited(let message): _ = try? await message.respond(text)
                    case .callbackQuery(let query): try? await query.answer(String(text.prefix(200)), isAlert: true)
                    default: break
                    }
                }
                throw error
            }
        }
    }

    /// Shows that the bot is at work, `typing` for example, while a handler of a message takes its time and waits for no
    /// answer (`messages.setTyping`).
    ///
    /// - Parameter action: What is shown.
    /// - Returns: The middleware.
    public static func showing(_ action: TL.SendMessageAction) -> Self {
        Self(around: .handlers) { update, next in
            guard case .message(let message) = update else { return try await next(update) }
            let (core, chat) = (message.context.core, message.chatID)
            let (time, turn) = (core.configuration.time, HandlerTurn.current)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        if !(turn?.isWaiting ?? false) {
                            _ = try? await core.call(chat) { peer in TL.messages.SetTyping(peer: peer, action: action) }
                        }
                        // It is shown for 6 seconds.
                        try? await time.sleep(time.now() + .seconds(5))
                    }
                }
                defer { group.cancelAll() }
                try await next(update)
            }
        }
    }
}

extension Update {
    fileprivate var countsForRateLimit: Bool {
        switch self {
        case .message, .messageEdited, .callbackQuery, .inlineQuery, .chosenInlineResult, .guestChatQuery: true
        default: false
        }
    }
}

/// Counts what people send in a window of time.
final class RateLimiter: Sendable {
    private struct Entry {
        var begun: MonotonicTime
        var count: Int
    }

    private struct State {
        var entries: [Int64: Entry] = [:]
        var nextSweep: MonotonicTime?
    }

    private let limit: Int
    private let window: Duration
    private let now: @Sendable () -> MonotonicTime
    private let state = Lock(State())

    init(_ limit: Int, per window: Duration, now: @escaping @Sendable () -> MonotonicTime) {
        (self.limit, self.window, self.now) = (max(1, limit), window, now)
    }

    /// How many people are remembered.
    var count: Int { state.withLock { $0.entries.count } }

    /// Counts an update, and says whether it may pass.
    func admits(_ user: Int64) -> Bool {
        let now = now()
        return state.withLock { state in
            if state.nextSweep.map({ $0 <= now }) ?? true {
                state.entries = state.entries.filter { now < $0.value.begun + window }
                state.nextSweep = now + window
            }
            var entry = state.entries[user] ?? Entry(begun: now, count: 0)
            if now >= entry.begun + window { entry = Entry(begun: now, count: 0) }
            entry.count = min(entry.count + 1, limit + 1)
            state.entries[user] = entry
            return entry.count <= limit
        }
    }
}
