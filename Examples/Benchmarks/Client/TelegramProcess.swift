// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramCrypto
import FerogramLocalServer
import Foundation

/// A local server in a process of its own, so that its work is not counted as the client's.
final class TelegramProcess {
    /// What makes this executable such a server.
    static let argument = "--serve-telegram"

    /// The size of the file that its bot has been sent, in bytes.
    static let partSize = 512 << 10

    /// Where it is and how it proves itself.
    let directory: ServerDirectory
    /// What its bot signs in with, if it has one.
    let token: String?
    private let process: Process

    /// Starts a server process.
    init(_ argument: String = TelegramProcess.argument) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = [argument]
        // Its large answers are not to ask the system for new memory each time.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["MALLOC_TRIM_THRESHOLD_": "67108864", "MALLOC_MMAP_THRESHOLD_": "4194304"]) { own, _ in own }
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = Pipe()
        try process.run()
        var text = ""
        while !text.contains("END RSA PUBLIC KEY-----\n"), !text.contains("END PUBLIC KEY-----\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw POSIXError(.EIO) }
            text += String(decoding: data, as: UTF8.self)
        }
        let lines = text.split(separator: "\n", maxSplits: 1)
        let words = lines[0].split(separator: " ")
        guard let port = UInt16(words[0]) else { throw POSIXError(.EIO) }
        token = words.dropFirst().first.map(String.init)
        let key = try RSAPublicKey(pem: String(lines[1]))
        directory = ServerDirectory(
            dataCenters: [1: Endpoint(host: "127.0.0.1", port: port)], publicKeys: [key])
    }

    deinit {
        process.terminate()
    }

    /// Serves until the process that started this one has gone.
    static func serve() async throws -> Never {
        EchoServer.raiseDescriptorLimit()
        var configuration = LocalServerConfiguration()
        configuration.ports = [0]
        let server = try await LocalServer.start(configuration)
        let bot = try server.addBot(username: "bench_bot")
        var generator = SystemRandomNumberGenerator()
        try await server.addPerson("Ann").sendFile(
            generator.bytes(count: partSize), name: "part", to: bot)
        FileHandle.standardOutput.write(
            Data("\(server.dataCenters[0].port) \(bot.token)\n\(server.publicKey.pem)\n".utf8))
        _ = FileHandle.standardInput.readDataToEndOfFile()
        exit(0)
    }
}
