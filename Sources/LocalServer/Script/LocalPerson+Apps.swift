// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
import Foundation

extension LocalPerson {
    /// Opens the main mini app of a bot.
    ///
    /// - Parameters:
    ///   - bot: The bot.
    ///   - peer: The chat where it is opened; `nil` for the one with the bot.
    ///   - startParameter: What the mini app gets.
    /// - Returns: The mini app.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.requestMainWebView`.
    public func openWebApp(
        of bot: LocalBot, in peer: (any LocalPeer)? = nil, startParameter: String? = nil
    ) throws -> LocalWebApp {
        let (user, place) = (id, peer?.id ?? bot.id)
        let result = try core.perform { engine throws(RPCFailure) in
            guard let person = engine.world[user], let account = engine.world[bot.id] else { throw .bad(.botInvalid) }
            return try engine.world.openWebApp(
                of: account, for: person, in: place, url: nil, startParameter: startParameter, hasSession: true)
        }
        return LocalWebApp(result)
    }

    /// Sends what a mini app gives to its bot, which was opened by a button of a reply keyboard.
    ///
    /// - Parameters:
    ///   - data: What the mini app gives.
    ///   - buttonText: What the button shows.
    ///   - bot: The bot.
    public func sendWebAppData(_ data: String, buttonText: String, to bot: LocalBot) {
        let user = id
        core.perform { engine in
            engine.world.tell(
                .webViewDataSentMe(.init(text: buttonText, data: data)), to: bot.id,
                .webViewDataSent(.init(text: buttonText)), to: user, from: user)
            engine.deliver()
        }
    }

    /// Lets a bot act in the person's private chats, or changes what it may do.
    ///
    /// - Parameters:
    ///   - bot: The bot, in the place of another one.
    ///   - rights: What it may do.
    public func connect(_ bot: LocalBot, rights: TL.BusinessBotRights = .init(reply: true)) {
        let user = id
        core.perform { engine in
            engine.world.connect(bot.id, to: user, rights)
            engine.deliver()
        }
    }

    /// Ends what a bot does in the person's private chats.
    ///
    /// - Parameter bot: The bot.
    public func disconnect(_ bot: LocalBot) {
        let user = id
        core.perform { engine in
            guard engine.world.bots.business[user]?.bot == bot.id else { return }
            engine.world.connect(bot.id, to: user, nil)
            engine.deliver()
        }
    }
}

/// A mini app that a person has open.
public struct LocalWebApp: Sendable {
    /// The address with the data that tell the mini app who uses it.
    public let url: String
    /// What the mini app has as `Telegram.WebApp.initData`.
    public let initData: String
    /// The session's number; `nil` if the bot cannot answer it.
    public let queryID: Int64?

    init(_ result: TL.WebViewResult) {
        (url, queryID) = (result.url, result.queryID)
        let parts = result.url.ranges(of: "#tgWebAppData=").last.map { result.url[$0.upperBound...] }
        initData = parts.flatMap { String($0).removingPercentEncoding } ?? ""
    }
}
