// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramLocalServer
import Foundation

extension Command {
    static let serve = Command(
        name: "serve", synopsis: "[--port P] [--seed S] [--write FILE] [--json]",
        summary: "Run a local Telegram server until it is interrupted.",
        help: """
              --port P        the port of the first of three data centres; any free ones by default
              --seed S        decides ids and tokens; 1 by default
              --write FILE    write what `--server FILE` of other commands needs
              --json          print the same in one line

            It listens on the loopback address alone. Who reaches its ports can sign in as anybody.
            """,
        options: ["port", "seed", "write"], switches: ["json"]
    ) { arguments in
        _ = try arguments.words(0...0, "no words")
        var configuration = LocalServerConfiguration()
        let port = try arguments.number("port", in: 1...65_000) ?? 0
        configuration.ports = (0..<3).map { port == 0 ? 0 : UInt16(port + $0) }
        configuration.seed = UInt64(try arguments.number("seed", in: 0...Int.max) ?? 1)
        let server = try await LocalServer.start(configuration)
        let people = try [server.addPerson("Ann", username: "ann"), server.addPerson("Bob", username: "bob")]
        let bot = try server.addBot(username: "echo_bot", name: "Echo")
        let news = try await server.createChannel("News", by: people[0], username: "local_news")
        try await people[0].sendFile(Array("Hello\n".utf8), name: "hello.txt", mimeType: "text/plain", to: news)
        let description = ServerDescription(
            dataCenters: server.dataCenters.map { .init(id: $0.id, host: $0.host, port: $0.port) },
            publicKey: server.publicKey.pem,
            people: zip(["ann", "bob"], people).map { .init(name: $0, phone: $1.phone, code: $1.loginCode) },
            bots: [.init(username: bot.username, token: bot.token)])
        if let path = arguments["write"] {
            try JSONEncoder().encode(description).write(to: URL(fileURLWithPath: path), options: .atomic)
        }
        if arguments.has("json") {
            try Output.write(json: description)
        } else {
            for place in description.dataCenters {
                Output.write("data centre \(place.id): \(place.host):\(place.port)")
            }
            for person in description.people {
                Output.write("@\(person.name): phone \(person.phone), code \(person.code)")
            }
            Output.write("@local_news: a channel; https://t.me/local_news/2 has a file")
            Output.write("@\(bot.username): token \(bot.token)")
            Output.write("Control-C stops it.")
        }
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
        server.stop()
    }
}
