// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Finds entities in plain text, by the rules that TDLib has written down in code.
struct EntityDetector {
    typealias Found = (kind: MessageEntity.Kind, range: Range<Int>)

    let text: ByteText
    private let detection: EntityDetection

    /// Finds entities.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - detection: What to look for.
    /// - Returns: Byte ranges that do not overlap, in order.
    static func ranges(in text: ByteText, _ detection: EntityDetection) -> [Found] {
        EntityDetector(text: text, detection: detection).ranges()
    }

    private func ranges() -> [Found] {
        var candidates = marked()
        if detection.contains(.urls) || detection.contains(.emails) {
            candidates += (links() + telegramLinks()).filter { isWanted($0.kind) }
        }
        // What begins earlier wins, as with "/a.b"; of what begins at the same place, the longer.
        candidates.sort { a, b in
            a.range.lowerBound != b.range.lowerBound
                ? a.range.lowerBound < b.range.lowerBound : a.range.upperBound > b.range.upperBound
        }
        var end = 0
        return candidates.filter { candidate in
            guard candidate.range.lowerBound >= end else { return false }
            end = candidate.range.upperBound
            return true
        }
    }

    /// Words that begin with a mark.
    private func marked() -> [Found] {
        var found: [Found] = []
        var index = 0
        while true {
            index = text.firstIndex(from: index, in: "@#$/+")
            guard index < text.count else { return found }
            if let candidate = marked(at: index), isWanted(candidate.kind) { found.append(candidate) }
            index += 1
        }
    }

    /// `tg:`, `ton:` and `tonsite:` links.
    private func telegramLinks() -> [Found] {
        var found: [Found] = []
        var index = 0
        let nameBytes: ASCIISet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
        while let colon = text.firstIndex(of: UInt8(ascii: ":"), from: index) {
            index = colon + 1
            let schemes: [StaticString] = ["tonsite", "ton", "tg"]
            guard text.has("://", at: colon),
                let scheme = schemes.first(where: { text.hasIgnoringCase($0, at: colon - $0.utf8CodeUnitCount) })
            else { continue }
            var end = min(text.firstIndex(from: colon + 3, notIn: nameBytes), colon + 256)
            guard end > colon + 3 else { continue }
            if ASCIISet(stringLiteral: "/?#").contains(text[end]) {
                let pathEnd = endOfPath(from: end + 1)
                if text[end] == UInt8(ascii: "/") || pathEnd > end + 1 { end = pathEnd }
            }
            found.append((.url, colon - scheme.utf8CodeUnitCount..<end))
            index = end
        }
        return found
    }

    private func isWanted(_ kind: MessageEntity.Kind) -> Bool {
        switch kind {
        case .mention: detection.contains(.mentions)
        case .hashtag: detection.contains(.hashtags)
        case .cashtag: detection.contains(.cashtags)
        case .botCommand: detection.contains(.botCommands)
        case .url: detection.contains(.urls)
        case .email: detection.contains(.emails)
        case .phone: detection.contains(.phones)
        default: false
        }
    }

    private func marked(at index: Int) -> Found? {
        switch text[index] {
        case UInt8(ascii: "@"): mention(at: index)
        case UInt8(ascii: "#"): hashtag(at: index)
        case UInt8(ascii: "$"): cashtag(at: index)
        case UInt8(ascii: "/"): botCommand(at: index)
        case UInt8(ascii: "+"): phone(at: index)
        default: nil
        }
    }
}

// MARK: - Marked words

extension EntityDetector {
    static let wordBytes: ASCIISet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

    private func mention(at index: Int) -> Found? {
        guard !(text.scalar(before: index)?.isWordCharacter ?? false) else { return nil }
        let end = text.firstIndex(from: index + 1, notIn: Self.wordBytes)
        let length = end - index - 1
        guard length <= 32, !(text.scalar(at: end)?.isWordCharacter ?? false) else { return nil }
        // Three letters are for the inline bots that Telegram itself runs.
        let isShortBot = ["gif", "vid", "pic"].contains(text[index + 1..<end].asciiLowercasedString)
        return length >= 4 || isShortBot ? (.mention, index..<end) : nil
    }

    private func hashtag(at index: Int) -> Found? {
        guard !(text.scalar(before: index)?.isHashtagCharacter ?? false) else { return nil }
        var end = index + 1
        var count = 0
        var hasLetter = false
        while count < 256, let scalar = text.scalar(at: end), scalar.isHashtagCharacter {
            hasLetter = hasLetter || scalar.isLetter
            end += UTF8.width(scalar)
            count += 1
        }
        let next = text.scalar(at: end)
        guard count > 0, hasLetter, next != "#", !(next?.isHashtagCharacter ?? false) else { return nil }
        end = endOfChatName(after: end)
        return text[end] == UInt8(ascii: "#") ? nil : (.hashtag, index..<end)
    }

    /// A hashtag or cashtag may name the chat in which it is meant.
    private func endOfChatName(after end: Int) -> Int {
        guard text[end] == UInt8(ascii: "@") else { return end }
        let nameEnd = text.firstIndex(from: end + 1, notIn: Self.wordBytes)
        return (3...32).contains(nameEnd - end - 1) ? nameEnd : end
    }

    private func cashtag(at index: Int) -> Found? {
        let previous = text.scalar(before: index)
        guard previous != "$", !(previous?.isHashtagCharacter ?? false) else { return nil }
        var end = index + 1
        while text[end] >= 65, text[end] <= 90, end - index <= 9 { end += 1 }
        let isInch = text.has("1INCH", at: index + 1)
        if isInch { end = index + 6 }
        let next = text.scalar(at: end)
        guard (2...9).contains(end - index), next != "$", !(next?.isHashtagCharacter ?? false) else { return nil }
        let nameEnd = endOfChatName(after: end)
        let follower = text.scalar(at: nameEnd)
        guard nameEnd == end || !(follower == "$" || follower?.isHashtagCharacter ?? false) else { return nil }
        return (.cashtag, index..<nameEnd)
    }

    private func botCommand(at index: Int) -> Found? {
        func isBorder(_ scalar: Unicode.Scalar?) -> Bool {
            guard let scalar else { return true }
            return !scalar.isWordCharacter && scalar != "/" && scalar != "<" && scalar != ">"
        }
        guard isBorder(text.scalar(before: index)) else { return nil }
        var end = text.firstIndex(from: index + 1, notIn: Self.wordBytes)
        guard (1...64).contains(end - index - 1) else { return nil }
        if text[end] == UInt8(ascii: "@") {
            let nameEnd = text.firstIndex(from: end + 1, notIn: Self.wordBytes)
            guard (3...32).contains(nameEnd - end - 1) else { return nil }
            end = nameEnd
        }
        return isBorder(text.scalar(at: end)) ? (.botCommand, index..<end) : nil
    }

    /// A plus sign and 8 to 15 digits in groups.
    private func phone(at index: Int) -> Found? {
        guard !(text.scalar(before: index)?.isWordCharacter ?? false) else { return nil }
        var digits = 0
        var end = index + 1
        var position = end
        while position - end <= 2, position < text.count {
            if text[position].isASCIIDigit {
                digits += 1
                position += 1
                end = position
            } else if ASCIISet(stringLiteral: " -().").contains(text[position]), digits > 0 {
                position += 1
            } else {
                break
            }
            if digits > 15 { return nil }
        }
        guard digits >= 8, !(text.scalar(at: end)?.isWordCharacter ?? false) else { return nil }
        return (.phone, index..<end)
    }
}

// MARK: - Characters

extension ByteText {
    /// The scalar that begins at a byte index of valid UTF-8.
    @inline(__always)
    func scalar(at index: Int) -> Unicode.Scalar? {
        guard index >= 0, index < count else { return nil }
        let byte = self[index]
        if byte < 0x80 { return Unicode.Scalar(byte) }
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        var value = UInt32(byte) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
        for offset in 1..<length { value = value << 6 | UInt32(self[index + offset] & 0x3F) }
        return Unicode.Scalar(value)
    }

    /// The scalar that ends at a byte index.
    func scalar(before index: Int) -> Unicode.Scalar? {
        guard index > 0 else { return nil }
        var start = index - 1
        while start > 0, index - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start)
    }
}

extension Unicode.Scalar {
    fileprivate var isLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    /// A letter, a number or an underscore.
    var isWordCharacter: Bool {
        if value < 0x80 { return UInt8(value).isASCIIAlphanumeric || self == "_" }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }

    /// What may be part of a hashtag: also the joiners of Persian and Catalan, and Sinhala's vowel signs.
    var isHashtagCharacter: Bool {
        isWordCharacter || value == 0x200C || value == 0xB7 || (0xD80...0xDFF).contains(value)
    }
}
