// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender

/// A question of a handler on its way to the answer.
///
/// Thousands of handlers may wait at once, each with all that the functions between its task and the wait have in hand. So
/// what is done before and after the wait is done in functions of its own, and the wait itself has little more than this
/// object.
final class AskedQuestion: Sendable {
    private enum Way {
        /// The answer is there, from before a restart.
        case known(Message)
        /// The question was sent.
        case sent(QuestionTable.ID)
    }

    private let way: Way
    private let core: ClientCore
    private let turn: HandlerTurn?
    private let journal: SceneJournal?
    private let scope: JournalScope?
    /// The place of the question in the handler, and the digest of what was sent last, for the journal.
    private let step: Int?
    private let digest: [UInt8]?

    private init(
        _ way: Way, _ core: ClientCore, _ turn: HandlerTurn?, _ journal: SceneJournal?, _ scope: JournalScope?,
        _ step: Int?
    ) {
        (self.way, self.core, self.turn, self.journal) = (way, core, turn, journal)
        (self.scope, self.step, digest) = (scope, step, scope?.lastDigest)
    }

    // MARK: Before the wait

    /// Opens a question and sends it, unless the answer is known.
    ///
    /// - Parameters:
    ///   - question: What is sent.
    ///   - message: The message that the handler got.
    ///   - turn: The handler's turn.
    ///   - journal: The scene that asks.
    ///   - accepts: Which messages are an answer.
    /// - Returns: The question.
    /// - Throws: ``ConversationError``, and what sending throws.
    @inline(never)
    static func ask(
        _ question: some InputMessageConvertible, about message: Message, _ turn: HandlerTurn?,
        _ journal: SceneJournal?,
        accepting accepts: @escaping @Sendable (Message) -> Bool
    ) async throws -> AskedQuestion {
        let core = message.context.core
        let scope = CallContext.current.journal.flatMap { $0.scene == nil ? $0 : nil }
        let step = scope?.nextQuestion()
        if let entry = journal?.next() {
            return AskedQuestion(
                .known(try SceneJournal.message(entry, message.context)), core, turn, journal, scope, step)
        }
        if let step, let known = scope?.answer(at: step, core) {
            try await journal?.add(known)
            return AskedQuestion(.known(known), core, turn, journal, scope, step)
        }
        // A scene keeps an answer before it counts as handled, and so does a journal.
        let id = try core.questions.open(.init(to: message), keepsTicket: journal != nil, accepting: accepts)
        do {
            // Where a scene goes on, the question was sent before the program ended.
            let isAnswered = journal?.offerAnswer { core.questions.offer($0) != nil } ?? false
            if !isAnswered {
                let sent = try await SceneJournal.sendingAnew { try await send(question, to: message) }
                if scope != nil { turn?.place?.offer(sent.id) }
            }
        } catch {
            if let ticket = core.questions.close(id)?.keptTicket { core.updates.giveBack(ticket) }
            throw error
        }
        return AskedQuestion(.sent(id), core, turn, journal, scope, step)
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

    // MARK: The wait

    /// Waits for the answer with the slot given back.
    ///
    /// - Parameter timeout: How long to wait.
    /// - Returns: The answer.
    /// - Throws: ``ConversationError``.
    @inline(never)
    func answer(_ timeout: Duration) async throws -> Message {
        switch way {
        case .known(let message): return message
        case .sent(let id): return try await noted(await waited(for: id, timeout))
        }
    }

    @inline(never)
    private func waited(for id: QuestionTable.ID, _ timeout: Duration) async -> Result<QuestionTable.Answer, any Error>
    {
        turn?.beginWaiting()
        let result = await core.questions.result(of: id, timeout: timeout)
        // Whatever happened, the handler goes on with a slot.
        await turn?.endWaiting()
        return result
    }

    // MARK: After the wait

    /// Takes note of an answer where that is kept.
    @inline(never)
    private func noted(_ result: Result<QuestionTable.Answer, any Error>) async throws -> Message {
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
        return answer.message
    }
}
