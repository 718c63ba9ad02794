// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import Foundation

/// What routers cost: a million messages through a dispatcher with one handler, and through routers with fifty.
enum RouterBenchmarks {
    static var groups: [BenchmarkGroup] {
        [BenchmarkGroup("routers, 1,000,000 messages", figures: figures) { [] }]
    }

    private static let count = 1_000_000

    private static func figures() throws -> [Figure] {
        let message = try Blocking.wait { try await makeMessage() }
        let (bare, routers) = (makeBare(), makeRouters())
        // What is measured first pays for what is made once.
        for dispatcher in [bare, routers] { _ = try cost(of: dispatcher, message, 10_000) }
        let (first, second) = (try cost(of: bare, message, count), try cost(of: routers, message, count))
        return [
            Figure(name: "one handler", value: first, unit: "µs of CPU"),
            Figure(name: "fifty handlers in routers", value: second, unit: "µs of CPU", ratio: first / second),
        ]
    }

    private static func makeBare() -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage { blackHole($0.id) }
        return dispatcher
    }

    /// Handlers as bots have them: most are for commands, and the last one takes the message.
    private static func makeRouters() -> Dispatcher {
        let dispatcher = Dispatcher()
        let (admins, people) = (Router(.first), Router(.first))
        for number in 0..<20 {
            admins.onCommand("admin\(number)") { blackHole($0.id) }
            people.onCommand("command\(number)") { blackHole($0.id) }
        }
        for number in 0..<5 {
            dispatcher.onCallbackQuery(.data("\(number)")) { blackHole($0.id) }
        }
        people.onMessage(.photo) { blackHole($0.id) }
        people.onMessage(.forwarded) { blackHole($0.id) }
        people.onMessage(.service) { blackHole($0.id) }
        people.onMessage(.group && .text) { blackHole($0.id) }
        people.onMessage(.text) { blackHole($0.id) }
        dispatcher.include(admins, where: .group)
        dispatcher.include(people)
        return dispatcher
    }

    /// The CPU time of one message, in microseconds.
    private static func cost(of dispatcher: Dispatcher, _ message: Message, _ count: Int) throws -> Double {
        let begun = Machine.processorTime
        try Blocking.wait {
            for _ in 0..<count { await dispatcher.dispatch(.message(message)) }
        }
        return (Machine.processorTime - begun) * 1e6 / Double(count)
    }

    private static func makeMessage() async throws -> Message {
        let server = try await LocalServer.start()
        let (account, ann) = (try server.addBot(username: "bench_bot"), try server.addPerson("ann"))
        let client = try await TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory).connect()
        try await client.signIn(botToken: account.token)
        try await ann.send("hello", to: account)
        let message = try await client.sendMessage(to: ann.id, "a message of some words")
        await client.disconnect()
        server.stop()
        return message
    }
}
