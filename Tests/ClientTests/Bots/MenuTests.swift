// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class MenuTests: XCTestCase {
    private final class Count: Sendable {
        let value = Lock(0)
    }

    /// A menu that counts presses, as two runs of a program make it.
    private static func makeDispatcher(_ count: Count) -> Dispatcher {
        let menu = Menu(
            "settings",
            [
                "main": .init { _ in
                    "Settings"
                } rows: { _ in
                    [[.open("Count", "count")], [.close("Done")]]
                },
                "count": .init { _ in
                    "Pressed \(count.value.withLock { $0 })"
                } rows: { _ in
                    [
                        [
                            .run("More", "more") { _ in count.value.withLock { $0 += 1 } },
                            .run("Same", "same") { _ in },
                        ], [.open("Back", "main")],
                    ]
                },
            ])
        let dispatcher = Dispatcher()
        dispatcher.add(menu)
        dispatcher.onCommand("settings") { message in try await menu.send("main", answering: message) }
        return dispatcher
    }

    func testPagesChangeInOneMessageAndAfterARestart() async throws {
        let count = Count()
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            @Sendable func text() -> String? { ann.history(with: bot).last?.text }
            func press(_ button: String) async throws {
                try await ann.press(button, under: try XCTUnwrap(ann.history(with: bot).last))
            }
            for run in 0..<2 {
                let dispatcher = Self.makeDispatcher(count)
                let task = Task { try await dispatcher.run(on: client) }
                if run == 0 {
                    try await ann.send("/settings", to: bot)
                    try await ann.expect(.button("Done"), from: bot)
                    XCTAssertEqual(ann.history(with: bot).last?.buttons, [["Count"], ["Done"]])
                    try await press("Count")
                    try await until { text() == "Pressed 0" }
                    try await press("More")
                    try await until { text() == "Pressed 1" }
                } else {
                    try await press("More")
                    try await until { text() == "Pressed 2" }
                    try await press("Same")
                    try await press("Back")
                    try await until { text() == "Settings" }
                    try await press("Done")
                    try await until { text() == "/settings" }
                }
                // What is cut off comes again.
                try await until { client.core.updates.activeCount == 0 }
                task.cancel()
                _ = await task.result
            }
            await client.disconnect()
        }
    }

    func testNamesThatAreTooLongAreRefused() async throws {
        let menu = Menu(
            "settings",
            [
                "main": .init { _ in
                    "x"
                } rows: { _ in
                    [[.open("x", String(repeating: "x", count: 60))]]
                }
            ])
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core.context(Sample.users)
        let message = try XCTUnwrap(Message(Sample.message(3, out: false), context))
        for page in ["main", "other"] {
            do {
                try await menu.send(page, answering: message)
                XCTFail(page)
            } catch let error as InvocationError {
                XCTAssertTrue(error.isInvalidArgument)
            }
        }
    }
}
