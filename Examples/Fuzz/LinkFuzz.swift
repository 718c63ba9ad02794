// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTestSupport

/// Links and names of peers from strangers.
enum LinkFuzz {
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let corpus = [
        "https://t.me/durov/4/5?comment=7&t=1m5s&single", "t.me/c/1234567890/5?thread=3&task=2", "t.me/+AbC_d-9",
        "tg://resolve?domain=durov&post=5&option=MQ", "t.me/+15551234567?text=x", "durov.t.me/s/live",
        "t.me/bot?startgroup=x&admin=change_info+pin_messages", "t.me/bot/app?startapp=x&mode=compact",
        "t.me/bot?startattach=x&choose=users+bots", "t.me/bg/abc?mode=blur", "t.me/share/url?url=a.b&text=x%0Ay",
        "t.me/proxy?server=a.b&port=443&secret=ab+c", "tg://settings/privacy/phone-number", "tg://contacts/search",
        "tg://new/group",
        "tg://future/thing?a=b&c", "t.me/newbot/maker_bot/shop_bot?name=My+shop", "t.me/boost?c=12", "t.me/$abc",
        "tg:privatepost?channel=12&post=5", "http://www.telegram.me:443/durov/#x", "t.me/joinchat/AbC_d-9",
        "@durov", "-1001234567890", "+1 555 123-45-67", "me",
    ]
    private static let pieces = [
        "t.me/", "tg://", "tg:", "?", "&", "=", "/", "#", "%", "%20", "%FF", "+", " ", "é", "\u{0}", "\u{202E}", "c/",
        "s/", "resolve", "?domain=", "&post=", "123", ".t.me", "$", "@", "-100",
    ]

    static func target() -> FuzzTarget { FuzzTarget(name: "links", run: run, makeInput: makeInput) }

    static func run(_ input: [UInt8]) throws {
        let text = String(decoding: input, as: UTF8.self)
        _ = try? PeerReference(parsing: text)
        guard let link = TelegramLink(text) else { return }
        for built in [link.url, link.appURL] where TelegramLink(built) != link {
            throw Failure(description: "\(text.debugDescription) is \(link), and \(built) is another one")
        }
    }

    static func makeInput(using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array((corpus.randomElement(using: &generator) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let index = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.insert(contentsOf: (pieces.randomElement(using: &generator) ?? "").utf8, at: index)
            case 1: if index < bytes.count { bytes.remove(at: index) }
            case 2: if index < bytes.count { bytes[index] = UInt8.random(in: 0...255, using: &generator) }
            default:
                let other = Array((corpus.randomElement(using: &generator) ?? "").utf8)
                bytes.replaceSubrange(index..., with: other.suffix(Int.random(in: 0...other.count, using: &generator)))
            }
        }
        return bytes
    }
}
