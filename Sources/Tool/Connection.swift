// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramConnect
import FerogramCrypto
import Foundation

/// The options of commands that talk with a server.
enum Connection {
    static let options: Set<String> = ["session", "server", "proxy"]
    static let switches: Set<String> = ["verbose"]
    static let help = """
          --session FILE  the session; ferogram.session by default
          --server FILE   a local server, as `ferogram-tool serve --write FILE` describes it
          --proxy LINK    a proxy, tg://proxy?… or tg://socks?…
          --verbose       log everything to the standard error
        """

    /// A builder with what the command line and the environment say.
    static func builder(_ arguments: Arguments) throws -> ClientBuilder {
        let environment = ProcessInfo.processInfo.environment
        var builder = TelegramClient.builder().session(.file(arguments["session"] ?? "ferogram.session")).catchUp(false)
        if let path = arguments["server"] {
            builder = builder.apiID(1).apiHash("local").server(try ServerDescription(path).directory)
        } else {
            guard let id = environment["API_ID"].flatMap(Int.init), let hash = environment["API_HASH"] else {
                throw ToolError("API_ID and API_HASH are not in the environment; my.telegram.org gives them out")
            }
            builder = builder.apiID(id).apiHash(hash)
        }
        if let link = arguments["proxy"] { builder = builder.proxyLink(link) }
        return arguments.has("verbose") ? builder.log(.console) : builder
    }

    /// Runs a closure with a client that is signed in.
    static func withAccount(
        _ arguments: Arguments, _ body: @escaping @Sendable (TelegramClient) async throws -> Void
    ) async throws {
        try await builder(arguments).withClient { client in
            // The session of another library may not say whose it is.
            if client.account == nil {
                guard try await client.isAuthorized else {
                    throw ToolError("nobody is signed in with this session; `ferogram-tool login` signs in")
                }
                _ = try await client.me()
            }
            try await body(client)
        }
    }
}

/// What `serve` writes about a local server.
struct ServerDescription: Codable {
    struct DataCenter: Codable {
        let id: Int
        let host: String
        let port: UInt16
    }

    struct Person: Codable {
        let name: String
        let phone: String
        let code: String
    }

    struct Bot: Codable {
        let username: String
        let token: String
    }

    let dataCenters: [DataCenter]
    let publicKey: String
    let people: [Person]
    let bots: [Bot]

    init(dataCenters: [DataCenter], publicKey: String, people: [Person], bots: [Bot]) {
        self.dataCenters = dataCenters
        self.publicKey = publicKey
        self.people = people
        self.bots = bots
    }

    init(_ path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else { throw ToolError("\(path) cannot be read") }
        self = try JSONDecoder().decode(Self.self, from: data)
    }

    var directory: ServerDirectory {
        get throws {
            ServerDirectory(
                dataCenters: Dictionary(
                    dataCenters.map { ($0.id, Endpoint(host: $0.host, port: $0.port)) }, uniquingKeysWith: { $1 }),
                publicKeys: [try RSAPublicKey(pem: publicKey)])
        }
    }
}
