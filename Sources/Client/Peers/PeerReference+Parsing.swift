// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers

extension PeerReference {
    /// Reads the name of a peer.
    ///
    /// In this order: a link that names a peer or something of a peer (`t.me/name` with whatever follows, `t.me/c/123/4`,
    /// `t.me/+hash`, `t.me/+15551234567`, `name.t.me`, `tg://resolve?domain=name`; see `TelegramLink`), a phone number that
    /// begins with `+`, a number as the Bot API writes it, `me` or `self`, a public name with or without `@`.
    ///
    /// - Parameter text: The name; blanks around it do not count.
    /// - Throws: ``InvocationError/invalidPeer(_:)``, which says what would be one.
    public init(parsing text: String) throws(InvocationError) {
        let text = text.trimmed
        if let reference = try Self.link(text) {
            self = reference
        } else if text.hasPrefix("+") {
            self = try Self.phoneNumber(text)
        } else if let number = Int64(text) {
            guard let id = PeerID(botAPI: number) else { throw Self.refusal(text) }
            self = .id(id)
        } else if ["me", "self"].contains(text.lowercased()) {
            self = .me
        } else {
            self = .username(try Self.publicName(text.hasPrefix("@") ? text.dropFirst() : text[...], in: text))
        }
    }

    private static func link(_ text: String) throws(InvocationError) -> PeerReference? {
        guard let link = TelegramLink(text) else {
            // What looks like an address and is none of Telegram's is surely a mistake.
            if text.contains("/") || text.lowercased().hasPrefix("tg:") { throw refusal(text) }
            return nil
        }
        switch link {
        case .invite(let hash): return .invite(hash)
        case .phone(let digits, _): return .phone(digits)
        case .userID(let id): return .id(.user(id))
        case .channel(let id), .boost(.channel(let id)): return .id(.channel(id))
        case .message(let message):
            switch message.chat {
            case .username(let name): return .username(name)
            case .channel(let id): return .id(.channel(id))
            }
        case .username(let name, _), .profile(let name), .directMessages(let name), .boost(.username(let name)),
            .videoChat(let name, _, _), .story(let name, _), .liveStory(let name), .storyAlbum(let name, _),
            .giftCollection(let name, _), .botStart(let name, _), .botStartGroup(let name, _, _),
            .botStartChannel(let name, _), .game(let name, _), .miniApp(let name, _, _, _), .referral(let name, _):
            return .username(name)
        case .attachmentMenu(let bot, let chat, _):
            switch chat {
            case .username(let name): return .username(name)
            case .phone(let digits): return .phone(digits)
            case .choose, nil: return .username(bot)
            }
        default: throw refusal(text)
        }
    }

    private static func phoneNumber(_ text: String) throws(InvocationError) -> PeerReference {
        var digits = ""
        for character in text.dropFirst() {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else if !" -.()".contains(character) {
                throw refusal(text)
            }
        }
        guard (5...15).contains(digits.count) else { throw refusal(text) }
        return .phone(digits)
    }

    /// A name of letters, digits and underscores, which does not begin with a digit.
    private static func publicName(_ name: Substring, in text: String) throws(InvocationError) -> String {
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isPlain, (2...32).contains(name.count), name.first?.isNumber == false else { throw refusal(text) }
        return String(name)
    }

    private static func refusal(_ text: String) -> InvocationError {
        .invalidPeer(
            "\"\(text.prefix(64))\" names no peer; write @name, me, +15551234567, https://t.me/name, an invitation "
                + "https://t.me/+hash, or a number as the Bot API has it")
    }
}

extension String {
    /// The text without white space around it.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
