import Ferogram
import Foundation

/// Eight things that most programs do; the lines between the braces of each are counted.
enum Tasks {
    static func signIn(token: String) async throws -> TelegramClient {
        let client = try await TelegramClient.builder().apiID(12345).apiHash("…").session(.file("bot")).connect()
        try await client.signIn(botToken: token)
        return client
    }

    static func echo(on client: TelegramClient) async throws {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.text) { try await $0.reply($0.formattedText) }
        try await dispatcher.run(on: client)
    }

    static func photo(_ client: TelegramClient) async throws {
        try await client.sendPhoto(to: "@ann", .path("cat.jpg"), caption: .markdown("**meow**"))
    }

    static func keyboard(_ dispatcher: Dispatcher) {
        dispatcher.onCommand("start") { message in
            try await message.reply("Well?".keyboard(.inline([[.callback("Yes", data: "yes")]])))
        }
        dispatcher.onCallbackQuery(.data("yes")) { try await $0.answer("Thanks") }
    }

    static func download(_ message: Message) async throws {
        let download = message.download(to: URL(filePath: "movie.mp4"))
        for await progress in download.progress { print(progress.fraction) }
    }

    static func dialogs(_ client: TelegramClient) async throws {
        for try await dialog in client.dialogs() { print(dialog.title) }
    }

    static func dialogue(_ dispatcher: Dispatcher) {
        dispatcher.onCommand("signup") { message in
            let name = try await message.conversation.ask("Name?").text
            let age = try await message.conversation.ask("Age?", as: Int.self, retry: "A number, please")
            let photo = try await message.conversation.photo("Photo?", timeout: .seconds(600))
            try await photo.reply("Welcome, \(name), \(age)")
        }
    }

    static func rawCall(_ client: TelegramClient) async throws -> TL.Config {
        try await client.invoke(TL.help.GetConfig())
    }
}
