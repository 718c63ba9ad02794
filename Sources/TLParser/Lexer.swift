// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A run of characters without blanks, or a semicolon, and where it begins.
struct Token: Equatable {
    let text: Substring
    let position: SourcePosition

    var isSemicolon: Bool { text == ";" }
}

/// Cuts a schema into words and semicolons, leaving comments out.
struct Lexer: IteratorProtocol {
    private let text: String.UnicodeScalarView
    private var index: String.UnicodeScalarView.Index
    private var line = 1
    private var column = 1
    /// The largest `N` of the comments of the form `// LAYER N` read so far.
    private(set) var layer: Int?

    init(_ text: String) {
        self.text = text.unicodeScalars
        index = text.unicodeScalars.startIndex
        if current == "\u{FEFF}" { index = self.text.index(after: index) }
    }

    mutating func next() -> Token? {
        while let scalar = current {
            if scalar.properties.isWhitespace {
                advance()
            } else if isComment {
                skipComment()
            } else {
                return scalar == ";" ? semicolon() : word()
            }
        }
        return nil
    }

    private var current: Unicode.Scalar? { index < text.endIndex ? text[index] : nil }

    private var isComment: Bool {
        guard current == "/" else { return false }
        let following = text.index(after: index)
        return following < text.endIndex && text[following] == "/"
    }

    private var position: SourcePosition { SourcePosition(line: line, column: column) }

    private mutating func advance() {
        if text[index] == "\n" {
            line += 1
            column = 1
        } else {
            column += 1
        }
        index = text.index(after: index)
    }

    private mutating func semicolon() -> Token {
        let position = position
        let start = index
        advance()
        return Token(text: Substring(text[start..<index]), position: position)
    }

    private mutating func word() -> Token {
        let position = position
        let start = index
        while let scalar = current, !scalar.properties.isWhitespace, scalar != ";", !isComment { advance() }
        return Token(text: Substring(text[start..<index]), position: position)
    }

    private mutating func skipComment() {
        let start = index
        while let scalar = current, scalar != "\n" { advance() }
        let words = Substring(text[start..<index]).split(whereSeparator: \.isWhitespace)
        if words.count == 3, words[0] == "//", words[1] == "LAYER", let number = Int(words[2]) {
            layer = max(layer ?? number, number)
        }
    }
}
