// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramLocalServer
import FerogramMTProto
import FerogramTLTypes
import Foundation

/// A server process that is killed while it answers, for the tests of what clients make of that.
///
/// `FerogramServerKillTarget FOLDER` serves on the port that it chose when it was started first, with the keys that it was told
/// to keep, until the end of its input. It writes its port, the token of a bot and its public key. Each byte of its input
/// makes it keep the keys that clients have; it answers with a line.
///
/// What it runs is written to a file, which is all that running means here: a call has run if and only if its line is there.
/// The line is written before the answer, so that the next process knows what this one did.
@main
struct ServerKillTarget {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: FerogramServerKillTarget FOLDER")
            exit(2)
        }
        let folder = URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true)
        let record = try RunRecord(folder.appending(path: "ran"))
        let keys = folder.appending(path: "keys")
        let (server, bot) = try await start(folder) { server in
            let bot = try server.addBot(username: "test_bot")
            if let data = try? Data(contentsOf: keys) {
                try server.restore(JSONDecoder().decode([KeptKey].self, from: data), ranUpTo: record.highest)
            }
            serve(server, record)
            return bot
        }
        say("\(server.dataCenters[0].port)\n\(bot.token)\n\(server.publicKey.pem)")
        while !FileHandle.standardInput.readData(ofLength: 1).isEmpty {
            try JSONEncoder().encode(server.keptKeys).write(to: keys, options: .atomic)
            say("kept")
        }
    }

    private static func say(_ text: String) {
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }

    /// Starts the server where it was, at first on any port that the system gives to nobody by itself.
    ///
    /// Clients call as soon as it listens, so it is prepared before that.
    private static func start(
        _ folder: URL, preparing prepare: (LocalServer) throws -> LocalBot
    ) async throws -> (LocalServer, LocalBot) {
        var configuration = LocalServerConfiguration()
        configuration.rsaKey = try RSAPrivateKey(pem: KillTargetKey.pem)
        let place = folder.appending(path: "port")
        let known = (try? String(contentsOf: place, encoding: .utf8)).flatMap { UInt16($0) }
        let first = known ?? UInt16(20_000 + ProcessInfo.processInfo.processIdentifier % 10_000)
        for port in first... {
            configuration.ports = [port]
            do {
                let server = try await LocalServer.makeSilent(configuration)
                let bot = try prepare(server)
                try await server.listenAgain()
                try "\(port)".write(to: place, atomically: true, encoding: .utf8)
                return (server, bot)
            } catch let error as LocalServerError {
                guard known == nil, port < first + 100 else { throw error }
            }
        }
        throw POSIXError(.EADDRINUSE)
    }

    /// Answers a method that must not run twice, and one that is known again by its `random_id`.
    private static func serve(_ server: LocalServer, _ record: RunRecord) {
        server.handle(TL.account.DeleteBusinessChatLink.self) { call in
            record.append(call.origin, call.messageID, call.request.slug)
            return true
        }
        server.handle(TL.messages.SendMessage.self) { call in
            guard record.isNew(call.request.randomID) else { throw RPCFailure(500, .randomIDDuplicate) }
            record.append(call.origin, call.messageID, call.request.message, randomID: call.request.randomID)
            return .updates(.init(updates: [], users: [], chats: [], date: 0, seq: 0))
        }
    }
}
