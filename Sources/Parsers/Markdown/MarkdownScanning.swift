// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension ByteText {
    /// Reads what follows the three backticks of a block: a language and one line end, each if it is there.
    ///
    /// A word counts as language only if a space follows it.
    ///
    /// - Parameter start: The index after the backticks.
    /// - Returns: The language or an empty string, and where the block's text begins.
    func fenceHeader(from start: Int) -> (language: String, next: Int) {
        var next = start
        var language = ""
        let wordEnd = firstIndex(from: start, in: " \t\r\n\u{B}\u{0}`")
        if wordEnd > start, wordEnd < count, self[wordEnd] != UInt8(ascii: "`") {
            language = string(start..<wordEnd)
            next = wordEnd
        }
        let newline = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        if self[next] == newline {
            next += self[next + 1] == carriageReturn ? 2 : 1
        } else if self[next] == carriageReturn {
            next += self[next + 1] == newline ? 2 : 1
        }
        return (language, next)
    }

    /// Reads up to a closing parenthesis; a backslash makes the next ASCII character literal.
    ///
    /// - Parameter start: The index after the opening parenthesis.
    /// - Returns: What stands between, and the index after the parenthesis; `nil` if there is no end.
    func parenthesized(from start: Int) -> (content: String, next: Int)? {
        var content: [UInt8] = []
        var index = start
        while index < count {
            let special = firstIndex(from: index, in: ")\\")
            content += self[index..<special]
            index = special
            guard index < count else { return nil }
            if self[index] == UInt8(ascii: ")") { return (String(decoding: content, as: UTF8.self), index + 1) }
            let next = self[index + 1]
            if next > 0, next <= 126 {
                content.append(next)
                index += 2
            } else {
                content.append(UInt8(ascii: "\\"))
                index += 1
            }
        }
        return nil
    }
}
