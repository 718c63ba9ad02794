import Ferogram

/// Offers a text in capitals in any chat.
public func runInlineBot(_ builder: ClientBuilder, token: String) async throws {
    try await builder.withClient { client in
        try await client.signIn(botToken: token)
        let dispatcher = Dispatcher()
        dispatcher.onInlineQuery { query in
            try await query.answer([.article("Shout", message: query.text.uppercased())])
        }
        try await dispatcher.run(on: client)
    }
}
