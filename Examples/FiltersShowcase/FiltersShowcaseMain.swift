// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import FerogramLocalServer

/// Shows how filters choose messages: alone, and combined with `&&`, `||` and `!`.
@main
enum FiltersShowcaseMain {
    static func main() async {
        await Example.runBot("filters_showcase", makeDispatcher) { script in
            try await script.ann.say("/start")
            try await script.ann.say("/help")
            try await script.ann.say("good morning")
            try await script.ann.say("what a long question this is, is it not?")
            try await script.ann.say("/unknown")
            let bob = try script.server.addPerson("Bob", username: "bob")
            let group = try await script.server.createGroup("Friends", by: bob, with: [script.bot])
            Example.say("Bob, in the group> /hi")
            try await bob.send("/hi", to: group)
            Example.say("bot> " + (try await bob.expect(.any, from: script.bot).text))
        }
    }

    static func makeDispatcher() -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.private && .command("start")) { message in
            try await message.respond(.markdown("Hi, **\(message.sender?.firstName ?? "stranger")**! Try /help."))
        }
        dispatcher.onMessage(.command("help")) { message in
            try await message.respond("Send a text, a question, a picture, or /hi in a group.")
        }
        dispatcher.onMessage(.group && .command("hi")) { message in
            try await message.reply("Hello, everybody!")
        }
        dispatcher.onMessage(.private && .anyCommand && !.any(.command("start"), .command("help"))) { message in
            try await message.reply(.markdown("I do not know `/\(message.command?.name ?? "")`."))
        }
        let question = Filter<Message>.custom { $0.text.hasSuffix("?") }
        dispatcher.onMessage(.private && .text && question && !.anyCommand) { message in
            try await message.reply("A good question.")
        }
        dispatcher.onMessage(.private && .text && !question && !.anyCommand) { message in
            try await message.reply("\(message.text.count) characters.")
        }
        dispatcher.onMessage(.private && .media && !.text) { message in
            try await message.reply("A file without a caption.")
        }
        dispatcher.onMessage(.channel) { _ in
            Example.say("Channel post received.")
        }
        return dispatcher
    }
}
