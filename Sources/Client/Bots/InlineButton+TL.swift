// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
public import FerogramTLTypes

extension InlineButton {
    /// Takes a button as the schema has it.
    ///
    /// - Parameter raw: The button.
    public init(_ raw: TL.KeyboardInlineButton) {
        self.init(raw.text, Kind(raw.type), style: ButtonStyle(raw.style))
    }
}

extension InlineButton.Kind {
    init(_ raw: TL.InlineButtonType) {
        self =
            switch raw {
            case .callback(let type): .callback(data: type.data, requiresPassword: type.requiresPassword)
            case .url(let type): .url(type.url)
            case .switchInline(let type): .switchInline(query: type.query, InlineButton.InlineTarget(type))
            case .copy(let type): .copy(type.copyText)
            case .webView(let type): .webApp(url: type.url)
            case .userProfile(let type): .userProfile(.id(.user(type.userID)))
            case .game: .game
            case .buy: .buy
            case .disabled: .disabled
            case .urlAuth, .inputUrlAuth, .inputUserProfile: .raw(raw)
            }
    }
}

extension InlineButton.InlineTarget {
    init(_ raw: TL.InlineButtonType.SwitchInline) {
        if raw.samePeer {
            self = .sameChat
        } else if let types = raw.peerTypes {
            self = .chat(of: Set(types.map { InlineButton.ChatKind($0) }))
        } else {
            self = .chosenChat
        }
    }

    func tl(query: String) -> TL.InlineButtonType {
        var types: [TL.InlineQueryPeerType]?
        if case .chat(let kinds) = self {
            // In one order, so that equal keyboards are equal calls.
            types = InlineButton.ChatKind.all.filter(kinds.contains).map(\.tl)
        }
        return .switchInline(.init(samePeer: self == .sameChat, query: query, peerTypes: types))
    }
}

extension InlineButton.ChatKind {
    static let all: [Self] = [.sameBot, .privateChats, .bots, .basicGroups, .supergroups, .channels]

    init(_ raw: TL.InlineQueryPeerType) {
        self =
            switch raw {
            case .pm: .privateChats
            case .botPM: .bots
            case .sameBotPM: .sameBot
            case .chat: .basicGroups
            case .megagroup: .supergroups
            case .broadcast: .channels
            }
    }

    var tl: TL.InlineQueryPeerType {
        switch self {
        case .privateChats: .pm
        case .bots: .botPM
        case .sameBot: .sameBotPM
        case .basicGroups: .chat
        case .supergroups: .megagroup
        case .channels: .broadcast
        }
    }
}

extension ClientCore {
    /// A keyboard as calls name it, its people found.
    func markup(_ keyboard: Keyboard) async throws(InvocationError) -> TL.ReplyMarkup {
        switch keyboard {
        case .inline(let keyboard):
            var rows: [TL.KeyboardInlineButtonRow] = []
            for row in keyboard.rows {
                var buttons: [TL.KeyboardInlineButton] = []
                for button in row { buttons.append(try await markup(button)) }
                rows.append(.init(buttons: buttons))
            }
            return .inline(.init(rows: rows))
        case .reply(let keyboard): return keyboard.tl
        case .remove: return .keyboardHide(.init())
        case .forceReply: return .keyboardForceReply(.init())
        case .raw(let markup): return markup
        }
    }

    private func markup(_ button: InlineButton) async throws(InvocationError) -> TL.KeyboardInlineButton {
        let type: TL.InlineButtonType =
            switch button.kind {
            case .callback(let data, let requiresPassword):
                .callback(.init(requiresPassword: requiresPassword, data: data))
            case .url(let url): .url(.init(url: url))
            case .login(let url, let forwardText, let bot, let requestsWriteAccess):
                .inputUrlAuth(
                    .init(
                        requestWriteAccess: requestsWriteAccess, fwdText: forwardText, url: url,
                        bot: try await resolve(ifAny: bot)?.inputUser))
            case .switchInline(let query, let target): target.tl(query: query)
            case .copy(let text): .copy(.init(copyText: text))
            case .webApp(let url): .webView(.init(url: url))
            case .userProfile(let user): .inputUserProfile(.init(userID: try await inputUser(user)))
            case .game: .game
            case .buy: .buy
            case .disabled: .disabled
            case .raw(let type): type
            }
        return TL.KeyboardInlineButton(style: button.style?.tl, text: button.text, type: type)
    }
}

extension Keyboard {
    /// How long a text to copy may be, and a text in the input field; see core.telegram.org/bots/api.
    private static let (copyLength, placeholderLength) = (256, 64)

    /// Refuses what the server would refuse.
    func check(_ limits: ClientLimits, method: String) throws(InvocationError) {
        func refuse(_ text: String) -> InvocationError { .invalidArgument(method: method, text) }
        switch self {
        case .inline(let keyboard):
            for (index, button) in keyboard.rows.joined().enumerated() {
                if let failure = button.failure { throw refuse("\(failure)") }
                if button.text.isEmpty { throw refuse("a button has no text") }
                switch button.kind {
                case .callback(let data, _):
                    guard (1...limits.callbackDataLength).contains(data.count) else {
                        throw refuse(
                            "the data of the button \"\(button.text)\" takes \(data.count) bytes, 1 to "
                                + "\(limits.callbackDataLength) are allowed")
                    }
                case .copy(let text):
                    guard (1...Self.copyLength).contains(text.count) else {
                        throw refuse("a text to copy has 1 to \(Self.copyLength) characters, not \(text.count)")
                    }
                case .game, .buy:
                    if index > 0 { throw refuse("the button of a game or an invoice is the first one") }
                default: break
                }
            }
        case .reply(let keyboard):
            if keyboard.rows.allSatisfy(\.isEmpty) { throw refuse("the keyboard has no buttons; use .remove") }
            if keyboard.rows.joined().contains(where: \.text.isEmpty) { throw refuse("a button has no text") }
            if let placeholder = keyboard.placeholder, placeholder.count > Self.placeholderLength {
                throw refuse(
                    "the placeholder has \(placeholder.count) characters, \(Self.placeholderLength) are allowed")
            }
        case .remove, .forceReply, .raw: break
        }
    }
}
