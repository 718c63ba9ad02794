// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender

/// Notices handlers that are at work for a long time, since the chat waits behind them.
///
/// One task looks after all of them. It sleeps while nothing is at work, and otherwise until the first handler can be late.
final class BusyHandlers: Sendable {
    /// How long a handler may be at work before the log says so.
    static let limit = Duration.seconds(10)

    private struct Work {
        let update: Update
        let begun: MonotonicTime
        var isReported = false
    }

    /// Where a handler is in the list: a small number, as each handler has one.
    typealias Place = Int32

    private struct State {
        /// By the places that ``begin(_:)`` gave out.
        var work: [Work?] = []
        var freePlaces: [Place] = []
        var isWatched = false
    }

    private let time: Timekeeper
    private let log: @Sendable (String) -> Void
    private let state = Lock(State())
    private let wake = AsyncSemaphore(0)

    /// Prepares the watch.
    ///
    /// - Parameters:
    ///   - time: The clock.
    ///   - log: Takes a sentence about a handler that is late.
    init(_ time: Timekeeper, log: @escaping @Sendable (String) -> Void) {
        self.time = time
        self.log = log
    }

    /// Notes that handlers begin to work on an update.
    ///
    /// - Returns: What ``end(_:)`` takes.
    func begin(_ update: Update) -> Place {
        let now = time.now()
        let (place, wakes) = state.withLock { state in
            let work = Work(update: update, begun: now)
            let place = state.freePlaces.popLast() ?? Place(clamping: state.work.count)
            let index = Int(place)
            if index < state.work.count { state.work[index] = work } else { state.work.append(work) }
            defer { state.isWatched = true }
            return (place, !state.isWatched)
        }
        if wakes { wake.release() }
        return place
    }

    /// Notes that the handlers are done.
    func end(_ place: Place) {
        let index = Int(place)
        _ = state.withLock { state in
            guard state.work.indices.contains(index), let work = state.work[index].take() else { return nil as Work? }
            state.freePlaces.append(place)
            // It is released when the lock is free again.
            return work
        }
    }

    /// Watches until the task is cancelled.
    func watch() async {
        while (try? await wake.acquire()) != nil {
            while let deadline {
                guard (try? await time.sleep(deadline)) != nil else { return }
                for text in late() { log(text) }
            }
        }
    }

    /// When the next handler is late; `nil` if none is at work of which the log does not know.
    private var deadline: MonotonicTime? {
        state.withLock { state in
            let first = state.work.lazy.compactMap(\.self).filter { !$0.isReported }.map(\.begun).min()
            state.isWatched = first != nil
            return first.map { $0 + Self.limit }
        }
    }

    private func late() -> [String] {
        let now = time.now()
        return state.withLock { state in
            var texts: [String] = []
            for (place, work) in state.work.enumerated() {
                guard let work, !work.isReported, work.begun + Self.limit <= now else { continue }
                state.work[place]?.isReported = true
                texts.append(
                    "a handler has been at work on \(work.update.summary) for \(Self.limit.components.seconds) s; "
                        + "later updates of its chat wait for it")
            }
            return texts
        }
    }
}

extension Update {
    /// The update in a few words, without anything that somebody wrote.
    var summary: String {
        switch self {
        case .message(let message): "message \(message.id) in \(message.chatID)"
        case .messageEdited(let message): "the edited message \(message.id) in \(message.chatID)"
        case .album(let album): "the album \(album.first.id) in \(album.chatID)"
        case .callbackQuery(let query):
            query.messageID.map { "a button below message \($0) in \(query.chatID)" } ?? "a button of an inline message"
        case .messagesDeleted(let messages): "the deletion of \(messages.ids.count) messages"
        default: "an update"
        }
    }
}
