// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto
import FerogramTestSupport
import XCTest

/// Connections that are closed in the middle of everything, so that descriptors come back at once under other names.
final class StormTests: ConnectTestCase {
    /// What must not happen.
    private final class Faults: Sendable {
        private let list = Lock<[String]>([])

        var all: [String] { list.withLock { $0 } }

        func note(_ fault: String) {
            list.withLock { $0.append(fault) }
        }
    }

    private static let workers = 8
    private static let connectionsPerWorker = 120

    func testNoByteGoesAstrayAndNoDescriptorIsLost() async throws {
        for network in try TestNetwork.all(buffer: 32 << 10) {
            let before = descriptorCount
            let faults = Faults()
            do {
                let service = try network.listen { _ in Self.echo(faults) }
                await withTaskGroup(of: Void.self) { group in
                    for worker in 0..<Self.workers {
                        group.addTask {
                            var generator = SeededGenerator(seed: UInt64(worker))
                            for round in 0..<Self.connectionsPerWorker {
                                let tag = UInt32(worker * Self.connectionsPerWorker + round)
                                await Self.ride(network, service, tag: tag, faults, using: &generator)
                            }
                        }
                    }
                }
                await eventually("\(network.name): the server's side is gone") {
                    service.listener?.connectionCount ?? 0 == 0
                }
            }
            XCTAssertEqual(faults.all, [], network.name)
            await eventually("\(network.name): every descriptor is back") { descriptorCount <= before }
        }
    }

    /// Echoes, and expects every payload to come from the same client.
    private static func echo(_ faults: Faults) -> Recorder {
        let tag = Shared<[UInt8]?>(nil)
        return Recorder { recorder, connection, frames in
            let payloads = frames.compactMap(\.payload)
            for payload in payloads {
                let first = tag.withLock { tag in
                    tag = tag ?? Array(payload.prefix(4))
                    return tag
                }
                if first != Array(payload.prefix(4)) { faults.note("the server read a foreign payload") }
            }
            recorder.queue(payloads)
            connection.signalOutput(soon: payloads.count > 1)
            return .more
        }
    }

    private static func ride(
        _ network: TestNetwork, _ service: TestNetwork.Service, tag: UInt32, _ faults: Faults,
        using generator: inout SeededGenerator
    ) async {
        let client = Recorder { _, _, frames in
            for frame in frames where frame.payload.map({ Array($0.prefix(4)) }) != Array(payload(tag).prefix(4)) {
                faults.note("client \(tag) read a foreign frame")
            }
            return .more
        }
        guard let connection = try? await network.connect(to: service, handler: client) else {
            return faults.note("client \(tag) could not connect")
        }
        let answersToWaitFor = Int.random(in: 0...3, using: &generator)
        let size = [8, 200, 3_000].randomElement(using: &generator) ?? 8
        await withTaskGroup(of: Void.self) { group in
            for sender in 0..<2 {
                group.addTask {
                    for call in 0..<10 {
                        client.send(payload(tag, count: size), on: connection, soon: (call + sender) % 2 == 0)
                    }
                }
            }
            group.addTask {
                await client.waitForPayloads(answersToWaitFor)
                connection.close()
            }
        }
        await client.waitForEnd()
        if client.error?.code != .closed { faults.note("client \(tag): \(client.events.suffix(1))") }
    }
}
