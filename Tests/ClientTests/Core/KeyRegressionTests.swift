// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramLocalServer

/// Mistakes that cost a client its key, its session or its account.
final class KeyRegressionTests: XCTestCase {
    private static let call = TL.users.GetUsers(id: [.userSelf])

    private static func sessions(of client: TelegramClient, on server: LocalServer) -> Set<Int64> {
        let key = client.core.key(of: 1)?.authKey.id
        return server.core.perform { engine in
            Set(engine.sessions.keys.filter { $0.authKeyID == key }.map(\.sessionID))
        }
    }

    func testNoErrorButALostKeyReplacesTheKeyEvenWhereItMayBeReplaced() async throws {
        try await withFastClients { local, clock in
            // Without an account there is nothing that a new key would cost.
            let client = try await local.builder(clock).requestTimeout(nil).connect()
            let key = client.core.key(of: 1)?.authKey.id
            var kinds: [LocalFault.Kind] = [
                .transportError(-404), .transportError(-429), .transportError(-403), .transportError(-500),
                .closeBeforeRunning, .closeAfterRunning, .ignoreMessage, .loseAnswer, .badServerSalt, .forgetSessions,
            ]
            kinds += [16, 17, 18, 19, 20, 32, 33, 34, 35, 64].map { .badMessage(code: $0) }
            kinds += [
                RPCFailure(500, TLErrorName(rawValue: "RPC_CALL_FAIL")), RPCFailure(420, .floodWait, value: 1),
                RPCFailure(401, .authKeyUnregistered), RPCFailure(406, .authKeyDuplicated),
                RPCFailure(400, .connectionNotInited),
            ].map { .answer($0) }
            for kind in kinds {
                let id = local.server.inject(
                    LocalFault(kind, methods: ["help.getNearestDc"], occurrence: .times(1)))
                local.server.handle(TL.help.GetNearestDc.self) { _ in .init(country: "", thisDC: 1, nearestDC: 1) }
                _ = await outcome { () throws(InvocationError) in try await client.invoke(TL.help.GetNearestDc()) }
                XCTAssertEqual(local.server.occurrences(of: id), 1, "\(kind)")
                let config = try await client.invoke(TL.help.GetConfig())
                XCTAssertEqual(config.thisDC, 1, "\(kind)")
                XCTAssertEqual(client.core.key(of: 1)?.authKey.id, key, "\(kind)")
            }
            await client.disconnect()
        }
    }

    func testATimeoutWhileReconnectingKeepsTheKey() async throws {
        try await withFastClients { local, clock in
            let dialer = HangingDialer(local.network)
            let storage = MemorySessionStorage()
            let (client, _) = try await local.makeBot(clock) {
                $0.dialer(dialer).session(storage).requestTimeout(nil)
            }
            let key = client.core.key(of: 1)?.authKey.id
            let exchanges = local.server.report().keyExchanges
            dialer.hang(true)
            local.server.dropConnections()
            async let pending = client.invoke(Self.call)
            while dialer.attempts < 5 { try await Task.sleep(for: .milliseconds(1)) }
            dialer.hang(false)
            let users = try await pending
            XCTAssertEqual(users.count, 1)
            XCTAssertEqual(client.core.key(of: 1)?.authKey.id, key)
            XCTAssertEqual(local.server.report().keyExchanges, exchanges)
            await client.disconnect()
            let stored = try await storage.open()
            XCTAssertEqual(stored.dataCenter(1)?.authKey?.id, key)
            await storage.close()
        }
    }

    func testCallsThatWereUnderWayWhenTheConnectionDiedDoNotOvertakeTheIntroduction() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let ran = Counter()
            local.server.handle(TL.account.DeleteBusinessChatLink.self) { _ in
                ran.increment()
                return true
            }
            local.server.inject(
                LocalFault(.closeBeforeRunning, methods: ["account.deleteBusinessChatLink"], occurrence: .times(3)))
            // The server forgets who it speaks with.
            local.server.core.perform { engine in
                for id in engine.keys.keys { engine.updateKey(id) { $0.isInitialized = false } }
            }
            let results = await withTaskGroup(of: String.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        await outcome { () throws(InvocationError) in
                            try await client.invoke(TL.account.DeleteBusinessChatLink(slug: "\(index)"))
                        }
                    }
                }
                return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            XCTAssertEqual(results, ["answered": 20])
            XCTAssertEqual(ran.count, 20)
            await client.disconnect()
        }
    }

    func testANewSessionOfTheServersLeavesTheClientsOwnSessionAlone() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            _ = try await client.invoke(Self.call)
            let before = Self.sessions(of: client, on: local.server)
            for _ in 0..<3 {
                try await local.server.restart(forgettingSessions: true)
                let users = try await client.invoke(Self.call)
                XCTAssertEqual(users.count, 1)
            }
            XCTAssertEqual(Self.sessions(of: client, on: local.server), before)
            await client.disconnect()
        }
    }

    func testAfterAWrongNumberASessionBeginsAnewInsteadOfGuessingTheNumber() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            var sessions = Self.sessions(of: client, on: local.server)
            for code: Int32 in [32, 33] {
                local.server.inject(
                    LocalFault(.badMessage(code: code), methods: ["users.getUsers"], occurrence: .times(1)))
                let users = try await client.invoke(Self.call)
                XCTAssertEqual(users.count, 1)
                let now = Self.sessions(of: client, on: local.server)
                XCTAssertEqual(now.subtracting(sessions).count, 1, "\(code)")
                sessions.formUnion(now)
            }
            await client.disconnect()
        }
    }

    // MARK: 401 after a key exchange

    func testA401RightAfterANewKeyIsSatOutAtAnotherDataCentre() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.requestTimeout(nil) }
            let refusal = LocalFault.Kind.answer(RPCFailure(401, .authKeyUnregistered))
            let id = local.server.inject(
                LocalFault(
                    refusal, methods: ["auth.importAuthorization", "users.getUsers"], dataCenter: 2,
                    occurrence: .times(4)))
            let result = await outcome { () throws(InvocationError) in try await client.invoke(Self.call, onDC: 2) }
            XCTAssertEqual(result, "answered")
            XCTAssertEqual(local.server.occurrences(of: id), 4)
            XCTAssertNotNil(client.account)
            await client.disconnect()
        }
    }

    func testA401RightAfterANewKeyIsSatOutAtHomeAndBelievedAfterSeconds() async throws {
        try await withFastClients { local, clock in
            let log = Lock<[String]>([])
            let watched = Lock<TelegramClient?>(nil)
            let (client, _) = try await local.makeBot(clock) { builder in
                builder.requestTimeout(nil).log { entry in
                    guard let health = watched.withLock({ $0 })?.core.health.current else { return }
                    log.withLock { $0.append("\(entry.text); health: \(health)") }
                }
            }
            watched.withLock { $0 = client }
            defer { watched.withLock { $0 = nil } }
            let refusal = LocalFault.Kind.answer(RPCFailure(401, .authKeyUnregistered))
            local.server.inject(LocalFault(refusal, methods: ["users.getUsers"], occurrence: .times(3)))
            var result = await outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
            XCTAssertEqual(result, "answered")
            XCTAssertNotNil(client.account)
            XCTAssertEqual(
                log.withLock { $0.filter { $0.hasPrefix("users.getUsers waits 2.0 seconds: data centre 1") } },
                Array(
                    repeating: "users.getUsers waits 2.0 seconds: data centre 1 does not know the new key yet"
                        + "; health: waiting until the server knows the key", count: 3))
            XCTAssertEqual("\(client.core.health.current)", "live")
            local.server.inject(LocalFault(refusal, methods: ["users.getUsers"]))
            let begun = clock.elapsed
            result = await outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
            XCTAssertEqual(result, "session ended")
            XCTAssertLessThanOrEqual(clock.elapsed - begun, .seconds(10))
            await client.disconnect()
        }
    }

    func testA401UnderAnOldKeyEndsTheSessionWithTheFirstAnswer() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let end = clock.elapsed + .seconds(31)
            while clock.elapsed < end { try await Task.sleep(for: .milliseconds(1)) }
            let id = local.server.inject(
                LocalFault(.answer(RPCFailure(401, .authKeyUnregistered)), methods: ["users.getUsers"]))
            let result = await outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
            XCTAssertEqual(result, "session ended")
            XCTAssertEqual(local.server.occurrences(of: id), 1)
            await client.disconnect()
        }
    }
}
