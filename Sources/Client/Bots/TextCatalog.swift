// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Texts of a bot in several languages, by keys of an enum.
///
///     enum Key: String { case welcome, apples }
///     let texts = TextCatalog<Key>(default: "en", [
///         "en": [.welcome: "Welcome, {name}!", .apples: .plural(one: "{count} apple", other: "{count} apples")],
///         "ru": [.apples: .plural(one: "{count} яблоко", few: "{count} яблока", many: "{count} яблок", other: "{count} яблока")],
///     ])
///     try await message.respond(texts(.welcome, for: message.sender?.languageCode, ["name": "Ann"]))
///
/// A text that a language does not have is taken from the default language.
public struct TextCatalog<Key: Hashable & Sendable>: Sendable {
    /// A text, in one form or in those that a language has for numbers.
    public enum Text: Sendable, Hashable, ExpressibleByStringLiteral {
        /// The same for all numbers.
        case plain(String)
        /// By the number; forms that are missing are like `other`.
        case plural(
            zero: String? = nil, one: String? = nil, two: String? = nil, few: String? = nil, many: String? = nil,
            other: String)

        /// Creates the value from a literal.
        public init(stringLiteral value: String) {
            self = .plain(value)
        }
    }

    private let defaultLanguage: String
    private let texts: [String: [Key: Text]]

    /// Creates a catalogue.
    ///
    /// - Parameters:
    ///   - language: The language, `en`, whose texts stand in for those that others do not have.
    ///   - texts: The texts by language.
    public init(default language: String, _ texts: [String: [Key: Text]]) {
        (defaultLanguage, self.texts) = (language, texts)
    }

    /// The keys that a language does not have, for a test of the bot.
    ///
    /// - Parameter language: The language.
    /// - Returns: The keys.
    public func missingKeys(in language: String) -> Set<Key> {
        Set(texts[defaultLanguage, default: [:]].keys).subtracting(texts[language, default: [:]].keys)
    }

    /// A text.
    ///
    /// - Parameters:
    ///   - key: Which one.
    ///   - language: The language, `de` or `de-AT`; `nil` for the default one.
    ///   - values: What stands for `{name}` in the text.
    /// - Returns: The text; empty if no language has it.
    public func callAsFunction(_ key: Key, for language: String?, _ values: [String: String] = [:]) -> String {
        text(key, language, nil, values)
    }

    /// A text in the form for a number, which stands for `{count}` in it.
    ///
    /// - Parameters:
    ///   - key: Which one.
    ///   - count: The number.
    ///   - language: The language, `de` or `de-AT`; `nil` for the default one.
    ///   - values: What stands for `{name}` in the text.
    /// - Returns: The text; empty if no language has it.
    public func callAsFunction(
        _ key: Key, count: Int, for language: String?, _ values: [String: String] = [:]
    ) -> String {
        text(key, language, count, values.merging(["count": String(count)]) { own, _ in own })
    }

    private func text(_ key: Key, _ language: String?, _ count: Int?, _ values: [String: String]) -> String {
        let full = language?.lowercased() ?? defaultLanguage
        let short = full.split(separator: "-").first.map(String.init) ?? full
        for name in [full, short, defaultLanguage] {
            guard let text = texts[name]?[key] else { continue }
            return Self.fill(form(of: text, count, PluralForm(count ?? 0, in: name)), values)
        }
        return ""
    }

    private func form(of text: Text, _ count: Int?, _ plural: PluralForm) -> String {
        switch text {
        case .plain(let text): return text
        case .plural(let zero, let one, let two, let few, let many, let other):
            guard count != nil else { return other }
            if count == 0, let zero { return zero }
            let form: String? =
                switch plural {
                case .one: one
                case .two: two
                case .few: few
                case .many: many
                case .other: other
                }
            return form ?? other
        }
    }

    /// Puts values in, once: what a value contains is not looked at again.
    private static func fill(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: start)..<end])
            result += rest[..<start]
            result += values[name] ?? String(rest[start...end])
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}

/// Which form of a word a whole number takes, by the rules of Unicode's CLDR.
enum PluralForm: Hashable, Sendable {
    case one, two, few, many, other

    init(_ number: Int, in language: String) {
        let count = number.magnitude
        let (ones, tens) = (count % 10, count % 100)
        switch language.split(separator: "-").first ?? "" {
        case "ru", "uk", "be", "sr", "hr", "bs":
            let isSouthern = ["sr", "hr", "bs"].contains(language.prefix(2))
            if ones == 1, tens != 11 {
                self = .one
            } else if (2...4).contains(ones), !(12...14).contains(tens) {
                self = .few
            } else {
                self = isSouthern ? .other : .many
            }
        case "pl":
            if count == 1 {
                self = .one
            } else if (2...4).contains(ones), !(12...14).contains(tens) {
                self = .few
            } else {
                self = .many
            }
        case "cs", "sk": self = count == 1 ? .one : (2...4).contains(count) ? .few : .other
        case "lt":
            if ones == 1, !(11...19).contains(tens) {
                self = .one
            } else if (2...9).contains(ones), !(11...19).contains(tens) {
                self = .few
            } else {
                self = .other
            }
        case "ro": self = count == 1 ? .one : count == 0 || (1...19).contains(tens) ? .few : .other
        case "ar":
            switch count {
            case 1: self = .one
            case 2: self = .two
            default: self = (3...10).contains(tens) ? .few : (11...99).contains(tens) ? .many : .other
            }
        case "he": self = count == 1 ? .one : count == 2 ? .two : .other
        case "sl": self = tens == 1 ? .one : tens == 2 ? .two : tens == 3 || tens == 4 ? .few : .other
        case "fr", "pt", "hy", "hi", "bn", "fa", "am": self = count <= 1 ? .one : .other
        case "ja", "zh", "ko", "th", "vi", "id", "ms", "lo", "my": self = .other
        default: self = count == 1 ? .one : .other
        }
    }
}
