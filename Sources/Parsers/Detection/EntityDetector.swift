// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Finds entities in plain text, by the rules that TDLib has written down in code.
///
/// Each byte is looked at a fixed number of times: what has been tried once is not tried again.
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
        var found: [Found] = []
        var index = 0
        /// Where the next name with a dot may begin: left of it everything has been tried.
        var hostLimit = 0
        while true {
            index = text.firstIndex(from: index, in: "@#$/.+")
            guard index < text.count else { return found }
            if text[index] == UInt8(ascii: "."), detection.contains(.urls) || detection.contains(.emails) {
                let (candidate, end) = host(around: index, limit: hostLimit, floor: found.last?.range.upperBound ?? 0)
                if let candidate, isWanted(candidate.kind) {
                    // What begins earlier wins, as with "/a.b".
                    if candidate.range.lowerBound >= found.last?.range.upperBound ?? 0 { found.append(candidate) }
                }
                hostLimit = end
                index = max(index + 1, end)
                continue
            }
            if let candidate = marked(at: index), isWanted(candidate.kind),
                candidate.range.lowerBound >= found.last?.range.upperBound ?? 0
            {
                // A link may begin further left, as the mention in "user:x@host.tld".
                found.append(candidate)
                index = candidate.range.upperBound
                hostLimit = max(hostLimit, index)
            } else {
                index += 1
            }
        }
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
            hasLetter = hasLetter || (scalar.properties.numericType == nil && scalar != "_")
            end += UTF8.width(scalar)
            count += 1
        }
        let next = text.scalar(at: end)
        guard count > 0, hasLetter, next != "#", !(next?.isHashtagCharacter ?? false) else { return nil }
        // A hashtag may name the chat in which it is meant.
        if next == "@" {
            let nameEnd = text.firstIndex(from: end + 1, notIn: Self.wordBytes)
            if (3...32).contains(nameEnd - end - 1), !(text.scalar(at: nameEnd)?.isWordCharacter ?? false) {
                end = nameEnd
            }
        }
        return (.hashtag, index..<end)
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
        return (.cashtag, index..<end)
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
    /// The scalar that begins at a byte index.
    func scalar(at index: Int) -> Unicode.Scalar? {
        guard index < count else { return nil }
        let byte = self[index]
        if byte < 0x80 { return Unicode.Scalar(byte) }
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        return string(index..<index + length).unicodeScalars.first
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
