// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramCrypto
import Foundation
import Synchronization

/// Measures one thing against a server that others are measured against as well, and prints it as one line of JSON.
///
/// The description of the server comes on the standard input. Calls come from tasks that belong to no actor.
struct PeerClient {
    /// What makes this executable such a client; the name of a figure follows.
    static let argument = "--peers-client"

    private let server: PeerServer.Description
    private let directory: ServerDirectory

    /// - Parameters:
    ///   - name: The figure.
    ///   - count: How often the thing is done, if not as often as usual.
    /// - Throws: What went wrong.
    static func run(_ name: String, _ count: Int?) async throws -> Never {
        let input = FileHandle.standardInput.readDataToEndOfFile()
        let client = try PeerClient(JSONDecoder().decode(PeerServer.Description.self, from: input))
        let figures = try await client.measure(name, count)
        FileHandle.standardOutput.write(try JSONEncoder().encode(figures) + Data("\n".utf8))
        exit(0)
    }

    private init(_ server: PeerServer.Description) throws {
        self.server = server
        directory = ServerDirectory(
            dataCenters: [1: Endpoint(host: "127.0.0.1", port: server.port)],
            publicKeys: [try RSAPublicKey(pem: server.key)])
    }

    private func makeClient(_ storage: MemorySessionStorage = .init()) async throws -> TelegramClient {
        try await TelegramClient.builder().apiID(1).apiHash("hash").server(directory).session(storage).connect()
    }

    private func makeBot(_ storage: MemorySessionStorage = .init()) async throws -> TelegramClient {
        let client = try await makeClient(storage)
        try await client.signIn(botToken: server.token)
        return client
    }

    @concurrent
    private func measure(_ name: String, _ count: Int?) async throws -> [String: Double] {
        switch name {
        case "sequential": try await sequential(count ?? 5_000)
        case "pipelined":
            try await pipelined(count ?? 40_000) { client in _ = try await client.invoke(TL.help.GetNearestDc()) }
        case "send":
            try await pipelined(count ?? 10_000) { [id = PeerID.user(server.person)] client in
                _ = try await client.sendMessage(to: id, "hello")
            }
        case "updates": try await updates(count ?? 10_000)
        case "packed": try await packed(count ?? 1_000)
        case "idle": try await idle()
        case "start": try await start(count ?? 20)
        default: throw POSIXError(.EINVAL)
        }
    }

    // MARK: Figures

    /// A call after the other.
    private func sequential(_ count: Int) async throws -> [String: Double] {
        let client = try await makeBot()
        for _ in 0..<500 { _ = try await client.invoke(TL.help.GetNearestDc()) }
        var times: [Double] = []
        let begun = Machine.processorTime
        for _ in 0..<count {
            let start = ContinuousClock.now
            _ = try await client.invoke(TL.help.GetNearestDc())
            times.append(Machine.microseconds(since: start))
        }
        let spent = (Machine.processorTime - begun) * 1e6 / Double(count)
        return ["processor": spent, "p50": Machine.percentile(times, 0.5), "p99": Machine.percentile(times, 0.99)]
    }

    /// Something done again and again by 64 tasks.
    private func pipelined(
        _ count: Int, _ body: @escaping @Sendable (TelegramClient) async throws -> Void
    ) async throws -> [String: Double] {
        let client = try await makeBot()
        try await receive(1, client)
        let run = { @Sendable (calls: Int) in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<64 {
                    group.addTask { for _ in 0..<calls / 64 { try await body(client) } }
                }
                try await group.waitForAll()
            }
        }
        try await run(count / 8)
        let (begun, start) = (Machine.processorTime, ContinuousClock.now)
        try await run(count)
        let done = Double(count / 64 * 64)
        return [
            "processor": (Machine.processorTime - begun) * 1e6 / done,
            "rate": done / Machine.microseconds(since: start) * 1e6,
        ]
    }

    /// Messages that come in, through the dispatcher.
    private func updates(_ count: Int) async throws -> [String: Double] {
        let client = try await makeBot()
        try await receive(500, client)
        let (begun, start) = (Machine.processorTime, ContinuousClock.now)
        try await receive(count, client)
        return [
            "processor": (Machine.processorTime - begun) * 1e6 / Double(count),
            "rate": Double(count) / Machine.microseconds(since: start) * 1e6,
        ]
    }

    /// Lets messages come in, and waits until the handler had them all.
    private func receive(_ count: Int, _ client: TelegramClient) async throws {
        let (stream, end) = AsyncStream.makeStream(of: Void.self)
        let received = Received()
        let dispatcher = Dispatcher()
        dispatcher.onMessage { _ in if received.add() == count { end.finish() } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await dispatcher.run(on: client) }
            _ = try await client.invoke(TL.help.GetAppUpdate(source: "\(count)"))
            for await _ in stream {}
            group.cancelAll()
        }
    }

    /// How long small calls take, alone and beside large answers that are packed, which come one after the other.
    private func packed(_ count: Int) async throws -> [String: Double] {
        let client = try await makeBot()
        let measure = { @Sendable () async throws -> Double in
            var times: [Double] = []
            for _ in 0..<count {
                let start = ContinuousClock.now
                _ = try await client.invoke(TL.help.GetNearestDc())
                times.append(Machine.microseconds(since: start))
            }
            return Machine.percentile(times, 0.99)
        }
        _ = try await measure()
        let alone = try await measure()
        let answers = Received()
        let large = Task {
            while !Task.isCancelled {
                _ = try await client.invoke(TL.help.GetAppUpdate(source: PeerServer.largeSource))
                _ = answers.add()
            }
        }
        let beside = try await measure()
        large.cancel()
        return ["p99 alone": alone, "p99 beside": beside, "large answers": Double(answers.value)]
    }

    /// Clients that do nothing, all with the same key and account; the first one is not counted.
    private func idle() async throws -> [String: Double] {
        EchoServer.raiseDescriptorLimit()
        let storage = MemorySessionStorage()
        // What the session holds is saved for certain at the end.
        await (try await makeBot(storage)).disconnect()
        let data = await storage.data
        let first = try await makeClient(MemorySessionStorage(data))
        _ = try await first.invoke(TL.help.GetNearestDc())
        var clients = [first]
        var figures: [String: Double] = [:]
        let before = Machine.residentSize
        for count in [100, 1_000] {
            while clients.count <= count { clients.append(try await makeClient(MemorySessionStorage(data))) }
            try await Task.sleep(for: .seconds(3))
            figures["memory of \(count)"] = Double(Machine.residentSize - before) / 1024 / Double(count)
        }
        let begun = Machine.processorTime
        try await Task.sleep(for: .seconds(5))
        figures["processor of 1000"] = (Machine.processorTime - begun) * 1000 / 5
        withExtendedLifetime(clients) {}
        return figures
    }

    /// Connecting and signing in, with a new key each time.
    private func start(_ count: Int) async throws -> [String: Double] {
        var times: [Double] = []
        let begun = Machine.processorTime
        for _ in 0..<count {
            let start = ContinuousClock.now
            let client = try await makeBot()
            times.append(Machine.microseconds(since: start) / 1_000)
            await client.disconnect()
        }
        return [
            "processor": (Machine.processorTime - begun) * 1_000 / Double(count),
            "p50": Machine.percentile(times, 0.5),
        ]
    }
}

/// Counts what handlers got.
private final class Received: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
