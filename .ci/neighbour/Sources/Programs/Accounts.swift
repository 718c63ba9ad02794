import Ferogram

/// Runs the same bot on several accounts in one process.
public func runAccounts(_ builder: ClientBuilder, tokens: [String]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for token in tokens {
            group.addTask {
                try await builder.withClient { client in
                    try await client.signIn(botToken: token)
                    let dispatcher = Dispatcher()
                    dispatcher.onCommand("start") { try await $0.reply("Hello from \($0.client.me().firstName)") }
                    try await dispatcher.run(on: client)
                }
            }
        }
        try await group.waitForAll()
    }
}
