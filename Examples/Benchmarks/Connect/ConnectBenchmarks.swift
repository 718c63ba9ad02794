// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import Foundation

/// What a connection costs beside a blocking socket that talks to the same server.
///
/// Between two processes on several cores the figures are mostly about waking cores; `taskset -c 0` shows the work.
enum ConnectBenchmarks {
    static var groups: [BenchmarkGroup] {
        [
            BenchmarkGroup("connect sequential", figures: percentiles) { try benchmarks(inFlight: 1, calls: 100) },
            BenchmarkGroup("connect 64 in flight") { try benchmarks(inFlight: 64, calls: 50) },
            BenchmarkGroup("connect 512 in flight") { try benchmarks(inFlight: 512, calls: 10) },
            BenchmarkGroup("connect 512 KiB answers, 8 in flight") {
                try benchmarks(inFlight: 8, calls: 4, answerSize: EchoProtocol.largeAnswer)
            },
            BenchmarkGroup("connect idle", figures: idle) { [] },
        ]
    }

    private static func benchmarks(
        inFlight: Int, calls: Int, answerSize: Int = EchoProtocol.smallAnswer
    ) throws -> [Benchmark] {
        let server = try EchoServer()
        let port = server.port
        let raw = try RawEchoClient(port: port)
        let (client, connection) = try Blocking.wait { try await EchoClient.connected(to: port) }
        let bytes = answerSize == EchoProtocol.largeAnswer ? answerSize * inFlight * calls : 0
        return [
            Benchmark("blocking socket", bytes: bytes, operations: inFlight * calls, countsAllocations: false) {
                for _ in 0..<calls { raw.call(inFlight, answerSize: answerSize) }
                withExtendedLifetime(server) {}
            },
            Benchmark("connection", bytes: bytes, operations: inFlight * calls, countsAllocations: false) {
                blackHole(
                    try? Blocking.wait {
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            for _ in 0..<inFlight {
                                group.addTask {
                                    for _ in 0..<calls {
                                        let count = try await client.call(on: connection, answerSize: answerSize)
                                        precondition(count == answerSize, "a wrong answer")
                                    }
                                }
                            }
                            try await group.waitForAll()
                        }
                    })
            },
        ]
    }

    // MARK: Figures

    private static func percentiles() throws -> [Figure] {
        let server = try EchoServer()
        let port = server.port
        let raw = try RawEchoClient(port: port)
        let (client, connection) = try Blocking.wait { try await EchoClient.connected(to: port) }
        var rawTimes: [Double] = []
        var times: [Double] = []
        for _ in 0..<5 {
            rawTimes += (0..<2_000).map { _ in
                let start = ContinuousClock.now
                raw.call(1, answerSize: EchoProtocol.smallAnswer)
                return Machine.microseconds(since: start)
            }
            times += try Blocking.wait { try await latencies(client, connection, count: 2_000) }
        }
        connection.close()
        return [("p50", 0.5), ("p99", 0.99)].flatMap { name, fraction -> [Figure] in
            let reference = Machine.percentile(rawTimes, fraction)
            let value = Machine.percentile(times, fraction)
            return [
                Figure(name: "blocking socket, \(name)", value: reference, unit: "µs"),
                Figure(name: "connection, \(name)", value: value, unit: "µs", ratio: reference / value),
            ]
        }
    }

    @concurrent
    private static func latencies(_ client: EchoClient, _ connection: Connection, count: Int) async throws -> [Double] {
        var times: [Double] = []
        for _ in 0..<count {
            let start = ContinuousClock.now
            _ = try await client.call(on: connection, answerSize: EchoProtocol.smallAnswer)
            times.append(Machine.microseconds(since: start))
        }
        return times
    }

    /// What connections cost that do nothing, and what they cost another one.
    private static func idle() throws -> [Figure] {
        EchoServer.raiseDescriptorLimit()
        let server = try EchoServer()
        let port = server.port
        let (client, active) = try Blocking.wait { try await EchoClient.connected(to: port) }
        let alone = Machine.percentile(try Blocking.wait { try await latencies(client, active, count: 5_000) }, 0.5)
        var figures = [Figure(name: "p50 of a call, no others", value: alone, unit: "µs")]
        var others: [Connection] = []
        let before = Machine.residentSize
        for count in [100, 1_000] {
            let missing = count - others.count
            others += try Blocking.wait {
                var connections: [Connection] = []
                for _ in 0..<missing {
                    let (client, connection) = try await EchoClient.connected(to: port)
                    _ = try await client.call(on: connection, answerSize: EchoProtocol.smallAnswer)
                    connections.append(connection)
                }
                return connections
            }
            let memory = Double(Machine.residentSize - before) / 1024 / Double(count)
            figures.append(Figure(name: "memory of each of \(count) connections", value: memory, unit: "KiB"))
            let busy = Machine.percentile(try Blocking.wait { try await latencies(client, active, count: 5_000) }, 0.5)
            figures.append(
                Figure(name: "p50 of a call beside \(count)", value: busy, unit: "µs", ratio: alone / busy))
            let start = Machine.processorTime
            Thread.sleep(forTimeInterval: 2)
            let spent = (Machine.processorTime - start) * 1000 / 2
            figures.append(Figure(name: "processor time of \(count) idle, each second", value: spent, unit: "ms"))
        }
        for connection in others { connection.close() }
        active.close()
        return figures
    }
}
