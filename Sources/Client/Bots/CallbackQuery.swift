// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramMTSender
public import FerogramTLTypes

/// Somebody pressed a button below a bot's message.
public struct CallbackQuery: Sendable {
    /// The update as the schema has it.
    public let raw: TL.Update.BotCallbackQuery
    let context: ObjectContext
    private let answer = SingleAnswer()

    init(_ raw: TL.Update.BotCallbackQuery, _ context: ObjectContext) {
        self.raw = raw
        self.context = context
    }

    /// The number to answer to.
    public var id: Int64 { raw.queryID }
    /// Who pressed it.
    public var userID: Int64 { raw.userID }
    /// Who pressed it, if that came along with the query.
    public var sender: User? { context.user(raw.userID) }
    /// The client that received it; it does not keep the client alive.
    public var client: TelegramClient { TelegramClient(handleOf: context.core) }
    /// The chat of the message, if that came along with the query.
    public var chat: Chat? { context.chat(chatID) }
    /// The chat of the message.
    public var chatID: PeerID { PeerID(raw.peer) }
    /// The message with the button.
    public var messageID: Int32 { raw.msgID }
    /// What the bot put into the button.
    public var data: [UInt8] { raw.data ?? [] }
    /// What the bot put into the button, as a text; `nil` if it is none.
    public var text: String? { String(validating: data, as: UTF8.self) }

    /// Answers, which stops the button's progress display (`messages.setBotCallbackAnswer`).
    ///
    /// A query is answered once: answering it, or a copy of it, again does nothing, unless the first answer failed.
    ///
    /// - Parameters:
    ///   - text: What is shown, up to 200 characters; empty to show nothing.
    ///   - isAlert: Whether it is shown in a window of its own.
    /// - Throws: ``InvocationError``.
    public func answer(_ text: String = "", isAlert: Bool = false) async throws(InvocationError) {
        guard answer.begin() else { return }
        do throws(InvocationError) {
            _ = try await context.core.invoke(
                TL.messages.SetBotCallbackAnswer(
                    alert: isAlert, queryID: id, message: text.isEmpty ? nil : text, cacheTime: 0))
        } catch {
            answer.fail()
            throw error
        }
    }
}

/// Whether a query has been answered, for all copies of it.
private final class SingleAnswer: Sendable {
    private let isGiven = Lock(false)

    /// - Returns: Whether nobody has answered yet.
    func begin() -> Bool {
        isGiven.withLock { isGiven in
            defer { isGiven = true }
            return !isGiven
        }
    }

    func fail() {
        isGiven.withLock { $0 = false }
    }
}
