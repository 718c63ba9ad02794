// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes formatted text as ferogram's Markdown or as MarkdownV2 of the Bot API.
struct MarkdownWriter {
    enum Style {
        case ferogram
        case botAPI
    }

    /// What was written last, as far as the next marker cares.
    private enum Last: Equatable {
        case text
        case opening(String)
        case closing(String)

        var marker: String? {
            switch self {
            case .text: nil
            case .opening(let marker), .closing(let marker): marker
            }
        }
    }

    private let style: Style
    private let special: ASCIISet
    private var scanner: TextScanner
    private var output: [UInt8] = []
    private var last = Last.text
    private var opened: [MessageEntity] = []
    private var quote: MessageEntity?
    /// The quotation that ended last.
    private var previousQuote: MessageEntity?
    /// Whether nothing but markers stands before in this line.
    private var isLineStart = true

    private init(_ bytes: [UInt8], style: Style) {
        self.style = style
        special = style == .ferogram ? "\\_*[]~`|>!\n" : "\\_*[]()~`>#+-=|{}.!\n"
        scanner = TextScanner(bytes)
        output.reserveCapacity(bytes.count + bytes.count / 8)
    }

    static func write(_ text: FormattedText, style: Style) -> String {
        let bytes = Array(text.text.utf8)
        let fitting = QuoteFitting(bytes, endsWithNewline: style == .botAPI)
        let written = text.entities.filter { $0.kind.isWritten && (style == .ferogram || $0.kind.isKnownToBotAPI) }
        let fitted = fitting.fitted(written)
        let nested = EntityNesting.nested(fitted, textLength: text.utf16Length)
        var writer = MarkdownWriter(bytes, style: style)
        for entity in fitting.clipped(nested) {
            writer.closeEntities(upTo: entity.offset)
            writer.append(writer.scanner.advance(toUTF16: entity.offset))
            writer.open(entity)
        }
        writer.closeEntities(upTo: Int.max)
        writer.append(writer.scanner.advanceToEnd())
        return String(decoding: writer.output, as: UTF8.self)
    }

    private mutating func closeEntities(upTo limit: Int) {
        while let entity = opened.last, entity.end <= limit {
            append(scanner.advance(toUTF16: entity.end))
            opened.removeLast()
            close(entity)
        }
    }
}

// MARK: - Markers

extension MarkdownWriter {
    private mutating func open(_ entity: MessageEntity) {
        switch entity.kind {
        case .pre(let language): openPre(language)
        case .textURL, .mentionName: write(.opening("["))
        case .customEmoji, .formattedDate: write(.opening("!["))
        case .blockquote: openQuote(entity)
        default: if let marker = marker(of: entity.kind) { write(.opening(marker)) }
        }
        opened.append(entity)
    }

    private mutating func close(_ entity: MessageEntity) {
        switch entity.kind {
        case .pre: write(.closing("```"))
        case .textURL(let url): closeBracket(Self.escapedURL(url))
        case .mentionName(let userID): closeBracket("tg://user?id=\(userID)")
        case .customEmoji(let id): closeBracket("tg://emoji?id=\(id)")
        case .formattedDate(let date):
            closeBracket("tg://time?unix=\(date.unixTime)&format=\(date.format.letters)")
        case .blockquote(let collapsed):
            // With a line end as its last character the quotation got its mark there.
            if style == .botAPI, collapsed, output.last != UInt8(ascii: "\n") { write(.opening("||")) }
            quote = nil
            previousQuote = entity
        default: if let marker = marker(of: entity.kind) { write(.closing(marker)) }
        }
    }

    /// Writes a marker, kept apart from one that it would melt into.
    private mutating func write(_ next: Last) {
        let isAmbiguous: Bool =
            switch (last.marker, next.marker) {
            case ("_", "_"), ("_", "__"): true
            case ("~", "~"): style == .ferogram
            default: false
            }
        if isAmbiguous { separate() }
        output += (next.marker ?? "").utf8
        last = next
    }

    /// Writes something empty that leaves no trace.
    private mutating func separate() {
        let hasBold = style == .ferogram || opened.contains { $0.kind == .bold }
        output += (hasBold ? "``" : "**").utf8
        last = .text
    }

    private mutating func openPre(_ language: String) {
        write(.opening("```" + Self.fenceHeader(language, before: scanner.next)))
        if quote != nil, style == .ferogram { output += quotePrefix.utf8 }
    }

    /// What stands between three backticks and a block's text.
    ///
    /// - Parameters:
    ///   - language: The block's language; one that is not a single word is left out.
    ///   - first: The first byte of the block's text.
    /// - Returns: The language and a line end, which is skipped when read again.
    static func fenceHeader(_ language: String, before first: UInt8) -> String {
        let isWord = !language.utf8.contains { $0.isASCIISpace || $0 == UInt8(ascii: "`") }
        // The reader skips one line end of whatever kind, so it must not take half of one for a whole.
        return (isWord ? language : "") + (first == UInt8(ascii: "\r") ? "\r\n" : "\n")
    }

    private mutating func closeBracket(_ url: String) {
        output += "](\(url))".utf8
        last = .text
    }

    private func marker(of kind: MessageEntity.Kind) -> String? {
        switch kind {
        case .bold: style == .ferogram ? "**" : "*"
        case .italic: "_"
        case .underline: "__"
        case .strikethrough: "~"
        case .spoiler: "||"
        case .code: "`"
        default: nil
        }
    }

    private static func escapedURL(_ url: String) -> String {
        var escaped: [UInt8] = []
        for byte in url.utf8 {
            if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "\\") { escaped.append(UInt8(ascii: "\\")) }
            escaped.append(byte)
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}

// MARK: - Text and quotations

extension MarkdownWriter {
    private var quotePrefix: String {
        guard style == .ferogram else { return ">" }
        return quote?.kind == .blockquote(collapsed: true) ? "**> " : "> "
    }

    private mutating func openQuote(_ entity: MessageEntity) {
        let gap = style == .ferogram ? 1 : 0
        let continues = previousQuote.map { $0.end + gap == entity.offset && (gap == 0 || $0.kind == entity.kind) }
        // Two stars before the mark would make it another mark.
        if continues == true || last.marker == "**" { separate() }
        quote = entity
        output += quotePrefix.utf8
        last = .text
    }

    private mutating func append(_ slice: ArraySlice<UInt8>) {
        guard !slice.isEmpty else { return }
        let isInCode = opened.last?.kind.isVerbatim ?? false
        let set: ASCIISet = isInCode ? "`\\\n" : special
        var start = slice.startIndex
        for index in slice.indices where set.contains(slice[index]) {
            if index > start { isLineStart = false }
            output += slice[start..<index]
            start = index + 1
            if slice[index] == UInt8(ascii: "\n") {
                let isFirst = index == slice.startIndex
                appendNewline(isInCode: isInCode, isLast: start == slice.endIndex, isAfterMarker: isFirst)
                continue
            }
            if needsEscape(slice, at: index, isInCode: isInCode) { output.append(UInt8(ascii: "\\")) }
            output.append(slice[index])
            isLineStart = false
        }
        if start < slice.endIndex { isLineStart = false }
        output += slice[start...]
        last = .text
    }

    private func needsEscape(_ slice: ArraySlice<UInt8>, at index: Int, isInCode: Bool) -> Bool {
        guard style == .ferogram, !isInCode else { return true }
        switch slice[index] {
        // Only before a bracket, and only a marker can be one: brackets of the text are escaped.
        case UInt8(ascii: "!"): return index == slice.endIndex - 1
        case UInt8(ascii: ">"): return isLineStart
        default: return true
        }
    }

    private mutating func appendNewline(isInCode: Bool, isLast: Bool, isAfterMarker: Bool) {
        let isQuoteEnd = style == .botAPI && isLast && quote.map { $0.end <= scanner.utf16Offset } ?? false
        if style == .ferogram, isAfterMarker, last == .opening("||") { separate() }
        if isQuoteEnd, quote?.kind == .blockquote(collapsed: true) { output += "||".utf8 }
        output.append(UInt8(ascii: "\n"))
        isLineStart = true
        if quote != nil, !isQuoteEnd, style == .ferogram || !isInCode { output += quotePrefix.utf8 }
    }
}
