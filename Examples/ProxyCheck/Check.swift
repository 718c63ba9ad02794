// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import Foundation

/// One attempt to reach the server, and what should come of it.
struct Check: CustomStringConvertible {
    static let usage = """
        usage: ExampleProxyCheck --port P EXPECTATION PROXY HOST [EXPECTATION PROXY HOST …]

          --port P     the port of the local server on 127.0.0.1
          EXPECTATION  "works", or words that the error must have in it
          PROXY        socks5://[user:password@]host:port, http://[user:password@]host:port, a link to an MTProto
                       proxy, or "none"
          HOST         what to call 127.0.0.1 when the proxy is told where to go
        """

    /// No attempt may take longer than this.
    static let longest = Duration.seconds(15)

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let expectation: String
    let proxy: Proxy?
    let host: String

    /// Reads the arguments.
    static func all(_ arguments: ArraySlice<String>) throws -> [Check] {
        guard arguments.count % 3 == 0 else { throw Failure(description: usage) }
        var rest = arguments
        var checks: [Check] = []
        while let expectation = rest.popFirst(), let proxy = rest.popFirst(), let host = rest.popFirst() {
            checks.append(Check(expectation: expectation, proxy: try Self.proxy(proxy), host: host))
        }
        return checks
    }

    private static func proxy(_ text: String) throws -> Proxy? {
        if text == "none" { return nil }
        if text.hasPrefix("tg:") || text.contains("t.me") { return try Proxy(link: text) }
        guard let url = URLComponents(string: text), let host = url.host,
            let port = url.port.flatMap(UInt16.init(exactly:))
        else { throw Failure(description: "no proxy: \(text)") }
        let endpoint = Endpoint(host: host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")), port: port)
        let credentials = url.user.map { ProxyCredentials(username: $0, password: url.password ?? "") }
        switch url.scheme {
        case "socks5": return .socks5(endpoint, credentials: credentials)
        case "http": return .http(endpoint, credentials: credentials)
        default: throw Failure(description: "no proxy: \(text)")
        }
    }

    var description: String {
        "\(proxy.map { "\($0)" } ?? "no proxy") to \(host), expecting \"\(expectation)\""
    }

    /// What came of an attempt.
    enum Outcome: CustomStringConvertible {
        case works
        case fails(String)

        var description: String {
            switch self {
            case .works: "works"
            case .fails(let reason): reason
            }
        }
    }

    func accepts(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .works: expectation == "works"
        case .fails(let reason): reason.contains(expectation)
        }
    }

    /// Signs in as a bot and makes many calls at once.
    func run(against server: LocalServer, as bot: LocalBot) async -> Outcome {
        var directory = server.directory
        for id in directory.dataCenters.keys { directory.dataCenters[id]?.host = host }
        let builder = TelegramClient.builder().apiID(1).apiHash("hash").server(directory).proxy(proxy)
            .requestTimeout(.seconds(4))
        do {
            return try await builder.withClient { client in
                try await client.signIn(botToken: bot.token)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<50 {
                        group.addTask { _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf])) }
                    }
                    try await group.waitForAll()
                }
                return .works
            }
        } catch {
            return .fails("\(error)")
        }
    }
}
