// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

final class SessionManagerTests: XCTestCase {
    func testAccountsAreOpenedReadTogetherAndRestored() async throws {
        try await within {
            let local = try await LocalClients()
            let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let ann = try local.server.addPerson("ann")
            let bots = try (0..<3).map { try local.server.addBot(username: "bot_\($0)_bot") }
            let manager = SessionManager(local.builder.configuration, folder: folder)
            for bot in bots { try await manager.open(bot.username).signIn(botToken: bot.token) }
            let names = await manager.names
            XCTAssertEqual(names, bots.map(\.username))
            for bot in bots { try await ann.send("to \(bot.username)", to: bot) }
            var heard: [String: String] = [:]
            for await event in manager.updates {
                if case .message(let message) = event.update { heard[event.account] = message.text }
                if heard.count == bots.count { break }
            }
            for bot in bots { XCTAssertEqual(heard[bot.username], "to \(bot.username)") }
            let unsaved = await manager.closeAll()
            XCTAssertTrue(unsaved.isEmpty)

            let later = SessionManager(local.builder.configuration, folder: folder)
            let results = await later.restoreAll()
            XCTAssertEqual(results.keys.sorted(), bots.map(\.username))
            for bot in bots {
                let client = await later.client(for: bot.username)
                XCTAssertEqual(client?.account?.userID, bot.id)
            }
            await later.close(bots[0].username)
            let left = await later.names
            XCTAssertEqual(left.count, 2)
            await later.closeAll()
        }
    }

    func testUpdatesArePrintedWhereNobodyHandlesThem() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let bot = try local.server.addBot(username: "test_bot")
            let manager = SessionManager(local.builder.configuration)
            try await manager.open("first").signIn(botToken: bot.token)
            let (lines, continuation) = AsyncStream.makeStream(of: String.self)
            let printing = Task { await manager.printUpdates { continuation.yield($0) } }
            try await ann.send("hello", to: bot)
            var printed: [String] = []
            for await line in lines {
                printed.append(line)
                if line.hasPrefix("first: "), line.contains("hello") { break }
            }
            XCTAssertEqual(printed.first, "Nobody handles these updates; they are printed instead.")
            let statistics = await manager.statistics["first"]
            XCTAssertEqual(statistics?.userID, bot.id)
            XCTAssertEqual(statistics?.keys, [1])
            XCTAssertEqual(statistics?.authorizations, [1])
            await manager.closeAll()
            await printing.value
        }
    }

    func testAClientCountsWhatItKnows() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann", username: "ann_here")
            try local.server.addPerson("bo", username: "bo_here")
            let client = try await local.signedIn(as: ann)
            _ = try await client.resolveUser("@bo_here")
            let statistics = client.peerCacheStatistics
            XCTAssertEqual(statistics.users, 2)
            XCTAssertEqual(statistics.usernames, 2)
            XCTAssertEqual(statistics.channels + statistics.groups + statistics.incomplete, 0)
            XCTAssertNil(client.mediaAddress())
            let before = local.server.report().calls["updates.getDifference"] ?? 0
            client.syncUpdates()
            try await until { local.server.report().calls["updates.getDifference"] ?? 0 > before }
            await client.disconnect()
        }
    }

    func testATokenOfAnotherSessionSparesTheCode() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let first = try await local.signedIn(as: ann)
            try await first.signOut()
            let token = try XCTUnwrap(first.sessionData.futureAuthTokens.last)
            await first.disconnect()
            let second = try await local.builder.futureAuthToken(token).connect()
            guard case .alreadyAuthorized(let user) = try await second.requestLoginCode(for: ann.phone) else {
                return XCTFail("a code is wanted")
            }
            XCTAssertEqual(user.id, ann.id)
            await second.disconnect()
        }
    }

    func testWhatACancelledReaderHasGoesToTheNextOne() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let bot = try local.server.addBot(username: "test_bot")
            let manager = SessionManager(local.builder.configuration)
            try await manager.open("bot").signIn(botToken: bot.token)
            for number in 1...2 { try await ann.send("\(number)", to: bot) }
            @Sendable func texts(cancels: Bool) async -> [String] {
                var texts: [String] = []
                for await event in manager.updates {
                    guard case .message(let message) = event.update else { continue }
                    texts.append(message.text)
                    if cancels { withUnsafeCurrentTask { $0?.cancel() } } else if texts.last == "2" { break }
                }
                return texts
            }
            let cancelled = await Task { await texts(cancels: true) }.value
            XCTAssertEqual(cancelled, ["1"])
            let next = await texts(cancels: false)
            XCTAssertEqual(next, ["1", "2"])
            await manager.closeAll()
        }
    }

    func testADamagedSessionDoesNotTouchTheOthers() async throws {
        try await within {
            let local = try await LocalClients()
            let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try Data("no session".utf8).write(to: folder.appending(path: "bad.session"))
            let manager = SessionManager(local.builder.configuration, folder: folder.path)
            try await manager.open("good")
            let results = await manager.restoreAll()
            XCTAssertNoThrow(try XCTUnwrap(results["good"]).get())
            XCTAssertNil(try? results["bad"]?.get())
            await manager.closeAll()
        }
    }

    func testOneThatFailsIsConnectedAnewAndTouchesNoOther() async throws {
        try await within {
            let local = try await LocalClients()
            let bots = try (0..<2).map { try local.server.addBot(username: "bot_\($0)_bot") }
            let manager = SessionManager(local.builder.configuration, restartPolicy: .fixed(.milliseconds(5)))
            // The first one gives up with its connection, the second one goes on by itself.
            try await manager.open("first") { $0.restartPolicy = .never }.signIn(botToken: bots[0].token)
            try await manager.open("second").signIn(botToken: bots[1].token)
            let (first, second) = (await manager.client(for: "first"), await manager.client(for: "second"))
            local.server.dropConnections()
            while true {
                try Task.checkCancellation()
                if let next = await manager.client(for: "first"), next.core !== first?.core { break }
                try await Task.sleep(for: .milliseconds(5))
            }
            let restarted = await manager.client(for: "first")
            let again = try await XCTUnwrap(restarted).me()
            XCTAssertEqual(again.id, bots[0].id)
            let same = await manager.client(for: "second")
            XCTAssertTrue(same?.core === second?.core)
            let other = try await XCTUnwrap(same).me()
            XCTAssertEqual(other.id, bots[1].id)
            guard case .running = await manager.state(of: "first") else { return XCTFail("it does not run") }
            await manager.closeAll()
        }
    }

    func testNamesCannotLeaveTheFolder() async throws {
        let manager = SessionManager(ClientConfiguration(apiID: 1, apiHash: "hash"), folder: "/nowhere")
        for name in ["", "../up", "a/b", ".hidden", "a\0b"] {
            do {
                try await manager.open(name)
                XCTFail("\(name) was opened")
            } catch {
                XCTAssertEqual(error as? SessionManagerError, .invalidName(name))
            }
        }
    }

    func testOneThatTheServerEndsIsNotRestarted() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let manager = SessionManager(local.builder.configuration)
            let client = try await manager.open("ann")
            guard case .codeRequired(let code) = try await client.requestLoginCode(for: ann.phone) else {
                return XCTFail("no code is wanted")
            }
            _ = try await client.signIn(with: code, code: ann.loginCode)
            let other = try await local.signedIn(as: ann)
            try await other.endOtherAuthorizations()
            _ = try? await client.me()
            while true {
                try Task.checkCancellation()
                if case .stopped(.sessionEnded) = await manager.state(of: "ann") { break }
                try await Task.sleep(for: .milliseconds(5))
            }
            await other.disconnect()
            await manager.closeAll()
        }
    }
}
