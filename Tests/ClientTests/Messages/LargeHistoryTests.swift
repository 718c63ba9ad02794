// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes
import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

/// Long histories that change while they are read, in pages of a server whose memory is not counted.
final class LargeHistoryTests: XCTestCase {
    private static let count: Int32 = 10_000

    private static func entries(
        _ count: Int32 = count, senders: (Int32) -> Int64 = { _ in 1_000 }
    ) -> [SimulatedHistory.Entry] {
        (1...count).map { .init(id: $0, sender: senders($0), text: "\($0)") }
    }

    private func client(_ server: SimulatedHistory, capacity: Int = 100_000) throws -> TelegramClient {
        try TelegramClient.scripted(server, knowing: (Sample.users, Sample.chats), peerCapacity: capacity)
    }

    private static func lists(_ client: TelegramClient) -> [(name: String, list: Paged<Message, MessageCursor>)] {
        [
            ("history", client.history(of: Sample.supergroup)),
            ("history, oldest first", client.history(of: Sample.supergroup, order: .oldestFirst)),
            ("search", client.search(SimulatedHistory.word, in: Sample.supergroup)),
        ]
    }

    /// Each message comes once at most, in its order, and each that was there all the time comes.
    ///
    /// Between two pages messages are deleted, those at the ends of the page, where the list goes on, and others anywhere; and
    /// some are sent.
    func testNothingIsMissingOrTwiceWhateverHappensMeanwhile() async throws {
        for seed in 1...2 as ClosedRange<UInt64> {
            for index in 0..<3 {
                let random = Lock(SeededGenerator(seed: seed))
                let server = SimulatedHistory(Self.entries()) { state in
                    var gone = Set(state.page.prefix(1) + state.page.suffix(2))
                    for _ in 0..<5 { gone.insert(random.withLock { Int32.random(in: 1...Self.count, using: &$0) }) }
                    state.delete(gone)
                    // The list that goes forward has an end all the same.
                    guard state.calls < 150 else { return }
                    for _ in 0..<random.withLock({ Int.random(in: 0...8, using: &$0) }) { state.send() }
                }
                let (name, list) = Self.lists(try client(server))[index]
                var ids: [Int32] = []
                for try await message in list { ids.append(message.id) }
                let state = server.current
                let rising = index == 1
                XCTAssertTrue(
                    zip(ids, ids.dropFirst()).allSatisfy { rising ? $0 < $1 : $0 > $1 }, "\(name), seed \(seed)")
                let seen = Set(ids)
                let wanted = state.entries.filter { index < 2 || $0.isFound }.map(\.id)
                // What is sent while the list goes backwards, or after the end of the one that goes forward, is newer than
                // where the list is.
                let last = rising ? ids.last ?? 0 : 0
                let missing = wanted.filter { !seen.contains($0) && !(state.sent.contains($0) && $0 > last) }
                XCTAssertEqual(missing, [], "\(name), seed \(seed)")
                XCTAssertGreaterThan(state.deleted.count, index == 2 ? 200 : 500, name)
                XCTAssertGreaterThan(state.sent.count, 50, name)
                if rising { XCTAssertTrue(state.sent.contains { seen.contains($0) }, "the new ones come at the end") }
            }
        }
    }

    /// A list that was saved and is resumed by another program gives the rest, though its place was deleted.
    func testACursorGoesOnThoughItsMessageIsGone() async throws {
        for index in 0..<3 {
            let server = SimulatedHistory(Self.entries(1_000)) { $0.delete(Set($0.page.prefix(1) + $0.page.suffix(1))) }
            var ids: [Int32] = []
            var cursor: MessageCursor?
            repeat {
                let page = try await Self.lists(try client(server))[index].list.page(after: cursor)
                ids += page.elements.map(\.id)
                cursor = try JSONDecoder().decode(MessageCursor?.self, from: try JSONEncoder().encode(page.next))
            } while cursor != nil
            XCTAssertEqual(Set(ids).count, ids.count)
            let left = server.current.entries.filter { index < 2 || $0.isFound }.map(\.id)
            XCTAssertTrue(Set(ids).isSuperset(of: left))
        }
    }

    /// A message costs at most 16 bytes, a sender who is new at most 200; nothing else stays.
    func testASenderCostsFewBytes() async throws {
        // Tables double now and then; with these numbers that lies far from the ends of what is measured.
        for (index, count) in [(0, 25_000), (2, 20_000)] as [(Int, Int32)] {
            let server = SimulatedHistory(Self.entries(count) { Int64($0) + 5_000 })
            let (name, list) = Self.lists(try client(server))[index]
            guard let growth = try await growth(of: list) else { throw XCTSkip("nobody says it here") }
            print("\(name), each message of somebody else: \(growth) bytes")
            XCTAssertLessThanOrEqual(growth, 216, name)
        }
    }

    /// In a full cache a sender who is new takes the place of another one.
    func testAFullCacheForgetsThoseWhoWereReadFirst() async throws {
        for index in 0..<3 {
            let server = SimulatedHistory(Self.entries(5_000) { Int64($0) + 5_000 })
            let client = try client(server, capacity: 1_000)
            var senders: [PeerID] = []
            for try await message in Self.lists(client)[index].list { senders += [message.senderID].compactMap(\.self) }
            XCTAssertTrue(client.isKnown(try XCTUnwrap(senders.last)))
            XCTAssertFalse(client.isKnown(try XCTUnwrap(senders.first)))
        }
    }

    func testAFullCacheDoesNotGrow() throws {
        let cache = PeerCache([], capacity: 1_000)
        var samples: [Int] = []
        for start in stride(from: 1, to: 30_000 as Int64, by: 100) {
            let users = (start..<start + 100).map { TL.User.user(.init(id: $0, accessHash: $0, firstName: "\($0)")) }
            cache.insert(users: users, chats: [], store: { _ in })
            guard let bytes = ProcessFigures.liveMemory else { throw XCTSkip("nobody says it here") }
            samples.append(bytes)
        }
        let fifth = samples.count / 5
        let (first, last) = (samples[fifth..<2 * fifth].min() ?? 0, samples.suffix(fifth).min() ?? 0)
        XCTAssertLessThanOrEqual(last - first, 16 * 20_000)
    }

    /// By how many bytes what is held grows with each element, between the first fifth and the last one.
    private func growth(of list: Paged<Message, MessageCursor>, step: Int = 100) async throws -> Double? {
        var count = 0
        var samples: [(count: Int, bytes: Int)] = []
        for try await _ in list {
            count += 1
            guard count % step == 0 else { continue }
            guard let bytes = ProcessFigures.liveMemory else { return nil }
            samples.append((count, bytes))
        }
        let fifth = samples.count / 5
        // The least of each fifth: answers that are on their way come and go.
        guard let first = samples.prefix(fifth).min(by: { $0.bytes < $1.bytes }),
            let last = samples.suffix(fifth).min(by: { $0.bytes < $1.bytes }), last.count > first.count
        else { return nil }
        return Double(last.bytes - first.bytes) / Double(last.count - first.count)
    }
}
