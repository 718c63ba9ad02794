// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramConnect
import FerogramMTProto
import FerogramParsers
import FerogramTestSupport

/// Links, addresses and names that somebody sends or types.
enum LinkFuzz {
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func target() -> FuzzTarget {
        FuzzTarget(name: "links", run: run) { generator in
            ByteMutation.damaged(oneOf: corpus, isText: true, using: &generator)
        }
    }

    static func run(_ input: [UInt8]) throws {
        let text = String(decoding: input, as: UTF8.self)
        _ = try? PeerReference(parsing: text)
        if let link = TelegramLink(text) {
            for built in [link.url, link.appURL] where TelegramLink(built) != link {
                throw Failure(description: "\(text.debugDescription) is \(link), and \(built) is another one")
            }
        }
        _ = try? ProxyLink(text)
        _ = try? ProxySecret(text)
        _ = try? HTTPURL(text)
        _ = BotCommand(text)
        // What is found lies within the text.
        let length = text.utf16.count
        for found in [FormattedText(text).detectingEntities()] {
            for entity in found.entities where entity.offset < 0 || entity.offset + entity.length > length {
                throw Failure(description: "an entity lies outside of the text: \(text.debugDescription)")
            }
        }
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
        "https://t.me/durov/5?thread=7&comment=9", "t.me/c/1234567890/5", "t.me/+AbCdEf", "t.me/joinchat/AbCdEf",
        "t.me/+15551234567", "https://durov.t.me", "t.me/s/durov", "tg://resolve?domain=durov&start=x&startgroup=y",
        "tg://user?id=5", "tg://join?invite=abc", "t.me/addstickers/Cats", "t.me/share/url?url=https%3A%2F%2Fex.org",
        "t.me/bot?startapp=x&mode=compact", "t.me/$slug", "t.me/giftcode/abc", "t.me/m/abc", "t.me/addlist/abc",
        "tg://proxy?server=1.2.3.4&port=443&secret=ee0102030405060708090a0b0c0d0e0f10676f6f676c652e636f6d",
        "https://t.me/socks?server=ex.org&port=1080&user=a&pass=b", "dd0102030405060708090a0b0c0d0e0f10",
        "https://user:password@ex.org:8443/a/b?c=d#e", "http://[2001:db8::1]:80/", "https://xn--e1afmkfd.xn--p1ai/",
        "-1001234567890", "@durov", "me", "+49 170 1", "/start@echo_bot payload", "/a_b 1 \"two three\" --x=y",
        "mail a.b@ex.org, call $BTC, #tag @name /help https://ex.org. 4111 1111 1111 1111",
    ].map { Array($0.utf8) }
}
