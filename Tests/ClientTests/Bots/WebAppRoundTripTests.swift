// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Mini apps between people, a bot and its web server, on a local server.
final class WebAppRoundTripTests: XCTestCase {
    func testAMiniAppIsOpenedKeptAliveAndAnswered() async throws {
        try await within {
            let local = try await LocalClients()
            let (bot, account) = try await local.makeBot()
            let (client, ann) = try await local.makePerson("ann")
            let bob = try local.server.addPerson("bob", username: "bobby")
            let session = try await client.openWebApp(of: "@test_bot", in: .username("bobby"), startParameter: "p 1&2")
            let isAlive = try await session.prolong()
            XCTAssertTrue(isAlive)
            // What the web server of the bot gets.
            let data = try WebAppInitData(verifying: try Self.initData(of: session.url), botToken: account.token)
            XCTAssertEqual(data.userID, ann.id)
            XCTAssertEqual(data.startParameter, "p 1&2")
            let query = try XCTUnwrap(data.queryID)
            let inlineID = try await bot.answerWebAppQuery(query, with: .article("A", message: "from the app"))
            XCTAssertNil(inlineID)
            try await bob.expect(.text("from the app"), from: ann)
            let isStillAlive = try await session.prolong()
            XCTAssertFalse(isStillAlive)
            do throws(InvocationError) {
                _ = try await bot.answerWebAppQuery(query, with: .article("A", message: "again"))
                XCTFail("it was answered")
            } catch {
                guard error.is(.queryIDInvalid) else { throw error }
            }
            for app in [WebApp.named("shop"), .keyboardButton(url: "https://example.com/x")] {
                let session = try await client.openWebApp(app, of: "@test_bot")
                XCTAssertNil(session.queryID)
                XCTAssertNoThrow(
                    try WebAppInitData(verifying: try Self.initData(of: session.url), botToken: account.token))
            }
            await client.disconnect()
            await bot.disconnect()
        }
    }

    func testDataOfAMiniAppReachTheBot() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.onMessage(.service) { message in
            guard case .webAppData(let button, let data) = message.action?.kind else { return }
            log.append("\(button) \(data ?? "")")
        }
        try await within {
            let local = try await LocalClients()
            let (bot, account) = try await local.makeBot()
            async let run: Void = dispatcher.run(on: bot)
            let ann = try local.server.addPerson("ann")
            let app = try ann.openWebApp(of: account, startParameter: "x")
            let data = try WebAppInitData(verifying: app.initData, botToken: account.token)
            XCTAssertEqual(data.userID, ann.id)
            XCTAssertThrowsError(try WebAppInitData(verifying: app.initData, botToken: "1:other"))
            ann.sendWebAppData("{}", buttonText: "Open", to: account)
            let (client, _) = try await local.makePerson("bob")
            try await client.sendWebAppData("[1]", buttonText: "Open", to: "@test_bot")
            try await until { log.lines == ["Open {}", "Open [1]"] }
            await client.disconnect()
            await bot.disconnect()
            try await run
        }
    }

    private static func initData(of url: String) throws -> String {
        let start = try XCTUnwrap(url.ranges(of: "#tgWebAppData=").first)
        return try XCTUnwrap(String(url[start.upperBound...]).removingPercentEncoding)
    }
}
