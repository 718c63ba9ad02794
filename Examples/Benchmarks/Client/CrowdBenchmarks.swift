// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

/// What it costs to wait for the answers of ten thousand people at once.
///
/// The server is another process on the same machine.
enum CrowdBenchmarks {
    static var groups: [BenchmarkGroup] {
        [BenchmarkGroup("conversations, \(CrowdServer.size) people at once", figures: figures) { [] }]
    }

    /// What a conversation that waits may take.
    private static let most = 4_096.0
    /// How many people are asked first, so that what is there once is not counted.
    private static let first = 1_000

    private static func figures() throws -> [Figure] {
        let floor = try WaitFloor.measured()
        let server = try TelegramProcess(CrowdServer.argument)
        let (directory, token) = (server.directory, server.token ?? "")
        let bytes = try Blocking.wait { try await memory(of: directory, token) }
        withExtendedLifetime(server) {}
        return [
            Figure(name: "a task that waits, and nothing else", value: floor, unit: "bytes"),
            Figure(name: "a conversation that waits", value: bytes, unit: "bytes", ratio: most / bytes),
        ]
    }

    /// How many bytes the program has more for each person whom it has asked.
    private static func memory(of server: ServerDirectory, _ token: String) async throws -> Double {
        let client = try await TelegramClient.builder().apiID(1).apiHash("hash").server(server).connect()
        try await client.signIn(botToken: token)
        let dispatcher = Dispatcher()
        dispatcher.onCommand("hello") { try await $0.respond("Name?") }
        dispatcher.onCommand("ask") { message in
            let name = try await message.conversation.ask("Name?", timeout: .seconds(3_600))
            try await name.respond("Hello, \(name.text)")
        }
        let run = Task { try await dispatcher.run(on: client) }
        // Whoever is known, and what is kept of answered messages, is there before.
        for _ in 0..<2 { _ = try await client.invoke(CrowdServer.call("/hello", by: 0..<CrowdServer.size)) }
        _ = try await client.invoke(CrowdServer.call("/ask", by: 0..<first))
        let before = Machine.residentSize
        _ = try await client.invoke(CrowdServer.call("/ask", by: first..<CrowdServer.size))
        let size = Machine.residentSize - before
        // It ends when everybody has been greeted: nobody's answer is lost.
        _ = try await client.invoke(CrowdServer.call("Ann", by: 0..<CrowdServer.size))
        run.cancel()
        _ = await run.result
        await client.disconnect()
        return max(1, Double(size) / Double(CrowdServer.size - first))
    }
}
