// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTLTypes
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

    /// Handles data of a button of a menu that has a page that it offers nobody.
    private static func press(
        _ origin: CallbackQuery.Origin, answers: [RecordingInvoker.Answer]
    ) async throws -> [RecordingInvoker.Call] {
        let menu = Menu(
            "settings",
            [
                "main": .init { _ in
                    "Settings"
                } rows: { _ in
                    [[.open("Count", "count"), .close("Done"), .run("Do", "do") { _ in }]]
                },
                "count": .init { _ in
                    "Count"
                } rows: { _ in
                    []
                },
                "hidden": .init { _ in
                    "Secret"
                } rows: { _ in
                    [[.run("Do", "secret") { _ in XCTFail("it ran") }]]
                },
            ])
        let calls = RecordingInvoker(answers)
        let client = try TelegramClient.scripted(calls, isBot: true, knowing: (Sample.users, Sample.chats))
        let context = client.core.context(Sample.users)
        _ = Update(
            .botBusinessConnect(
                .init(connection: .init(connectionID: "c1", userID: 5, dcID: 2, date: 9), qts: 1)), context)
        try await menu.handle(CallbackQuery(origin, context))
        return calls.calls
    }

    /// A button in a chat of a business account at data centre 2.
    private static func business(_ data: String) -> CallbackQuery.Origin {
        .businessMessage(
            .init(
                queryID: 1, userID: 5, connectionID: "c1", message: Sample.message(3), chatInstance: 1,
                data: Array(data.utf8)))
    }

    /// A button below a message that one member of a group sees.
    private static func ephemeral(_ data: String) -> CallbackQuery.Origin {
        .ephemeralMessage(
            .init(
                queryID: 1, userID: 5, peer: Sample.supergroup.tlPeer, msgID: 3, data: Array(data.utf8),
                message: .init(id: 3, fromID: Sample.bot.tlPeer, receiverID: 5, date: 1, message: "x")))
    }

    func testMenusInEphemeralMessagesChangeThese() async throws {
        let edit = try await Self.press(Self.ephemeral("m:settings:main:o:count"), answers: [.value(Sample.updates())])
        XCTAssertEqual(edit.count, 1)
        XCTAssertEqual((edit.first?.function as? TL.ephemeral.EditMessage)?.message, "Count")
        let close = try await Self.press(Self.ephemeral("m:settings:main:c:"), answers: [.value(true)])
        let delete = TL.ephemeral.DeleteMessage(
            peer: Sample.inputSupergroup, receiverID: .inputUser(.init(userID: 5, accessHash: 50)), id: 3)
        XCTAssertEqual(close.map(\.bytes), [try delete.encoded()])
    }

    func testMenusInBusinessChatsActThroughTheConnection() async throws {
        let edited = Sample.updates(
            .editMessage(.init(message: Sample.message(3, "Count"), pts: 1, ptsCount: 1)))
        for (data, answer) in [
            ("m:settings:main:o:count", .value(edited)), ("m:settings:main:r:do", .value(edited)),
            ("m:settings:main:c:", .value(Sample.affected)),
        ] as [(String, RecordingInvoker.Answer)] {
            let calls = try await Self.press(Self.business(data), answers: [answer])
            XCTAssertEqual(calls.map(\.options.businessConnectionID), ["c1"], data)
            XCTAssertEqual(calls.map(\.destination), [.dataCenter(2)], data)
        }
    }

    func testDataThatNoPageOffersDoNothing() async throws {
        for data in [
            "m:settings:main:o:hidden", "m:settings:main:o:none", "m:settings:main:r:secret", "m:settings:none:c:",
            "m:settings:main", "m:settings:main:x:do", "m:settings:", "m:settings:count:c:", "",
        ] {
            let calls = try await Self.press(Self.business(data), answers: [])
            XCTAssertEqual(calls.count, 0, data)
        }
    }

    func testNamesWithAColonAreRefused() async throws {
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core.context(Sample.users)
        let message = try XCTUnwrap(Message(Sample.message(3, out: false), context))
        for (name, page) in [("a:b", "main"), ("a", "x:y")] {
            let menu = Menu(
                name,
                [
                    page: .init { _ in
                        "x"
                    } rows: { _ in
                        [[.close("x")]]
                    }
                ])
            do {
                try await menu.send(page, answering: message)
                XCTFail(name)
            } catch let error as InvocationError {
                XCTAssertTrue(error.isInvalidArgument)
            }
        }
    }

    func testNamesOf58BytesFit() async throws {
        func isSent(_ count: Int) async throws -> Bool {
            let page = String(repeating: "x", count: count - 2)
            let calls = RecordingInvoker([.value(Sample.sent(4))])
            let client = try TelegramClient.scripted(calls, isBot: true, knowing: (Sample.users, Sample.chats))
            let message = try XCTUnwrap(Message(Sample.message(3, out: false), client.core.context(Sample.users)))
            let menu = Menu(
                "m",
                [
                    page: .init { _ in
                        "x"
                    } rows: { _ in
                        [[.run("x", "b") { _ in }]]
                    }
                ])
            _ = try? await menu.send(page, answering: message)
            return calls.calls.count == 1
        }
        let fits = try await [isSent(58), isSent(59)]
        XCTAssertEqual(fits, [true, false])
    }
}
