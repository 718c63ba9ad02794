// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import Foundation

/// Performs operations against a local server that records what it is sent.
///
/// `.ci/parity` compares what it writes with what another client sends: `ExampleParity FILE` writes one line of JSON for
/// each operation, with the calls that the operation made.
@main
enum ParityMain {
    static func main() async {
        guard let path = CommandLine.arguments.dropFirst().first else { return print("usage: ExampleParity FILE") }
        do {
            try await run(path)
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ path: String) async throws {
        // The same world as that of ExampleLocalTelegram.
        let server = try await LocalServer.start()
        let ann = try server.addPerson("Ann", username: "ann", dataCenter: 2)
        try server.addPerson("Bob", username: "bob")
        let bot = try server.addBot(username: "echo_bot", name: "Echo", dataCenter: 2)
        var lines: [String] = []
        for operations in [personOperations, botOperations] {
            let builder = TelegramClient.builder().apiID(12_345).apiHash("0123456789abcdef0123456789abcdef")
                .server(server.directory)
            lines += try await builder.withClient { client in
                var stage = Stage(client: client, ann: ann, bot: bot)
                var lines: [String] = []
                for operation in operations {
                    server.startRecording()
                    var failure: String?
                    do {
                        try await operation.run(&stage)
                    } catch {
                        failure = "\(error)"
                    }
                    let digests = RecordingDigests()
                    let calls = server.recordedCalls.map { $0.json(digests) }.joined(separator: ",")
                    let shown = failure.map { String(reflecting: $0) } ?? "null"
                    lines.append("{\"operation\":\"\(operation.name)\",\"failure\":\(shown),\"calls\":[\(calls)]}")
                }
                return lines
            }
        }
        server.stop()
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: path))
    }
}
