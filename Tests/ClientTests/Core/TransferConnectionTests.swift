// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramLocalServer
@testable import FerogramMTSender

/// Connections for files; see core.telegram.org/api/files and core.telegram.org/cdn.
final class TransferTests: XCTestCase {
    private static let getFile = TL.upload.GetFile(
        location: .document(.init(id: 1, accessHash: 2, fileReference: [], thumbSize: "")), offset: 0,
        limit: 4096)
    private static let getCdnFile = TL.upload.GetCdnFile(fileToken: [1], offset: 0, limit: 4096)
    private static let cdn = 203
    private static let cdnKey = Task { try await LocalServer.makeKey() }
    private static let otherKey = Task { try await LocalServer.makeKey() }

    private static func mediaPlace(_ dataCenter: Int) -> Endpoint {
        Endpoint(host: "127.0.0.1", port: UInt16(100 + dataCenter))
    }

    private static let cdnPlace = Endpoint(host: "127.0.0.1", port: 203)

    /// Answers requests for files, as many at a time as there are.
    private static func serveFiles(_ server: LocalServer) {
        server.handle(TL.upload.GetFile.self) { call in
            guard call.account != nil else { throw RPCFailure(401, .authKeyUnregistered) }
            return .file(.init(type: .unknown, mtime: 0, bytes: [1, 2, 3]))
        }
        server.handle(TL.upload.GetCdnFile.self) { _ in .cdnFile(.init(bytes: [4, 5, 6])) }
    }

    /// A bot whose server has places for files alone.
    private static func makeBot(
        _ local: LocalClients, _ clock: VirtualClock? = nil, _ change: (ClientBuilder) -> ClientBuilder = { $0 }
    ) async throws -> (TelegramClient, WatchedDialer) {
        serveFiles(local.server)
        var directory = local.server.directory
        for id in 1...3 {
            local.server.listenForFiles(of: id, at: mediaPlace(id), in: local.network)
            directory.mediaDataCenters[id] = mediaPlace(id)
        }
        directory.cdnDataCenters[cdn] = cdnPlace
        let dialer = WatchedDialer(local.network)
        let change: (ClientBuilder) -> ClientBuilder = { change($0.server(directory).dialer(dialer)) }
        if let clock { return (try await local.makeBot(clock, change).0, dialer) }
        return (try await local.makeBot("test_bot", change).0, dialer)
    }

    private static func sessions(_ local: LocalClients, _ dataCenter: Int) -> [CallOrigin] {
        local.server.core.perform { engine in
            engine.sessions.keys.filter { engine.keys[$0.authKeyID]?.dataCenter == dataCenter }
        }
    }

    // MARK: Files of a data centre

    func testTheyHaveTheKeyOfTheDataCentreAndSessionsOfTheirOwn() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, dialer) = try await Self.makeBot(local)
            let file = try await client.invoke(Self.getFile, on: .media(1))
            guard case .file(let file) = file else { return XCTFail("\(file)") }
            XCTAssertEqual(file.bytes, [1, 2, 3])
            XCTAssertEqual(dialer.opened.filter { $0 == Self.mediaPlace(1) }.count, 1)
            let sessions = Self.sessions(local, 1)
            XCTAssertEqual(Set(sessions.map(\.authKeyID)), [try XCTUnwrap(client.core.key(of: 1)).authKey.id])
            XCTAssertEqual(Set(sessions.map(\.sessionID)).count, 2)
            XCTAssertEqual(local.server.report().keyExchanges, 1)
            XCTAssertNil(local.server.report().calls["auth.exportAuthorization"])
            // Updates come over the other connection alone.
            let listening = local.server.core.perform { $0.listeners.values.reduce([]) { $0 + $1 } }
            XCTAssertEqual(listening.count, 1)
            await client.disconnect()
        }
    }

    func testTheAccountIsTakenToADataCentreOnceForAllItsConnections() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, dialer) = try await Self.makeBot(local)
            let (stream, door) = AsyncStream.makeStream(of: Void.self)
            let waiting = Counter()
            local.server.handle(TL.upload.GetFile.self) { _ in
                waiting.increment()
                for await _ in stream {}
                return .file(.init(type: .unknown, mtime: 0, bytes: []))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<40 {
                    group.addTask {
                        // Some of the calls go over the other connection meanwhile.
                        if index.isMultiple(of: 5) {
                            _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]), onDC: 2)
                        }
                        _ = try await client.invoke(Self.getFile, on: .media(2))
                    }
                }
                while waiting.count < 40 { await Task.yield() }
                door.finish()
                try await group.waitForAll()
            }
            let report = local.server.report()
            XCTAssertEqual(report.calls["auth.exportAuthorization"], 1)
            XCTAssertEqual(report.calls["auth.importAuthorization"], 1)
            XCTAssertEqual(report.keyExchanges, 2)
            // Four connections at most.
            XCTAssertEqual(dialer.opened.filter { $0 == Self.mediaPlace(2) }.count, 4)
            XCTAssertEqual(Set(Self.sessions(local, 2).map(\.sessionID)).count, 5)
            XCTAssertEqual(Set(Self.sessions(local, 2).map(\.authKeyID)).count, 1)
            await client.disconnect()
        }
    }

    func testWhatIsNotUsedIsClosed() async throws {
        try await withFastClients { local, clock in
            let (client, dialer) = try await Self.makeBot(local, clock) {
                $0.fileConnections(2, idleTime: .seconds(20))
            }
            let before = local.server.connectionCount
            for round in 1...3 {
                _ = try await client.invoke(Self.getFile, on: .media(1))
                let used = clock.elapsed
                while local.server.connectionCount > before { try await Task.sleep(for: .milliseconds(1)) }
                XCTAssertGreaterThanOrEqual(clock.elapsed - used, .seconds(15), "closed too early")
                XCTAssertTrue(client.core.pool.state.withLock { $0.transfers.isEmpty })
                XCTAssertEqual(dialer.opened.filter { $0 == Self.mediaPlace(1) }.count, round)
            }
            await client.disconnect()
        }
    }

    func testTheConnectionToAnotherDataCentreIsClosedWhenItIsNotUsed() async throws {
        // While anything runs no time passes, so a busy machine closes nothing early.
        try await withVirtualTime { local, clock in
            let (client, dialer) = try await Self.makeBot(local, clock)
            let place = try XCTUnwrap(local.server.directory.dataCenters[2])
            let before = local.server.connectionCount
            for round in 1...2 {
                let began = clock.elapsed
                let users = try await client.invoke(TL.users.GetUsers(id: [.userSelf]), onDC: 2)
                XCTAssertEqual(users.count, 1)
                XCTAssertEqual(dialer.opened.filter { $0 == place }.count, round)
                while local.server.connectionCount > before { try await Task.sleep(for: .milliseconds(1)) }
                XCTAssertGreaterThanOrEqual(clock.elapsed - began, .seconds(300), "closed too early")
            }
            // That of the account stays.
            _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            await client.disconnect()
        }
    }

    func testACallThatTakesLongKeepsItsConnection() async throws {
        // While anything runs no time passes, so a busy machine loses no connection.
        try await withVirtualTime { local, clock in
            let (client, dialer) = try await Self.makeBot(local, clock) {
                $0.fileConnections(1, idleTime: .seconds(5)).requestTimeout(nil)
            }
            local.server.handle(TL.upload.GetFile.self) { _ in
                try await clock.sleep(until: clock.elapsed + .seconds(60))
                return .file(.init(type: .unknown, mtime: 0, bytes: []))
            }
            _ = try await client.invoke(Self.getFile, on: .media(1))
            XCTAssertEqual(dialer.opened.filter { $0 == Self.mediaPlace(1) }.count, 1)
            await client.disconnect()
        }
    }

    func testNoDescriptorStaysOpen() async throws {
        try await within {
            var configuration = LocalServerConfiguration()
            configuration.rsaKey = try await Self.otherKey.value
            let server = try await LocalServer.start(configuration)
            Self.serveFiles(server)
            let bot = try server.addBot(username: "test_bot")
            let client = try await TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory)
                .fileConnections(4, idleTime: .milliseconds(20)).connect()
            try await client.signIn(botToken: bot.token)
            _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]), onDC: 2)
            let count = try ProcessFigures.descriptorCount()
            for _ in 0..<5 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<20 { group.addTask { _ = try await client.invoke(Self.getFile, on: .media(2)) } }
                    try await group.waitForAll()
                }
            }
            while try ProcessFigures.descriptorCount() > count { try await Task.sleep(for: .milliseconds(5)) }
            await client.disconnect()
            server.stop()
        }
    }

    func testAFileThatIsElsewhereIsFetchedThere() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, dialer) = try await Self.makeBot(local)
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(303, .fileMigrate, value: 3)), methods: ["upload.getFile"],
                    occurrence: .times(1)))
            _ = try await client.invoke(Self.getFile, on: .media(1))
            XCTAssertTrue(dialer.opened.contains(Self.mediaPlace(3)))
            XCTAssertEqual(client.core.homeDataCenter, 1)
            await client.disconnect()
        }
    }

    func testAKeyThatTheDataCentreLostIsReplacedOnce() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await Self.makeBot(local, clock)
            _ = try await client.invoke(Self.getFile, on: .media(2))
            let key = client.core.key(of: 2)?.authKey.id
            local.server.inject(LocalFault(.forgetKey, methods: ["upload.getFile"], occurrence: .times(1)))
            _ = try await client.invoke(Self.getFile, on: .media(2))
            XCTAssertNotEqual(client.core.key(of: 2)?.authKey.id, key)
            XCTAssertEqual(local.server.report().calls["auth.importAuthorization"], 2)
            XCTAssertEqual(local.server.report().keyExchanges, 3)
            XCTAssertNotNil(client.account)
            await client.disconnect()
        }
    }

    /// Lets several connections for files of the second data centre be open.
    private static func openSeveral(_ local: LocalClients, _ client: TelegramClient) async throws {
        let (stream, door) = AsyncStream.makeStream(of: Void.self)
        let waiting = Counter()
        local.server.handle(TL.upload.GetFile.self) { _ in
            waiting.increment()
            for await _ in stream {}
            return .file(.init(type: .unknown, mtime: 0, bytes: []))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 { group.addTask { _ = try await client.invoke(getFile, on: .media(2)) } }
            while waiting.count < 12 { await Task.yield() }
            door.finish()
            try await group.waitForAll()
        }
    }

    private static func mediaKeys(_ client: TelegramClient, lost: Bool = false) -> [Int64?] {
        client.core.pool.state.withLock(\.transfers).values.joined().map { transfer in
            transfer.sender.withState { lost ? $0.lostKey : $0.permanentKey?.authKey.id }
        }
    }

    private static let duplicated = LocalFault(
        .answer(RPCFailure(406, .authKeyDuplicated)), methods: ["upload.getFile"], dataCenter: 2,
        occurrence: .times(1))

    func testADeadKeyIsGivenUpByAllConnections() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await Self.makeBot(local)
            try await Self.openSeveral(local, client)
            let dead = try XCTUnwrap(client.core.key(of: 2)).authKey.id
            XCTAssertGreaterThanOrEqual(Self.mediaKeys(client).count, 3)
            XCTAssertEqual(Set(Self.mediaKeys(client)), [dead])
            local.server.inject(Self.duplicated)
            _ = try await client.invoke(Self.getFile, on: .media(2))
            XCTAssertEqual(Set(Self.mediaKeys(client, lost: true)), [dead])
            XCTAssertFalse(Self.mediaKeys(client).contains(dead))
            XCTAssertNotEqual(client.core.key(of: 2)?.authKey.id, dead)
            XCTAssertEqual(local.server.report().keyExchanges, 3)
            await client.disconnect()
        }
    }

    func testAGoodKeyIsNotGivenUpForADeadOne() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await Self.makeBot(local)
            _ = try await client.invoke(Self.getFile, on: .media(2))
            let dead = try XCTUnwrap(client.core.key(of: 2)).authKey.id
            // The connection that keeps the key has another already.
            try client.core.pool.sender(for: 2).replaceKey(dead)
            _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]), onDC: 2)
            let good = try XCTUnwrap(client.core.key(of: 2)).authKey.id
            XCTAssertNotEqual(good, dead)
            XCTAssertEqual(Self.mediaKeys(client), [dead])
            local.server.inject(Self.duplicated)
            _ = try await client.invoke(Self.getFile, on: .media(2))
            XCTAssertEqual(client.core.key(of: 2)?.authKey.id, good)
            XCTAssertEqual(Self.mediaKeys(client), [good])
            await client.disconnect()
        }
    }

    func testNoKeyIsLostBecauseOfWhatAnybodyCouldHaveSaid() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await Self.makeBot(local, clock)
            let key = client.core.key(of: 1)?.authKey.id
            local.server.inject(
                LocalFault(.transportError(-404), methods: ["upload.getFile"], occurrence: .times(5)))
            _ = try await client.invoke(Self.getFile, on: .media(1))
            XCTAssertEqual(client.core.key(of: 1)?.authKey.id, key)
            XCTAssertEqual(local.server.report().keyExchanges, 1)
            XCTAssertNotNil(client.account)
            await client.disconnect()
        }
    }

    func testWithoutAPlaceForFilesTheUsualOneIsUsed() async throws {
        try await within {
            let local = try await LocalClients()
            Self.serveFiles(local.server)
            let (client, _) = try await local.makeBot()
            _ = try await client.invoke(Self.getFile, on: .media(1))
            let unknown = await outcome { () throws(InvocationError) in
                try await client.invoke(Self.getFile, on: .media(77))
            }
            XCTAssertEqual(unknown, "no address of data centre 77 is known")
            let lost = await outcome { () throws(InvocationError) in
                try await client.invoke(Self.getCdnFile, on: .cdn(1))
            }
            XCTAssertEqual(lost, "no address of data centre 1 is known")
            await client.disconnect()
        }
    }

    func testWhereAPlaceForFilesCannotBeReachedTheUsualOneIsUsed() async throws {
        try await within {
            let local = try await LocalClients()
            Self.serveFiles(local.server)
            var directory = local.server.directory
            directory.mediaDataCenters[1] = Self.mediaPlace(1)
            let dialer = WatchedDialer(local.network)
            let (client, _) = try await local.makeBot { $0.server(directory).dialer(dialer) }
            _ = try await client.invoke(Self.getFile, on: .media(1))
            XCTAssertTrue(dialer.opened.contains(Self.mediaPlace(1)))
            await client.disconnect()
        }
    }

    func testPlacesForFilesAreReachedByAllTransportsOfARace() async throws {
        try await within {
            let local = try await LocalClients()
            let filter = FilteringDialer(local.network)
            Self.serveFiles(local.server)
            var directory = local.server.directory
            local.server.listenForFiles(of: 1, at: Self.mediaPlace(1), in: local.network)
            directory.mediaDataCenters[1] = Self.mediaPlace(1)
            let dialer = WatchedDialer(filter)
            let (client, _) = try await local.makeBot { $0.server(directory).transports().dialer(dialer) }
            _ = try await client.invoke(Self.getFile, on: .media(1))
            // The one that is swallowed, and the one that looks like noise.
            XCTAssertEqual(dialer.opened.filter { $0 == Self.mediaPlace(1) }.count, 2)
            await client.disconnect()
        }
    }

    // MARK: The content delivery network

    func testTheContentDeliveryNetworkLearnsNothing() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, dialer) = try await Self.makeBot(local) { builder in
                var device = DeviceDescription()
                device.model = "My machine"
                return builder.device(device)
            }
            local.server.listenAsCDN(
                Self.cdn, key: try await Self.cdnKey.value, at: Self.cdnPlace, in: local.network)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let file = try await client.invoke(Self.getCdnFile, on: .cdn(Self.cdn))
                        guard case .cdnFile(let file) = file else { return XCTFail("\(file)") }
                        XCTAssertEqual(file.bytes, [4, 5, 6])
                    }
                }
                try await group.waitForAll()
            }
            XCTAssertTrue(dialer.opened.contains(Self.cdnPlace))
            let report = local.server.report()
            XCTAssertEqual(report.calls["help.getCdnConfig"], 1)
            XCTAssertNil(report.calls["auth.exportAuthorization"])
            XCTAssertNil(report.calls["auth.importAuthorization"])
            XCTAssertEqual(local.server.introductions(at: Self.cdn), [["n/a", "n/a", "n/a", ""]])
            XCTAssertEqual(local.server.introductions(at: 1).first?.first, "My machine")
            // Its keys are not the session's, and have no account.
            XCTAssertNil(client.core.key(of: Self.cdn))
            let accounts = local.server.core.perform { engine in
                engine.keys.values.filter { $0.dataCenter == Self.cdn }.map(\.account)
            }
            XCTAssertTrue(accounts.allSatisfy { $0 == nil })
            let refused = await outcome { () throws(InvocationError) in
                try await client.invoke(TL.users.GetUsers(id: [.userSelf]), on: .cdn(Self.cdn))
            }
            XCTAssertEqual(refused, "METHOD_INVALID")
            await client.disconnect()
        }
    }

    func testOnlyTheKeysThatAreListedAreTrusted() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await Self.makeBot(local)
            let (stranger, own) = (try await Self.otherKey.value, try await Self.cdnKey.value)
            local.server.listenAsCDN(Self.cdn, key: own, isListed: false, at: Self.cdnPlace, in: local.network)
            let unlisted = await outcome { () throws(InvocationError) in
                try await client.invoke(Self.getCdnFile, on: .cdn(Self.cdn))
            }
            XCTAssertEqual(unlisted, "no address of data centre 203 is known")
            // A key of somebody else's is listed, and then the true one.
            let answers = Counter()
            local.server.handle(TL.help.GetCdnConfig.self) { _ in
                answers.increment()
                let key = answers.count <= 2 ? stranger : own
                return TL.CdnConfig(publicKeys: [.init(dcID: Int32(Self.cdn), publicKey: key.publicKey.pem)])
            }
            do throws(InvocationError) {
                _ = try await client.invoke(Self.getCdnFile, on: .cdn(Self.cdn))
                XCTFail("the data centre has another key than those that are listed")
            } catch {
                guard case .keyExchange(let error) = error else { return XCTFail("\(error)") }
                XCTAssertEqual(error.code, .unknownCDNFingerprints)
            }
            XCTAssertEqual(answers.count, 2)
            _ = try await client.invoke(Self.getCdnFile, on: .cdn(Self.cdn))
            XCTAssertEqual(answers.count, 3)
            await client.disconnect()
        }
    }

    func testCallsThatFailTogetherForTheirKeysSucceedTogetherWithOthers() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await Self.makeBot(local)
            let (stranger, own) = (try await Self.otherKey.value, try await Self.cdnKey.value)
            local.server.listenAsCDN(Self.cdn, key: own, isListed: false, at: Self.cdnPlace, in: local.network)
            let answers = Counter()
            local.server.handle(TL.help.GetCdnConfig.self) { _ in
                answers.increment()
                let key = answers.count == 1 ? stranger : own
                return TL.CdnConfig(publicKeys: [.init(dcID: Int32(Self.cdn), publicKey: key.publicKey.pem)])
            }
            let results = await withTaskGroup(of: String.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        await outcome { () throws(InvocationError) in
                            try await client.invoke(Self.getCdnFile, on: .cdn(Self.cdn))
                        }
                    }
                }
                return await group.reduce(into: Set()) { $0.insert($1) }
            }
            XCTAssertEqual(results, ["answered"])
            await client.disconnect()
        }
    }

    func testOneThatTrustsOtherKeysIsLeftAlone() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await Self.makeBot(local)
            local.server.listenAsCDN(
                Self.cdn, key: try await Self.cdnKey.value, at: Self.cdnPlace, in: local.network)
            let pool = client.core.pool
            func open() async throws {
                _ = try await client.invoke(Self.getCdnFile, on: .cdn(Self.cdn))
            }
            try await open()
            try await open()
            XCTAssertEqual(pool.state.withLock(\.transfers).values.joined().count, 1)
            let other = try await Self.otherKey.value.publicKey
            pool.state.withLock { $0.cdnKeys?[Self.cdn]?.append(other) }
            try await open()
            XCTAssertEqual(pool.state.withLock(\.transfers).values.joined().count, 2)
            await client.disconnect()
        }
    }

    func testAKeyThatTheContentDeliveryNetworkLostIsReplaced() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await Self.makeBot(local, clock)
            local.server.listenAsCDN(
                Self.cdn, key: try await Self.cdnKey.value, at: Self.cdnPlace, in: local.network)
            for _ in 0..<2 {
                local.server.inject(LocalFault(.forgetKey, methods: ["upload.getCdnFile"], occurrence: .times(1)))
                _ = try await client.invoke(Self.getCdnFile, on: .cdn(Self.cdn))
            }
            XCTAssertNotNil(client.account)
            XCTAssertEqual(local.server.report().keyExchanges, 4)
            await client.disconnect()
        }
    }
}
