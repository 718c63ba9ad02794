// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramCrypto
import FerogramLocalServer
import FerogramMTProto
import Foundation

/// A local server for clients of several libraries, in a process of its own.
///
/// `help.getAppUpdate` makes somebody send the bot as many messages as its argument says, or is answered with 5 MiB that
/// are packed already.
enum PeerServer {
    /// What makes this executable such a server.
    static let argument = "--peers-server"

    /// What a client asks for the large answer with.
    static let largeSource = "large"

    /// What a client has to know, as one line of JSON.
    struct Description: Codable {
        let port: UInt16
        let key: String
        let token: String
        let person: Int64
    }

    /// Serves until the process that started this one has gone.
    static func serve() async throws -> Never {
        EchoServer.raiseDescriptorLimit()
        var configuration = LocalServerConfiguration()
        configuration.ports = [0]
        let server = try await LocalServer.start(configuration)
        let person = try server.addPerson("Ann", username: "ann")
        let bot = try server.addBot(username: "bench_bot")
        let text = String(repeating: "All work and no play. ", count: (5 << 20) / 22)
        let large = TL.help.AppUpdate.appUpdate(.init(id: 1, version: "1", text: text, entities: []))
        // Once, or small calls would wait for the server and not for the client.
        let packed = PackedObject.pack(try large.encoded())
        server.serveWritten(TL.help.GetAppUpdate.self) { call in
            if call.request.source == largeSource { return packed }
            for number in 0..<(Int(call.request.source) ?? 0) { try await person.send("message \(number)", to: bot) }
            return try TL.help.AppUpdate.noAppUpdate.encoded()
        }
        let description = Description(
            port: server.dataCenters[0].port, key: server.publicKey.pem, token: bot.token, person: person.id)
        FileHandle.standardOutput.write(try JSONEncoder().encode(description) + Data("\n".utf8))
        _ = FileHandle.standardInput.readDataToEndOfFile()
        exit(0)
    }
}
