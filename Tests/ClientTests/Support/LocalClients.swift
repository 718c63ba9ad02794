// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramConnect
import FerogramLocalServer

/// Clients of a server in memory.
struct LocalClients {
    let server: LocalServer
    let network: MemoryNetwork

    init(capacity: Int = 256 << 10, _ configure: (inout LocalServerConfiguration) -> Void = { _ in }) async throws {
        network = MemoryNetwork(capacity: capacity)
        var configuration = LocalServerConfiguration()
        configuration.rsaKey = try await Self.key.value
        configure(&configuration)
        server = try await LocalServer.start(configuration, in: network)
    }

    /// Keys take long to make, so all tests share one.
    private static let key = Task { try await LocalServer.makeKey() }

    var builder: ClientBuilder {
        TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory).dialer(network)
    }

    /// A client that is signed in as a new bot.
    func makeBot(
        _ name: String = "test_bot", dataCenter: Int = 1, _ change: (ClientBuilder) -> ClientBuilder = { $0 }
    ) async throws -> (TelegramClient, LocalBot) {
        let bot = try server.addBot(username: name, dataCenter: dataCenter)
        let client = try await change(builder).connect()
        try await client.signIn(botToken: bot.token)
        return (client, bot)
    }
}
