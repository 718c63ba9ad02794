// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class LargeDialogListTests: XCTestCase {
    /// 3,000 chats: five pinned, 500 archived of which three are pinned, and each 40th without a message.
    private static let dialogs = (0..<3_000).map { index in
        let isHole = index % 40 == 39
        return SimulatedDialogs.Dialog(
            id: Int64(10_000 + index), date: isHole ? 0 : Int32(100_000 - index),
            message: isHole ? 0 : Int32(50_000 - index),
            isPinned: [3, 700, 1_500, 2_990, 2_998, 502, 1_202, 2_002].contains(index), isArchived: index % 6 == 4)
    }

    private func read(
        _ server: SimulatedDialogs, _ list: DialogList = .all
    ) async throws -> (seen: [PeerID: Int], order: [PeerID]) {
        let client = try TelegramClient.scripted(server, knowing: (Sample.users, Sample.chats))
        var seen: [PeerID: Int] = [:]
        var order: [PeerID] = []
        for try await dialog in client.dialogs(list) {
            seen[dialog.id, default: 0] += 1
            order.append(dialog.id)
        }
        return (seen, order)
    }

    func testAllChatsComeOnceAndPinnedOnesFirst() async throws {
        let (seen, order) = try await read(SimulatedDialogs(Self.dialogs))
        XCTAssertEqual(seen.count, 3_000)
        XCTAssertEqual(seen.values.max(), 1)
        let pinned = Self.dialogs.filter { $0.isPinned && !$0.isArchived }.map { PeerID.user($0.id) }
        XCTAssertEqual(Set(order.prefix(pinned.count)), Set(pinned))
    }

    func testTheArchiveComesAlone() async throws {
        let (seen, _) = try await read(SimulatedDialogs(Self.dialogs), .archive)
        XCTAssertEqual(Set(seen.keys), Set(Self.dialogs.filter(\.isArchived).map { .user($0.id) }))
        let (main, _) = try await read(SimulatedDialogs(Self.dialogs), .main)
        XCTAssertEqual(main.count, 3_000 - seen.count)
    }

    /// Between two pages old chats get messages and jump to the beginning, one is pinned: none is missing, none comes twice.
    func testNoneIsMissingWhileTheListChanges() async throws {
        for stride in [1, 2, 7] {
            let server = SimulatedDialogs(Self.dialogs) { state in
                guard state.calls < 40, state.calls % stride == 0 else { return }
                let index = (state.calls * 379 + 1_500) % 3_000
                state.bump(index)
                state.bump(2_999 - state.calls)
                if state.calls == 9 { state.dialogs[2_400].isPinned = true }
            }
            let (seen, _) = try await read(server)
            XCTAssertEqual(seen.count, 3_000, "stride \(stride)")
            XCTAssertEqual(seen.values.max(), 1, "stride \(stride)")
            XCTAssertLessThan(server.calls, 60)
        }
    }

    /// Chats are remembered as members are; nothing else stays.
    func testAChatCostsFewBytes() async throws {
        let server = SimulatedDialogs(Self.dialogs)
        let client = try TelegramClient.scripted(server, knowing: (Sample.users, Sample.chats))
        let first = try await ListMemory.growth(of: client.dialogs(), each: 50)
        let second = try await ListMemory.growth(of: client.dialogs(), each: 50)
        print("chats: \(first) bytes each that is met, \(second) bytes each that is known")
        XCTAssertLessThanOrEqual(first, 216)
        XCTAssertLessThanOrEqual(second, 16)
    }

    /// The archive changes, too, and chats go there and come back while all of them are read.
    func testNoneIsMissingWhileChatsAreArchived() async throws {
        let server = SimulatedDialogs(Self.dialogs) { state in
            guard state.calls < 40 else { return }
            // One that was read goes to the archive, one of the archive gets a message, one loses all of its messages.
            state.dialogs[state.calls].isArchived = true
            state.bump(2_500 + state.calls * 6 + (4 - (2_500 + state.calls * 6) % 6 + 6) % 6)
            (state.dialogs[state.calls + 50].date, state.dialogs[state.calls + 50].message) = (0, 0)
        }
        let (seen, _) = try await read(server)
        XCTAssertEqual(seen.count, 3_000)
        XCTAssertEqual(seen.values.max(), 1)
    }

    func testACursorGoesOnWhereItStopped() async throws {
        let server = SimulatedDialogs(Self.dialogs)
        let client = try TelegramClient.scripted(server, knowing: (Sample.users, Sample.chats))
        var ids: Set<PeerID> = []
        var cursor: DialogCursor?
        repeat {
            let page = try await client.dialogs().page(after: cursor)
            ids.formUnion(page.elements.map(\.id))
            let saved = try JSONEncoder().encode(page.next)
            XCTAssertFalse("\(String(describing: page.next))".contains("hash"), "no access hash in a description")
            cursor = try JSONDecoder().decode(DialogCursor?.self, from: saved)
        } while cursor != nil
        XCTAssertEqual(ids.count, 3_000)
    }
}
