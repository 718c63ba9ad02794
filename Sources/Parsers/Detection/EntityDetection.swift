// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What is looked for in plain text.
public struct EntityDetection: OptionSet, Sendable, Hashable {
    /// The value as a number or a text.
    public let rawValue: UInt16

    /// Creates the value from its raw value.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `@username`.
    public static let mentions = EntityDetection(rawValue: 1)
    /// `#hashtag`.
    public static let hashtags = EntityDetection(rawValue: 2)
    /// `$CASHTAG`.
    public static let cashtags = EntityDetection(rawValue: 4)
    /// `/command` and `/command@bot`.
    public static let botCommands = EntityDetection(rawValue: 8)
    /// Links with or without a scheme.
    public static let urls = EntityDetection(rawValue: 16)
    /// E-mail addresses.
    public static let emails = EntityDetection(rawValue: 32)
    /// What Telegram's servers and clients find by themselves: everything but phone numbers.
    public static let standard: EntityDetection = [.mentions, .hashtags, .cashtags, .botCommands, .urls, .emails]

    /// Phone numbers in international form, with a plus sign.
    public static let phones = EntityDetection(rawValue: 64)
    /// Everything.
    public static let all: EntityDetection = [.standard, .phones]
}

extension FormattedText {
    /// The text with entities for what is found in it, as Telegram would show it.
    ///
    /// Telegram does this by itself for messages that are sent; it is of use for showing text that never was.
    /// Nothing is looked for inside code, links and other entities that are more than style.
    ///
    /// - Parameter detection: What to look for.
    /// - Returns: The text with more entities, sorted.
    public func detectingEntities(_ detection: EntityDetection = .standard) -> FormattedText {
        var scanner = TextScanner(text)
        let found = EntityDetector.ranges(in: ByteText(scanner.bytes), detection)
        var taken = entities.filter { !$0.kind.isStyle && !$0.kind.isBlockquote }.sorted { $0.offset < $1.offset }[...]
        var takenEnd = 0
        var result = self
        for (kind, range) in found {
            _ = scanner.advance(toByte: range.lowerBound)
            let offset = scanner.utf16Offset
            _ = scanner.advance(toByte: range.upperBound)
            let length = scanner.utf16Offset - offset
            while let next = taken.first, next.offset < offset + length {
                takenEnd = max(takenEnd, next.end)
                taken.removeFirst()
            }
            if takenEnd <= offset { result.entities.append(MessageEntity(kind, offset: offset, length: length)) }
        }
        result.entities.sortForNesting()
        return result
    }
}
