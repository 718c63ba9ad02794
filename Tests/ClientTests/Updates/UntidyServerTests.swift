// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

/// What a client makes of servers that keep to the letter of the protocol less than they should: nothing hangs.
///
/// Unique ids and message ids that repeat, what comes twice, late or never, gaps that no difference fills, differences that
/// fail, and answers lost among many have their tests here. Elsewhere: one temporary key for all connections
/// (`SharedKeyTests`), silence in the key exchange (`OpeningRegressionTests`), a 401 right after a new key
/// (`KeyRegressionTests`), a server that falls silent (`ReconnectTests`), numbers of any kind (`AccountBoxTests`,
/// `ChannelBoxTests`).
final class UntidyServerTests: XCTestCase {
    /// How long anything may take.
    private static let limit = Duration.seconds(10)

    /// Reads messages until there are so many.
    private static func read(_ count: Int, from client: TelegramClient) async -> (texts: [String], gaps: Int) {
        var texts: [String] = []
        var gaps = 0
        for await update in client.updates {
            switch update {
            case .message(let message): texts.append(message.text)
            case .missed: gaps += 1
            default: break
            }
            if texts.count == count { break }
        }
        return (texts, gaps)
    }

    func testASessionWithAnIDThatRepeatsIsCaughtUp() async throws {
        try await withVirtualTime { local, clock in
            local.server.inject(.untidy(.repeatedUniqueIDs))
            let (client, bot) = try await local.makeBot(clock)
            let person = try local.server.addPerson("Ann")
            for round in 0..<3 {
                let begun = clock.elapsed
                // The server loses its sessions, and what was to be sent in them; a call brings the client there again.
                let lost = local.server.inject(LocalFault(.dropUpdates))
                for number in 0..<5 { try await person.send("\(round) \(number)", to: bot) }
                local.server.removeFault(lost)
                local.server.inject(LocalFault(.forgetSessions, methods: ["users.getUsers"], occurrence: .times(1)))
                _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
                let (texts, _) = await Self.read(5, from: client)
                XCTAssertEqual(texts, (0..<5).map { "\(round) \($0)" })
                XCTAssertLessThan(clock.elapsed - begun, Self.limit)
            }
            await client.disconnect()
        }
    }

    func testASessionThatGivesItsMessageIDsAgainIsUnderstood() async throws {
        try await withVirtualTime { local, clock in
            local.server.inject(.untidy(.repeatedMessageIDs))
            let (client, bot) = try await local.makeBot(clock)
            let person = try local.server.addPerson("Ann")
            for round in 0..<5 {
                let begun = clock.elapsed
                local.server.inject(LocalFault(.forgetSessions, methods: ["users.getUsers"], occurrence: .times(1)))
                for _ in 0..<5 { _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf])) }
                XCTAssertLessThan(clock.elapsed - begun, Self.limit)
                for number in 0..<5 { try await person.send("\(round) \(number)", to: bot) }
                let (texts, _) = await Self.read(5, from: client)
                XCTAssertEqual(texts, (0..<5).map { "\(round) \($0)" })
                XCTAssertLessThan(clock.elapsed - begun, Self.limit)
            }
            await client.disconnect()
        }
    }

    func testWhatComesTwiceOrInAnotherOrderIsDeliveredOnceAndInOrder() async throws {
        try await withVirtualTime { local, clock in
            let (client, bot) = try await local.makeBot(clock)
            let person = try local.server.addPerson("Ann")
            for kind: LocalFault.Kind in [.duplicateUpdates, .delayUpdates(.milliseconds(700)), .loseUpdates] {
                let begun = clock.elapsed
                let fault = local.server.inject(LocalFault(kind, account: bot.id, occurrence: .probability(0.5)))
                for number in 0..<20 { try await person.send("\(kind) \(number)", to: bot) }
                XCTAssertGreaterThan(local.server.occurrences(of: fault), 0)
                local.server.removeFaults()
                // What is lost is missed when something else comes.
                try await person.send("\(kind) 20", to: bot)
                let (texts, _) = await Self.read(21, from: client)
                XCTAssertEqual(texts, (0...20).map { "\(kind) \($0)" })
                XCTAssertLessThan(clock.elapsed - begun, Self.limit)
            }
            await client.disconnect()
        }
    }

    func testAnswersThatComeTwiceOrGetLostSettleEachCallOnce() async throws {
        try await withVirtualTime { local, clock in
            let (client, _) = try await local.makeBot(clock)
            for kind: LocalFault.Kind in [.duplicateAnswer, .loseAnswer, .ignoreMessage, .delayAnswer(.seconds(2))] {
                let begun = clock.elapsed
                let fault = local.server.inject(
                    LocalFault(kind, methods: ["users.getUsers"], occurrence: .times(1)))
                let users = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
                XCTAssertEqual(users.count, 1)
                XCTAssertEqual(local.server.occurrences(of: fault), 1)
                XCTAssertLessThanOrEqual(clock.elapsed - begun, Self.limit)
            }
            await client.disconnect()
        }
    }

    func testAGapThatNoDifferenceFillsHoldsUpNothingForLong() async throws {
        try await withVirtualTime { local, clock in
            let (client, bot) = try await local.makeBot(clock)
            let person = try local.server.addPerson("Ann")
            local.server.inject(.untidy(.unfilledGaps, account: bot.id))
            for round in 0..<3 {
                let begun = clock.elapsed
                for number in 0..<10 { try await person.send("\(round) \(number)", to: bot) }
                let (texts, gaps) = await Self.read(10, from: client)
                XCTAssertEqual(texts, (0..<10).map { "\(round) \($0)" })
                XCTAssertEqual(gaps, 1, "the program is told that something may be missing")
                XCTAssertLessThan(clock.elapsed - begun, Self.limit)
            }
            await client.disconnect()
        }
    }

    func testDifferencesThatFailHoldUpNothingThatIsNext() async throws {
        try await withVirtualTime { local, clock in
            let (client, bot) = try await local.makeBot(clock)
            let person = try local.server.addPerson("Ann")
            let fault = local.server.inject(.untidy(.failingDifferences))
            // Something is missing, and cannot be had.
            let lost = local.server.inject(LocalFault(.dropUpdates, occurrence: .times(1)))
            let begun = clock.elapsed
            try await person.send("0", to: bot)
            XCTAssertEqual(local.server.occurrences(of: lost), 1)
            try await person.send("1", to: bot)
            // Calls go on.
            _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            try await clock.sleep(until: begun + .seconds(3))
            XCTAssertGreaterThan(local.server.occurrences(of: fault), 1)
            local.server.removeFaults()
            let (texts, gaps) = await Self.read(2, from: client)
            XCTAssertEqual(texts, ["0", "1"])
            XCTAssertEqual(gaps, 0)
            XCTAssertLessThan(clock.elapsed - begun, Self.limit)
            await client.disconnect()
        }
    }

    func testMessagesComeWhileADifferenceThatWasAskedForWithoutNeedFails() async throws {
        try await withVirtualTime { local, clock in
            let (client, bot) = try await local.makeBot(clock)
            let person = try local.server.addPerson("Ann")
            let fault = local.server.inject(.untidy(.failingDifferences))
            // A new session makes the client ask for what it may have missed.
            local.server.inject(LocalFault(.forgetSessions, methods: ["users.getUsers"], occurrence: .times(1)))
            _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            for round in 0..<20 {
                let begun = clock.elapsed
                try await person.send("\(round)", to: bot)
                let (texts, _) = await Self.read(1, from: client)
                XCTAssertEqual(texts, ["\(round)"])
                XCTAssertLessThan(clock.elapsed - begun, Self.limit)
                try await clock.sleep(until: clock.elapsed + .seconds(5))
            }
            XCTAssertGreaterThan(local.server.occurrences(of: fault), 4)
            await client.disconnect()
        }
    }

    func testAnswersThatGetLostBecauseThereAreTooManyAreFound() async throws {
        try await withVirtualTime { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let fault = local.server.inject(.untidy(.lostAnswers))
            let running = Counter()
            local.server.handle(TL.help.GetNearestDc.self) { _ in
                running.increment()
                try await clock.sleep(until: clock.elapsed + .milliseconds(500))
                return TL.NearestDc(country: "", thisDC: 1, nearestDC: 1)
            }
            let begun = clock.elapsed
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<300 { group.addTask { _ = try await client.invoke(TL.help.GetNearestDc()) } }
                try await group.waitForAll()
            }
            XCTAssertEqual(running.count, 300, "none runs twice")
            XCTAssertGreaterThan(local.server.occurrences(of: fault), 100)
            XCTAssertLessThan(clock.elapsed - begun, Self.limit)
            await client.disconnect()
        }
    }
}
