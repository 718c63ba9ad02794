// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a handler of a command gets, read from what follows the command.
///
///     struct Ban: CommandArguments {
///         let name: String, days: Int
///         init?(arguments: String) {
///             var words = CommandWords(arguments)
///             guard let name = words.next(), let days = words.next(Int.self), words.isAtEnd else { return nil }
///             (self.name, self.days) = (name, days)
///         }
///     }
public protocol CommandArguments: Sendable {
    /// Reads the arguments.
    ///
    /// - Parameter arguments: What follows the command, without spaces at the ends; `nil` is returned if it does not fit.
    init?(arguments: String)
}

extension Int: CommandArguments {
    /// Creates the value from its parts.
    public init?(arguments: String) { self.init(arguments) }
}

extension Int64: CommandArguments {
    /// Creates the value from its parts.
    public init?(arguments: String) { self.init(arguments) }
}

extension Double: CommandArguments {
    /// Creates the value from its parts.
    public init?(arguments: String) { self.init(arguments) }
}

extension String: CommandArguments {
    /// The text as it is; `nil` for an empty one.
    public init?(arguments: String) {
        guard !arguments.isEmpty else { return nil }
        self = arguments
    }
}

extension [String]: CommandArguments {
    /// The words, see ``CommandWords``; `nil` for an open quotation mark.
    public init?(arguments: String) {
        var words = CommandWords(arguments)
        var list: [String] = []
        while let word = words.next() { list.append(word) }
        guard words.isAtEnd else { return nil }
        self = list
    }
}

/// The words behind a command, one after another: `add "New York" 5` has three.
///
/// Words end at white space, unless that stands between quotation marks: `"…"`, `'…'` or `“…”`, which phones write. A `\\`
/// takes the next character as it is.
public struct CommandWords: Sendable {
    private var rest: Substring

    /// Begins to read.
    ///
    /// - Parameter text: The text.
    public init(_ text: String) {
        rest = text[...]
        skip()
    }

    /// Whether there are no more words.
    public var isAtEnd: Bool { rest.isEmpty }

    /// What has not been read yet.
    public var remainder: String { String(rest) }

    /// Reads a word.
    ///
    /// - Returns: The word; `nil` at the end, and if a quotation mark is not closed, which then stays unread.
    public mutating func next() -> String? {
        guard let first = rest.first else { return nil }
        let start = rest
        var word = ""
        let closing: Character? =
            switch first {
            case "\"": "\""
            case "'": "'"
            case "“", "„": "”"
            case "«": "»"
            default: nil
            }
        if closing != nil { rest.removeFirst() }
        while let character = rest.popFirst() {
            if character == "\\", let escaped = rest.popFirst() {
                word.append(escaped)
            } else if character == closing {
                skip()
                return word
            } else if closing == nil, character.isWhitespace {
                break
            } else {
                word.append(character)
            }
        }
        guard closing == nil else {
            rest = start
            return nil
        }
        skip()
        return word
    }

    /// Reads a word as a value.
    ///
    /// - Parameter type: What it is read as.
    /// - Returns: The value; `nil` if there is no word or it does not fit, and then it stays unread.
    public mutating func next<Value: LosslessStringConvertible>(_ type: Value.Type) -> Value? {
        let start = self
        if let value = next().flatMap({ Value($0) }) { return value }
        self = start
        return nil
    }

    private mutating func skip() {
        rest = rest.drop(while: \.isWhitespace)
    }
}
