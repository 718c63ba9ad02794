// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramConnect
import FerogramCrypto
import FerogramSession
import Foundation

/// Answers each message of a local server with two messages.
enum JournalBot {
    /// Runs until the process is killed.
    ///
    /// - Parameters:
    ///   - store: Where the session and the journal are.
    ///   - arguments: The port of the server, the file with its public key, the bot's token, and `shared` if several
    ///     processes handle the messages.
    /// - Throws: What the client throws.
    static func run(_ store: any Store, _ arguments: [String]) async throws {
        let isShared = arguments.last == "shared"
        guard arguments.count == (isShared ? 4 : 3), let port = UInt16(arguments[0]) else { exit(2) }
        let key = try RSAPublicKey(pem: String(contentsOfFile: arguments[1], encoding: .utf8))
        let directory = ServerDirectory(
            dataCenters: [1: Endpoint(host: "127.0.0.1", port: port)], publicKeys: [key], preferredDataCenter: 1)
        let client = try await TelegramClient.builder().apiID(1).apiHash("hash").server(directory)
            .session(StoreSessionStorage(store, waits: true, slots: isShared ? 8 : 1))
            .journal(store).standby(!isShared).sharedJournal(isShared)
            .log { entry in FileHandle.standardError.write(Data("\(entry.text)\n".utf8)) }
            .connect()
        if client.account == nil { try await client.signIn(botToken: arguments[2]) }
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.incoming && .text && !.anyCommand) { message in
            try await message.respond("first: \(message.text)")
            try await message.respond("second: \(message.text)")
        }
        dispatcher.onMessage(.command("signup")) { message in
            var answers: [String] = []
            for number in 1...5 {
                answers.append(try await message.conversation.ask("question \(number)").text)
                try await message.respond("thanks")
            }
            try await message.respond("signed up: \(answers.joined(separator: ", "))")
        }
        print("ready")
        try await dispatcher.run(on: client)
    }
}
