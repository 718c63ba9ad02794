// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

/// A text that grows while a bot writes it, and the person who reads it.
final class StreamingDraftTests: XCTestCase {
    /// What a client hears that others do, in their order.
    private static func actions(of client: TelegramClient) -> (heard: Lock<[ChatAction]>, reading: Task<Void, Never>) {
        let heard = Lock<[ChatAction]>([])
        let reading = Task {
            for await update in client.updates {
                guard case .typing(let typing) = update else { continue }
                heard.withLock { $0.append(ChatAction(typing.action)) }
            }
        }
        return (heard, reading)
    }

    func testThePersonSeesTheTextGrowAndEndsIt() async throws {
        try await within {
            let local = try await LocalClients()
            let (bot, account) = try await local.makeBot()
            let (person, ann) = try await local.makePerson("ann")
            try await ann.send("tell me", to: account)
            _ = try await person.resolve("@test_bot")
            let (seen, reading) = Self.actions(of: person)
            let (heard, listening) = Self.actions(of: bot)
            let long = String(repeating: "word ", count: 800)
            try await bot.withStreamingDraft(in: ann.id, canStop: true) { draft in
                try await draft.show(.markdown("**Once**"), isLast: true)
                try await draft.show(long, isLast: true)
                try await until { seen.withLock { $0.count } == 2 }
                let texts = seen.withLock { $0 }.map { action -> (String, Int64)? in
                    if case .writing(let text, let id) = action { return (text.text, id) }
                    return nil
                }
                XCTAssertEqual(texts.map { $0?.0 }, ["Once", long])
                XCTAssertEqual(texts.map { $0?.1 }, [draft.id, draft.id])
                // The person presses the button that ends it.
                try await person.sendChatAction(.stopWriting(id: draft.id), to: account.id)
                try await until { heard.withLock { $0.count } == 1 }
                guard case .stopWriting(let id)? = heard.withLock({ $0.first }) else {
                    return XCTFail("the bot hears nothing of it")
                }
                XCTAssertEqual(id, draft.id)
            }
            try await bot.sendMessage(to: ann.id, "Once upon a time.")
            _ = try await ann.expect("Once upon a time.", from: account)
            // Bots hear nothing else of what people do.
            try await person.sendChatAction(.typing, to: account.id)
            XCTAssertEqual(heard.withLock { $0.count }, 1)
            (reading.cancel(), listening.cancel())
            await person.disconnect()
            await bot.disconnect()
        }
    }
}
