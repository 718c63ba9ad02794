// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

final class DispatcherTests: XCTestCase {
    func testMessagesAreAnsweredInOrder() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let dispatcher = Dispatcher()
            dispatcher.onMessage(.command("start")) { message in try await message.respond("welcome") }
            dispatcher.onMessage(.private && .text && !.anyCommand) { message in
                await Task.yield()
                try await message.reply(.markdown("You said **\(message.text)**"))
            }
            let people = try ["ann", "bob", "eve"].map { try local.server.addPerson($0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await dispatcher.run(on: client) }
                for person in people { try await person.send("/start", to: bot) }
                for number in 0..<20 {
                    for person in people { try await person.send("*\(number)*", to: bot) }
                }
                for person in people {
                    try await person.expect(.text("welcome"), from: bot)
                    for number in 0..<20 {
                        let answer = try await person.expect(.any, from: bot)
                        XCTAssertEqual(answer.text, "You said *\(number)*")
                        XCTAssertEqual(answer.entities.count, 1)
                        XCTAssertNotNil(answer.replyTo)
                    }
                }
                group.cancelAll()
            }
            await client.disconnect()
        }
    }

    func testErrorsOfHandlersGoToOnePlaceAndStopNothing() async throws {
        struct Trouble: Error {}
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let person = try local.server.addPerson("ann")
            let dispatcher = Dispatcher()
            let errors = Log()
            dispatcher.onError { error, _ in errors.append("\(error)") }
            dispatcher.onMessage(.text) { _ in throw Trouble() }
            dispatcher.onMessage(.text) { message in try await message.respond("still here") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await dispatcher.run(on: client) }
                for _ in 0..<3 {
                    try await person.send("hello", to: bot)
                    try await person.expect(.text("still here"), from: bot)
                }
                group.cancelAll()
            }
            XCTAssertEqual(errors.lines, ["Trouble()", "Trouble()", "Trouble()"])
            await client.disconnect()
        }
    }

    func testButtonsArePressed() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let person = try local.server.addPerson("ann")
            let dispatcher = Dispatcher()
            dispatcher.onMessage(.command("vote")) { message in
                let buttons: InlineKeyboard = [[.callback("Yes", data: "vote:yes")]]
                try await message.respond(.text("Vote!").keyboard(.inline(buttons)))
            }
            dispatcher.onCallbackQuery(.data(prefix: "vote:")) { query in
                try await query.answer("Counted \(query.text ?? "")")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await dispatcher.run(on: client) }
                try await person.send("/vote", to: bot)
                let message = try await person.expect(.button("Yes"), from: bot)
                let answer = try await person.press("Yes", under: message)
                XCTAssertEqual(answer.message, "Counted vote:yes")
                group.cancelAll()
            }
            await client.disconnect()
        }
    }

    func testRunningEndsWithTheClient() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            async let run: Void = Dispatcher().run(on: client)
            await client.disconnect()
            try await run
        }
    }
}

/// Lines that several tasks write.
final class Log: Sendable {
    private let state = Lock<[String]>([])

    var lines: [String] { state.withLock { $0 } }

    func append(_ line: String) {
        state.withLock { $0.append(line) }
    }
}
