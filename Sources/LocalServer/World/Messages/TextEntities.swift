// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import FerogramTLTypes

/// The entities that Telegram's server finds by itself in texts: commands, mentions, hashtags and links.
///
/// Only plain forms are found; a real server knows many more kinds of links.
enum TextEntities {
    /// What Telegram keeps of a text: without white space at its ends, with entities that nest and touch nothing else.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - entities: How it is formatted.
    /// - Returns: Both as they are kept.
    static func normalized(_ text: String, _ entities: [TL.MessageEntity]) -> (String, [TL.MessageEntity]) {
        let isTrimmed = [text.unicodeScalars.first, text.unicodeScalars.last].allSatisfy { scalar in
            scalar.map { !$0.properties.isWhitespace } ?? true
        }
        guard !isTrimmed || !entities.isEmpty else { return (text, entities) }
        let kept = FormattedText(text, tlEntities: entities).normalized()
        return (kept.text, kept.tlEntities())
    }

    /// Finds the entities of a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - commands: Whether commands count, which is so where a bot listens.
    /// - Returns: The entities in order, none overlapping another.
    static func find(in text: String, commands: Bool) -> [TL.MessageEntity] {
        let units = Array(text.utf16)
        var entities: [TL.MessageEntity] = []
        var index = 0
        while index < units.count {
            let isStart = index == 0 || !isWord(units[index - 1])
            let offset = Int32(clamping: index)
            let rest = units[(index + 1)...]
            switch units[index] {
            case unit("/") where isStart && commands && (index == 0 || units[index - 1] != unit("/")):
                var length = rest.prefix(while: isWord).count
                guard (1...64).contains(length) else { break }
                let after = index + 1 + length
                if after < units.count, units[after] == unit("@") {
                    let name = units[(after + 1)...].prefix(while: isWord).count
                    if name > 0 { length += 1 + name }
                }
                entities.append(.botCommand(.init(offset: offset, length: Int32(clamping: length + 1))))
                index += length
            case unit("@") where isStart:
                let length = rest.prefix(while: isWord).count
                guard (3...32).contains(length) else { break }
                entities.append(.mention(.init(offset: offset, length: Int32(clamping: length + 1))))
                index += length
            case unit("#") where isStart:
                let length = rest.prefix(while: isWord).count
                guard length > 0, !rest.prefix(length).allSatisfy(isDigit) else { break }
                entities.append(.hashtag(.init(offset: offset, length: Int32(clamping: length + 1))))
                index += length
            case unit("h") where isStart:
                let length = link(in: units[index...])
                guard length > 0 else { break }
                entities.append(.url(.init(offset: offset, length: Int32(clamping: length))))
                index += length - 1
            default:
                break
            }
            index += 1
        }
        return entities
    }

    private static func unit(_ scalar: Unicode.Scalar) -> UInt16 { UInt16(truncatingIfNeeded: scalar.value) }

    private static func isDigit(_ unit: UInt16) -> Bool { (0x30...0x39).contains(unit) }

    private static func isWord(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
        case 0x80...: Unicode.Scalar(unit)?.properties.isAlphabetic ?? false
        default: false
        }
    }

    /// The length of an address with a scheme, without punctuation at its end.
    private static func link(in units: ArraySlice<UInt16>) -> Int {
        for scheme in ["https://", "http://"] where units.starts(with: scheme.utf16) {
            var body = units.dropFirst(scheme.utf16.count).prefix { $0 > 0x20 && $0 != unit("\"") && $0 != unit("<") }
            while let last = body.last, ".,;:!?)'".utf16.contains(last) { body.removeLast() }
            guard body.contains(unit(".")) else { return 0 }
            return scheme.utf16.count + body.count
        }
        return 0
    }
}

extension TL.MessageEntity {
    /// The UTF-16 code units that it covers; `nil` for numbers that make no range.
    var range: Range<Int>? {
        let (offset, length): (Int32, Int32) =
            switch self {
            case .inputMentionName(let entity): (entity.offset, entity.length)
            case .bankCard(let entity): (entity.offset, entity.length)
            case .blockquote(let entity): (entity.offset, entity.length)
            case .bold(let entity): (entity.offset, entity.length)
            case .botCommand(let entity): (entity.offset, entity.length)
            case .cashtag(let entity): (entity.offset, entity.length)
            case .code(let entity): (entity.offset, entity.length)
            case .customEmoji(let entity): (entity.offset, entity.length)
            case .diffDelete(let entity): (entity.offset, entity.length)
            case .diffInsert(let entity): (entity.offset, entity.length)
            case .diffReplace(let entity): (entity.offset, entity.length)
            case .email(let entity): (entity.offset, entity.length)
            case .formattedDate(let entity): (entity.offset, entity.length)
            case .hashtag(let entity): (entity.offset, entity.length)
            case .italic(let entity): (entity.offset, entity.length)
            case .mention(let entity): (entity.offset, entity.length)
            case .mentionName(let entity): (entity.offset, entity.length)
            case .phone(let entity): (entity.offset, entity.length)
            case .pre(let entity): (entity.offset, entity.length)
            case .spoiler(let entity): (entity.offset, entity.length)
            case .strike(let entity): (entity.offset, entity.length)
            case .tonAddress(let entity): (entity.offset, entity.length)
            case .textUrl(let entity): (entity.offset, entity.length)
            case .underline(let entity): (entity.offset, entity.length)
            case .unknown(let entity): (entity.offset, entity.length)
            case .url(let entity): (entity.offset, entity.length)
            }
        guard offset >= 0, length >= 0 else { return nil }
        return Int(offset)..<Int(offset) + Int(length)
    }
}
