// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTestSupport
import XCTest

/// Long lists while messages come and go.
final class HistoryTests: XCTestCase {
    private static let count = 10_000

    private func withHistory(
        _ body: @escaping @Sendable (TelegramClient, LocalPerson, LocalPerson) async throws -> Void
    ) async throws {
        try await within(.seconds(240)) {
            let local = try await LocalClients()
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob", username: "bobby"))
            for number in 0..<Self.count { try await bob.send("\(number)", to: ann) }
            let client = try await local.makeClient(of: ann)
            _ = try await client.resolve("@bobby")
            try await body(client, ann, bob)
            await client.disconnect()
        }
    }

    /// Reads a list while messages before, at and behind the place are deleted and others are sent.
    ///
    /// - Returns: What was read, and what was deleted before it was reached.
    private static func read(
        _ list: Paged<Message, MessageCursor>, _ client: TelegramClient, _ bob: LocalPerson, rising: Bool = false,
        _ round: String = "new"
    ) async throws -> (texts: [String], gone: Set<String>) {
        var texts: [String] = []
        var gone: Set<String> = []
        var waiting: [Message] = []
        for try await message in list {
            texts.append(message.text)
            waiting.append(message)
            guard texts.count % 500 == 0 else { continue }
            // The page's last ones, of which the cursor is one, and some that come several pages later.
            var ids = waiting.suffix(3).map(\.id)
            for distance in 1_500..<1_503 {
                let step = rising ? distance : -distance
                guard let number = Int(message.text), (0..<count).contains(number + step) else { continue }
                ids.append(message.id + Int32(step))
                gone.insert("\(number + step)")
            }
            try await client.deleteMessages(ids, in: bob.id)
            try await client.sendMessage(to: bob.id, "\(round) \(texts.count)")
            waiting = []
        }
        return (texts, gone)
    }

    func testAHistoryIsReadInBothDirectionsWhileItChanges() async throws {
        try await withHistory { client, ann, bob in
            let (texts, gone) = try await Self.read(client.history(of: bob.id), client, bob)
            XCTAssertGreaterThan(gone.count, 40)
            XCTAssertEqual(texts, (0..<Self.count).reversed().map(String.init).filter { !gone.contains($0) })
            let left = ann.history(with: bob).map(\.text)
            let (forward, goneToo) = try await Self.read(
                client.history(of: bob.id, order: .oldestFirst), client, bob, rising: true, "newer")
            XCTAssertEqual(Set(forward).count, forward.count, "something came twice")
            let expected = left.filter { !goneToo.contains($0) }
            XCTAssertEqual(Array(forward.prefix(expected.count)), expected, "something is missing")
            // What was sent meanwhile comes at the end.
            XCTAssertGreaterThan(forward.count, expected.count)
        }
    }

    /// What was read is not kept: at most 16 bytes a message, between the first fifth and the last one.
    func testLongListsHoldNoMoreTheLongerTheyAre() async throws {
        try await withHistory { client, _, bob in
            // Once around, so that everything is there that stays.
            _ = try await client.history(of: bob.id).first(500)
            for (name, list) in [
                ("history", client.history(of: bob.id)),
                ("history, oldest first", client.history(of: bob.id, order: .oldestFirst)),
                ("search", client.search("1", in: bob.id)),
            ] {
                var count = 0
                var samples: [(count: Int, bytes: Int)] = []
                for try await _ in list {
                    count += 1
                    guard count % 100 == 0 else { continue }
                    guard let bytes = ProcessFigures.liveMemory else { throw XCTSkip("nobody says it here") }
                    samples.append((count, bytes))
                }
                let fifth = samples.count / 5
                XCTAssertGreaterThan(fifth, 3, name)
                // The least of each fifth: answers that are on their way come and go.
                let first = try XCTUnwrap(samples.prefix(fifth).min { $0.bytes < $1.bytes })
                let last = try XCTUnwrap(samples.suffix(fifth).min { $0.bytes < $1.bytes })
                let growth = Double(last.bytes - first.bytes) / Double(last.count - first.count)
                print("\(name): \(growth) bytes a message")
                XCTAssertLessThanOrEqual(growth, 16, name)
            }
        }
    }

    func testASearchIsReadWhileTheHistoryChanges() async throws {
        try await withHistory { client, _, bob in
            let (texts, gone) = try await Self.read(client.search("7", in: bob.id), client, bob)
            let expected = (0..<Self.count).reversed().map(String.init).filter { $0.contains("7") }
            XCTAssertTrue(gone.contains { $0.contains("7") })
            XCTAssertEqual(texts, expected.filter { !gone.contains($0) })
        }
    }
}
