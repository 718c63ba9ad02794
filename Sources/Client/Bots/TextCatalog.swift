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
    ///   - texts: The texts by language, `pt` or `pt-BR`; upper and lower case are the same.
    public init(default language: String, _ texts: [String: [Key: Text]]) {
        defaultLanguage = Self.normal(language)
        self.texts = Dictionary(
            texts.map { (Self.normal($0.key), $0.value) }, uniquingKeysWith: { $0.merging($1) { first, _ in first } })
    }

    /// The keys that a language does not have, for a test of the bot.
    ///
    /// - Parameter language: The language.
    /// - Returns: The keys.
    public func missingKeys(in language: String) -> Set<Key> {
        Set(texts[defaultLanguage, default: [:]].keys).subtracting(texts[Self.normal(language), default: [:]].keys)
    }

    /// A language as it is looked up: `pt-BR`, `pt_BR` and `pt-br` are the same.
    private static func normal(_ language: String) -> String {
        language.lowercased().replacing("_", with: "-")
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
        let full = language.map(Self.normal) ?? defaultLanguage
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
                case .zero: zero
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
    case zero, one, two, few, many, other

    /// Chooses the form.
    ///
    /// - Parameters:
    ///   - number: The number; its sign does not count.
    ///   - language: The language in lower case, `pt` or `pt-pt`.
    init(_ number: Int, in language: String) {
        let count = number.magnitude
        let (ones, tens) = (count % 10, count % 100)
        let isTeen = (11...19).contains(tens)
        switch language.split(separator: "-").first ?? "" {
        case "ru", "uk", "be": self = Self.slavic(count, rest: .many)
        case "sr", "hr", "bs", "sh": self = Self.slavic(count, rest: .other)
        case "pl": self = count == 1 ? .one : ones == 1 ? .many : Self.slavic(count, rest: .many)
        case "cs", "sk": self = count == 1 ? .one : (2...4).contains(count) ? .few : .other
        case "sl": self = tens == 1 ? .one : tens == 2 ? .two : tens == 3 || tens == 4 ? .few : .other
        case "mk", "is": self = ones == 1 && tens != 11 ? .one : .other
        case "lt": self = isTeen || ones == 0 ? .other : ones == 1 ? .one : .few
        case "lv": self = isTeen || ones == 0 ? .zero : ones == 1 ? .one : .other
        case "ro", "mo": self = count == 1 ? .one : count == 0 || (1...19).contains(tens) ? .few : .other
        case "ar":
            switch count {
            case 0: self = .zero
            case 1: self = .one
            case 2: self = .two
            default: self = (3...10).contains(tens) ? .few : tens > 10 ? .many : .other
            }
        case "he", "iw": self = count == 1 ? .one : count == 2 ? .two : .other
        case "mt":
            self =
                count == 1
                ? .one : count == 2 ? .two : count == 0 || (3...10).contains(tens) ? .few : isTeen ? .many : .other
        case "ga":
            self =
                count == 1
                ? .one : count == 2 ? .two : (3...6).contains(count) ? .few : (7...10).contains(count) ? .many : .other
        case "gd":
            self =
                [1, 11].contains(count)
                ? .one : [2, 12].contains(count) ? .two : (3...19).contains(count) ? .few : .other
        case "cy":
            switch count {
            case 0: self = .zero
            case 1: self = .one
            case 2: self = .two
            case 3: self = .few
            case 6: self = .many
            default: self = .other
            }
        case "fr": self = count <= 1 ? .one : Self.isMillions(count) ? .many : .other
        case "pt":
            let isOne = language.hasPrefix("pt-pt") ? count == 1 : count <= 1
            self = isOne ? .one : Self.isMillions(count) ? .many : .other
        case "es", "it", "ca": self = count == 1 ? .one : Self.isMillions(count) ? .many : .other
        case "hy", "hi", "bn", "fa", "am", "gu", "kn", "pa", "si", "zu", "as", "mg", "ti", "ln":
            self = count <= 1 ? .one : .other
        case "fil", "tl": self = [4, 6, 9].contains(ones) ? .other : .one
        case "ja", "zh", "yue", "ko", "th", "vi", "id", "in", "ms", "lo", "my", "jv", "su", "bo", "km", "wo", "yo",
            "ig":
            self = .other
        default: self = count == 1 ? .one : .other
        }
    }

    private static func slavic(_ count: UInt, rest: PluralForm) -> PluralForm {
        let (ones, tens) = (count % 10, count % 100)
        if (11...14).contains(tens) { return rest }
        return ones == 1 ? .one : (2...4).contains(ones) ? .few : rest
    }

    /// Some Romance languages say "of" after whole millions.
    private static func isMillions(_ count: UInt) -> Bool { count != 0 && count.isMultiple(of: 1_000_000) }
}
