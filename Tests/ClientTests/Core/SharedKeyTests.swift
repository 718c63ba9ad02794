// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramLocalServer
@testable import FerogramMTSender

/// The connections of a data centre share one temporary key, since a permanent key has but one bound to it at a time; see
/// core.telegram.org/api/pfs.
final class SharedKeyTests: XCTestCase {
    private static let getFile = TL.upload.GetFile(
        location: .document(.init(id: 1, accessHash: 2, fileReference: [], thumbSize: "")), offset: 0, limit: 4096)

    private static func makeBot(
        _ local: LocalClients, _ clock: VirtualClock, withPlacesForFiles: Bool = false
    ) async throws -> TelegramClient {
        local.server.handle(TL.upload.GetFile.self) { call in
            guard call.account != nil else { throw RPCFailure(401, .authKeyUnregistered) }
            return .file(.init(type: .unknown, mtime: 0, bytes: [1, 2, 3]))
        }
        var directory = local.server.directory
        if withPlacesForFiles {
            for id in 1...2 {
                let place = Endpoint(host: "127.0.0.1", port: UInt16(100 + id))
                local.server.listenForFiles(of: id, at: place, in: local.network)
                directory.mediaDataCenters[id] = place
            }
        }
        return try await local.makeBot(clock) { [directory] builder in
            builder.server(directory).perfectForwardSecrecy().requestTimeout(nil)
        }.0
    }

    private static func keys(_ local: LocalClients, _ dataCenter: Int) -> Set<Int64> {
        local.server.core.perform { engine in
            Set(
                engine.sessions.keys.filter { engine.keys[$0.authKeyID]?.dataCenter == dataCenter }.map(\.authKeyID))
        }
    }

    /// Opens several connections for files at once.
    private static func openSeveral(
        _ local: LocalClients, _ client: TelegramClient, _ dataCenter: Int
    ) async throws {
        let (stream, door) = AsyncStream.makeStream(of: Void.self)
        let waiting = Counter()
        local.server.handle(TL.upload.GetFile.self) { _ in
            waiting.increment()
            for await _ in stream {}
            return .file(.init(type: .unknown, mtime: 0, bytes: []))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 { group.addTask { _ = try await client.invoke(getFile, on: .media(dataCenter)) } }
            try await until { waiting.count == 12 }
            door.finish()
            try await group.waitForAll()
        }
        local.server.handle(TL.upload.GetFile.self) { _ in .file(.init(type: .unknown, mtime: 0, bytes: [])) }
    }

    func testFilesGoUnderTheKeyOfTheConnectionForAllCalls() async throws {
        try await withFastClients { local, clock in
            let client = try await Self.makeBot(local, clock)
            try await Self.openSeveral(local, client, 1)
            _ = try await client.invoke(Self.getFile, on: .media(2))
            let permanent = try XCTUnwrap(client.core.key(of: 1)?.authKey.id)
            XCTAssertEqual(Self.keys(local, 1).count, 1)
            XCTAssertFalse(Self.keys(local, 1).contains(permanent))
            XCTAssertEqual(Self.keys(local, 2).count, 1)
            // A permanent and a temporary one for each data centre.
            XCTAssertEqual(local.server.report().keyExchanges, 4)
            XCTAssertEqual(local.server.report().calls["auth.bindTempAuthKey"], 2)
            await client.disconnect()
        }
    }

    func testWhereThereAreOnlyFilesTheFirstConnectionMakesOneForAll() async throws {
        try await withFastClients { local, clock in
            let client = try await Self.makeBot(local, clock, withPlacesForFiles: true)
            // The place refuses keys for a number that is not negated.
            try await Self.openSeveral(local, client, 1)
            let senders = client.core.pool.state.withLock(\.transfers).values.joined().map(\.sender)
            XCTAssertGreaterThanOrEqual(senders.count, 3)
            XCTAssertEqual(Self.keys(local, 1).count, 2)
            XCTAssertEqual(local.server.report().keyExchanges, 3)
            XCTAssertEqual(local.server.report().calls["auth.bindTempAuthKey"], 2)
            await client.disconnect()
        }
    }

    func testConnectionsForFilesTakeTheKeyThatReplacesTheirs() async throws {
        try await withFastClients { local, clock in
            let client = try await Self.makeBot(local, clock)
            _ = try await client.invoke(Self.getFile, on: .media(1))
            let before = Self.keys(local, 1)
            try client.core.pool.sender(for: 1).renewTemporaryKey()
            _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            let sender = try client.core.pool.sender(for: 1)
            try await until { sender.sharedKey.map { !before.contains($0.authKey.id) } ?? false }
            let key = sender.sharedKey?.authKey.id
            let others = client.core.pool.state.withLock(\.transfers).values.joined().map(\.sender)
            XCTAssertEqual(others.count, 1)
            try await until { others.allSatisfy { $0.usedKey == key } }
            _ = try await client.invoke(Self.getFile, on: .media(1))
            XCTAssertEqual(local.server.report().keyExchanges, 3)
            await client.disconnect()
        }
    }

    func testAKeyThatVanishedIsReplacedOnceForAll() async throws {
        try await withFastClients { local, clock in
            let client = try await Self.makeBot(local, clock)
            try await Self.openSeveral(local, client, 1)
            let before = Self.keys(local, 1)
            local.server.inject(LocalFault(.forgetKey, methods: ["upload.getFile"], occurrence: .times(1)))
            for _ in 0..<8 { _ = try await client.invoke(Self.getFile, on: .media(1)) }
            let users = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            XCTAssertEqual(users.count, 1)
            let key = try XCTUnwrap(client.core.pool.sender(for: 1).sharedKey?.authKey.id)
            XCTAssertFalse(before.contains(key))
            XCTAssertNotNil(client.account)
            await client.disconnect()
        }
    }

    func testAKeyThatTheServerDoesNotTakeAsBoundIsReplaced() async throws {
        try await withFastClients { local, clock in
            let client = try await Self.makeBot(local, clock)
            _ = try await client.invoke(Self.getFile, on: .media(1))
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(401, .authKeyPermEmpty)), methods: ["upload.getFile"], occurrence: .times(1)))
            let file = try await client.invoke(Self.getFile, on: .media(1))
            guard case .file = file else { return XCTFail("\(file)") }
            XCTAssertEqual(local.server.report().keyExchanges, 3)
            await client.disconnect()
        }
    }
}
