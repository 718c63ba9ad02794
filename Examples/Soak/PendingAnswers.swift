// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Answers by their numbers, and those who wait for them.
final class PendingAnswers: Sendable {
    private struct State: Sendable {
        var last = 0
        var waiting: [Int: CheckedContinuation<String?, Never>] = [:]
        /// Answers that came before they were waited for.
        var early: [Int: String] = [:]
        var isOver = false
    }

    private let state = Lock(State())

    /// A number for a question.
    func makeNumber() -> Int {
        state.withLock { state in
            state.last += 1
            return state.last
        }
    }

    /// Takes a line, a number with an answer.
    func take(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let number = Int(words[0]) else { return }
        let continuation = state.withLock { state in
            if state.waiting[number] == nil { state.early[number] = String(words[1]) }
            return state.waiting.removeValue(forKey: number)
        }
        continuation?.resume(returning: String(words[1]))
    }

    /// Ends all waits.
    func end() {
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume(returning: nil) }
    }

    /// Waits for an answer.
    ///
    /// - Parameters:
    ///   - number: Its number.
    ///   - ask: Asks the question.
    /// - Returns: The answer; `nil` if there will be none.
    func answer(_ number: Int, _ ask: () -> Void) async -> String? {
        await withCheckedContinuation { continuation in
            let known: String?? = state.withLock { state in
                if let early = state.early.removeValue(forKey: number) { return .some(early) }
                if state.isOver { return .some(nil) }
                state.waiting[number] = continuation
                return nil
            }
            if let known { return continuation.resume(returning: known) }
            ask()
        }
    }
}
