// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer

/// A chat with the bot in the terminal, over a Telegram server that runs in this process.
enum LocalChat {
    static func run() async throws {
        Terminal.say("This is the embedded local server, not Telegram: nothing leaves this machine.")
        Terminal.say("Write to the bot; an empty line or the end of the input ends the chat.")
        Terminal.say("(With API_ID, API_HASH and BOT_TOKEN set, the bot runs on Telegram.)")
        let server = try await LocalServer.start()
        let bot = try server.addBot(username: "echo_bot", name: "Echo")
        let person = try server.addPerson("ann")
        let builder = TelegramClient.builder().apiID(1).apiHash("local").server(server.directory)
        try await builder.withClient { client in
            try await client.signIn(botToken: bot.token)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await EchoBot.makeDispatcher().run(on: client) }
                try await chat(as: person, with: bot)
                group.cancelAll()
            }
        }
        server.stop()
    }

    private static func chat(as person: LocalPerson, with bot: LocalBot) async throws {
        let terminal = Terminal()
        while let line = await terminal.readLine(prompt: "you> "), !line.isEmpty {
            try await person.send(line, to: bot)
            let answer = try await person.expect(.any, from: bot)
            Terminal.say("bot> \(answer.text)")
        }
    }
}
