// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramConnect
import FerogramLocalServer
import FerogramTestSupport
import XCTest

final class NetworkTests: XCTestCase {
    func testEveryTransportReachesTheServer() async throws {
        try await within {
            let local = try await LocalClients()
            for transport in ClientTransport.allCases {
                let client = try await local.builder.transport(transport).connect()
                let config = try await client.invoke(TL.help.GetConfig())
                XCTAssertEqual(config.thisDC, 1, "\(transport)")
                await client.disconnect()
            }
        }
    }

    func testANetworkThatHoldsOneByteIsSlowAndNothingElse() async throws {
        try await within {
            let local = try await LocalClients(capacity: 1)
            let (client, _) = try await local.makeBot()
            let me = try await client.me()
            XCTAssertEqual(me.username, "test_bot")
            await client.disconnect()
        }
    }

    func testCallsSurviveTheLossOfTheConnection() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let server = local.server
            for _ in 0..<5 {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<20 {
                        group.addTask { try await client.invoke(TL.users.GetUsers(id: [.userSelf])).count }
                    }
                    group.addTask {
                        server.dropConnections()
                        client.signalNetworkRestored()
                        return 1
                    }
                    for try await count in group { XCTAssertEqual(count, 1) }
                }
            }
            XCTAssertEqual(client.account?.userID, bot.id)
            await client.disconnect()
        }
    }

    func testOverSocketsNoDescriptorIsLeft() async throws {
        try await within {
            let before = try Self.descriptors()
            for _ in 0..<3 {
                let server = try await LocalServer.start()
                let bot = try server.addBot(username: "test_bot")
                let person = try server.addPerson("ann")
                try await TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory).withClient {
                    client in
                    try await client.signIn(botToken: bot.token)
                    let dispatcher = Dispatcher()
                    dispatcher.onMessage(.text) { message in try await message.reply("heard \(message.text)") }
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await dispatcher.run(on: client) }
                        try await person.send("one", to: bot)
                        try await person.expect(.text("heard one"), from: bot)
                        group.cancelAll()
                    }
                }
                server.stop()
            }
            // Descriptors are closed by the I/O thread, a moment later.
            while try Self.descriptors() > before + 4 { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    private static func descriptors() throws -> Int {
        #if os(Linux)
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        #else
        try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count
        #endif
    }
}
