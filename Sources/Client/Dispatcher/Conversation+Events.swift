// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension Conversation {
    /// Sends a message with buttons, and waits until the person presses one of them.
    ///
    /// The press goes to no other handler. After a restart a ``Scene`` waits for it anew.
    ///
    ///     let press = try await message.conversation.press("Sure?".keyboard(.inline([[.callback("Yes", data: "yes")]])))
    ///     try await press.answer(press.text == "yes" ? "Done" : "As you like")
    ///
    /// - Parameters:
    ///   - question: What is sent, with buttons that call back.
    ///   - timeout: How long to wait.
    /// - Returns: The press, which is still to be answered.
    /// - Throws: ``ConversationError``, and what sending throws.
    public func press(
        _ question: some InputMessageConvertible, timeout: Duration = .seconds(300)
    ) async throws -> CallbackQuery {
        // Who writes without a name presses with one.
        let (press, _) = try await event(.press(message.senderID?.userID), timeout, question)
        guard let press else { throw ConversationError.ended }
        message.context.core.updates.finish(press.ticket)
        return press.query
    }

    /// Sends a message, and waits until the other side reads it, of which bots are not notified.
    ///
    /// - Parameters:
    ///   - message: What is sent.
    ///   - timeout: How long to wait.
    /// - Returns: The message that was sent.
    /// - Throws: ``ConversationError``, and what sending throws.
    @discardableResult
    public func sendUntilRead(
        _ message: some InputMessageConvertible, timeout: Duration = .seconds(300)
    ) async throws -> Message {
        try await event(.read, timeout, message).sent
    }

    /// Opens a wait, sends a message, and waits with the slot given back.
    private func event(
        _ kind: EventWaits.Kind, _ timeout: Duration, _ question: some InputMessageConvertible
    ) async throws -> (press: EventWaits.Press?, sent: Message) {
        let core = message.context.core
        let (waits, turn) = (core.eventWaits, HandlerTurn.current)
        let id = try waits.open(kind, in: message.chatID)
        defer { for ticket in waits.close(id) { core.updates.giveBack(ticket) } }
        let sent = try await AskedQuestion.send(question, to: message)
        for ticket in waits.set(sent.id, of: id) { core.updates.giveBack(ticket) }
        turn?.beginWaiting()
        let result: EventWaits.Outcome
        do {
            result = .success(try await waits.outcome(of: id, timeout: timeout, core.configuration.time))
        } catch {
            result = .failure(error)
        }
        // Whatever happened, the handler goes on with a slot.
        await turn?.endWaiting()
        return (try result.get(), sent)
    }
}
