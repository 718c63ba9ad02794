// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// A bar that grows in the terminal; nothing where the standard error is none.
public struct ProgressBar: Sendable {
    private let total: Int
    private let isShown: Bool

    /// Creates a bar.
    ///
    /// - Parameter total: What the whole is.
    public init(total: Int) {
        self.total = max(1, total)
        isShown = isatty(2) == 1
    }

    /// Shows how much is done.
    ///
    /// - Parameter count: How much of the total.
    public func show(_ count: Int) {
        guard isShown else { return }
        let filled = min(20, count * 20 / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        FileHandle.standardError.write(Data("\r[\(bar)] \(count) of \(total)".utf8))
    }

    /// Ends the line.
    public func end() {
        if isShown { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
