// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Ferogram's Markdown whose interpolated values are text, not markup.
///
/// ```swift
/// let text: MarkdownText = "You said **\(message.text)**"        // whatever was said, it is bold
/// let link: MarkdownText = "[\(title)](\(url)) \(raw: markup)"   // markup of your own
/// ```
///
/// A literal and a value that is put in may differ; a plain `String` has to be wrapped, which says where its markup
/// comes from.
public struct MarkdownText: Sendable, Hashable {
    /// The markup.
    public let markup: String

    /// Takes a text as markup, without any escaping.
    ///
    /// - Parameter markup: The text with its markup.
    public init(raw markup: String) {
        self.markup = markup
    }

    /// The text and its entities.
    public var formattedText: FormattedText { FormattedText(markdown: markup) }

    /// Makes every character of a text literal.
    ///
    /// - Parameter text: Any text.
    /// - Returns: Markdown that says just the text.
    public static func escaped(_ text: some StringProtocol) -> String {
        let special: ASCIISet = "\\_*[]()~`|>!"
        return backslashed(text, special)
    }

    private static func backslashed(_ text: some StringProtocol, _ special: ASCIISet) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + 8)
        for byte in text.utf8 {
            if special.contains(byte) { output.append(UInt8(ascii: "\\")) }
            output.append(byte)
        }
        return String(decoding: output, as: UTF8.self)
    }
}

extension MarkdownText: ExpressibleByStringInterpolation {
    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        markup = value
    }

    /// Creates the text from a literal with interpolated values.
    public init(stringInterpolation: StringInterpolation) {
        markup = stringInterpolation.markup
    }

    /// Puts markup and values together.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup: String
        private var context = MarkdownContext()
        /// Whether the newest value was empty, so that what stands before and after it would meet.
        private var isJoint = false
        /// Whether the newest value ended with a line end.
        private var endsWithLineOfValue = false

        /// Begins an empty text.
        public init(literalCapacity: Int, interpolationCount: Int) {
            markup = ""
            markup.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// Adds a part that is markup.
        public mutating func appendLiteral(_ literal: String) {
            guard let first = literal.utf8.first else { return }
            if isJoint, let last = markup.utf8.last, Self.meltInto(last, first) { markup += "``" }
            isJoint = false
            let literal = endsWithLineOfValue ? withoutQuoteMark(literal) : literal
            endsWithLineOfValue = false
            markup += literal
            context.advance(over: literal, markupLength: markup.utf8.count)
        }

        /// A mark is none where only a value's line end makes a line begin.
        private func withoutQuoteMark(_ literal: String) -> String {
            if context.isInCode { return literal }
            if literal.hasPrefix(">") { return "\\" + literal }
            return literal.hasPrefix("**>") ? "**\\" + literal.dropFirst(2) : literal
        }

        /// Whether two markers would be read as one.
        private static func meltInto(_ last: UInt8, _ first: UInt8) -> Bool {
            switch (last, first) {
            case (UInt8(ascii: "]"), UInt8(ascii: "(")), (UInt8(ascii: "!"), UInt8(ascii: "[")): true
            default: last == first && ASCIISet(stringLiteral: "*_~|").contains(last)
            }
        }

        /// Appends a value as text.
        ///
        /// An optional value has to be unwrapped, or "nil" would be sent some day.
        ///
        /// - Parameter value: The value; its description is what is written.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            append(value.description)
        }

        private mutating func append(_ text: String) {
            // Right after the backticks the first word would be the block's language.
            if context.isAtFence { appendLiteral("\n") }
            completeEscape()
            if text.isEmpty {
                isJoint = !context.isInCode
                return
            }
            isJoint = false
            completeFenceHeader(before: text)
            appendLines(of: context.isInCode ? MarkdownText.backslashed(text, "\\`") : MarkdownText.escaped(text))
        }

        /// Appends markup of a value, which goes on with the quotation in which it stands.
        private mutating func appendLines(of value: String) {
            let hasLines = value.utf8.contains(UInt8(ascii: "\n"))
            if hasLines, let mark = quoteMark {
                markup += value.replacing("\n", with: "\n" + mark)
            } else {
                markup += value
                endsWithLineOfValue = value.utf8.last == UInt8(ascii: "\n")
            }
        }

        /// The mark of the quotation in which the markup ends.
        private var quoteMark: String? {
            // Without a mark in its line it ends in none.
            let line = markup.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }
            guard line.contains(UInt8(ascii: ">")) else { return nil }
            return MarkdownParser.quoteMark(atEndOf: markup + context.closing)
        }

        /// The line end after the backticks takes in what looks like its second half, so it gets one.
        private mutating func completeFenceHeader(before text: String) {
            guard let start = context.fenceStart, let first = text.utf8.first, let last = markup.utf8.last else {
                return
            }
            let newline = UInt8(ascii: "\n")
            let carriageReturn = UInt8(ascii: "\r")
            guard (last == newline && first == carriageReturn) || (last == carriageReturn && first == newline) else {
                return
            }
            let header = ByteText(Array(markup.utf8.dropFirst(start)))
            if header.fenceHeader(from: 3).next == header.count, !header.has("\n\r", at: header.count - 2),
                !header.has("\r\n", at: header.count - 2)
            {
                appendLiteral(last == newline ? "\r" : "\n")
            }
        }

        /// A backslash at the end of a literal says nothing about a value: it stands for itself.
        private mutating func completeEscape() {
            if context.isEscaping { appendLiteral("\\") }
        }

        /// Appends a value as markup.
        ///
        /// - Parameter markup: Text with markup that you trust.
        public mutating func appendInterpolation(raw markup: String) {
            appendLiteral(markup)
        }

        /// Appends formatted text, with its entities.
        ///
        /// - Parameter text: The text.
        public mutating func appendInterpolation(_ text: FormattedText) {
            if context.isInCode { return append(text.text) }
            if text.text.isEmpty { return append("") }
            completeEscape()
            isJoint = false
            var text = text
            // A quotation needs a line of its own.
            if !(markup.isEmpty || markup.hasSuffix("\n")) { text.entities.removeAll(where: \.kind.isBlockquote) }
            // Empty code keeps markers from melting into those around them.
            let separator = text.entities.isEmpty ? "" : "``"
            appendLines(of: separator + text.markup(as: .markdown) + separator)
        }

        /// Appends other markup.
        ///
        /// - Parameter text: The markup.
        public mutating func appendInterpolation(_ text: MarkdownText) {
            appendInterpolation(raw: text.markup)
        }
    }
}

/// Knows whether the end of a piece of Markdown is inside code, where other characters are special.
private struct MarkdownContext {
    private var fence: Int?

    /// Where the open block's backticks begin, in bytes of the markup.
    private(set) var fenceStart: Int?
    /// Whether the three backticks of a block stand right before.
    private(set) var isAtFence = false
    /// Whether a backslash stands right before that makes the next character literal.
    private(set) var isEscaping = false

    var isInCode: Bool { fence != nil }
    /// What would end the code.
    var closing: String { fence == 3 ? "```" : fence == 1 ? "`" : "" }

    /// Takes note of a literal.
    ///
    /// - Parameters:
    ///   - literal: The literal.
    ///   - markupLength: How many bytes the markup has with the literal at its end.
    mutating func advance(over literal: String, markupLength: Int) {
        let text = ByteText(literal)
        var index = isEscaping ? 1 : 0
        isEscaping = isEscaping && text.count == 0
        defer { isAtFence = fence == 3 && (text.count == 0 ? isAtFence : text.has("```", at: text.count - 3)) }
        while true {
            index = text.firstIndex(from: index, in: "\\`")
            guard index < text.count else { return }
            if text[index] == UInt8(ascii: "\\") {
                index += 2
                isEscaping = index > text.count
                continue
            }
            let length = text.has("```", at: index) ? 3 : 1
            if let open = fence {
                let closes = open == 1 || length == 3
                if closes {
                    fence = nil
                    fenceStart = nil
                }
                index += closes ? open : 1
            } else {
                fence = length
                fenceStart = length == 3 ? markupLength - text.count + index : nil
                index += length
            }
        }
    }
}

extension String {
    /// The text with something else in place of a character, wherever that stands.
    fileprivate func replacing(_ scalar: Unicode.Scalar, with replacement: String) -> String {
        unicodeScalars.split(separator: scalar, omittingEmptySubsequences: false).map(String.init)
            .joined(separator: replacement)
    }
}
