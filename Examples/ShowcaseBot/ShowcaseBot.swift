// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import Foundation
import Synchronization

/// What the bot does with commands and buttons.
final class ShowcaseBot: Sendable {
    private let handled = Atomic<Int>(0)

    static func makeDispatcher() -> Dispatcher { ShowcaseBot().makeDispatcher() }

    private func makeDispatcher() -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.private && .command("start")) { message in
            try await message.respond(.text("What would you like to see?").keyboard(Self.menu))
        }
        dispatcher.onMessage(.private && .anyCommand && !.command("start")) { [self] message in
            handled.add(1, ordering: .relaxed)
            guard let command = message.command else { return }
            if let answer = Answers.formatted(command.name) {
                try await message.reply(answer)
            } else if let text = text(for: command, message) {
                try await message.reply(text)
            } else {
                try await message.reply(.markdown("I do not know `/\(command.name)`. Try /help."))
            }
        }
        dispatcher.onCallbackQuery(.data(prefix: "cb:")) { [self] query in
            Example.say("(button \(query.text ?? "") pressed)")
            switch query.text?.dropFirst(3) {
            case "help": try await query.answer("Send /help for the list.", isAlert: true)
            case "about": try await query.answer(Answers.about, isAlert: true)
            case "ping": try await query.answer("Pong!")
            case "time": try await query.answer(Answers.time)
            case "stats": try await query.answer(stats)
            case "fact": try await query.answer(Answers.fact, isAlert: true)
            case "joke": try await query.answer(Answers.joke, isAlert: true)
            default: try await query.answer(Answers.ferogram)
            }
        }
        return dispatcher
    }

    private static let menu = Keyboard.inline(
        InlineKeyboard(
            columns: 2,
            ["Help", "About", "Ping", "Time", "Stats", "Fact", "Joke", "Ferogram"].map { name in
                .callback(name, data: "cb:" + name.lowercased())
            }))

    private var stats: String { "I have answered \(handled.load(ordering: .relaxed)) commands." }

    private func text(for command: BotCommand, _ message: Message) -> String? {
        switch command.name {
        case "id": "You are \(message.senderID.map { "\($0)" } ?? "nobody"), this is message \(message.id)."
        case "info": message.sender.map { "\($0.fullName), \($0.username.map { "@" + $0 } ?? "no user name")" } ?? "?"
        case "stats": stats
        default: Answers.text(for: command)
        }
    }
}
