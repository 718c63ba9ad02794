// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramLocalServer

/// What the client does about each class of error; see core.telegram.org/api/errors and
/// core.telegram.org/mtproto/service_messages_about_messages.
final class ErrorTableTests: XCTestCase {
    /// A method that only reads.
    private static let reading = "users.getUsers"
    /// A method that must not run twice.
    private static let changing = "account.deleteBusinessChatLink"

    private static func read(_ client: TelegramClient) async -> String {
        await outcome { () throws(InvocationError) in try await client.invoke(TL.users.GetUsers(id: [.userSelf])) }
    }

    private static func change(_ client: TelegramClient) async -> String {
        await outcome { () throws(InvocationError) in
            try await client.invoke(TL.account.DeleteBusinessChatLink(slug: "name"))
        }
    }

    /// Counts the calls of the method that must not run twice.
    private static func count(on server: LocalServer) -> Counter {
        let counter = Counter()
        server.handle(TL.account.DeleteBusinessChatLink.self) { _ in
            counter.increment()
            return true
        }
        return counter
    }

    // MARK: 303, 401, 406, 420, 500

    func testAnErrorOfTheCallerReachesTheCaller() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            for (code, name) in [
                (400, "PEER_ID_INVALID"), (403, "CHAT_WRITE_FORBIDDEN"), (404, "METHOD_INVALID"), (406, "X"),
            ] {
                let failure = RPCFailure(code, TLErrorName(rawValue: name))
                local.server.inject(LocalFault(.answer(failure), methods: [Self.reading], occurrence: .times(1)))
                let result = await Self.read(client)
                XCTAssertEqual(result, name)
            }
            await client.disconnect()
        }
    }

    func testAMigrationOfTheAccountIsFollowedAndRemembered() async throws {
        try await withFastClients { local, clock in
            let bot = try local.server.addBot(username: "test_bot", dataCenter: 2)
            let client = try await local.builder(clock).connect()
            let user = try await client.signIn(botToken: bot.token)
            XCTAssertEqual(user.id, bot.id)
            XCTAssertEqual(client.core.homeDataCenter, 2)
            await client.disconnect()
        }
    }

    func testAMigrationOfAFileMovesTheCallAlone() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            local.server.handle(TL.upload.GetFile.self) { call in
                guard call.dataCenter == 3 else { throw RPCFailure(303, .fileMigrate, value: 3) }
                return .file(.init(type: .unknown, mtime: 0, bytes: [3]))
            }
            let request = TL.upload.GetFile(location: .takeout, offset: 0, limit: 4096)
            let file = try await client.invoke(request)
            guard case .file(let file) = file else { return XCTFail("\(file)") }
            XCTAssertEqual(file.bytes, [3])
            XCTAssertEqual(client.core.homeDataCenter, 1)
            await client.disconnect()
        }
    }

    func testAMigrationToNowhereIsAnErrorAndTheAccountStays() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let fault = LocalFault(
                .answer(RPCFailure(303, .userMigrate, value: 77)), methods: [Self.reading], occurrence: .times(1))
            local.server.inject(fault)
            let first = await Self.read(client)
            let second = await Self.read(client)
            XCTAssertEqual([first, second], ["USER_MIGRATE_X", "answered"])
            await client.disconnect()
        }
    }

    func testMigrationsThatGoRoundInCirclesEnd() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            for id in [1, 2] {
                local.server.inject(
                    LocalFault(
                        .answer(RPCFailure(303, .fileMigrate, value: 3 - id)), methods: [Self.reading], dataCenter: id))
            }
            let result = await Self.read(client)
            XCTAssertEqual(result, "FILE_MIGRATE_X")
            await client.disconnect()
        }
    }

    func testTheEndOfTheSessionIsSaidOnceAndStopsTheClient() async throws {
        for (code, name) in [
            (401, "AUTH_KEY_UNREGISTERED"), (401, "SESSION_REVOKED"), (401, "USER_DEACTIVATED"),
            (406, "AUTH_KEY_DUPLICATED"),
        ] {
            try await withFastClients { local, clock in
                let entries = Lock<[LogEntry]>([])
                let storage = MemorySessionStorage()
                let (client, _) = try await local.makeBot(clock) { builder in
                    builder.session(storage).log { entry in entries.withLock { $0.append(entry) } }
                }
                let failure = RPCFailure(code, TLErrorName(rawValue: name))
                local.server.inject(LocalFault(.answer(failure), methods: [Self.reading]))
                let results = await withTaskGroup(of: String.self) { group in
                    for _ in 0..<20 { group.addTask { await Self.read(client) } }
                    return await group.reduce(into: Set()) { $0.insert($1) }
                }
                XCTAssertEqual(results, ["session ended"], name)
                for await _ in client.updates {}
                var last: ClientHealth?
                for await health in client.health { last = health }
                guard case .stopped(.sessionEnded(.refused(let error))) = last else {
                    return XCTFail("\(name): \(last as Any)")
                }
                XCTAssertEqual(error.name.rawValue, name)
                let said = entries.withLock { $0.filter { $0.level == .error }.count }
                XCTAssertEqual(said, 1, name)
                await client.disconnect()
                let stored = try await storage.open()
                XCTAssertNil(stored.account)
                XCTAssertEqual(stored.dataCenter(1)?.authKey == nil, code == 406, name)
                await storage.close()
            }
        }
    }

    func testWithoutAnAccountA401IsAnOrdinaryError() async throws {
        try await withFastClients { local, clock in
            let client = try await local.builder(clock).connect()
            let results = [await Self.read(client), await Self.read(client)]
            XCTAssertEqual(results, ["AUTH_KEY_UNREGISTERED", "AUTH_KEY_UNREGISTERED"])
            await client.disconnect()
        }
    }

    func testAnotherDataCentreThatForgotTheAccountGetsItOnceMore() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let function = TL.users.GetUsers(id: [.userSelf])
            _ = try await client.invoke(function, onDC: 2)
            local.server.core.perform { engine in
                for key in engine.keys.values where key.dataCenter == 2 { engine.authorize(key.authKey.id, as: nil) }
            }
            let results = await withTaskGroup(of: String.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await outcome { () throws(InvocationError) in try await client.invoke(function, onDC: 2) }
                    }
                }
                return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            XCTAssertEqual(results, ["answered": 8])
            let imports = local.server.report().calls["auth.importAuthorization"] ?? 0
            XCTAssertEqual(imports, 2)
            XCTAssertNotNil(client.account)
            await client.disconnect()
        }
    }

    func testAnImportThatIsRefusedIsExportedAnew() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(400, .authBytesInvalid)), methods: ["auth.importAuthorization"],
                    occurrence: .times(1)))
            _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]), onDC: 2)
            XCTAssertEqual(local.server.report().calls["auth.exportAuthorization"], 2)
            await client.disconnect()
        }
    }

    func testTroubleInsideTheServerIsSatOut() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            for (code, name) in [(500, "RPC_CALL_FAIL"), (-503, "Timeout"), (500, "WORKER_BUSY_TOO_LONG_RETRY")] {
                let before = clock.elapsed
                let failure = RPCFailure(code, TLErrorName(rawValue: name))
                local.server.inject(LocalFault(.answer(failure), methods: [Self.reading], occurrence: .times(2)))
                let result = await Self.read(client)
                XCTAssertEqual(result, "answered")
                XCTAssertGreaterThanOrEqual(clock.elapsed - before, .seconds(3), "1 s and 2 s")
            }
            await client.disconnect()
        }
    }

    func testTroubleIsNoReasonToRunACallTwiceThatMustNot() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            for (code, name) in [(500, "RPC_CALL_FAIL"), (-503, "Timeout")] {
                let failure = RPCFailure(code, TLErrorName(rawValue: name))
                let id = local.server.inject(
                    LocalFault(.answer(failure), methods: ["messages.createChat"], occurrence: .times(2)))
                let result = await outcome { () throws(InvocationError) in
                    try await client.invoke(TL.messages.CreateChat(users: [.userSelf], title: "Team"))
                }
                XCTAssertEqual(result, name)
                XCTAssertEqual(local.server.occurrences(of: id), 1, name)
                local.server.removeFaults()
            }
            await client.disconnect()
        }
    }

    func testTroubleThatDoesNotPassIsAnErrorInTheEnd() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let id = local.server.inject(
                LocalFault(.answer(RPCFailure(500, TLErrorName(rawValue: "RPC_CALL_FAIL"))), methods: [Self.reading]))
            let result = await Self.read(client)
            XCTAssertEqual(result, "RPC_CALL_FAIL")
            XCTAssertEqual(local.server.occurrences(of: id), 6)
            await client.disconnect()
        }
    }

    func testAMessageThatTheServerHasIsNotSentAgain() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let id = local.server.inject(
                LocalFault(.answer(RPCFailure(500, .randomIDDuplicate)), methods: [Self.reading]))
            let result = await Self.read(client)
            XCTAssertEqual(result, "RANDOM_ID_DUPLICATE")
            XCTAssertEqual(local.server.occurrences(of: id), 1)
            await client.disconnect()
        }
    }

    func testAServerThatForgotWhoWeAreIsTold() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            for name in ["CONNECTION_NOT_INITED", "CONNECTION_LAYER_INVALID"] {
                let failure = RPCFailure(400, TLErrorName(rawValue: name))
                local.server.inject(
                    LocalFault(.answer(failure), methods: [Self.changing, Self.reading], occurrence: .times(1)))
                let counter = Self.count(on: local.server)
                let result = await Self.change(client)
                XCTAssertEqual(result, "answered", name)
                XCTAssertEqual(counter.count, 1)
            }
            await client.disconnect()
        }
    }

    // MARK: bad_msg_notification and bad_server_salt

    func testAWrongSaltIsPutRightAndTheCallRunsOnce() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let counter = Self.count(on: local.server)
            local.server.inject(LocalFault(.badServerSalt, methods: [Self.changing], occurrence: .times(3)))
            let result = await Self.change(client)
            XCTAssertEqual(result, "answered")
            XCTAssertEqual(counter.count, 1)
            await client.disconnect()
        }
    }

    func testEachRefusalOfAMessageIsOvercomeByCallsThatOnlyRead() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            for code: Int32 in [16, 17, 18, 19, 20, 32, 33, 34, 35, 64, 99] {
                let id = local.server.inject(
                    LocalFault(.badMessage(code: code), methods: [Self.reading], occurrence: .times(1)))
                let result = await Self.read(client)
                XCTAssertEqual(result, "answered", "\(code)")
                XCTAssertEqual(local.server.occurrences(of: id), 1)
            }
            await client.disconnect()
        }
    }

    func testACallThatMustNotRunTwiceIsNotSentUnderASecondID() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let counter = Self.count(on: local.server)
            for code: Int32 in [16, 17, 20, 32, 64] {
                local.server.inject(
                    LocalFault(.badMessage(code: code), methods: [Self.changing], occurrence: .times(1)))
                let result = await Self.change(client)
                XCTAssertEqual(result, "unknown", "\(code)")
            }
            XCTAssertEqual(counter.count, 0)
            await client.disconnect()
        }
    }

    // MARK: Lost packets and connections

    func testACallIsAnsweredAfterTheConnectionDiedAndRunsOnce() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.requestTimeout(nil) }
            let counter = Self.count(on: local.server)
            let kinds: [LocalFault.Kind] = [
                .closeAfterRunning, .closeBeforeRunning, .loseAnswer, .ignoreMessage, .duplicateAnswer,
                .delayAnswer(.milliseconds(300)), .transportError(-429), .transportError(-404), .transportError(-403),
            ]
            for (index, kind) in kinds.enumerated() {
                let id = local.server.inject(LocalFault(kind, methods: [Self.changing], occurrence: .times(1)))
                let result = await Self.change(client)
                XCTAssertEqual(result, "answered", "\(kind)")
                XCTAssertEqual(counter.count, index + 1, "\(kind)")
                XCTAssertEqual(local.server.occurrences(of: id), 1, "\(kind)")
            }
            await client.disconnect()
        }
    }

    func testAServerThatForgotItsSessionsRunsNothingTwice() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let counter = Self.count(on: local.server)
            local.server.inject(
                LocalFault(.forgetSessions, methods: [Self.changing, Self.reading], occurrence: .times(2)))
            let results = [await Self.read(client), await Self.change(client), await Self.change(client)]
            XCTAssertEqual(results[0], "answered")
            // The lost call had no lower id than those that the server remembers, so it may run.
            XCTAssertTrue(["answered", "unknown"].contains(results[1]), results[1])
            XCTAssertEqual(results[2], "answered")
            XCTAssertEqual(counter.count, results.filter { $0 == "answered" }.count - 1)
            await client.disconnect()
        }
    }

    func testADataCentreThatIsRefusedTwiceIsGivenUp() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            local.server.inject(LocalFault(.transportError(-444)))
            let result = await Self.read(client)
            XCTAssertEqual(result, "lost")
            await client.disconnect()
        }
    }
}

/// Counts what handlers see.
final class Counter: Sendable {
    private let state = Lock(0)

    var count: Int { state.withLock { $0 } }

    func increment() {
        state.withLock { $0 += 1 }
    }
}
