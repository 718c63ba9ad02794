// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramMTSender

/// Another account on the same session inherits nothing.
final class OtherAccountTests: XCTestCase {
    /// Reads until a text comes.
    private static func texts(of client: TelegramClient, upTo last: String) async -> [String] {
        var texts: [String] = []
        for await update in client.updates {
            switch update {
            case .message(let message): texts.append(message.text)
            case .missed: texts.append("a gap")
            default: continue
            }
            if texts.last == last { break }
        }
        return texts
    }

    func testAnotherAccountIsRefusedUnlessItIsAskedFor() async throws {
        try await within {
            let local = try await LocalClients()
            let (one, two) = (
                try local.server.addBot(username: "one_bot"), try local.server.addBot(username: "two_bot")
            )
            let client = try await local.builder.connect()
            try await client.signIn(botToken: one.token)
            do throws(InvocationError) {
                try await client.signIn(botToken: two.token)
                XCTFail("another bot took the session")
            } catch {
                guard case .sessionOfOtherAccount(userID: one.id) = error else { return XCTFail("\(error)") }
            }
            do throws(SignInError) {
                _ = try await client.requestLoginCode(for: "+15550001")
                XCTFail("a person took the session")
            } catch {
                guard case .invocation(.sessionOfOtherAccount) = error else { return XCTFail("\(error)") }
            }
            XCTAssertEqual(client.account?.userID, one.id)
            try await client.signIn(botToken: two.token, replacesAccount: true)
            XCTAssertEqual(client.account?.userID, two.id)
            await client.disconnect()
        }
    }

    /// A client of two bots at two data centres, whose second one is kept from signing in for 3 seconds.
    private static func makeTwo(
        _ clock: VirtualClock
    ) async throws -> (LocalClients, TelegramClient, one: LocalBot, two: LocalBot, flood: LocalFaultID) {
        let local = try await LocalClients { configuration in
            configuration.ports = [0, 0]
            configuration.time = clock.localTime
        }
        let one = try local.server.addBot(username: "one_bot", dataCenter: 1)
        let two = try local.server.addBot(username: "two_bot", dataCenter: 2)
        let client = try await local.builder.time(clock.timekeeper).connect()
        try await client.signIn(botToken: one.token)
        let flood = local.server.inject(
            LocalFault(
                .answer(RPCFailure(420, .floodWait, value: 3)), methods: ["auth.importBotAuthorization"],
                dataCenter: 2, occurrence: .times(1)))
        return (local, client, one, two, flood)
    }

    /// At the new account's data centre the server sends the old one's calls back to where it lives.
    func testCallsOfTheOldAccountDoNotTakeTheNewOneToItsDataCentre() async throws {
        try await within {
            let clock = VirtualClock()
            let (local, client, one, two, flood) = try await Self.makeTwo(clock)
            let ann = try local.server.addPerson("ann")
            let signIn = Task { try await client.signIn(botToken: two.token, replacesAccount: true) }
            try await until { client.core.homeDataCenter == 2 && local.server.occurrences(of: flood) == 1 }
            // It is answered where the account is at home, which is not the client's home any more.
            _ = try await client.invoke(TL.updates.GetState())
            XCTAssertEqual(client.core.homeDataCenter, 2)
            // Another one is to wait until the new account is signed in, and is not made for that one.
            let wait = local.server.inject(
                LocalFault(
                    .answer(RPCFailure(420, .floodWait, value: 9)), methods: ["bots.getBotCommands"], dataCenter: 2,
                    occurrence: .times(1)))
            let late = Task { try await client.invoke(TL.bots.GetBotCommands(scope: .default, langCode: "")) }
            try await until { local.server.occurrences(of: wait) == 1 }
            clock.advance(by: .seconds(4))
            _ = try await signIn.value
            clock.advance(by: .seconds(9))
            do {
                _ = try await late.value
                XCTFail("a call of one account was made for another one")
            } catch {
                XCTAssertEqual((error as? InvocationError)?.rpcError?.name, .floodWait)
            }
            XCTAssertEqual(client.core.homeDataCenter, 2)
            try await ann.send("for one", to: one)
            try await ann.send("for two", to: two)
            let texts = await Self.texts(of: client, upTo: "for two")
            XCTAssertEqual(texts, ["for two"])
            await client.disconnect()
        }
    }

    func testWhatCameForAnEarlierAccountIsDroppedAndForALaterOneComesAgain() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "one_bot")
            let client = try await local.builder.connect()
            try await client.signIn(botToken: bot.token)
            let core = client.core
            let query = TL.Update.BotCallbackQuery(
                queryID: 1, userID: bot.id, peer: .user(.init(userID: bot.id)), msgID: 1, chatInstance: 1)
            let bytes = try TL.Updates.updateShort(.init(update: .botCallbackQuery(query), date: 1)).encoded()
            func take(_ id: Int64, for generation: UInt64) -> [Int64] {
                let received = ReceivedUpdates(message: MessageID(rawValue: id), bytes: bytes[...])
                return core.engine.take([received], of: generation, for: core).map(\.rawValue)
            }
            let generation = core.currentGeneration
            XCTAssertGreaterThan(generation, 0)
            XCTAssertEqual(take(1, for: generation - 1), [1])
            XCTAssertEqual(take(5, for: generation + 1), [])
            XCTAssert(core.updates.takeNow(.queries, atMost: 5, by: nil).isEmpty)
            XCTAssertEqual(take(9, for: generation), [9])
            XCTAssertEqual(core.updates.takeNow(.queries, atMost: 5, by: nil).count, 1)
            await client.disconnect()
        }
    }

    func testABotDoesNotHearItsOldMessagesAgainBecauseAnotherOneHadHeardFewer() async throws {
        try await within {
            let local = try await LocalClients()
            let (one, two) = (
                try local.server.addBot(username: "one_bot"), try local.server.addBot(username: "two_bot")
            )
            let ann = try local.server.addPerson("ann")
            let (storage, other) = (MemorySessionStorage(), MemorySessionStorage())
            let first = try await local.builder.session(storage).connect()
            try await first.signIn(botToken: one.token)
            for number in 1...5 { try await ann.send("one \(number)", to: one) }
            _ = await Self.texts(of: first, upTo: "one 5")
            await first.disconnect()
            let second = try await local.builder.session(other).connect()
            try await second.signIn(botToken: two.token)
            for number in 1...50 { try await ann.send("two \(number)", to: two) }
            _ = await Self.texts(of: second, upTo: "two 50")
            await second.disconnect()
            // The first bot's session, and the second bot's token.
            let third = try await local.builder.session(storage).connect()
            try await third.signIn(botToken: two.token, replacesAccount: true)
            try await ann.send("new", to: two)
            let texts = await Self.texts(of: third, upTo: "new")
            XCTAssertEqual(texts, ["new"])
            await third.disconnect()
            let stored = await storage.data
            XCTAssertEqual(stored.account?.userID, two.id)
            XCTAssertNil(stored.peers[.user(one.id)])
        }
    }

    func testWhatWaitsAndWhatIsHandledOfAnAccountIsNotTheNextOnes() async throws {
        try await within {
            let local = try await LocalClients()
            let (one, two) = (
                try local.server.addBot(username: "one_bot"), try local.server.addBot(username: "two_bot")
            )
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob"))
            let storage = MemorySessionStorage()
            let client = try await local.builder.session(storage).connect()
            try await client.signIn(botToken: one.token)
            for number in 1...20 { try await ann.send("one \(number)", to: one) }
            try await until { client.updateBacklog.queued == 20 }
            let taken = await client.core.updates.next(begins: true)
            let old = try XCTUnwrap(taken)
            try await client.signIn(botToken: two.token, replacesAccount: true)
            // Neither finishing nor giving back what was the first account's changes anything.
            client.core.updates.finish(old)
            client.core.updates.giveBack(old)
            XCTAssertEqual(client.updateBacklog.queued, 0)
            XCTAssertNil(client.core.peers.inputPeer(.user(ann.id)))
            try await bob.send("for two", to: two)
            let texts = await Self.texts(of: client, upTo: "for two")
            XCTAssertEqual(texts, ["for two"])
            await client.disconnect()
        }
    }

    func testASignOutLeavesNothing() async throws {
        try await within {
            let local = try await LocalClients()
            let storage = MemorySessionStorage()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let client = try await local.builder.session(storage).connect()
            try await client.signIn(botToken: bot.token)
            try await ann.send("hello", to: bot)
            _ = await Self.texts(of: client, upTo: "hello")
            try await client.signOut()
            await client.disconnect()
            let stored = await storage.data
            XCTAssertNil(stored.account)
            XCTAssertNil(stored.updates)
            XCTAssertEqual(stored.peers, [:])
            XCTAssertFalse(stored.dataCenters.contains { $0.isAuthorized })
        }
    }

    func testAnEventOfAnotherAccountIsNotTakenByTheQueue() {
        let queue = UpdateQueue(capacity: 16, storesBefore: false) { _ in }
        let update = Update.messagesDeleted(DeletedMessages(ids: [1], channelID: nil))
        queue.append([update], [], for: 0)
        queue.reset(1)
        XCTAssertEqual(queue.waitingCount, 0)
        queue.append([update], [], for: 0)
        queue.append(query: update, for: 0)
        XCTAssertEqual(queue.waitingCount + queue.queryCount, 0)
        queue.append([update], [], for: 1)
        XCTAssertEqual(queue.waitingCount, 1)
    }
}
