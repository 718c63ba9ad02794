// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// A bot that acts for a person, on a local server.
final class BusinessRoundTripTests: XCTestCase {
    func testABotAnswersInAPersonsName() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.on(.businessConnection) { connection in log.append("connected \(connection.isEnabled)") }
        dispatcher.onBusinessMessage(.init { !$0.message.isOutgoing }) { message in
            log.append("heard \(message.text)")
            let sent = try await message.respond("Ann is away")
            try await message.client.acting(through: message.connectionID) {
                _ = try await message.client.editMessage(sent.id, in: sent.chatID, to: "Ann is back on Monday")
            }
        }
        try await within {
            let local = try await LocalClients()
            // The two live at different data centres, so that calls in the person's name have to go there.
            let (client, bot) = try await local.makeBot(dataCenter: 1)
            let ann = try local.server.addPerson("Ann", username: "ann", dataCenter: 2)
            let bob = try local.server.addPerson("bob")
            async let run: Void = dispatcher.run(on: client)
            ann.connect(bot)
            try await until { log.lines == ["connected true"] }
            try await bob.send("hello", to: ann)
            try await until { bob.history(with: ann).map(\.text).contains("Ann is back on Monday") }
            XCTAssertEqual(bob.history(with: ann).last?.sender, ann.id)
            // The bot hears neither itself nor what is said after the end.
            ann.disconnect(bot)
            try await bob.send("anybody?", to: ann)
            try await until { log.lines.contains("connected false") }
            XCTAssertEqual(log.lines, ["connected true", "heard hello", "connected false"])
            await client.disconnect()
            try await run
        }
    }

    func testAClientConnectsABot() async throws {
        try await within {
            let local = try await LocalClients()
            let (bot, account) = try await local.makeBot()
            let (client, _) = try await local.makePerson("ann")
            try await client.connectBot("@test_bot", rights: [.reply, .readMessages])
            let connected = try await client.connectedBots()
            XCTAssertEqual(connected.map(\.botID), [account.id])
            XCTAssertEqual(connected.first?.rights, [.reply, .readMessages])
            try await client.disconnectBot("@test_bot")
            let rest = try await client.connectedBots()
            XCTAssertTrue(rest.isEmpty)
            do throws(InvocationError) {
                _ = try await bot.businessConnection("nothing")
                XCTFail("there is no such connection")
            } catch {
                guard error.is(.connectionIDInvalid) else { throw error }
            }
            await client.disconnect()
            await bot.disconnect()
        }
    }
}
