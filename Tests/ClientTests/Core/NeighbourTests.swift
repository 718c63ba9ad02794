// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramLocalServer
import FerogramSession
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Two clients in one process have nothing in common but the thread that serves their sockets.
final class NeighbourTests: XCTestCase {
    private static let call = TL.users.GetUsers(id: [.userSelf])

    private static func read(_ client: TelegramClient) async -> String {
        await outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
    }

    private static func name(of client: TelegramClient) async throws -> String? {
        try await client.me().username
    }

    func testClientsOfTwoServersSpeakToTheirOwn() async throws {
        try await within {
            let (first, second) = (try await LocalClients(), try await LocalClients())
            let (one, firstBot) = try await first.makeBot("one_bot")
            let (two, secondBot) = try await second.makeBot("two_bot")
            XCTAssertEqual(firstBot.id, secondBot.id, "the servers make the same accounts")
            let names = [try await Self.name(of: one), try await Self.name(of: two)]
            XCTAssertEqual(names, ["one_bot", "two_bot"])
            XCTAssertNotEqual(one.core.key(of: 1)?.authKey.id, two.core.key(of: 1)?.authKey.id)
            // The end of one server, and of the client's wait for it, is not the other's affair.
            first.server.stop()
            let late = await outcome { () throws(InvocationError) in
                try await one.invoke(Self.call, options: .init(timeout: .milliseconds(20)))
            }
            XCTAssertEqual(late, "too late")
            var result = await Self.read(two)
            XCTAssertEqual(result, "answered")
            await one.disconnect()
            result = await Self.read(two)
            XCTAssertEqual(result, "answered")
            XCTAssertEqual(second.server.report().keyExchanges, 1)
            await two.disconnect()
        }
    }

    func testClientsOfOneServerHaveKeysAndStoragesOfTheirOwnWhereverTheyAreKept() async throws {
        for isFile in [false, true] {
            try await within {
                let folder = FileManager.default.temporaryDirectory.appending(path: "ferogram-\(UUID().uuidString)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(at: folder) }
                let local = try await LocalClients()
                func storage(_ name: String) -> any SessionStorage {
                    isFile ? FileSessionStorage(path: folder.appending(path: name).path) : MemorySessionStorage()
                }
                let storages = [storage("one"), storage("two")]
                var clients: [TelegramClient] = []
                for (name, storage) in zip(["one_bot", "two_bot"], storages) {
                    clients.append(try await local.makeBot(name) { Self.keep($0, in: storage) }.0)
                }
                XCTAssertNotEqual(clients[0].account, clients[1].account)
                await clients[0].disconnect()
                let result = await Self.read(clients[1])
                XCTAssertEqual(result, "answered")
                await clients[1].disconnect()
                var keys: Set<Int64> = []
                for (storage, client) in zip(storages, clients) {
                    let data = try await storage.open()
                    XCTAssertEqual(data.account, client.account)
                    if let key = data.dataCenter(1)?.authKey?.id { keys.insert(key) }
                    await storage.close()
                }
                XCTAssertEqual(keys.count, 2)
            }
        }
    }

    private static func keep(_ builder: ClientBuilder, in storage: some SessionStorage) -> ClientBuilder {
        builder.session(storage)
    }

    func testADamagedSessionOfOneClientIsNotTheOthers() async throws {
        try await within {
            let folder = FileManager.default.temporaryDirectory.appending(path: "ferogram-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let local = try await LocalClients()
            let (damaged, whole) = (folder.appending(path: "damaged"), folder.appending(path: "whole"))
            try await local.makeBot("one_bot") { $0.session(.file(damaged.path)) }.0.disconnect()
            let (client, _) = try await local.makeBot("two_bot") { $0.session(.file(whole.path)) }
            var bytes = [UInt8](try Data(contentsOf: damaged))
            bytes[bytes.count / 2] ^= 1
            try Data(bytes).write(to: damaged)
            do throws(BuilderError) {
                _ = try await local.builder.session(.file(damaged.path)).connect()
                XCTFail("the session is damaged")
            } catch {
                guard case .session = error else { return XCTFail("\(error)") }
            }
            let result = await Self.read(client)
            XCTAssertEqual(result, "answered")
            let failure = await client.disconnect()
            XCTAssertNil(failure)
            try await local.builder.session(.file(whole.path)).withClient { client in
                XCTAssertNotNil(client.account)
            }
        }
    }

    func testTheFloodOfOneClientDelaysTheOtherByNothingAndIsNotInItsLog() async throws {
        try await withFastClients { local, clock in
            let notes = [Notes(), Notes()]
            let floods = [Counter(), Counter()]
            var clients: [TelegramClient] = []
            for index in 0..<2 {
                let bot = try local.server.addBot(username: "bot_\(index)")
                let client = try await local.builder(clock).log { notes[index].append($0) }
                    .metrics { metric in
                        if case .flood = metric { floods[index].increment() }
                    }
                    .connect()
                try await client.signIn(botToken: bot.token)
                clients.append(client)
            }
            let account = try XCTUnwrap(clients[0].account)
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(420, .floodWait, value: 30)), methods: ["users.getUsers"],
                    account: account.userID, occurrence: .times(1)))
            let first = clients[0]
            async let slow = Self.read(first)
            try await until { clients[0].core.pool.sleeperCount > 0 }
            let quick = await Self.read(clients[1])
            XCTAssertEqual(quick, "answered")
            // The first one still waits.
            XCTAssertEqual(clients.map(\.core.pool.sleeperCount), [1, 0])
            let result = await slow
            XCTAssertEqual(result, "answered")
            XCTAssertEqual(floods.map(\.count), [1, 0])
            XCTAssertTrue(notes[0].all.contains { $0.level == .warning })
            XCTAssertFalse(notes[1].all.contains { $0.level == .warning })
            for client in clients { await client.disconnect() }
        }
    }

    func testTheEndOfOneClientsSessionIsNotTheOthers() async throws {
        try await within {
            let local = try await LocalClients()
            let (one, bot) = try await local.makeBot("one_bot")
            let (two, _) = try await local.makeBot("two_bot")
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(401, TLErrorName(rawValue: "SESSION_REVOKED"))), methods: ["users.getUsers"],
                    account: bot.id))
            let results = [await Self.read(one), await Self.read(two)]
            XCTAssertEqual(results, ["session ended", "answered"])
            XCTAssertNil(one.account)
            XCTAssertNotNil(two.account)
            await one.disconnect()
            await two.disconnect()
        }
    }

    func testPeersThatOneClientKnowsTheOtherDoesNot() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("Ann", username: "ann")
            let (one, bot) = try await local.makeBot("one_bot")
            let (two, _) = try await local.makeBot("two_bot")
            try await ann.send("/start", to: bot)
            for await update in one.updates {
                if case .message = update { break }
            }
            XCTAssertNotNil(one.core.peers.inputPeer(.user(ann.id)))
            XCTAssertNil(two.core.peers.inputPeer(.user(ann.id)))
            await one.disconnect()
            await two.disconnect()
        }
    }

    // MARK: The sources

    /// What the whole process shares, each for a reason that stands beside it in the sources.
    private static let shared: Set<String> = [
        // The deadlines of all clients, kept with one timer of the system.
        "Sources/Base/Time/TimerHeap.swift: shared",
        // The numbers of those who wait, which only have to differ.
        "Sources/Base/Waiters.swift: lastWaiter",
        // The threads that read large answers, as many as there are processors.
        "Sources/Base/LongWork.swift: shared",
        // The thread that serves all sockets.
        "Sources/Connect/IO/IOThread.swift: shared",
        // How many threads are busy resolving names, which bounds them.
        "Sources/Connect/Network/Resolver.swift: running",
        // Ciphers that carry nothing from one packet to the next.
        "Sources/MTSender/Sender/CipherPool.swift: shared",
        // Which sessions this process has open, so that none is opened twice.
        "Sources/Session/File/OpenSessions.swift: shared",
        // Which types of answers carry peers or updates, found out once for each.
        "Sources/Client/Updates/ClientCore+Updates.swift: known",
        // The names of the schema.
        "Sources/TLTypes/Description/TL+Names.swift: shared",
    ]

    /// Whoever adds something that all clients share has to name it here.
    func testNothingElseInTheSourcesIsSharedByAllClients() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let files = try XCTUnwrap(
            FileManager.default.enumerator(at: root.appending(path: "Sources"), includingPropertiesForKeys: nil))
        // A variable of a file, a stored variable of a type, and constants that hold something that changes.
        let variable = #/^(?:(?:public|package|private|fileprivate|internal|nonisolated\(unsafe\)) )*var (\w+)/#
        let stored = #/^\s+(?:[\w()@]+ )*static var (\w+)[^{]*$/#
        let holder = #/^\s*(?:[\w()@]+ )*(?:static )?let (\w+)(?:: [\w<>\[\]: ]+)? = (?:Lock|Atomic)[<(]/#
        let object = #/^\s*(?:[\w()@]+ )*static let (shared)\b/#
        var found: Set<String> = []
        var count = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            count += 1
            let path = "Sources/" + file.path.dropFirst(root.appending(path: "Sources").path.count + 1)
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            where !line.contains("@TaskLocal") {
                let isOfType = line.contains("static ") || !line.hasPrefix(" ")
                let name =
                    line.firstMatch(of: variable)?.1 ?? line.firstMatch(of: stored)?.1
                    ?? (isOfType ? line.firstMatch(of: holder)?.1 : nil) ?? line.firstMatch(of: object)?.1
                if let name { found.insert("\(path): \(name)") }
            }
        }
        XCTAssertGreaterThan(count, 200)
        XCTAssertEqual(found, Self.shared)
    }
}
