// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension TelegramLink {
    /// Reads a link.
    ///
    /// `https://` may be missing, and white space around the link does not count. The result is `nil` if it is no link to
    /// Telegram.
    ///
    /// - Parameter text: A link to `t.me`, `telegram.me`, `telegram.dog` or `NAME.t.me`, or one that begins with `tg:`.
    public init?(_ text: String) {
        guard let address = LinkAddress(text), let link = address.isApp ? Self.app(address) : Self.web(address) else {
            return nil
        }
        self = link
    }

    /// Whether a text may be a public name: 2 to 32 letters, digits and underscores, a letter first.
    static func isUsername(_ text: String) -> Bool {
        let word = EntityDetector.wordBytes
        return (2...32).contains(text.utf8.count) && text.utf8.first?.isASCIILetter == true
            && text.utf8.allSatisfy(word.contains)
    }

    /// Whether a text may be the name of a chat in a path: a public name that is no word of another kind of link.
    private static func isChatName(_ text: String) -> Bool {
        // Web sites log in through the account of that name.
        isUsername(text) && (text == "oauth" || !LinkAddress.reserved.contains(text))
    }

    /// Whether a text may be the short name of a Mini App or a game: three or more letters, digits, `_` and `-`, a letter first.
    private static func isAppName(_ text: String) -> Bool {
        text.utf8.count > 2 && text.utf8.first?.isASCIILetter == true && isHash(text)
    }

    static func isPhone(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count) && text.utf8.allSatisfy(\.isASCIIDigit)
    }

    /// Whether a text is base64url of an invitation's hash.
    static func isHash(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    }

    /// Whether a text may be what a bot is started with.
    private static func isStartParameter(_ text: String) -> Bool { text.isEmpty || isHash(text) }

    private static func positive(_ text: String?) -> Int32? {
        text.flatMap { Int64(canonical: $0) }.flatMap(Int32.init(exactly:)).flatMap { $0 > 0 ? $0 : nil }
    }

    private static func channelID(_ text: String?) -> Int64? {
        text.flatMap { Int64(canonical: $0) }.flatMap { $0 > 0 && $0 < 1 << 40 ? $0 : nil }
    }

    /// Kinds that are a word and a name, on the web as a path and in apps as a parameter.
    private static func named(_ word: String, _ name: String) -> TelegramLink? {
        switch word {
        // Digits alone would be a phone number.
        case "joinchat", "join": isHash(name) && !isPhone(name) ? .invite(name) : nil
        case "addlist": isHash(name) ? .folder(slug: name) : nil
        case "addstickers": .stickerSet(name)
        case "addemoji": .emojiSet(name)
        case "addtheme": .theme(slug: name)
        case "addstyle": .style(slug: name)
        case "setlanguage": .languagePack(name)
        case "invoice": .invoice(slug: name)
        case "giftcode": .giftCode(slug: name)
        case "nft": .collectibleGift(slug: name)
        case "auction", "stargift_auction": .giftAuction(slug: name)
        case "m", "message": .businessChat(slug: name)
        case "call": .groupCall(slug: name)
        case "contact": .contactToken(name)
        default: nil
        }
    }

    /// The parameter in which an app's link has the name.
    static func nameParameter(of word: String) -> String? {
        switch word {
        case "join": "invite"
        case "addlist", "addtheme", "addstyle", "invoice", "giftcode", "nft", "stargift_auction", "message", "call":
            "slug"
        case "addstickers", "addemoji": "set"
        case "setlanguage": "lang"
        case "contact": "token"
        default: nil
        }
    }
}

// MARK: - Web

extension TelegramLink {
    private static func web(_ address: LinkAddress) -> TelegramLink? {
        let path = address.path
        let first = path[0]
        if first.hasPrefix("+") || first.hasPrefix(" ") { return plus(String(first.dropFirst()), address) }
        if first.hasPrefix("$") { return first.count > 1 ? .invoice(slug: String(first.dropFirst())) : nil }
        switch first {
        case "c": return privateChat(address)
        case "boost":
            if path.count > 1 { return isChatName(path[1]) ? .boost(.username(path[1])) : nil }
            return channelID(address["c"]).map { .boost(.channel($0)) }
        case "bg": return path.count > 1 && !path[1].isEmpty ? background(path[1], address) : nil
        case "login": return path.count > 1 && !path[1].isEmpty ? .loginCode(path[1]) : nil
        case "share", "msg", "confirmphone", "proxy", "socks": return shared(first, address)
        case "newbot":
            return path.count > 1
                ? managedBot(path[1], path.count > 2 ? path[2] : nil, name: address.value("name")) : nil
        case "iv":
            return path.count == 1
                ? address.value("url").map { .instantView(url: $0, templateHash: address.value("rhash")) } : nil
        default: break
        }
        if path.count > 1, !path[1].isEmpty, let link = named(first, path[1]),
            !["join", "message", "stargift_auction"].contains(first)
        {
            return link
        }
        guard isChatName(first) else { return nil }
        return chat(first, address)
    }

    private static func managedBot(_ manager: String, _ username: String?, name: String?) -> TelegramLink? {
        let username = username.flatMap { $0.isEmpty ? nil : $0 }
        guard isUsername(manager), username.map(isUsername) ?? true else { return nil }
        return .managedBot(manager: manager, username: username, name: name)
    }

    /// A phone number if there are digits alone, an invitation otherwise.
    private static func plus(_ text: String, _ address: LinkAddress) -> TelegramLink? {
        if isPhone(text) {
            if let bot = address.value("attach"), isUsername(bot) {
                return .attachmentMenu(bot: bot, chat: .phone(text), parameter: address.value("startattach"))
            }
            return .phone(text, draft: address.value("text"))
        }
        return isHash(text) ? .invite(text) : nil
    }

    /// `c/channel` with what may follow.
    private static func privateChat(_ address: LinkAddress) -> TelegramLink? {
        guard address.path.count > 1, let id = channelID(address.path[1]) else { return nil }
        if address["boost"] != nil { return .boost(.channel(id)) }
        let rest = Array(address.path.dropFirst(2))
        if rest.isEmpty { return .channel(id) }
        return message(in: .channel(id), rest, address)
    }

    private static func message(in chat: Chat, _ path: [String], _ address: LinkAddress) -> TelegramLink? {
        guard let first = positive(path.first) else { return nil }
        let second = path.count > 1 ? positive(path[1]) : nil
        return .message(
            Message(
                in: chat, messageID: second ?? first, threadID: second == nil ? positive(address["thread"]) : first,
                commentID: positive(address["comment"]), isSingle: address["single"] != nil,
                mediaTimestamp: seconds(address["t"]), taskID: positive(address["task"]),
                pollOption: address.value("option")))
    }

    /// Reads seconds, or hours, minutes and seconds as in `1h2m3s`.
    static func seconds(_ text: String?) -> Int32? {
        let limit = 10_000_000
        var total = 0
        var number = 0
        guard let text, !text.isEmpty else { return nil }
        for byte in text.utf8 + (text.utf8.last?.isASCIIDigit == true ? [UInt8(ascii: "s")] : []) {
            if byte.isASCIIDigit {
                number = number * 10 + Int(byte & 15)
            } else {
                switch byte.asciiLowercased {
                case UInt8(ascii: "h"): total += number * 3600
                case UInt8(ascii: "m"): total += number * 60
                case UInt8(ascii: "s"): total += number
                default: return nil
                }
                number = 0
            }
            if number > limit || total > limit { return nil }
        }
        return total > 0 ? Int32(total) : nil
    }

    /// What may follow a public name.
    private static func chat(_ name: String, _ address: LinkAddress) -> TelegramLink? {
        let rest = Array(address.path.dropFirst())
        if rest.count > 1 {
            switch rest[0] {
            case "s" where rest[1] == "live": return .liveStory(username: name)
            case "s": if let id = positive(rest[1]) { return .story(username: name, id: id) }
            case "a": if let id = positive(rest[1]) { return .storyAlbum(username: name, id: id) }
            case "c": if let id = positive(rest[1]) { return .giftCollection(username: name, id: id) }
            default: break
            }
        }
        if let link = message(in: .username(name), rest, address) { return link }
        if let app = rest.first, isAppName(app) {
            return .miniApp(
                bot: name, shortName: app, parameter: address.value("startapp"), mode: address.value("mode"))
        }
        return resolved(name, address)
    }

    /// What the parameters after a public name say.
    private static func resolved(_ name: String, _ address: LinkAddress) -> TelegramLink {
        for kind in VideoChatKind.allCases where address[kind.rawValue] != nil {
            return .videoChat(username: name, inviteHash: address.value(kind.rawValue), kind: kind)
        }
        if let parameter = address["start"], isStartParameter(parameter) {
            return .botStart(bot: name, parameter: parameter)
        }
        let rights = address.value("admin").map { $0.split(separator: " ").map(String.init) } ?? []
        if let parameter = address["startgroup"], isStartParameter(parameter) {
            return .botStartGroup(bot: name, parameter: parameter, rights: rights)
        }
        if address["startchannel"] != nil, !rights.isEmpty { return .botStartChannel(bot: name, rights: rights) }
        if let game = address.value("game"), isAppName(game) { return .game(bot: name, shortName: game) }
        if let bot = address.value("attach"), isUsername(bot) {
            return .attachmentMenu(bot: bot, chat: .username(name), parameter: address.value("startattach"))
        }
        if address["startattach"] != nil {
            let known: Set<String> = ["users", "bots", "groups", "channels"]
            let kinds = address.value("choose")?.split(separator: " ").map(String.init).filter(known.contains) ?? []
            return .attachmentMenu(
                bot: name, chat: kinds.isEmpty ? nil : .choose(kinds), parameter: address.value("startattach"))
        }
        if address["startapp"] != nil {
            return .miniApp(
                bot: name, shortName: nil, parameter: address.value("startapp"), mode: address.value("mode"))
        }
        if let code = address.value("ref") { return .referral(bot: name, code: code) }
        if address["boost"] != nil { return .boost(.username(name)) }
        if address["direct"] != nil { return .directMessages(username: name) }
        if let draft = address.value("text") { return .username(name, draft: draft) }
        return address["profile"] != nil ? .profile(username: name) : .username(name)
    }

    /// Kinds that have parameters and the same word on the web and in apps.
    private static func shared(_ word: String, _ address: LinkAddress) -> TelegramLink? {
        switch word {
        case "share", "msg", "msg_url":
            let url = address.value("url") ?? ""
            let text = address.value("text")
            return url.isEmpty && text == nil ? nil : .share(url: url, text: text)
        case "confirmphone":
            guard let phone = address.value("phone"), isPhone(phone), let hash = address.value("hash"),
                hash.utf8.allSatisfy(ASCIISet.hexDigits.contains)
            else { return nil }
            return .confirmPhone(phone: phone, hash: hash)
        case "proxy", "socks":
            guard let server = address.value("server"), server.utf8.count <= 255,
                let port = address.value("port").flatMap({ Int64(canonical: $0) }).flatMap(UInt16.init(exactly:)),
                port > 0
            else { return nil }
            if word == "proxy" {
                return address.value("secret").map { .proxy(server: server, port: port, secret: $0) }
            }
            return .socksProxy(
                server: server, port: port, user: address.value("user"), password: address.value("pass"))
        default: return nil
        }
    }

    private static func background(_ name: String, _ address: LinkAddress) -> TelegramLink {
        let known = ["bg_color", "intensity", "mode", "rotation"]
        return .background(
            name, parameters: known.compactMap { name in address.value(name).map { Parameter(name, $0) } })
    }
}

// MARK: - Apps

extension TelegramLink {
    private static func app(_ address: LinkAddress) -> TelegramLink? {
        if let link = known(address.path[0], address) { return link }
        var path = address.path.joined(separator: "/")
        while path.hasSuffix("/") { path.removeLast() }
        return .unknown(path: path, parameters: address.parameters)
    }

    private static func known(_ word: String, _ address: LinkAddress) -> TelegramLink? {
        if word == "settings" {
            let isPlain = address.parameters.isEmpty && address.path.allSatisfy { !$0.isEmpty }
            return isPlain ? .settings(Array(address.path.dropFirst())) : nil
        }
        if let screen = screen(address) { return screen }
        // Other links of apps have no path.
        guard address.path.count == 1 else { return nil }
        if let name = nameParameter(of: word) { return address.value(name).flatMap { named(word, $0) } }
        switch word {
        case "resolve": return resolve(address)
        case "privatepost":
            return channelID(address["channel"]).flatMap { id in
                address.value("post").flatMap { message(in: .channel(id), [$0], address) }
            }
        case "user": return TelegramLink.userID(address)
        case "boost":
            if let name = address.value("domain"), isChatName(name) { return .boost(.username(name)) }
            return channelID(address["channel"]).map { .boost(.channel($0)) }
        case "bg":
            return (address.value("slug") ?? address.value("color") ?? address.value("gradient"))
                .map { background($0, address) }
        case "login":
            return address.value("code").map { .loginCode($0) } ?? address.value("token").map { .loginToken($0) }
        case "newbot":
            return address.value("manager").flatMap {
                managedBot($0, address.value("username"), name: address.value("name"))
            }
        case "oauth": return address.value("token").map { .authorization(token: $0) }
        case "passport":
            let needed = ["bot_id", "scope", "public_key"].allSatisfy { address.value($0) != nil }
            let isWhole = needed && (address.value("nonce") ?? address.value("payload")) != nil
            return isWhole ? .passport(address.parameters) : nil
        case "premium_offer": return .premiumOffer(referrer: address.value("ref"))
        case "premium_multigift": return .premiumGift(referrer: address.value("ref"))
        case "stars_topup":
            let balance = address.value("balance").flatMap { Int64(canonical: $0) }.flatMap { $0 > 0 ? $0 : nil }
            return balance.map { .starsTopUp(balance: $0, purpose: address.value("purpose")) }
        default: break
        }
        return shared(word, address)
    }

    /// A screen, which has one word or two, and what follows it.
    private static func screen(_ address: LinkAddress) -> TelegramLink? {
        guard address.parameters.isEmpty, address.path.allSatisfy({ !$0.isEmpty }) else { return nil }
        for count in [2, 1] where address.path.count >= count {
            guard let screen = Screen(rawValue: address.path.prefix(count).joined(separator: "/")) else { continue }
            return .screen(screen, path: Array(address.path.dropFirst(count)))
        }
        return nil
    }

    private static func userID(_ address: LinkAddress) -> TelegramLink? {
        address.value("id").flatMap { Int64(canonical: $0) }.flatMap {
            TelegramURL.isValidUserID($0) ? .userID($0) : nil
        }
    }

    private static func resolve(_ address: LinkAddress) -> TelegramLink? {
        if let phone = address.value("phone") { return isPhone(phone) ? plus(phone, address) : nil }
        guard let name = address.value("domain"), isChatName(name) else { return nil }
        if let post = address.value("post"), let link = message(in: .username(name), [post], address) { return link }
        if address["story"] == "live" { return .liveStory(username: name) }
        if let id = positive(address["story"]) { return .story(username: name, id: id) }
        if let id = positive(address["album"]) { return .storyAlbum(username: name, id: id) }
        if let id = positive(address["collection"]) { return .giftCollection(username: name, id: id) }
        if let app = address.value("appname"), isAppName(app) {
            return .miniApp(
                bot: name, shortName: app, parameter: address.value("startapp"), mode: address.value("mode"))
        }
        return resolved(name, address)
    }
}
