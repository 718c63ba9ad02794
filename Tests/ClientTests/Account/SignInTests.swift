// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTestSupport
import XCTest

final class SignInTests: XCTestCase {
    func testBotsSignInByTheirToken() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            XCTAssertEqual(client.account?.userID, bot.id)
            XCTAssertEqual(client.account?.isBot, true)
            let me = try await client.me()
            XCTAssertEqual(me.username, "test_bot")
            XCTAssertTrue(me.isBot)
            await client.disconnect()
        }
    }

    func testAWrongTokenIsRefused() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.connect()
            do throws(InvocationError) {
                try await client.signIn(botToken: "1:wrong")
                XCTFail("a wrong token was taken")
            } catch {
                XCTAssertTrue(error.is(.accessTokenInvalid), "\(error)")
            }
            await client.disconnect()
        }
    }

    func testPeopleSignInWithACode() async throws {
        try await within {
            let local = try await LocalClients()
            let person = try local.server.addPerson("ann")
            let client = try await local.builder.connect()
            guard case .codeRequired(let token) = try await client.requestLoginCode(for: person.phone) else {
                return XCTFail("no code is wanted")
            }
            do throws(SignInError) {
                _ = try await client.signIn(with: token, code: "00000")
                XCTFail("a wrong code was taken")
            } catch {
                guard case .invalidCode = error else { return XCTFail("\(error)") }
            }
            let outcome = try await client.signIn(with: token, code: " \(person.loginCode)\n")
            XCTAssertEqual(outcome.user?.id, person.id)
            XCTAssertEqual(client.account?.isBot, false)
            try await client.signOut()
            XCTAssertNil(client.account)
            await client.disconnect()
        }
    }

    func testNewNumbersSignUp() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let client = try await local.builder.connect()
            guard case .codeRequired(let token) = try await client.requestLoginCode(for: "+99966170001") else {
                return XCTFail("no code is wanted")
            }
            let outcome = try await client.signIn(with: token, code: ann.loginCode)
            guard case .signUpRequired = outcome else { return XCTFail("\(outcome)") }
            let user = try await client.signUp(with: token, firstName: "Bo", lastName: "Li")
            XCTAssertEqual(user.fullName, "Bo Li")
            await client.disconnect()
        }
    }

    func testAccountsOfOtherDataCentresAreFollowed() async throws {
        try await within {
            let local = try await LocalClients()
            let person = try local.server.addPerson("ann", dataCenter: 2)
            let client = try await local.builder.connect()
            guard case .codeRequired(let token) = try await client.requestLoginCode(for: person.phone) else {
                return XCTFail("no code is wanted")
            }
            let outcome = try await client.signIn(with: token, code: person.loginCode)
            XCTAssertEqual(outcome.user?.id, person.id)
            let nearest = try await client.invoke(TL.help.GetNearestDc())
            XCTAssertEqual(nearest.thisDC, 2)
            let (bot, account) = try await local.makeBot("far_bot", dataCenter: 3)
            XCTAssertEqual(bot.account?.userID, account.id)
            let there = try await bot.invoke(TL.help.GetNearestDc())
            XCTAssertEqual(there.thisDC, 3)
            await client.disconnect()
            await bot.disconnect()
        }
    }

    func testASessionIsContinued() async throws {
        try await within {
            let local = try await LocalClients()
            let storage = MemorySessionStorage()
            let bot = try local.server.addBot(username: "test_bot")
            let first = try await local.builder.session(storage).connect()
            try await first.signIn(botToken: bot.token)
            await first.disconnect()
            let second = try await local.builder.session(storage).connect()
            XCTAssertEqual(second.account?.userID, bot.id)
            let me = try await second.me()
            XCTAssertEqual(me.id, bot.id)
            await second.disconnect()
        }
    }
}
