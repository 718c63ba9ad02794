// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

final class LargeGroupTests: XCTestCase {
    /// Names that begin in all ways, many of them alike.
    private static func names(_ count: Int) -> [(id: Int64, name: String)] {
        let letters = NameBeginnings.letters
        return (0..<count).map { index in
            let first = letters[(index &* index) % 26]
            let second = letters[(index / 7) % 26]
            let third = letters[(index / 180) % 26]
            return (Int64(1_000 + index), first + second + third + "\(index)")
        }
    }

    private func client(_ server: SimulatedMembers) throws -> TelegramClient {
        try TelegramClient.scripted(server, knowing: (Sample.users, Sample.chats))
    }

    /// 25,000 members, of whom some leave and others come while they are listed: each once, and nobody missing who was there
    /// all the time.
    func testAllMembersComeOnceWhileTheGroupChanges() async throws {
        let names = Self.names(25_000)
        let server = SimulatedMembers(names, recentCap: .max, searchCap: .max) { state in
            // A newcomer is the most recent member, and pushes all others down; each tenth page somebody leaves.
            if state.calls % 3 == 0 {
                state.names.insert((Int64(900_000 + state.calls), "zz\(state.calls)"), at: 0)
            }
            if state.calls % 10 == 0 { state.left.insert(Int64(1_000 + state.calls)) }
        }
        var seen: [PeerID: Int] = [:]
        for try await member in try client(server).participants(of: Sample.supergroup) {
            seen[member.id, default: 0] += 1
        }
        XCTAssertEqual(seen.values.max(), 1)
        let missing = names.filter { seen[.user($0.id)] == nil }
        XCTAssertEqual(missing.count, 0, "\(missing.prefix(3))")
    }

    /// Whoever is met is remembered, in at most 200 bytes; nothing else stays.
    func testAMemberCostsFewBytes() async throws {
        let names = Self.names(25_000)
        let server = SimulatedMembers(names, recentCap: .max, searchCap: .max)
        let client = try client(server)
        let first = try await ListMemory.growth(of: client.participants(of: Sample.supergroup))
        let second = try await ListMemory.growth(of: client.participants(of: Sample.supergroup))
        print("members: \(first) bytes each who is met, \(second) bytes each who is known")
        // The list itself remembers whom it has given, which is what the 16 bytes are for.
        XCTAssertLessThanOrEqual(first, 216)
        XCTAssertLessThanOrEqual(second, 16)
    }

    /// The server gives 10,000 of 25,000: the plain list ends there, and the exhaustive one finds the others.
    func testAnExhaustiveSearchFindsWhatTheListDoesNotGive() async throws {
        let names = Self.names(25_000)
        let plain = SimulatedMembers(names, recentCap: 10_000, searchCap: 200)
        let some = try await client(plain).participants(of: Sample.supergroup).collect()
        XCTAssertEqual(some.count, 10_000)
        let total = try await client(plain).participants(of: Sample.supergroup).total
        XCTAssertEqual(total, 25_000)

        let server = SimulatedMembers(names, recentCap: 10_000, searchCap: 200)
        var seen: [PeerID: Int] = [:]
        for try await member in try client(server).participants(of: Sample.supergroup, .exhaustive) {
            seen[member.id, default: 0] += 1
        }
        XCTAssertEqual(seen.values.max(), 1)
        XCTAssertEqual(seen.count, 25_000)
    }

    func testAPageCanBeSavedAndResumed() async throws {
        let names = Self.names(1_000)
        let server = SimulatedMembers(names, recentCap: .max, searchCap: .max)
        let list = try client(server).participants(of: Sample.supergroup)
        var ids: [PeerID] = []
        var cursor: ParticipantCursor?
        repeat {
            let page = try await list.page(after: cursor)
            ids += page.elements.map(\.id)
            let saved = try JSONEncoder().encode(page.next)
            cursor = try JSONDecoder().decode(ParticipantCursor?.self, from: saved)
        } while cursor != nil
        XCTAssertEqual(ids.count, 1_000)
        XCTAssertEqual(Set(ids).count, 1_000)
    }
}
