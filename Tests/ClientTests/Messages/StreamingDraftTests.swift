// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

/// A text that grows while a bot writes it, and the person who reads it.
final class StreamingDraftTests: XCTestCase {
    /// What a client hears that others do.
    private final class Actions: Sendable {
        private let list = Lock<[ChatAction]>([])

        /// In the order in which it was heard.
        var all: [ChatAction] { list.withLock { $0 } }

        /// Hears until the task is cancelled.
        func read(_ client: TelegramClient) -> Task<Void, Never> {
            Task {
                for await update in client.updates {
                    guard case .typing(let typing) = update else { continue }
                    list.withLock { $0.append(ChatAction(typing.action)) }
                }
            }
        }
    }

    func testThePersonSeesTheTextGrowAndEndsIt() async throws {
        try await within {
            let local = try await LocalClients()
            let (bot, account) = try await local.makeBot()
            let (person, ann) = try await local.makePerson("ann")
            try await ann.send("tell me", to: account)
            _ = try await person.resolve("@test_bot")
            let (seen, heard) = (Actions(), Actions())
            let tasks = [seen.read(person), heard.read(bot)]
            let long = String(repeating: "word ", count: 800)
            try await bot.withStreamingDraft(in: ann.id, canStop: true) { draft in
                try await draft.show(.markdown("**Once**"), isLast: true)
                try await draft.show(long, isLast: true)
                try await until { seen.all.count == 2 }
                let texts = seen.all.map { action -> (String, Int64)? in
                    if case .writing(let text, let id) = action { return (text.text, id) }
                    return nil
                }
                XCTAssertEqual(texts.map { $0?.0 }, ["Once", long])
                XCTAssertEqual(texts.map { $0?.1 }, [draft.id, draft.id])
                // The person presses the button that ends it.
                try await person.sendChatAction(.stopWriting(id: draft.id), to: account.id)
                try await until { heard.all.count == 1 }
                guard case .stopWriting(let id)? = heard.all.first else {
                    return XCTFail("the bot hears nothing of it")
                }
                XCTAssertEqual(id, draft.id)
            }
            try await bot.sendMessage(to: ann.id, "Once upon a time.")
            try await ann.expect(.text("Once upon a time."), from: account)
            // Bots hear nothing else of what people do.
            try await person.sendChatAction(.typing, to: account.id)
            XCTAssertEqual(heard.all.count, 1)
            for task in tasks { task.cancel() }
            await person.disconnect()
            await bot.disconnect()
        }
    }
}
