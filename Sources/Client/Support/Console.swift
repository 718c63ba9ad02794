// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
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
    /// - Parameters:
    ///   - question: The question.
    ///   - isSecret: Whether the answer is not shown while it is typed.
    /// - Returns: The line, or `nil` at the end of the input.
    func ask(_ question: String, isSecret: Bool = false) async -> String? {
        await withCheckedContinuation { continuation in
            Self.queue.async {
                write(question)
                let line = isSecret ? Self.readSecret() : readLine()
                if isSecret { write("\n") }
                continuation.resume(returning: line)
            }
        }
    }

    private static func readSecret() -> String? {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return readLine() }
        let shown = settings
        settings.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
        defer {
            var shown = shown
            tcsetattr(STDIN_FILENO, TCSANOW, &shown)
        }
        return readLine()
    }
}
