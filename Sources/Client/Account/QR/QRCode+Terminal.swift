// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension QRCode {
    /// The code as lines of half blocks, two rows of modules in each, for a terminal.
    ///
    /// - Parameters:
    ///   - isInverted: Whether the letters are dark on a light ground; terminals are dark by default, and light modules
    ///     are what is printed.
    ///   - margin: How many light modules surround the code; readers want four, most are content with two.
    /// - Returns: The lines, each of the same width.
    public func terminalPicture(isInverted: Bool = false, margin: Int = 2) -> String {
        let margin = min(max(0, margin), 16)
        let range = -margin..<size + margin
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
            String(
                range.map { column -> Character in
                    // What is below the last row is no part of the picture, and keeps the terminal's own colour.
                    let upper = self[row, column] == isInverted
                    let lower = row + 1 < range.upperBound ? self[row + 1, column] == isInverted : false
                    return switch (upper, lower) {
                    case (true, true): "\u{2588}"
                    case (true, false): "\u{2580}"
                    case (false, true): "\u{2584}"
                    case (false, false): " "
                    }
                })
        }.joined(separator: "\n")
    }
}
