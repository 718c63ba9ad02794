// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

/// What a bot answers when a button is pressed.
public struct CallbackAnswer: Hashable, Sendable {
    /// What is shown.
    public let text: String?
    /// Whether it is shown in a window of its own.
    public let isAlert: Bool
    /// What opens: a game, or a link to the bot.
    public let url: String?
    /// How long the answer is good for.
    public let cacheTime: Duration

    init(_ raw: TL.messages.BotCallbackAnswer) {
        (text, isAlert, url) = (raw.message, raw.alert, raw.url)
        cacheTime = .seconds(raw.cacheTime)
    }
}

extension Message {
    /// Presses a button below the message, as a person (`messages.getBotCallbackAnswer`).
    ///
    /// - Parameters:
    ///   - match: Which one: `"Yes"`, `.position(row: 0, column: 1)`.
    ///   - password: The password of the account, for buttons that ask for it.
    /// - Returns: What the bot answers.
    /// - Throws: ``InvocationError``; `BOT_RESPONSE_TIMEOUT` if the bot does not answer.
    @discardableResult
    public func click(
        _ match: ButtonMatch, password: String? = nil
    ) async throws(InvocationError) -> CallbackAnswer {
        let method = "messages.getBotCallbackAnswer"
        guard let button = button(match) else {
            throw .invalidArgument(method: method, "the message has no such button")
        }
        switch button.kind {
        case .callback(let data, let requiresPassword):
            guard !requiresPassword || password != nil else {
                throw .invalidArgument(method: method, "the button asks for the password of the account")
            }
            return try await client.pressButton(
                data, ofMessage: id, in: chatID, password: requiresPassword ? password : nil)
        case .game:
            return CallbackAnswer(
                try await context.core.call(chatID) {
                    TL.messages.GetBotCallbackAnswer(game: true, peer: $0, msgID: id)
                })
        default:
            throw .invalidArgument(
                method: method, "the button \"\(button.text)\" gives the bot nothing; its kind says what it does")
        }
    }
}

extension TelegramClient {
    /// Gives a bot the data of a button, as a person who presses it (`messages.getBotCallbackAnswer`).
    ///
    /// - Parameters:
    ///   - data: The data.
    ///   - id: The number of the message with the button.
    ///   - peer: The chat that it is in.
    ///   - password: The password of the account, for buttons that ask for it (`account.getPassword`).
    /// - Returns: What the bot answers.
    /// - Throws: ``InvocationError``; `BOT_RESPONSE_TIMEOUT` if the bot does not answer.
    @discardableResult
    public func pressButton(
        _ data: [UInt8], ofMessage id: Int32, in peer: some PeerConvertible, password: String? = nil
    ) async throws(InvocationError) -> CallbackAnswer {
        var proof: TL.InputCheckPasswordSRP?
        if let password {
            proof = try await passwordProof(password)
        }
        return CallbackAnswer(
            try await core.call(peer) {
                TL.messages.GetBotCallbackAnswer(peer: $0, msgID: id, data: data, password: proof)
            })
    }

    /// Answers a press of a button (`messages.setBotCallbackAnswer`).
    ///
    /// - Parameters:
    ///   - queryID: The number of the query, see ``CallbackQuery/id``.
    ///   - text: What is shown, up to 200 characters; empty to show nothing.
    ///   - isAlert: Whether it is shown in a window of its own.
    ///   - url: What opens: a game, or a link to the bot.
    ///   - cacheTime: How long the answer is good for, for the same data.
    /// - Throws: ``InvocationError``.
    public func answerCallback(
        _ queryID: Int64, _ text: String = "", isAlert: Bool = false, url: String? = nil,
        cacheTime: Duration = .zero
    ) async throws(InvocationError) {
        try await core.answerCallback(queryID, text, isAlert: isAlert, url: url, cacheTime: cacheTime)
    }
}

extension ClientCore {
    /// How long an answer may be, in characters; see core.telegram.org/bots/api.
    private static var answerLength: Int { 200 }

    func answerCallback(
        _ queryID: Int64, _ text: String, isAlert: Bool, url: String?, cacheTime: Duration
    ) async throws(InvocationError) {
        guard text.count <= Self.answerLength else {
            throw .invalidArgument(
                method: "messages.setBotCallbackAnswer",
                "the answer has \(text.count) characters, \(Self.answerLength) are allowed")
        }
        _ = try await invoke(
            TL.messages.SetBotCallbackAnswer(
                alert: isAlert, queryID: queryID, message: text.isEmpty ? nil : text, url: url,
                cacheTime: Int32(clamping: cacheTime.components.seconds)))
    }
}
