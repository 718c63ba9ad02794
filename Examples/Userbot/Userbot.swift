// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import Foundation

/// What the userbot does.
enum Userbot {
    static func makeDispatcher() -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.incoming) { message in
            Example.say("[\(message.id)] \(message.sender?.firstName ?? "?"): \(message.text)")
        }
        dispatcher.onMessage(.outgoing && .textStartsWith(".")) { message in
            let words = message.text.dropFirst().split(separator: " ", maxSplits: 1)
            guard let name = words.first, let command = commands[String(name)] else { return }
            if let answer = try await command.run(message, words.count > 1 ? String(words[1]) : "") {
                try await message.edit(answer)
            }
        }
        return dispatcher
    }

    /// A command: what it is for, and what it does; it returns what its message becomes.
    private struct Command: Sendable {
        let help: String
        let run: @Sendable (Message, String) async throws -> String?

        init(_ help: String, _ run: @escaping @Sendable (Message, String) async throws -> String?) {
            (self.help, self.run) = (help, run)
        }
    }

    private static let commands: [String: Command] = [
        "ping": Command("how long a call takes") { message, _ in
            let time = try await ContinuousClock().measure {
                _ = try await message.client.invoke(TL.help.GetNearestDc())
            }
            return Example.isLocal ? "Pong!" : "Pong! \(time.formatted(.units(allowed: [.milliseconds])))"
        },
        "me": Command("who the account is") { message, _ in describe(try await message.client.me()) },
        "id": Command("the number of the chat") { message, _ in "\(message.chatID.botAPI)" },
        "msgid": Command("the number of this message") { message, _ in "\(message.id)" },
        "dc": Command("the data centre of the account") { message, _ in
            "Data centre \(try await message.client.invoke(TL.help.GetNearestDc()).thisDC)"
        },
        "ferogram": Command("the version of the schema") { _, _ in "Ferogram, layer \(TL.layer)" },
        "time": Command("the time") { _, _ in Date.now.formatted(.iso8601) },
        "whois": Command("who somebody is") { message, name in
            describe(try await message.client.user(name))
        },
        "read": Command("mark the chat as read") { message, _ in
            try await message.client.markRead(message.chatID)
            return "Read."
        },
        "del": Command("delete this message") { message, _ in
            try await message.delete()
            return nil
        },
        "dialogs": Command("the newest chats") { message, _ in
            try await message.client.dialogs().first(10).map(\.title).joined(separator: ", ")
        },
        "fwd": Command("forward the answered message to Saved Messages") { message, _ in
            guard let id = message.replyToMessageID else { return "Answer a message with .fwd." }
            try await message.client.forwardMessages([id], from: message.chatID, to: "me")
            return "Forwarded."
        },
        "pin": Command("pin the answered message") { message, _ in
            guard let id = message.replyToMessageID else { return "Answer a message with .pin." }
            try await message.client.pinMessage(id, in: message.chatID)
            return "Pinned."
        },
        "unpin": Command("unpin the answered message") { message, _ in
            guard let id = message.replyToMessageID else { return "Answer a message with .unpin." }
            try await message.client.unpinMessage(id, in: message.chatID)
            return "Unpinned."
        },
        "typing": Command("appear to be typing for some seconds") { message, seconds in
            try await message.client.withChatAction(.typing, in: message.chatID) {
                try await Task.sleep(for: .seconds(min(30, Int(seconds) ?? 3)))
            }
            return "I have typed."
        },
        "echo": Command("the text") { _, text in text },
        "edit": Command("the text, in the place of the command") { _, text in text },
        "upper": Command("the text in capitals") { _, text in text.uppercased() },
        "lower": Command("the text in small letters") { _, text in text.lowercased() },
        "rev": Command("the text from its end") { _, text in String(text.reversed()) },
        "count": Command("how many words the text has") { _, text in
            "\(text.split(whereSeparator: \.isWhitespace).count) words"
        },
        "calc": Command("the value of an expression") { _, text in
            Calculator.evaluate(text).map {
                "\(text) = " + $0.formatted(.number.grouping(.never).precision(.fractionLength(0...6)))
            } ?? "I cannot calculate that."
        },
        "help": Command("this list") { _, _ in help },
    ]

    private static var help: String {
        commands.sorted { $0.key < $1.key }.map { ".\($0.key): \($0.value.help)" }.joined(separator: "\n")
    }

    private static func describe(_ user: User) -> String {
        "\(user.fullName), \(user.username.map { "@" + $0 } ?? "no user name"), \(user.id)"
    }
}
