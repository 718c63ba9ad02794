// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Mistakes on the way to other data centres.
final class DataCentreRegressionTests: XCTestCase {
    private static let call = TL.users.GetUsers(id: [.userSelf])

    func testNobodyGoesOnBeforeTheAccountHasArrivedThoughManyWantToTakeItThereAtOnce() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            local.server.inject(
                LocalFault(.delayAnswer(.seconds(5)), methods: ["auth.importAuthorization"], occurrence: .times(1)))
            let results = await withTaskGroup(of: String.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        await outcome { () throws(InvocationError) in try await client.invoke(Self.call, onDC: 2) }
                    }
                }
                return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            XCTAssertEqual(results, ["answered": 20])
            let report = local.server.report()
            XCTAssertEqual(report.calls["auth.exportAuthorization"], 1)
            XCTAssertEqual(report.calls["auth.importAuthorization"], 1)
            XCTAssertEqual(report.failures.filter { $0.key.hasPrefix("users.getUsers") }, [:])
            await client.disconnect()
        }
    }

    func testWithoutAnAccountNothingIsExported() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.connect()
            let config = try await client.invoke(TL.help.GetConfig(), onDC: 2)
            XCTAssertEqual(config.thisDC, 2)
            XCTAssertNil(local.server.report().calls["auth.exportAuthorization"])
            await client.disconnect()
        }
    }

    func testAnAccountThatWasTakenElsewhereBeforeIsNotTakenThereAgainByTheNextRun() async throws {
        try await within {
            let local = try await LocalClients()
            let storage = MemorySessionStorage()
            let (client, _) = try await local.makeBot { $0.session(storage) }
            _ = try await client.invoke(Self.call, onDC: 2)
            await client.disconnect()
            let second = try await local.builder.session(storage).connect()
            let users = try await second.invoke(Self.call, onDC: 2)
            XCTAssertEqual(users.count, 1)
            XCTAssertEqual(local.server.report().calls["auth.importAuthorization"], 1)
            XCTAssertEqual(local.server.report().keyExchanges, 2)
            await second.disconnect()
        }
    }

    func testWhereverTheServerSendsACallOfAnAccountThatPlaceIsHome() async throws {
        for name: TLErrorName in [.phoneMigrate, .networkMigrate, .userMigrate] {
            try await within {
                let local = try await LocalClients()
                let client = try await local.builder.connect()
                let id = local.server.inject(
                    LocalFault(
                        .answer(RPCFailure(303, name, value: 2)), methods: ["help.getConfig"], dataCenter: 1))
                let config = try await client.invoke(TL.help.GetConfig())
                XCTAssertEqual(config.thisDC, 2, "\(name)")
                XCTAssertEqual(client.core.homeDataCenter, 2, "\(name)")
                let again = try await client.invoke(TL.help.GetConfig())
                XCTAssertEqual(again.thisDC, 2, "\(name)")
                XCTAssertEqual(local.server.occurrences(of: id), 1, "the second call goes there by itself")
                await client.disconnect()
            }
        }
    }

    func testWhoIsSignedInGoesAlongToTheNewHome() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(303, .userMigrate, value: 2)), methods: ["users.getUsers"], dataCenter: 1))
            let calls = (0..<10).map { _ in
                Task {
                    await outcome { () throws(InvocationError) in
                        try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
                    }
                }
            }
            for call in calls {
                let result = await call.value
                XCTAssertEqual(result, "answered")
            }
            XCTAssertEqual(client.core.homeDataCenter, 2)
            XCTAssertEqual(local.server.report().calls["auth.importAuthorization"], 1)
            await client.disconnect()
        }
    }

    func testARedirectionOfTheExportItselfIsAnErrorAndNotTheEnd() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(303, .userMigrate, value: 2)),
                    methods: ["help.getConfig", "auth.exportAuthorization"], dataCenter: 1, occurrence: .times(2)))
            let result = await outcome { () throws(InvocationError) in try await client.invoke(TL.help.GetConfig()) }
            XCTAssertEqual(result, "USER_MIGRATE_X")
            let again = await outcome { () throws(InvocationError) in try await client.invoke(TL.help.GetConfig()) }
            XCTAssertEqual(again, "answered")
            await client.disconnect()
        }
    }

    func testAFileOrAStatisticElsewhereMovesOneCallAndNotTheAccount() async throws {
        for name: TLErrorName in [.fileMigrate, .statsMigrate] {
            try await within {
                let local = try await LocalClients()
                let (client, _) = try await local.makeBot()
                let id = local.server.inject(
                    LocalFault(.answer(RPCFailure(303, name, value: 2)), methods: ["help.getConfig"], dataCenter: 1))
                let config = try await client.invoke(TL.help.GetConfig())
                XCTAssertEqual(config.thisDC, 2, "\(name)")
                XCTAssertEqual(client.core.homeDataCenter, 1, "\(name)")
                local.server.removeFault(id)
                let again = try await client.invoke(TL.help.GetConfig())
                XCTAssertEqual(again.thisDC, 1, "\(name)")
                await client.disconnect()
            }
        }
    }
}
