// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramCrypto
import Foundation

/// Calls of the whole client: schema, session, encryption, socket, and back.
///
/// The server is another process on the same machine.
enum ClientBenchmarks {
    static var groups: [BenchmarkGroup] {
        [
            BenchmarkGroup("client sequential", figures: percentiles) { [] },
            BenchmarkGroup("client 64 in flight", figures: cost) { try benchmarks(inFlight: 64, calls: 50) },
            BenchmarkGroup("client 512 KiB answers, 8 in flight") { try transfers() },
            BenchmarkGroup("client start", figures: start) { [] },
            BenchmarkGroup("client idle", figures: idle) { [] },
        ]
    }

    private static func makeClient(
        _ server: TelegramProcess, storage: MemorySessionStorage = MemorySessionStorage()
    ) throws -> TelegramClient {
        let directory = server.directory
        return try Blocking.wait {
            try await TelegramClient.builder().apiID(1).apiHash("hash").server(directory).session(storage).connect()
        }
    }

    private static func benchmarks(inFlight: Int, calls: Int) throws -> [Benchmark] {
        let (server, echo) = (try TelegramProcess(), try EchoServer())
        let raw = try RawEchoClient(port: echo.port)
        let client = try makeClient(server)
        return [
            Benchmark("blocking socket", operations: inFlight * calls, countsAllocations: false) {
                for _ in 0..<calls { raw.call(inFlight, answerSize: EchoProtocol.smallAnswer) }
                withExtendedLifetime(echo) {}
            },
            Benchmark("client", operations: inFlight * calls, countsAllocations: false) {
                blackHole(try? Blocking.wait { try await run(client, inFlight: inFlight, calls: calls) })
                withExtendedLifetime(server) {}
            },
        ]
    }

    @concurrent
    private static func run(_ client: TelegramClient, inFlight: Int, calls: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<inFlight {
                group.addTask {
                    for _ in 0..<calls { _ = try await client.invoke(TL.help.GetNearestDc()) }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func transfers() throws -> [Benchmark] {
        let server = try TelegramProcess()
        let client = try makeClient(server)
        let (inFlight, calls, size) = (8, 4, TelegramProcess.partSize)
        let location = try locateFile(client, server.token ?? "")
        var cipher = AESIGEDecryptor(
            key: [UInt8](repeating: 1, count: 32), iv: [UInt8](repeating: 2, count: 32))
        var memory = [UInt8](repeating: 3, count: size)
        let bytes = inFlight * calls * size
        return [
            Benchmark("IGE decryption", bytes: bytes, operations: inFlight * calls, countsAllocations: false) {
                for _ in 0..<inFlight * calls { try! memory.withUnsafeMutableBytes { try cipher.decrypt($0) } }
            },
            Benchmark("client", bytes: bytes, operations: inFlight * calls, countsAllocations: false) {
                blackHole(
                    try? Blocking.wait {
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            for _ in 0..<inFlight {
                                group.addTask {
                                    for _ in 0..<calls {
                                        _ = try await client.invoke(
                                            TL.upload.GetFile(location: location, offset: 0, limit: Int32(size)))
                                    }
                                }
                            }
                            try await group.waitForAll()
                        }
                    })
                withExtendedLifetime(server) {}
            },
        ]
    }

    /// Signs in as the server's bot.
    ///
    /// - Returns: Where the file is that it was sent.
    private static func locateFile(_ client: TelegramClient, _ token: String) throws -> TL.InputFileLocation {
        let messages = try Blocking.wait {
            try await client.signIn(botToken: token)
            return try await client.invoke(TL.messages.GetMessages(id: [.id(.init(id: 1))]))
        }
        guard case .messages(let found) = messages, case .message(let message) = found.messages.first,
            case .document(let media) = message.media, case .document(let file) = media.document
        else { throw BenchmarkFailure("the bot was sent no file") }
        return .document(
            .init(id: file.id, accessHash: file.accessHash, fileReference: file.fileReference, thumbSize: ""))
    }

    // MARK: Figures

    private static func percentiles() throws -> [Figure] {
        let (server, echo) = (try TelegramProcess(), try EchoServer())
        let raw = try RawEchoClient(port: echo.port)
        let client = try makeClient(server)
        var rawTimes: [Double] = []
        var times: [Double] = []
        for _ in 0..<5 {
            rawTimes += (0..<2_000).map { _ in
                let start = ContinuousClock.now
                raw.call(1, answerSize: EchoProtocol.smallAnswer)
                return Machine.microseconds(since: start)
            }
            times += try Blocking.wait { try await latencies(client, count: 2_000) }
        }
        withExtendedLifetime((server, echo)) {}
        return [("p50", 0.5), ("p99", 0.99)].flatMap { name, fraction -> [Figure] in
            let reference = Machine.percentile(rawTimes, fraction)
            let value = Machine.percentile(times, fraction)
            return [
                Figure(name: "blocking socket, \(name)", value: reference, unit: "µs"),
                Figure(name: "client, \(name)", value: value, unit: "µs", ratio: reference / value),
            ]
        }
    }

    @concurrent
    private static func latencies(_ client: TelegramClient, count: Int) async throws -> [Double] {
        var times: [Double] = []
        for _ in 0..<count {
            let start = ContinuousClock.now
            _ = try await client.invoke(TL.help.GetNearestDc())
            times.append(Machine.microseconds(since: start))
        }
        return times
    }

    private static func cost() throws -> [Figure] {
        let server = try TelegramProcess()
        let client = try makeClient(server)
        try Blocking.wait { try await run(client, inFlight: 64, calls: 50) }
        let (start, begun) = (Machine.processorTime, ContinuousClock.now)
        try Blocking.wait { try await run(client, inFlight: 64, calls: 1_000) }
        let elapsed = Machine.microseconds(since: begun)
        let spent = (Machine.processorTime - start) * 1e6 / 64_000
        let (alone, aloneBegun) = (Machine.processorTime, 5_000.0)
        _ = try Blocking.wait { try await latencies(client, count: 5_000) }
        let sequential = (Machine.processorTime - alone) * 1e6 / aloneBegun
        withExtendedLifetime(server) {}
        return [
            Figure(name: "calls a second", value: 64_000 / elapsed * 1e6, unit: "/s"),
            Figure(name: "the client's processor time for a call, 64 in flight", value: spent, unit: "µs"),
            Figure(name: "the client's processor time for a call, one by one", value: sequential, unit: "µs"),
        ]
    }

    private static func start() throws -> [Figure] {
        let server = try TelegramProcess()
        var (cold, warm): ([Double], [Double]) = ([], [])
        for _ in 0..<20 {
            let storage = MemorySessionStorage()
            for isWarm in [false, true] {
                let begun = ContinuousClock.now
                let client = try makeClient(server, storage: storage)
                if isWarm {
                    warm.append(Machine.microseconds(since: begun))
                } else {
                    cold.append(Machine.microseconds(since: begun))
                }
                try Blocking.wait { _ = await client.disconnect() }
            }
        }
        return [
            Figure(name: "first answer without a key", value: Machine.percentile(cold, 0.5) / 1000, unit: "ms"),
            Figure(name: "first answer with a key", value: Machine.percentile(warm, 0.5) / 1000, unit: "ms"),
        ]
    }

    /// What clients cost that do nothing.
    private static func idle() throws -> [Figure] {
        EchoServer.raiseDescriptorLimit()
        let server = try TelegramProcess()
        // All share one key, as the connections of one account do.
        let first = MemorySessionStorage()
        let active = try makeClient(server, storage: first)
        try Blocking.wait { _ = await active.disconnect() }
        let data = try Blocking.wait { await first.data }
        var clients: [TelegramClient] = []
        var figures: [Figure] = []
        let before = Machine.residentSize
        for count in [100, 1_000] {
            while clients.count < count {
                clients.append(try makeClient(server, storage: MemorySessionStorage(data)))
            }
            let memory = Double(Machine.residentSize - before) / 1024 / Double(count)
            figures.append(Figure(name: "memory of each of \(count) clients", value: memory, unit: "KiB"))
            let start = Machine.processorTime
            Thread.sleep(forTimeInterval: 2)
            let spent = (Machine.processorTime - start) * 1000 / 2
            figures.append(Figure(name: "processor time of \(count) idle, each second", value: spent, unit: "ms"))
        }
        return figures
    }
}
