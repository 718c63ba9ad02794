// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads HTML without ever failing.
struct LenientHTMLParser {
    /// A tag that is open.
    private struct Opened {
        let tag: HTMLRules.Tag
        let attributes: [(name: String, value: String)]
        /// Where the entity begins in the text, in UTF-16 code units.
        let offset: Int
        /// Where the entity begins in the text, in bytes.
        let textIndex: Int
        /// The language that a code element inside names.
        var language: String

        func value(_ name: String) -> String? {
            attributes.first { $0.name == name }?.value
        }
    }

    private let rules: HTMLRules
    private var text: TextBuilder
    private var entities: [MessageEntity] = []
    private var opened: [String: [Opened]] = [:]
    private var budget: ScanBudget

    private init(capacity: Int, rules: HTMLRules) {
        self.rules = rules
        text = TextBuilder(capacity: capacity)
        budget = ScanBudget(markupSize: capacity)
    }

    static func parse(_ markup: String, rules: HTMLRules) -> FormattedText {
        parse(ByteText(markup), rules: rules)
    }

    static func parse(_ bytes: ByteText, rules: HTMLRules) -> FormattedText {
        let markup = rules.stripsAroundOuterTags ? bytes.strippedAroundOuterTags() : bytes
        var parser = LenientHTMLParser(capacity: markup.count, rules: rules)
        var tokenizer = HTMLTokenizer(markup)
        while let token = tokenizer.next() {
            switch token {
            case .text(let range): parser.text.append(markup[range])
            case .characters(let text): for scalar in text.unicodeScalars { parser.text.append(scalar) }
            case .startTag(let name, let attributes, _): parser.start(name, attributes)
            case .endTag(let name): parser.end(name)
            case .nothing: break
            }
        }
        return parser.finish()
    }

    private mutating func finish() -> FormattedText {
        entities.sortForNesting()
        var result = FormattedText(text.string, entities: entities)
        if rules.strips { result = result.strippingWhitespace() }
        if rules.nests {
            result.entities = EntityNesting.nested(result.entities, textLength: text.utf16Length)
            result.entities.sortForNesting()
        }
        return result
    }

    private mutating func start(_ name: String, _ attributes: [(name: String, value: String)]) {
        guard let tag = rules.tag(name) else { return }
        if case .lineBreak = tag {
            text.append(UInt8(ascii: "\n"))
            return
        }
        let start = Opened(
            tag: tag, attributes: attributes, offset: text.utf16Length, textIndex: text.bytes.count, language: "")
        if case .code = tag, rules.joinsPreAndCode, let outer = opened["pre"]?.last {
            let isWhole = outer.offset == start.offset || rules.ignoresNestedTags
            let type = start.value("class") ?? ""
            // Telethon takes the ninth character on of whatever stands there.
            if isWhole, type.hasPrefix("language-") || (rules.ignoresNestedTags && start.value("class") != nil) {
                var block = outer
                block.language = String(type.dropFirst(9))
                opened["pre"]?.removeLast()
                opened["pre"]?.append(block)
                return
            }
            if rules.ignoresNestedTags { return }
        }
        if rules.ignoresNestedTags, opened[name]?.isEmpty == false { return }
        opened[name, default: []].append(start)
    }

    private mutating func end(_ name: String) {
        guard let start = opened[name]?.popLast(), text.utf16Length > start.offset, let kind = kind(of: start) else {
            return
        }
        entities.append(MessageEntity(kind, offset: start.offset, length: text.utf16Length - start.offset))
    }

    private mutating func kind(of start: Opened) -> MessageEntity.Kind? {
        switch start.tag {
        case .style(let kind): return kind
        case .span: return start.value("class") == "tg-spoiler" ? .spoiler : nil
        case .code: return .code
        case .pre: return .pre(language: rules.readsPreLanguage ? start.value("language") ?? "" : start.language)
        case .quote: return .blockquote(collapsed: start.value("expandable") != nil)
        case .lineBreak: return nil
        case .emoji:
            guard let id = (start.value("emoji-id") ?? start.value("id")).flatMap(Int64.init), id != 0 else {
                return nil
            }
            return .customEmoji(documentID: id)
        case .time:
            guard let time = start.value("unix").flatMap(Int32.init) else { return nil }
            let format = FormattedDate.Format(letters: start.value("format") ?? "")
            return .formattedDate(FormattedDate(unixTime: time, format: format ?? []))
        case .link: return linkKind(of: start)
        }
    }

    private mutating func linkKind(of start: Opened) -> MessageEntity.Kind? {
        guard let url = start.value("href"), !url.isEmpty else {
            return rules.keepsLinksWithoutURL ? .textURL("") : nil
        }
        if rules.readsMentions, let userID = TelegramURL.userID(url) { return .mentionName(userID: userID) }
        if rules.readsMailto, url.hasPrefix("mailto:"), budget.allows(text.bytes.count - start.textIndex) {
            if text.bytes[start.textIndex...].elementsEqual(url.utf8.dropFirst(7)) { return .email }
        }
        return .textURL(url)
    }
}

extension ByteText {
    /// The markup without the white space around the tags at its two ends.
    ///
    /// That is how Pyrogram strips: only next to simple tags, and at the end only after end tags. What has nothing to
    /// strip is not copied.
    fileprivate func strippedAroundOuterTags() -> ByteText {
        strippedAroundFirstTags().strippedAroundLastTags()
    }

    private func strippedAroundFirstTags() -> ByteText {
        let tags = endOfPythonSpace(from: 0)
        guard self[tags] == UInt8(ascii: "<") else { return self }
        var run = firstIndex(from: tags + 1, notIn: Self.firstTagBytes)
        while let scalar = scalar(at: run), !scalar.isASCII, scalar.isWordCharacter || scalar.isPythonSpace {
            run = firstIndex(from: run + UTF8.width(scalar), notIn: Self.firstTagBytes)
        }
        guard let last = bytes[tags..<run].lastIndex(of: UInt8(ascii: ">")) else { return self }
        let end = last + 1
        let rest = endOfPythonSpace(from: end)
        return tags == 0 && rest == end ? self : ByteText(Array(bytes[tags..<end] + bytes[rest...]))
    }

    private func strippedAroundLastTags() -> ByteText {
        let end = startOfPythonSpace(upTo: count)
        guard self[end - 1] == UInt8(ascii: ">") else { return self }
        var tags = end - 1
        while tags > 0 {
            if Self.lastTagBytes.contains(bytes[tags - 1]) {
                tags -= 1
            } else {
                guard let scalar = scalar(before: tags), !scalar.isASCII, scalar.isWordCharacter else { break }
                tags -= UTF8.width(scalar)
            }
        }
        while tags < end, !has("</", at: tags) { tags += 1 }
        guard tags < end else { return self }
        let textEnd = startOfPythonSpace(upTo: tags)
        return textEnd == tags && end == count ? self : ByteText(Array(bytes[..<textEnd] + bytes[tags..<end]))
    }

    private static let firstTagBytes: ASCIISet = """
        <>="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ \t\n\u{B}\u{C}\r\u{1C}\u{1D}\u{1E}\u{1F}
        """
    private static let lastTagBytes: ASCIISet = "<>/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
}
