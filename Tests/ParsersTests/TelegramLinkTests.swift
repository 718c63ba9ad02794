// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import FerogramTestSupport
import XCTest

final class TelegramLinkTests: XCTestCase {
    /// Links of every kind with what they mean (core.telegram.org/api/links).
    private let links: [(String, TelegramLink)] = [
        ("https://t.me/durov", .username("durov")), ("durov.t.me", .username("durov")),
        ("t.me/s/durov", .username("durov")), ("tg://resolve?domain=durov", .username("durov")),
        ("tg:resolve/?domain=durov#x", .username("durov")), (" http://www.telegram.me:443/durov/ ", .username("durov")),
        ("t.me/durov?text=a+b%21", .username("durov", draft: "a b!")),
        ("t.me/durov?profile", .profile(username: "durov")),
        ("t.me/durov?direct", .directMessages(username: "durov")), ("t.me/+15551234567", .phone("15551234567")),
        ("tg://resolve?phone=123&text=x", .phone("123", draft: "x")), ("t.me/contact/1:a", .contactToken("1:a")),
        ("tg://contact?token=1:a", .contactToken("1:a")), ("tg://user?id=5", .userID(5)),
        ("t.me/c/1234567890", .channel(1_234_567_890)), ("t.me/+AbC_d-9", .invite("AbC_d-9")),
        ("t.me/joinchat/AbC_d-9", .invite("AbC_d-9")), ("tg://join?x=1&invite=abc", .invite("abc")),
        ("t.me/addlist/a1", .folder(slug: "a1")), ("tg:addlist?slug=a1", .folder(slug: "a1")),
        ("t.me/durov/5", .message(.init(in: .username("durov"), messageID: 5))),
        ("durov.t.me/5?single", .message(.init(in: .username("durov"), messageID: 5, isSingle: true))),
        ("t.me/durov/4/5", .message(.init(in: .username("durov"), messageID: 5, threadID: 4))),
        (
            "t.me/durov/5?comment=7&t=1m5s",
            .message(.init(in: .username("durov"), messageID: 5, commentID: 7, mediaTimestamp: 65))
        ),
        ("t.me/c/12/5?thread=3", .message(.init(in: .channel(12), messageID: 5, threadID: 3))),
        (
            "tg://privatepost?channel=12&post=5&t=9",
            .message(.init(in: .channel(12), messageID: 5, mediaTimestamp: 9))
        ),
        (
            "tg:resolve?domain=durov&post=5&single",
            .message(.init(in: .username("durov"), messageID: 5, isSingle: true))
        ),
        ("t.me/m/x1", .businessChat(slug: "x1")), ("tg://message?slug=x1", .businessChat(slug: "x1")),
        ("t.me/durov?boost", .boost(.username("durov"))), ("t.me/boost/durov", .boost(.username("durov"))),
        ("t.me/c/12?boost", .boost(.channel(12))), ("t.me/boost?c=12", .boost(.channel(12))),
        ("tg://boost?channel=12", .boost(.channel(12))),
        ("t.me/durov?livestream=h", .videoChat(username: "durov", inviteHash: "h", kind: .liveStream)),
        ("t.me/durov?voicechat", .videoChat(username: "durov", inviteHash: nil, kind: .voiceChat)),
        ("t.me/call/s", .groupCall(slug: "s")), ("t.me/durov/s/3", .story(username: "durov", id: 3)),
        ("t.me/durov/s/live", .liveStory(username: "durov")), ("t.me/durov/a/3", .storyAlbum(username: "durov", id: 3)),
        ("t.me/durov/c/3", .giftCollection(username: "durov", id: 3)),
        ("tg://resolve?domain=durov&story=3", .story(username: "durov", id: 3)),
        ("t.me/bot?start=x", .botStart(bot: "bot", parameter: "x")),
        ("t.me/bot?start=", .botStart(bot: "bot", parameter: "")),
        ("t.me/bot?start=a%20b", .username("bot")), ("t.me/bot?game=ab", .username("bot")),
        ("t.me/bot?startchannel", .username("bot")),
        ("tg://join?invite=12345", .unknown(path: "join", parameters: [.init("invite", "12345")])),
        (
            "t.me/bot?startgroup=x&admin=change_info+pin_messages",
            .botStartGroup(bot: "bot", parameter: "x", rights: ["change_info", "pin_messages"])
        ),
        ("t.me/bot?startchannel&admin=post_messages", .botStartChannel(bot: "bot", rights: ["post_messages"])),
        ("t.me/bot?game=gamename", .game(bot: "bot", shortName: "gamename")),
        (
            "t.me/bot/app?startapp=x&mode=compact",
            .miniApp(bot: "bot", shortName: "app", parameter: "x", mode: "compact")
        ),
        ("t.me/bot?startapp", .miniApp(bot: "bot", shortName: nil, parameter: nil, mode: nil)),
        (
            "t.me/bot?startattach=x&choose=users+dogs",
            .attachmentMenu(bot: "bot", chat: .choose(["users"]), parameter: "x")
        ),
        ("t.me/durov?attach=bot", .attachmentMenu(bot: "bot", chat: .username("durov"), parameter: nil)),
        ("t.me/+123?attach=bot&startattach=1", .attachmentMenu(bot: "bot", chat: .phone("123"), parameter: "1")),
        ("t.me/bot?ref=c", .referral(bot: "bot", code: "c")), ("t.me/addstickers/Set", .stickerSet("Set")),
        ("tg://addemoji?set=Set", .emojiSet("Set")), ("t.me/addtheme/x", .theme(slug: "x")),
        ("t.me/addstyle/x", .style(slug: "x")), ("t.me/setlanguage/de", .languagePack("de")),
        ("t.me/bg/abc?mode=blur&x=1", .background("abc", parameters: [.init("mode", "blur")])),
        ("tg:bg?color=111111", .background("111111", parameters: [])), ("t.me/$abc", .invoice(slug: "abc")),
        ("t.me/invoice/abc", .invoice(slug: "abc")), ("t.me/giftcode/abc", .giftCode(slug: "abc")),
        ("t.me/nft/abc-1", .collectibleGift(slug: "abc-1")), ("t.me/auction/abc", .giftAuction(slug: "abc")),
        ("t.me/share/url?url=a.b&text=x%0Ay", .share(url: "a.b", text: "x\ny")),
        ("tg:msg_url?url=a.b", .share(url: "a.b", text: nil)),
        (
            "https://www.t.me/proxy?server=a.b&port=443&secret=ab+c",
            .proxy(server: "a.b", port: 443, secret: "ab+c")
        ),
        ("tg://socks?server=a.b&port=1&user=u&pass=p", .socksProxy(server: "a.b", port: 1, user: "u", password: "p")),
        ("t.me/iv?url=https://a.b&rhash=1", .instantView(url: "https://a.b", templateHash: "1")),
        ("t.me/login/12345", .loginCode("12345")), ("tg://login?token=abc", .loginToken("abc")),
        ("t.me/confirmphone?phone=12&hash=ab1", .confirmPhone(phone: "12", hash: "ab1")),
        (
            "tg://passport?bot_id=1&scope=s&public_key=p&nonce=n",
            .passport([.init("bot_id", "1"), .init("scope", "s"), .init("public_key", "p"), .init("nonce", "n")])
        ),
        ("tg://premium_offer?ref=x", .premiumOffer(referrer: "x")),
        ("tg://premium_multigift", .premiumGift(referrer: nil)),
        ("tg://stars_topup?balance=5&purpose=subs", .starsTopUp(balance: 5, purpose: "subs")),
        ("tg://settings", .settings([])),
        ("tg://settings/privacy/phone-number", .settings(["privacy", "phone-number"])),
        ("t.me/newbot/maker_bot", .managedBot(manager: "maker_bot", username: nil, name: nil)),
        (
            "t.me/newbot/maker_bot/shop_bot?name=My+shop",
            .managedBot(manager: "maker_bot", username: "shop_bot", name: "My shop")
        ),
        (
            "tg://newbot?manager=maker_bot&username=shop_bot",
            .managedBot(manager: "maker_bot", username: "shop_bot", name: nil)
        ),
        ("tg://oauth?token=abc", .authorization(token: "abc")),
        (
            "t.me/oauth?startapp=abc", .miniApp(bot: "oauth", shortName: nil, parameter: "abc", mode: nil)
        ),
        ("t.me/durov/5?task=3", .message(.init(in: .username("durov"), messageID: 5, taskID: 3))),
        ("t.me/c/12/5?option=MQ", .message(.init(in: .channel(12), messageID: 5, pollOption: "MQ"))),
        ("tg://contacts/search", .screen(.contacts, path: ["search"])),
        ("tg://calls/start-call", .screen(.calls, path: ["start-call"])), ("tg:chats", .screen(.chats)),
        ("tg://post/photo", .screen(.newStory, path: ["photo"])), ("tg://saved", .screen(.savedMessages)),
        ("t.me/durov?videochat=h", .videoChat(username: "durov", inviteHash: "h", kind: .videoChat)),
        ("t.me/s/durov/5", .message(.init(in: .username("durov"), messageID: 5))),
        ("t.me/durov/5?thread=4", .message(.init(in: .username("durov"), messageID: 5, threadID: 4))),
        ("t.me/c/12/4/5", .message(.init(in: .channel(12), messageID: 5, threadID: 4))),
        ("t.me/durov/5?t=1h2m3s", .message(.init(in: .username("durov"), messageID: 5, mediaTimestamp: 3_723))),
        ("telegram.dog/durov/5", .message(.init(in: .username("durov"), messageID: 5))),
        ("t.me/msg/url?url=a.b", .share(url: "a.b", text: nil)),
        ("t.me/socks?server=a.b&port=1", .socksProxy(server: "a.b", port: 1, user: nil, password: nil)),
        ("tg://proxy?server=a.b&port=443&secret=ab", .proxy(server: "a.b", port: 443, secret: "ab")),
        ("tg://confirmphone?phone=12&hash=ab1", .confirmPhone(phone: "12", hash: "ab1")),
        ("tg://login?code=12345", .loginCode("12345")), ("tg://addstickers?set=Set", .stickerSet("Set")),
        ("t.me/addemoji/Set", .emojiSet("Set")), ("tg://addtheme?slug=x", .theme(slug: "x")),
        ("tg://addstyle?slug=x", .style(slug: "x")), ("tg://setlanguage?lang=de", .languagePack("de")),
        ("tg://invoice?slug=abc", .invoice(slug: "abc")), ("tg://giftcode?slug=abc", .giftCode(slug: "abc")),
        ("tg://nft?slug=abc-1", .collectibleGift(slug: "abc-1")),
        ("tg://stargift_auction?slug=abc", .giftAuction(slug: "abc")), ("tg://call?slug=s", .groupCall(slug: "s")),
        ("tg://boost?domain=durov", .boost(.username("durov"))),
        ("tg://resolve?domain=durov&story=live", .liveStory(username: "durov")),
        ("tg://resolve?domain=durov&album=3", .storyAlbum(username: "durov", id: 3)),
        ("tg://resolve?domain=durov&collection=3", .giftCollection(username: "durov", id: 3)),
        ("tg://resolve?domain=bot&start=x", .botStart(bot: "bot", parameter: "x")),
        ("tg://resolve?domain=bot&startgroup", .botStartGroup(bot: "bot", parameter: "", rights: [])),
        ("tg://resolve?domain=bot&game=abc", .game(bot: "bot", shortName: "abc")),
        (
            "tg://resolve?domain=bot&appname=app&startapp=x",
            .miniApp(bot: "bot", shortName: "app", parameter: "x", mode: nil)
        ),
        ("tg://resolve?domain=durov&profile", .profile(username: "durov")),
        ("tg://resolve?domain=durov&direct", .directMessages(username: "durov")),
        ("tg://bg?slug=abc&mode=blur", .background("abc", parameters: [.init("mode", "blur")])),
        ("tg://premium_offer", .premiumOffer(referrer: nil)),
        ("tg://stars_topup?balance=1", .starsTopUp(balance: 1, purpose: nil)),
        ("tg://settings/devices", .settings(["devices"])), ("tg://settings/folders", .settings(["folders"])),
        ("tg://settings/language", .settings(["language"])), ("tg://settings/themes", .settings(["themes"])),
        ("tg://settings/appearance", .settings(["appearance"])), ("tg://settings/business", .settings(["business"])),
        ("tg://settings/data", .settings(["data"])), ("tg://settings/edit", .settings(["edit"])),
        ("tg://settings/faq", .settings(["faq"])), ("tg://settings/features", .settings(["features"])),
        ("tg://settings/notifications", .settings(["notifications"])),
        ("tg://settings/power-saving", .settings(["power-saving"])), ("tg://settings/premium", .settings(["premium"])),
        ("tg://settings/privacy-policy", .settings(["privacy-policy"])),
        ("tg://settings/qr-code", .settings(["qr-code"])), ("tg://settings/search", .settings(["search"])),
        ("tg://settings/send-gift", .settings(["send-gift"])), ("tg://settings/stars", .settings(["stars"])),
        ("tg://settings/ton", .settings(["ton"])), ("tg://settings/change_number", .settings(["change_number"])),
        ("tg://settings/auto_delete", .settings(["auto_delete"])), ("tg://settings/password", .settings(["password"])),
        ("tg://settings/privacy/2sv", .settings(["privacy", "2sv"])),
        ("tg://settings/privacy/voice", .settings(["privacy", "voice"])),
        ("tg://settings/privacy/calls/p2p/never", .settings(["privacy", "calls", "p2p", "never"])),
        ("tg://new/group", .screen(.newGroup)), ("tg://new", .screen(.newPrivateChat)),
        ("tg://new/channel", .screen(.newChannel)), ("tg://chats/edit", .screen(.chats, path: ["edit"])),
        ("tg://settings/saved-messages", .settings(["saved-messages"])),
        ("tg://settings/calls/all", .settings(["calls", "all"])),
        ("tg://settings/my-profile/posts", .settings(["my-profile", "posts"])),
        ("tg:restore_purchases", .screen(.restorePurchases)),
        ("tg://future/thing?a=b&c", .unknown(path: "future/thing", parameters: [.init("a", "b"), .init("c")])),
        ("tg://resolve?domain=", .unknown(path: "resolve", parameters: [.init("domain", "")])),
    ]

    func testEveryKindIsRead() {
        for (text, link) in links { XCTAssertEqual(TelegramLink(text), link, text) }
    }

    /// What a link is, whatever it names.
    private func kind(of link: TelegramLink) -> String {
        switch link {
        case .settings(let path): return "settings/" + path.joined(separator: "/")
        case .screen(let screen, let path): return ([screen.rawValue] + path).joined(separator: "/")
        case .videoChat(_, _, let kind): return kind.rawValue
        case .message(let message):
            return Mirror(reflecting: message).children.map { child in
                let value = "\(child.value)"
                return ["nil", "false"].contains(value) ? "" : child.label ?? ""
            }.joined()
        default: return "\(link)".prefix { $0.isLetter }.description
        }
    }

    func testThereAreMoreThanAHundredKinds() {
        let screens = TelegramLink.Screen.allCases.map { TelegramLink.screen($0) }
        let kinds = Set((links.map(\.1) + screens).map(kind))
        XCTAssertGreaterThan(kinds.count, 100, "\(kinds.sorted())")
        XCTAssertGreaterThan(links.count, 150)
    }

    func testEveryKindIsBuiltInBothForms() {
        for (text, link) in links {
            XCTAssertEqual(TelegramLink(link.url), link, "\(text) → \(link.url)")
            XCTAssertEqual(TelegramLink(link.appURL), link, "\(text) → \(link.appURL)")
        }
        XCTAssertEqual(TelegramLink.botStart(bot: "name", parameter: "x y").url, "https://t.me/name?start=x%20y")
        XCTAssertEqual(TelegramLink.invite("abc").appURL, "tg://join?invite=abc")
        for screen in TelegramLink.Screen.allCases {
            XCTAssertEqual(TelegramLink("tg://" + screen.rawValue), .screen(screen))
        }
    }

    func testWhatIsNoLinkToTelegram() {
        for text in [
            "", "t.me", "t.me/", "https://t.me", "durov", "t.men/durov", "https://t.me:200/durov", "example.org/durov",
            "t.me/share/url", "t.me/addstickers", "t.me/addstickers/", "t.me/proxy?server=a", "t.me/joinchat", "t.me/+",
            "t.me/c/x/1", "t.me/c", "t.me//5", "t.me/1durov", "web.t.me", "k.t.me", "www.t.me", "addlist.t.me/x",
            "tg://",
            "tg:a.b", "t.me/%FF", "a@t.me/durov", "a.b.t.me", "t.me/s", "t.me/iv", "https://t.me/login",
            "t.me/durov ov", "t.me/newbot", "t.me/newbot/1", "t.me/joinchat/12345", "newbot.t.me/x", "oauth.t.me",
        ] {
            XCTAssertNil(TelegramLink(text), text)
        }
    }

    func testDamagedLinksComeBackAsWhatTheyWereReadAs() {
        let pieces = [
            "t.me/", "tg://", "tg:", "durov", "+", "?", "&", "=", "/", "#", "%", "%20", "%FF", " ", "é", "\0", "c/",
            "s/", "resolve",
            "?domain=durov", "&post=5", "&thread=", "start", "text=", "123", "joinchat/", ".t.me", "boost", "$",
            "\u{202E}",
        ]
        var generator = SeededGenerator(seed: 12)
        var read = 0
        for _ in 0..<20_000 {
            var text = links.randomElement(using: &generator)?.0 ?? ""
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                var scalars = Array(text.unicodeScalars)
                let index = Int.random(in: 0...scalars.count, using: &generator)
                if Bool.random(using: &generator), index < scalars.count {
                    scalars.remove(at: index)
                } else {
                    scalars.insert(
                        contentsOf: (pieces.randomElement(using: &generator) ?? "").unicodeScalars, at: index)
                }
                text = String(String.UnicodeScalarView(scalars))
            }
            guard let link = TelegramLink(text) else { continue }
            read += 1
            XCTAssertEqual(TelegramLink(link.url), link, "\(text.debugDescription) → \(link.url)")
            XCTAssertEqual(TelegramLink(link.appURL), link, "\(text.debugDescription) → \(link.appURL)")
        }
        XCTAssertGreaterThan(read, 5_000)
    }
}
