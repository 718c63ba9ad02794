import Ferogram

/// Says what it is told.
public func runEchoBot(_ builder: ClientBuilder, token: String) async throws {
    try await builder.withClient { client in
        try await client.signIn(botToken: token)
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.text) { try await $0.reply($0.formattedText) }
        try await dispatcher.run(on: client)
    }
}
