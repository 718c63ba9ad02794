// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender

/// A question of a handler on its way to the answer.
///
/// Thousands of handlers may wait at once, each with the memory of all functions between its task and the wait. So what is
/// done before and after the wait is done in functions of its own, and the wait itself has little more than this object.
final class AskedQuestion: Sendable {
    private let core: ClientCore
    private let turn: HandlerTurn?
    private let journal: SceneJournal?
    private let scope: JournalScope?
    /// The place of the question in the handler, for the journal.
    private let step: Int?
    /// Names the question while it is open.
    private let id: QuestionTable.ID
    /// The answer from before a restart, and whether the scene has it.
    private let known: (answer: Message, isInJournal: Bool)?
    private let cancelWords: Set<String>

    /// Opens a question, unless the answer is known.
    ///
    /// - Parameters:
    ///   - message: The message that the handler got.
    ///   - turn: The handler's turn.
    ///   - journal: The scene that asks.
    ///   - cancelWords: The texts with which the person ends it.
    ///   - accepts: Which messages are an answer.
    /// - Throws: ``ConversationError``.
    @inline(never)
    init(
        about message: Message, _ turn: HandlerTurn?, _ journal: SceneJournal?, cancelWords: Set<String>,
        accepting accepts: @escaping @Sendable (Message) -> Bool
    ) throws {
        let core = message.context.core
        let scope = CallContext.current.journal.flatMap { $0.scene == nil ? $0 : nil }
        let step = scope?.nextQuestion()
        (self.core, self.turn, self.journal, self.cancelWords) = (core, turn, journal, cancelWords)
        (self.scope, self.step) = (scope, step)
        if let entry = journal?.next() {
            known = (try SceneJournal.message(entry, message.context), true)
        } else {
            known = step.flatMap { scope?.answer(at: $0, core) }.map { ($0, false) }
        }
        guard known == nil else {
            id = 0
            return
        }
        // A scene keeps an answer before it counts as handled, and so does a journal.
        id = try core.questions.open(.init(to: message), keepsTicket: journal != nil) { answer in
            accepts(answer) || Self.isCanceled(by: answer, cancelWords)
        }
    }

    private static func isCanceled(by message: Message, _ words: Set<String>) -> Bool {
        let text = message.text.lowercased()
        return words.contains { $0.lowercased() == text }
    }

    /// Sends the question and waits for the answer, with the slot given back.
    ///
    /// - Parameters:
    ///   - question: What is sent.
    ///   - message: The message that the handler got.
    ///   - timeout: How long to wait.
    /// - Returns: The answer.
    /// - Throws: ``ConversationError``, and what sending throws.
    @inline(never)
    func answer(
        to question: some InputMessageConvertible, about message: Message, _ timeout: Duration
    ) async throws -> Message {
        guard known == nil else { return try await knownAnswer() }
        try await send(question, message)
        let digest = scope?.lastDigest
        turn?.beginWaiting()
        let result = await core.questions.result(of: id, timeout: timeout)
        // Whatever happened, the handler goes on with a slot.
        await turn?.endWaiting()
        return try await noted(result, digest)
    }

    @inline(never)
    private func knownAnswer() async throws -> Message {
        guard let known else { throw ConversationError.ended }
        if !known.isInJournal { try await journal?.add(known.answer) }
        return try checked(known.answer)
    }

    private func checked(_ answer: Message) throws -> Message {
        if Self.isCanceled(by: answer, cancelWords) { throw ConversationError.canceled }
        return answer
    }

    // MARK: Before the wait

    @inline(never)
    private func send(_ question: some InputMessageConvertible, _ message: Message) async throws {
        do {
            // Where a scene goes on, the question was sent before the program ended.
            if journal?.offerAnswer({ core.questions.offer($0) != nil }) ?? false { return }
            let sent =
                if CallContext.current.journal?.scene == nil {
                    try await Self.send(question, to: message)
                } else {
                    try await Self.sendAnew(question, to: message)
                }
            if scope != nil { turn?.place?.offer(sent.id) }
        } catch {
            if let ticket = core.questions.close(id)?.keptTicket { core.updates.giveBack(ticket) }
            throw error
        }
    }

    @inline(never)
    private static func sendAnew(
        _ question: some InputMessageConvertible, to message: Message
    ) async throws -> Message {
        try await SceneJournal.sendingAnew { try await send(question, to: message) }
    }

    /// Sends a question from a task of its own.
    ///
    /// A task keeps the memory of its deepest call until it ends, and the handler's is to wait for long.
    ///
    /// - Parameters:
    ///   - question: What is sent.
    ///   - message: What it answers.
    /// - Returns: The message that was sent.
    /// - Throws: What sending throws.
    @inline(never)
    static func send(_ question: some InputMessageConvertible, to message: Message) async throws -> Message {
        let sending = sending(question, to: message)
        return try await withTaskCancellationHandler {
            try await sending.value
        } onCancel: {
            sending.cancel()
        }
    }

    @inline(never)
    private static func sending(
        _ question: some InputMessageConvertible, to message: Message
    ) -> Task<Message, any Error> {
        let question = question.inputMessage
        return Task { try await message.respond(question) }
    }

    // MARK: After the wait

    /// Takes note of an answer where that is kept.
    @inline(never)
    private func noted(
        _ result: Result<QuestionTable.Answer, any Error>, _ digest: [UInt8]?
    ) async throws -> Message {
        let answer = try result.get()
        do {
            if let ticket = answer.ticket, ticket.journal != nil, let scope, let step,
                await !core.record(answer.message, ticket, at: step, digest, in: scope)
            {
                throw ConversationError.ended
            }
            try await journal?.add(answer.message)
        } catch {
            if let ticket = answer.keptTicket { core.updates.giveBack(ticket) }
            throw error
        }
        if let ticket = answer.keptTicket { core.updates.finish(ticket) }
        return try checked(answer.message)
    }
}
