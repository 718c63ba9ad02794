// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Opens a mini app, as a person does (`messages.requestMainWebView`, `messages.requestWebView`,
    /// `messages.requestAppWebView`, `messages.requestSimpleWebView`).
    ///
    /// - Parameters:
    ///   - app: Which mini app.
    ///   - bot: The bot that it belongs to.
    ///   - peer: The chat where it is opened; `nil` for the chat with the bot.
    ///   - startParameter: What the mini app gets.
    ///   - platform: What the account's program runs on: `android`, `ios`, `tdesktop` …
    /// - Returns: The address to open, and what keeps the session alive.
    /// - Throws: ``InvocationError``.
    public func openWebApp(
        _ app: WebApp = .main, of bot: some PeerConvertible, in peer: PeerReference? = nil,
        startParameter: String? = nil,
        platform: String = "tdesktop"
    ) async throws(InvocationError) -> WebAppSession {
        let reference = try bot.peerReference
        let chat = if let peer { try await core.resolve(peer) } else { nil as TL.InputPeer? }
        let target = try await core.resolve(reference)
        guard let user = target.inputUser else { throw .invalidPeer("a bot is needed, not a group or a channel") }
        let place = chat ?? target
        let result: TL.WebViewResult
        switch app {
        case .main:
            result = try await core.invoke(
                TL.messages.RequestMainWebView(
                    peer: place, bot: user, startParam: startParameter, platform: platform))
        case .url(let url):
            result = try await core.invoke(
                TL.messages.RequestWebView(
                    peer: place, bot: user, url: url, startParam: startParameter, platform: platform))
        case .menuButton:
            result = try await core.invoke(
                TL.messages.RequestWebView(
                    fromBotMenu: true, peer: place, bot: user, startParam: startParameter, platform: platform))
        case .named(let name):
            result = try await core.invoke(
                TL.messages.RequestAppWebView(
                    peer: place, app: .shortName(.init(botID: user, shortName: name)), startParam: startParameter,
                    platform: platform))
        case .keyboardButton(let url):
            result = try await core.invoke(
                TL.messages.RequestSimpleWebView(
                    bot: user, url: url, startParam: startParameter, platform: platform))
        }
        return WebAppSession(raw: result, peer: place, bot: user, core: core)
    }

    /// Sends what a mini app gives to its bot, which was opened by a button of a reply keyboard
    /// (`messages.sendWebViewData`).
    ///
    /// - Parameters:
    ///   - data: What the mini app gives.
    ///   - buttonText: What the button shows.
    ///   - bot: The bot.
    /// - Throws: ``InvocationError``.
    public func sendWebAppData(
        _ data: String, buttonText: String, to bot: some PeerConvertible
    ) async throws(InvocationError) {
        let reference = try bot.peerReference
        let randomID = try await core.randomIDs(to: reference) {
            Array("messages.sendWebViewData \(buttonText)\0\(data)".utf8)
        }[0]
        try await core.once { () throws(InvocationError) in
            _ = try await core.callUser(reference) { bot in
                TL.messages.SendWebViewData(bot: bot, randomID: randomID, buttonText: buttonText, data: data)
            }
        }
    }

    /// Sends a message in the name of the person who uses a mini app (`messages.sendWebViewResultMessage`).
    ///
    /// - Parameters:
    ///   - queryID: What the mini app's data have as `query_id`, see ``WebAppInitData/queryID``.
    ///   - result: The message.
    /// - Returns: The message; `nil` if it has no buttons.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func answerWebAppQuery(
        _ queryID: String, with result: InlineResult
    ) async throws(InvocationError) -> InlineMessageID? {
        let raw = try await result.tl(core)
        let sent = try await core.invoke(TL.messages.SendWebViewResultMessage(botQueryID: queryID, result: raw))
        return sent.msgID.map { InlineMessageID($0) }
    }

    /// Calls a method of a mini app's own (`bots.invokeWebViewCustomMethod`).
    ///
    /// - Parameters:
    ///   - method: The method's name.
    ///   - parameters: What it gets, as JSON.
    ///   - bot: The bot.
    /// - Returns: What it gives, as JSON.
    /// - Throws: ``InvocationError``.
    public func invokeWebAppMethod(
        _ method: String, parameters: String, of bot: some PeerConvertible
    ) async throws(InvocationError) -> String {
        try await core.callUser(bot) { bot in
            TL.bots.InvokeWebViewCustomMethod(bot: bot, customMethod: method, params: .init(data: parameters))
        }.data
    }

    /// Answers somebody who called the bot into a chat that it is no member of (`messages.setBotGuestChatResult`).
    ///
    /// - Parameters:
    ///   - queryID: The query's number, see ``GuestChatQuery/id``.
    ///   - result: The message.
    /// - Returns: The message, which the bot can edit.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func answerGuestChatQuery(
        _ queryID: Int64, with result: InlineResult
    ) async throws(InvocationError) -> InlineMessageID {
        let raw = try await result.tl(core)
        return InlineMessageID(
            try await core.invoke(TL.messages.SetBotGuestChatResult(queryID: queryID, result: raw)))
    }
}

/// Which mini app of a bot.
@nonexhaustive
public enum WebApp: Hashable, Sendable {
    /// The bot's main one.
    case main
    /// The one at the address of a button below a message.
    case url(String)
    /// The one of the button beside the input field.
    case menuButton
    /// The one with a short name, `t.me/bot/name`.
    case named(String)
    /// The one at the address of a button of a reply keyboard.
    case keyboardButton(url: String)
}

/// A mini app that was opened.
public struct WebAppSession: Sendable {
    /// What the server gave, as the schema has it.
    public let raw: TL.WebViewResult
    let peer: TL.InputPeer
    let bot: TL.InputUser
    let core: ClientCore

    /// The address to open, with the data that tell the mini app who uses it: a secret.
    public var url: String { raw.url }
    /// The session's number; `nil` if the bot cannot answer it, and nothing has to be kept alive.
    public var queryID: Int64? { raw.queryID }

    /// Keeps the session alive (`messages.prolongWebView`); it has to be done every minute.
    ///
    /// - Returns: Whether the session is alive; `false` when the bot has answered.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func prolong() async throws(InvocationError) -> Bool {
        guard let queryID else { return false }
        do throws(InvocationError) {
            return try await core.invoke(TL.messages.ProlongWebView(peer: peer, bot: bot, queryID: queryID))
        } catch {
            guard error.is(.queryIDInvalid) else { throw error }
            return false
        }
    }
}

extension WebAppSession: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The session's number; the address is a secret.
    public var description: String { "WebAppSession(queryID: \(queryID.map(String.init) ?? "none"))" }
    /// The session's number; the address is a secret.
    public var debugDescription: String { description }
    /// A mirror without the address.
    public var customMirror: Mirror { Mirror(self, children: ["queryID": queryID as Any]) }
}
