// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import Foundation

/// A local server with a bot and a crowd of people, in a process of its own.
///
/// `help.getAppUpdate` makes some of them send the bot a text, and is answered when the bot has answered them all.
enum CrowdServer {
    /// What makes this executable such a server.
    static let argument = "--serve-crowd"
    /// How many people there are.
    static let size = 10_000

    /// How many messages the bot may leave unanswered meanwhile.
    private static let most = 256

    /// The call that makes some of the people send a word.
    static func call(_ word: String, by people: Range<Int>) -> TL.help.GetAppUpdate {
        TL.help.GetAppUpdate(source: "\(people.lowerBound) \(people.upperBound) \(word)")
    }

    /// Serves until the process that started this one has gone.
    static func serve() async throws -> Never {
        EchoServer.raiseDescriptorLimit()
        var configuration = LocalServerConfiguration()
        configuration.ports = [0]
        configuration.worldLimits.accounts = size + 100
        let server = try await LocalServer.start(configuration)
        let bot = try server.addBot(username: "bench_bot")
        let crowd = try (0..<size).map { try server.addPerson("Member \($0)") }
        server.handle(TL.help.GetAppUpdate.self) { call in
            let before = answers(server)
            let words = call.request.source.split(separator: " ")
            guard words.count == 3, let first = Int(words[0]), let end = Int(words[1]) else { return .noAppUpdate }
            let people = crowd[max(0, first)..<min(crowd.count, max(0, first, end))]
            for (index, person) in people.enumerated() {
                try await person.send(String(words[2]), to: bot)
                while index - (answers(server) - before) > most { try await Task.sleep(for: .milliseconds(1)) }
            }
            while answers(server) - before < people.count { try await Task.sleep(for: .milliseconds(10)) }
            return .noAppUpdate
        }
        FileHandle.standardOutput.write(
            Data("\(server.dataCenters[0].port) \(bot.token)\n\(server.publicKey.pem)\n".utf8))
        _ = FileHandle.standardInput.readDataToEndOfFile()
        exit(0)
    }

    private static func answers(_ server: LocalServer) -> Int { server.report().calls["messages.sendMessage"] ?? 0 }
}
