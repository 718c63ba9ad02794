// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension TelegramLink {
    /// The link: `https://t.me/…`, or `tg://…` for what apps alone understand.
    public var url: String { built(forApps: false) ?? built(forApps: true) ?? "" }

    /// The link that opens an app: `tg://…`, or `https://t.me/…` for the one kind that has no such form.
    public var appURL: String { built(forApps: true) ?? built(forApps: false) ?? "" }

    private func built(forApps: Bool) -> String? {
        guard let (path, parameters) = forApps ? app : web else { return nil }
        var text = (forApps ? "tg://" : "https://t.me/") + path
        for (index, parameter) in parameters.enumerated() {
            text += (index == 0 ? "?" : "&") + LinkAddress.encoded(parameter.name)
            if let value = parameter.value { text += "=" + LinkAddress.encoded(value) }
        }
        return text
    }

    private typealias Address = (path: String, parameters: [Parameter])

    private static func optional(_ name: String, _ value: String?) -> [Parameter] {
        value.map { [Parameter(name, $0)] } ?? []
    }

    /// The word and the name of kinds that have no more, as apps write them.
    private var named: (word: String, name: String)? {
        switch self {
        case .invite(let name): ("join", name)
        case .folder(let name): ("addlist", name)
        case .stickerSet(let name): ("addstickers", name)
        case .emojiSet(let name): ("addemoji", name)
        case .theme(let name): ("addtheme", name)
        case .style(let name): ("addstyle", name)
        case .languagePack(let name): ("setlanguage", name)
        case .invoice(let name): ("invoice", name)
        case .giftCode(let name): ("giftcode", name)
        case .collectibleGift(let name): ("nft", name)
        case .giftAuction(let name): ("stargift_auction", name)
        case .businessChat(let name): ("message", name)
        case .groupCall(let name): ("call", name)
        case .contactToken(let name): ("contact", name)
        default: nil
        }
    }

    /// The public name before the parameters of kinds that are no more than that.
    private var resolved: (name: String, parameters: [Parameter])? {
        switch self {
        case .username(let name, let draft): return (name, Self.optional("text", draft))
        case .profile(let name): return (name, [Parameter("profile")])
        case .directMessages(let name): return (name, [Parameter("direct")])
        case .videoChat(let name, let hash, let kind): return (name, [Parameter(kind.rawValue, hash)])
        case .botStart(let bot, let parameter): return (bot, [Parameter("start", parameter)])
        case .botStartGroup(let bot, let parameter, let rights):
            return (bot, [Parameter("startgroup", parameter)] + Self.admin(rights))
        case .botStartChannel(let bot, let rights): return (bot, [Parameter("startchannel")] + Self.admin(rights))
        case .game(let bot, let name): return (bot, [Parameter("game", name)])
        case .miniApp(let bot, nil, let parameter, let mode):
            return (bot, [Parameter("startapp", parameter)] + Self.optional("mode", mode))
        case .attachmentMenu(let bot, nil, let parameter): return (bot, [Parameter("startattach", parameter)])
        case .attachmentMenu(let bot, .choose(let kinds)?, let parameter):
            return (bot, [Parameter("startattach", parameter), Parameter("choose", kinds.joined(separator: " "))])
        case .attachmentMenu(let bot, .username(let name)?, let parameter):
            return (name, [Parameter("attach", bot)] + Self.optional("startattach", parameter))
        case .referral(let bot, let code): return (bot, [Parameter("ref", code)])
        default: return nil
        }
    }

    private static func admin(_ rights: [String]) -> [Parameter] {
        rights.isEmpty ? [] : [Parameter("admin", rights.joined(separator: " "))]
    }

    private var phoneParameters: (phone: String, parameters: [Parameter])? {
        switch self {
        case .phone(let phone, let draft): (phone, Self.optional("text", draft))
        case .attachmentMenu(let bot, .phone(let phone)?, let parameter):
            (phone, [Parameter("attach", bot)] + Self.optional("startattach", parameter))
        default: nil
        }
    }

    /// Kinds with the same word and parameters on the web and in apps.
    private var shared: Address? {
        switch self {
        case .share(let url, let text): ("share", [Parameter("url", url)] + Self.optional("text", text))
        case .confirmPhone(let phone, let hash): ("confirmphone", [Parameter("phone", phone), Parameter("hash", hash)])
        case .proxy(let server, let port, let secret):
            ("proxy", [Parameter("server", server), Parameter("port", "\(port)"), Parameter("secret", secret)])
        case .socksProxy(let server, let port, let user, let password):
            (
                "socks",
                [Parameter("server", server), Parameter("port", "\(port)")] + Self.optional("user", user)
                    + Self.optional("pass", password)
            )
        default: nil
        }
    }

    private var web: Address? {
        if let (word, name) = named {
            let words = ["stargift_auction": "auction", "message": "m"]
            let encoded = LinkAddress.encoded(name)
            // Digits alone would be a phone number.
            if word == "join" { return (Self.isPhone(name) ? "joinchat/" + encoded : "+" + encoded, []) }
            return ((words[word] ?? word) + "/" + encoded, [])
        }
        if let (name, parameters) = resolved { return (LinkAddress.encoded(name), parameters) }
        if let (phone, parameters) = phoneParameters { return ("+" + phone, parameters) }
        if let shared { return shared }
        switch self {
        case .channel(let id): return ("c/\(id)", [])
        case .message(let message): return (message.chat.path + message.path, message.parameters)
        case .boost(let chat): return (chat.path, [Parameter("boost")])
        case .story(let name, let id): return ("\(LinkAddress.encoded(name))/s/\(id)", [])
        case .liveStory(let name): return ("\(LinkAddress.encoded(name))/s/live", [])
        case .storyAlbum(let name, let id): return ("\(LinkAddress.encoded(name))/a/\(id)", [])
        case .giftCollection(let name, let id): return ("\(LinkAddress.encoded(name))/c/\(id)", [])
        case .miniApp(let bot, let name?, let parameter, let mode):
            let path = LinkAddress.encoded(bot) + "/" + LinkAddress.encoded(name)
            return (path, Self.optional("startapp", parameter) + Self.optional("mode", mode))
        case .background(let name, let parameters): return ("bg/" + LinkAddress.encoded(name), parameters)
        case .instantView(let url, let hash): return ("iv", [Parameter("url", url)] + Self.optional("rhash", hash))
        case .loginCode(let code): return ("login/" + LinkAddress.encoded(code), [])
        case .managedBot(let manager, let username, let name):
            let path = ["newbot", manager] + [username].compactMap(\.self)
            return (path.map(LinkAddress.encoded).joined(separator: "/"), Self.optional("name", name))
        default: return nil
        }
    }

    private var app: Address? {
        if let (word, name) = named { return (word, Self.optional(Self.nameParameter(of: word) ?? "", name)) }
        if let (name, parameters) = resolved { return ("resolve", [Parameter("domain", name)] + parameters) }
        if let (phone, parameters) = phoneParameters { return ("resolve", [Parameter("phone", phone)] + parameters) }
        if let shared { return shared }
        func resolve(_ name: String, _ parameter: String, _ value: String) -> Address {
            ("resolve", [Parameter("domain", name), Parameter(parameter, value)])
        }
        switch self {
        case .message(let message):
            var parameters = [Parameter("post", "\(message.messageID)")] + message.parameters
            if let thread = message.threadID { parameters.append(Parameter("thread", "\(thread)")) }
            switch message.chat {
            case .username(let name): return ("resolve", [Parameter("domain", name)] + parameters)
            case .channel(let id): return ("privatepost", [Parameter("channel", "\(id)")] + parameters)
            }
        case .boost(.username(let name)): return ("boost", [Parameter("domain", name)])
        case .boost(.channel(let id)): return ("boost", [Parameter("channel", "\(id)")])
        case .story(let name, let id): return resolve(name, "story", "\(id)")
        case .liveStory(let name): return resolve(name, "story", "live")
        case .storyAlbum(let name, let id): return resolve(name, "album", "\(id)")
        case .giftCollection(let name, let id): return resolve(name, "collection", "\(id)")
        case .miniApp(let bot, let name?, let parameter, let mode):
            return (
                "resolve",
                [Parameter("domain", bot), Parameter("appname", name)] + Self.optional("startapp", parameter)
                    + Self.optional("mode", mode)
            )
        case .background(let name, let parameters): return ("bg", [Parameter("slug", name)] + parameters)
        case .loginCode(let code): return ("login", [Parameter("code", code)])
        case .loginToken(let token): return ("login", [Parameter("token", token)])
        case .userID(let id): return ("user", [Parameter("id", "\(id)")])
        case .passport(let parameters): return ("passport", parameters)
        case .premiumOffer(let referrer): return ("premium_offer", Self.optional("ref", referrer))
        case .premiumGift(let referrer): return ("premium_multigift", Self.optional("ref", referrer))
        case .starsTopUp(let balance, let purpose):
            return (
                "stars_topup", Self.optional("balance", balance.map { "\($0)" }) + Self.optional("purpose", purpose)
            )
        case .settings(let path): return ((["settings"] + path.map(LinkAddress.encoded)).joined(separator: "/"), [])
        case .screen(let screen, let path):
            return (([screen.rawValue] + path.map(LinkAddress.encoded)).joined(separator: "/"), [])
        case .managedBot(let manager, let username, let name):
            return (
                "newbot",
                [Parameter("manager", manager)] + Self.optional("username", username) + Self.optional("name", name)
            )
        case .authorization(let token): return ("oauth", [Parameter("token", token)])
        case .unknown(let path, let parameters):
            return (
                path.split(separator: "/", omittingEmptySubsequences: false).map { LinkAddress.encoded(String($0)) }
                    .joined(separator: "/"), parameters
            )
        default: return nil
        }
    }
}

extension TelegramLink.Chat {
    fileprivate var path: String {
        switch self {
        case .username(let name): LinkAddress.encoded(name)
        case .channel(let id): "c/\(id)"
        }
    }
}

extension TelegramLink.Message {
    fileprivate var path: String { (threadID.map { "/\($0)" } ?? "") + "/\(messageID)" }

    /// All parameters but the thread, which is part of the path on the web.
    fileprivate var parameters: [TelegramLink.Parameter] {
        var parameters: [TelegramLink.Parameter] = []
        if isSingle { parameters.append(.init("single")) }
        if let commentID { parameters.append(.init("comment", "\(commentID)")) }
        if let mediaTimestamp { parameters.append(.init("t", "\(mediaTimestamp)")) }
        if let taskID { parameters.append(.init("task", "\(taskID)")) }
        if let pollOption { parameters.append(.init("option", pollOption)) }
        return parameters
    }
}
