// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// A session that the server has ended is opened anew in the same process.
final class RevokedSessionTests: XCTestCase {
    private static func refuse(_ methods: [String], on server: LocalServer) {
        server.inject(
            LocalFault(
                .answer(RPCFailure(401, .sessionRevoked)), methods: Set(methods), occurrence: .times(1)))
    }

    func testABotSignsInAgain() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            Self.refuse(["users.getUsers"], on: local.server)
            try await client.signIn(botToken: bot.token)
            XCTAssertEqual(client.account?.userID, bot.id)
            XCTAssertNil(client.stopReason)
            let ann = try local.server.addPerson("ann")
            try await ann.send("hello", to: bot)
            for await update in client.updates { if case .message = update { break } }
            _ = try await client.me()
            await client.disconnect()
        }
    }

    func testABotSignsInAgainAfterTheEndOfItsSession() async throws {
        try await within {
            let local = try await LocalClients()
            let storage = MemorySessionStorage()
            let (client, bot) = try await local.makeBot { $0.session(storage) }
            let ann = try local.server.addPerson("ann")
            try await ann.send("before", to: bot)
            for await update in client.updates { if case .message = update { break } }
            Self.refuse(["help.getNearestDc"], on: local.server)
            let result = await outcome { () throws(InvocationError) in
                try await client.invoke(TL.help.GetNearestDc())
            }
            XCTAssertEqual(result, "session ended")
            for await _ in client.updates { XCTFail("something came after the end") }
            guard case .sessionEnded = client.stopReason else { return XCTFail("\(client.stopReason as Any)") }
            XCTAssertNil(client.account)
            // The same account goes on where it was.
            try await ann.send("meanwhile", to: bot)
            try await client.signIn(botToken: bot.token)
            try await ann.send("after", to: bot)
            var texts: [String] = []
            for await update in client.updates {
                if case .message(let message) = update { texts.append(message.text) }
                if texts.last == "after" { break }
            }
            XCTAssertEqual(texts, ["meanwhile", "after"])
            await client.disconnect()
            let stored = await storage.data
            XCTAssertEqual(stored.account?.userID, bot.id)
        }
    }

    func testABotWhoseSessionWasEndedMeanwhileSignsIn() async throws {
        try await within {
            let local = try await LocalClients()
            let storage = MemorySessionStorage()
            let (first, bot) = try await local.makeBot { $0.session(storage) }
            await first.disconnect()
            local.server.inject(
                LocalFault(.answer(RPCFailure(401, .sessionRevoked)), methods: ["updates.getDifference"]))
            let second = try await local.builder.session(storage).connect()
            try await until { second.stopReason != nil }
            local.server.removeFaults()
            try await second.signIn(botToken: bot.token)
            let me = try await second.me()
            XCTAssertEqual(me.id, bot.id)
            await second.disconnect()
        }
    }

    func testADisconnectIsFinal() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            await client.disconnect()
            let result = await outcome { () throws(InvocationError) in try await client.signIn(botToken: bot.token) }
            XCTAssertEqual(result, "disconnected")
        }
    }
}
