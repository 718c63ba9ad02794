// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram

/// A bot that greets and repeats.
enum EchoBot {
    /// Says what to do with messages.
    static func makeDispatcher() -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.incoming && .command("start")) { message in
            try await message.respond("Hi! Say anything, and I will repeat it.")
        }
        dispatcher.onMessage(.incoming && .anyCommand && !.command("start")) { message in
            try await message.respond(.markdown("The only command I know is `/start`."))
        }
        dispatcher.onMessage(.incoming && .text && !.anyCommand) { message in
            // The text is a value, so nothing in it is taken for markup.
            try await message.reply(.markdown("You said **\(message.text)**"))
        }
        return dispatcher
    }

    /// Runs the bot until its task is cancelled.
    static func run(_ builder: ClientBuilder, token: String) async throws {
        try await builder.withClient { client in
            let bot = try await client.signIn(botToken: token)
            Terminal.say("Signed in as \(bot).")
            try await makeDispatcher().run(on: client)
        }
    }
}
