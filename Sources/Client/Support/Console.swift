// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import FerogramBase
import Foundation

/// A person at a terminal.
struct Console: Sendable {
    // Lines are waited for on a thread of its own, since a wait there holds up nobody else.
    private static let queue = DispatchQueue(label: "ferogram.console")

    /// Writes to the standard error output, so that what a program prints stays its own.
    func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// Asks a question.
    ///
    /// A line that is being typed when the task is cancelled is read and dropped before the next question is asked.
    ///
    /// - Parameters:
    ///   - question: The question.
    ///   - isSecret: Whether the answer is not shown while it is typed.
    /// - Returns: The line, or `nil` at the end of the input or when the task is cancelled.
    func ask(_ question: String, isSecret: Bool = false) async -> String? {
        let answer = Answer()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard answer.begin(continuation) else { return }
                Self.queue.async {
                    guard answer.isAwaited else { return }
                    write(question)
                    if isSecret { answer.hideInput() }
                    let line = readLine()
                    if isSecret, answer.isAwaited { write("\n") }
                    answer.end(line)
                }
            }
        } onCancel: {
            answer.end(nil)
        }
    }
}

/// What somebody waits for until a line comes or the task is cancelled.
private final class Answer: Sendable {
    private struct State {
        var isOver = false
        var continuation: CheckedContinuation<String?, Never>?
        /// How the terminal was before it hid what is typed.
        var shown: termios?
    }

    private let state = Lock(State())

    /// Notes who waits; resumes at once if it is over already.
    ///
    /// - Returns: Whether it is not.
    func begin(_ continuation: CheckedContinuation<String?, Never>) -> Bool {
        let begins = state.withLock { state in
            if !state.isOver { state.continuation = continuation }
            return !state.isOver
        }
        if !begins { continuation.resume(returning: nil) }
        return begins
    }

    var isAwaited: Bool { state.withLock { !$0.isOver } }

    /// Lets a terminal hide what is typed until the end.
    func hideInput() {
        state.withLock { state in
            var settings = termios()
            guard !state.isOver, isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
            state.shown = settings
            settings.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
        }
    }

    /// Leaves the terminal as it was, and resumes who waits; only the first end counts.
    func end(_ line: String?) {
        let continuation = state.withLock { state in
            state.isOver = true
            if var shown = state.shown.take() { tcsetattr(STDIN_FILENO, TCSANOW, &shown) }
            return state.continuation.take()
        }
        continuation?.resume(returning: line)
    }
}
