// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTLTypes

extension Command {
    static let bench = Command(
        name: "bench", synopsis: "[--calls N] [--json]",
        summary: "Measure calls and messages between a client and a server in this process.",
        help: """
              --calls N       how many of each kind; 2,000 by default
              --json          one line

            The client and the server share the machine, so that the figures are lower bounds. A debug build says little:
            swift run -c release ferogram-tool bench
            """,
        options: ["calls"], switches: ["json"]
    ) { arguments in
        _ = try arguments.words(0...0, "no words")
        let count = try arguments.number("calls", in: 1...1_000_000) ?? 2_000
        let server = try await LocalServer.start()
        let bot = try server.addBot(username: "bench_bot")
        let ann = try server.addPerson("Ann")
        try await ann.send("/start", to: bot)
        var figures: [Figure] = []
        try await TelegramClient.builder().apiID(1).apiHash("local").server(server.directory).withClient { client in
            try await client.signIn(botToken: bot.token)
            let call: @Sendable () async throws -> Void = { _ = try await client.invoke(TL.help.GetNearestDc()) }
            figures.append(
                try await Figure("calls one after another", count) { for _ in 0..<count { try await call() } })
            figures.append(try await Figure("calls at once", count) { try await atOnce(count, call) })
            let peer = PeerID.user(ann.id)
            figures.append(
                try await Figure("messages at once", count) {
                    try await atOnce(count) { try await client.sendMessage(to: peer, "Hello") }
                })
        }
        server.stop()
        if arguments.has("json") { return try Output.write(json: figures) }
        for figure in figures { Output.write("\(figure.name): \(figure.perSecond) a second") }
    }

    /// Runs something many times, 100 of them at once.
    private static func atOnce(_ count: Int, _ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                if number >= 100 { try await group.next() }
                group.addTask { try await body() }
            }
            try await group.waitForAll()
        }
    }

    private struct Figure: Encodable {
        let name: String
        let perSecond: Int

        init(_ name: String, _ count: Int, _ body: () async throws -> Void) async throws {
            self.name = name
            let time = try await ContinuousClock().measure { try await body() }
            perSecond = Int(Double(count) / max(time / .seconds(1), 0.000_001))
        }
    }
}
