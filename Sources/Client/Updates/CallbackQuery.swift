// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

/// Somebody pressed a button below a bot's message.
public struct CallbackQuery: Sendable {
    /// The update as the schema has it.
    public let raw: TL.Update.BotCallbackQuery
    let core: ClientCore

    init(_ raw: TL.Update.BotCallbackQuery, core: ClientCore) {
        self.raw = raw
        self.core = core
    }

    /// The number to answer to.
    public var id: Int64 { raw.queryID }
    /// Who pressed it.
    public var userID: Int64 { raw.userID }
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
    /// - Parameters:
    ///   - text: What is shown, up to 200 characters; empty to show nothing.
    ///   - isAlert: Whether it is shown in a window of its own.
    /// - Throws: ``InvocationError``.
    public func answer(_ text: String = "", isAlert: Bool = false) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.messages.SetBotCallbackAnswer(
                alert: isAlert, queryID: id, message: text.isEmpty ? nil : text, cacheTime: 0))
    }
}
