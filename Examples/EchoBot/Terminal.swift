// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import Foundation

/// Reads lines without keeping a thread of the concurrency runtime waiting.
final class Terminal: Sendable {
    private let queue = DispatchQueue(label: "terminal")

    /// Shows a line at once, through a pipe as well.
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Waits for a line.
    ///
    /// - Parameter prompt: What is shown before, if a person looks on.
    /// - Returns: The line, or `nil` at the end of the input.
    func readLine(prompt: String) async -> String? {
        if isatty(STDIN_FILENO) == 1 { FileHandle.standardOutput.write(Data(prompt.utf8)) }
        // A line that is being typed cannot be taken back, so cancellation just stops waiting for it.
        let (lines, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1))
        queue.async {
            if let line = Swift.readLine() { continuation.yield(line) }
            continuation.finish()
        }
        for await line in lines { return line }
        return nil
    }
}
