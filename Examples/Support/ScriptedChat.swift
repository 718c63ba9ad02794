// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramLocalServer
import FerogramTLTypes

/// A server in this process with a bot, and a person who writes to it.
public struct BotScript: Sendable {
    /// The server.
    public let server: LocalServer
    /// The bot's account.
    public let bot: LocalBot
    /// A person's chat with the bot.
    public let ann: ScriptedChat
}

/// A chat that a script leads and the console shows.
public struct ScriptedChat: Sendable {
    /// The person.
    public let person: LocalPerson
    /// The bot.
    public let bot: LocalBot

    /// Writes to the bot and waits for its answers.
    ///
    /// - Parameters:
    ///   - text: What to write.
    ///   - message: The message to answer.
    ///   - answers: How many messages the bot sends.
    /// - Returns: The last answer.
    /// - Throws: What the server throws, for example if no answer comes.
    @discardableResult
    public func say(
        _ text: String, replyingTo message: LocalMessage? = nil, answers: Int = 1
    ) async throws -> LocalMessage? {
        Example.say("Ann> \(text)")
        try await person.send(text, to: bot, replyTo: message)
        var last: LocalMessage?
        for _ in 0..<answers {
            let answer = try await person.expect(.any, from: bot)
            show(answer)
            last = answer
        }
        return last
    }

    /// Presses a button and shows what the bot answers.
    ///
    /// - Parameters:
    ///   - button: What it shows.
    ///   - message: The message with the button.
    /// - Throws: What the server throws, for example if no answer comes.
    public func press(_ button: String, under message: LocalMessage?) async throws {
        guard let message else { return }
        Example.say("Ann presses [\(button)]")
        let answer = try await person.press(button, under: message)
        guard let text = answer.message else { return }
        Example.say("     (\(answer.alert ? "window" : "note"): \(text))")
    }

    private func show(_ message: LocalMessage) {
        let text = message.text.isEmpty ? "(an attachment)" : message.text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            Example.say((number == 0 ? "bot> " : "     ") + line)
        }
        for row in message.buttons { Example.say("     " + row.map { "[\($0)]" }.joined(separator: " ")) }
    }
}
