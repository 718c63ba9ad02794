// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramCrypto
import FerogramExampleSupport
import Foundation

/// What the bot says.
enum Answers {
    static let about = "A bot that shows what a Ferogram bot looks like."
    static let ferogram = "Ferogram for Swift speaks layer \(TL.layer) of Telegram's schema."
    static let commands = """
        /ping /id /info /time /stats /ferogram /about
        /echo /upper /lower /reverse /rot13 /count /len
        /b64enc /b64dec /hex /unhex /hash /morse /unmorse /calc
        /roll /flip /random /password /uuid /fact /joke /fmt_md /fmt_html
        """
    static var time: String { Date.now.formatted(.iso8601) }
    static var fact: String { facts.randomElement() ?? "" }
    static var joke: String { jokes.randomElement() ?? "" }

    private static let facts = [
        "Telegram counts text in UTF-16 units.", "A message holds 4,096 units.", "The data of a button has 64 bytes.",
    ]
    private static let jokes = [
        "There are 10 kinds of people: those who know binary and those who do not.",
        "I would tell a joke about UDP, but you might not get it.",
    ]

    /// The text for a command; `nil` for one that does not exist.
    static func text(for command: BotCommand) -> String? {
        let text = command.arguments
        let answer: String?
        switch command.name {
        case "help": answer = commands
        case "about": answer = about
        case "ferogram", "layer": answer = ferogram
        case "ping": answer = "Pong!"
        case "time": answer = time
        case "fact": answer = fact
        case "joke": answer = joke
        case "roll": answer = "\(Int.random(in: 1...6))"
        case "flip": answer = Bool.random() ? "Heads" : "Tails"
        case "random": answer = "\(Int.random(in: 1...(Int(text).map { max(1, $0) } ?? 100)))"
        case "uuid": answer = UUID().uuidString
        case "password": answer = password(length: Int(text) ?? 16)
        default: return transformed(text, by: command.name)
        }
        return answer
    }

    private static func password(length: Int) -> String {
        let letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
        return String((0..<min(max(8, length), 64)).compactMap { _ in letters.randomElement() })
    }

    /// The two answers that show formatting.
    static func formatted(_ name: String) -> InputMessage? {
        switch name {
        case "fmt_md": .markdown("**bold** __italic__ `code` ~~struck~~ ||hidden||")
        case "fmt_html": .html("<b>bold</b> <i>italic</i> <code>code</code> <s>struck</s>")
        default: nil
        }
    }

    private static func transformed(_ text: String, by name: String) -> String? {
        guard let transform = transforms[name] else { return nil }
        guard !text.isEmpty else { return "Give me a text: /\(name) something" }
        return transform(text) ?? "I cannot read that."
    }

    private static let transforms: [String: @Sendable (String) -> String?] = [
        "echo": { $0 },
        "upper": { $0.uppercased() },
        "lower": { $0.lowercased() },
        "reverse": { String($0.reversed()) },
        "rot13": { String($0.map(rotated)) },
        "count": { "\($0.split(whereSeparator: \.isWhitespace).count) words" },
        "len": { "\($0.count) characters, \($0.utf16.count) UTF-16 units, \($0.utf8.count) bytes" },
        "b64enc": { Data($0.utf8).base64EncodedString() },
        "b64dec": { Data(base64Encoded: $0).flatMap { String(data: $0, encoding: .utf8) } },
        "hex": { hexadecimal(Array($0.utf8)) },
        "unhex": { bytes(ofHexadecimal: $0).flatMap { String(bytes: $0, encoding: .utf8) } },
        "hash": { hexadecimal(SHA256.hash(of: Array($0.utf8))) },
        "morse": { Morse.encode($0) },
        "unmorse": { Morse.decode($0) },
        "calc": {
            Calculator.evaluate($0).map { $0.formatted(.number.grouping(.never).precision(.fractionLength(0...6))) }
        },
    ]

    private static func rotated(_ letter: Character) -> Character {
        guard let value = letter.asciiValue, letter.isLetter else { return letter }
        let first: UInt8 = letter.isUppercase ? 65 : 97
        return Character(UnicodeScalar((value - first + 13) % 26 + first))
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(ofHexadecimal text: String) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
