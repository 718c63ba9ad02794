// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramLocalServer
import FerogramSession
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// A session is used with the servers that its keys were made with, and no key is lost.
final class OtherServersTests: XCTestCase {
    private static func refusal(_ builder: ClientBuilder) async -> BuilderError? {
        do throws(BuilderError) {
            await (try builder.connect()).disconnect()
            return nil
        } catch {
            return error
        }
    }

    func testASessionOfOtherServersIsRefusedBeforeAByteIsSent() async throws {
        try await within {
            let local = try await LocalClients()
            let other = try await LocalServer.makeKey()
            let foreign = try await LocalClients { $0.rsaKey = other }
            let storage = MemorySessionStorage()
            let bot = try local.server.addBot(username: "test_bot")
            let client = try await local.builder.session(storage).connect()
            try await client.signIn(botToken: bot.token)
            await client.disconnect()
            let before = await storage.data
            let refusal = await Self.refusal(foreign.builder.session(storage))
            guard case .sessionOfOtherServers = refusal else { return XCTFail("\(refusal as Any)") }
            XCTAssertEqual(foreign.server.connectionCount, 0)
            let after = await storage.data
            XCTAssertEqual(after, before)
            // The storage was closed, and the right servers take the session.
            let again = try await local.builder.session(storage).connect()
            XCTAssertEqual(again.account?.userID, bot.id)
            _ = try await again.me()
            await again.disconnect()
        }
    }

    func testTestServersAndOthersAreToldApart() throws {
        var session = SessionData()
        session.dataCenters = [DataCenterEntry(id: 1, authKey: try Self.key())]
        let production = ServerDirectory.telegram(isTest: false)
        var adopted = session
        XCTAssertNotNil(adopted.adopt(production))
        XCTAssertFalse(adopted.serverFingerprints.isEmpty)
        XCTAssertEqual(adopted.adopt(production), [])
        XCTAssertNil(adopted.adopt(.telegram(isTest: true)))
        // What was imported as a session of test servers is none of production.
        session.isTest = true
        XCTAssertNil(session.adopt(production))
        XCTAssertNotNil(session.adopt(.telegram(isTest: true)))
        // Without a key it belongs to nobody.
        var empty = SessionData()
        XCTAssertNotNil(empty.adopt(.telegram(isTest: true)))
        XCTAssertNotNil(empty.adopt(production))
        XCTAssertFalse(empty.isTest)
    }

    func testAKeyThatAServerRejectedIsKept() async throws {
        try await withFastClients { local, clock in
            let storage = MemorySessionStorage()
            let (client, _) = try await local.makeBot(clock) { $0.session(storage) }
            let key = try XCTUnwrap(client.core.key(of: 1)?.authKey)
            local.server.inject(LocalFault(.forgetKey, methods: ["users.getUsers"], occurrence: .times(1)))
            let result = await outcome { () throws(InvocationError) in
                try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            }
            XCTAssertEqual(result, "session ended")
            await client.disconnect()
            let stored = await storage.data
            XCTAssertNil(stored.dataCenter(1)?.authKey)
            XCTAssertEqual(stored.dataCenter(1)?.rejectedKeys, [key])
            XCTAssertNil(stored.account)
        }
    }

    private static func key() throws -> AuthKey {
        try AuthKey(SecureBytes(copying: [UInt8](repeating: 7, count: AuthKey.byteCount)))
    }
}
