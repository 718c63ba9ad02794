// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Prints how fast the hot paths are on this machine.
///
/// `swift run -c release ExampleBenchmarks [--filter TEXT] [--samples N] [--json]`
@main
struct BenchmarksMain {
    /// Every group; a new one is added here.
    static var groups: [BenchmarkGroup] {
        [TLBenchmarks.group] + CryptoBenchmarks.groups + TransportBenchmarks.groups + KeyExchangeBenchmarks.groups
            + SessionBenchmarks.groups + ParsersBenchmarks.groups + ConnectBenchmarks.groups
            + ClientBenchmarks.groups + UpdateBenchmarks.groups + StorageBenchmarks.groups
            + RouterBenchmarks.groups + CrowdBenchmarks.groups
    }

    static func main() async throws {
        AllocationCounter.observeOpenSSL()
        var filter = ""
        var samples = 20
        var json = false
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case EchoServer.argument:
                try EchoServer.serve()
            case TelegramProcess.argument:
                try await TelegramProcess.serve()
            case CrowdServer.argument:
                try await CrowdServer.serve()
            case WaitFloor.argument:
                await WaitFloor.run()
            case PeerServer.argument:
                try await PeerServer.serve()
            case PeerClient.argument:
                try await PeerClient.run(arguments.popFirst() ?? "", arguments.popFirst().flatMap { Int($0) })
            case "--filter":
                filter = arguments.popFirst() ?? ""
            case "--samples":
                samples = max(20, Int(arguments.popFirst() ?? "") ?? 20)
            case "--json":
                json = true
            default:
                print("usage: ExampleBenchmarks [--filter TEXT] [--samples N, at least 20] [--json]")
                exit(argument == "--help" ? 0 : 2)
            }
        }
        #if DEBUG
        print("Benchmarks say nothing about a debug build: use swift run -c release ExampleBenchmarks")
        exit(2)
        #else
        var report = Report(json: json)
        for group in groups where filter.isEmpty || group.name.contains(filter) {
            report.add(group: group.name, measure(try group.make(), samples: samples))
            if let figures = try group.figures?() { report.add(group: group.name, figures) }
        }
        report.finish()
        #endif
    }
}
