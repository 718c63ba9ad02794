// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramConnect
import FerogramCrypto
import Foundation

/// A client that is killed while it transfers a file, for the tests of how the next one goes on.
///
/// `FerogramTransferKillTarget SESSION PORT KEY download|upload PATH [MESSAGE]` downloads the file of a message among the
/// account's own ones to a path, or sends a file to the account itself.
@main
struct TransferKillTarget {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 6, let port = UInt16(arguments[2]) else {
            print("usage: FerogramTransferKillTarget SESSION PORT KEY download|upload PATH [MESSAGE]")
            exit(2)
        }
        let key = try RSAPublicKey(pem: String(contentsOfFile: arguments[3], encoding: .utf8))
        let directory = ServerDirectory(
            dataCenters: [1: Endpoint(host: "127.0.0.1", port: port)], publicKeys: [key])
        let client = try await TelegramClient.builder().apiID(1).apiHash("hash").server(directory)
            .session(.file(arguments[1])).connect()
        if arguments[4] == "upload" {
            try await client.sendDocument(to: "me", .path(arguments[5]))
        } else {
            guard let id = Int32(arguments[6]), let message = try await client.message(id, in: "me") else { exit(3) }
            _ = try await message.download(to: URL(fileURLWithPath: arguments[5])).value
        }
        await client.disconnect()
    }
}
