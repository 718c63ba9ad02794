// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender

/// A question of a handler on its way to the answer.
///
/// Thousands of handlers may wait at once, each with the memory of all functions between its task and the wait. So what is
/// done before and after the wait is done in functions of its own, and the wait itself has little more than this object,
/// which is also what the table has of the question.
final class AskedQuestion: QuestionTable.Asker {
    /// What few questions have, which are in a scene or in a journal or end with other words than usual.
    private final class Record: Sendable {
        let journal: SceneJournal?
        let scope: JournalScope?
        /// The place of the question in the handler, for the journal.
        let step: Int?
        /// The answer from before a restart.
        let known: Message?
        /// Whether the scene has that answer.
        let isInJournal: Bool
        /// The words that end the question.
        let cancelWords: Set<String>
        private let lastDigest = Lock<[UInt8]?>(nil)

        /// The digest of the question.
        var digest: [UInt8]? { lastDigest.withLock { $0 } }

        init(
            _ journal: SceneJournal?, _ scope: JournalScope?, _ message: Message, cancelWords: Set<String>
        ) throws {
            let step = scope?.nextQuestion()
            (self.journal, self.scope, self.step, self.cancelWords) = (journal, scope, step, cancelWords)
            if let entry = journal?.next() {
                (known, isInJournal) = (try SceneJournal.message(entry, message.context), true)
            } else {
                (known, isInJournal) = (step.flatMap { scope?.answer(at: $0, message.context.core) }, false)
            }
        }

        /// The question is what was sent last.
        func noteSent() {
            let digest = scope?.lastDigest
            lastDigest.withLock { $0 = digest }
        }
    }

    /// The words that end a question by default: once for all questions.
    private static let usualWords: Set<String> = ["/cancel"]

    /// The message that the handler got.
    private let message: Message
    private let turn: HandlerTurn?
    private let record: Record?
    /// Names the question while it is open.
    private let id: QuestionTable.ID
    private let isAnswer: @Sendable (Message) -> Bool

    private var core: ClientCore { message.context.core }

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
        let scope = CallContext.current.journal.flatMap { $0.scene == nil ? $0 : nil }
        (self.message, self.turn) = (message, turn)
        isAnswer = accepts
        let isUsual = journal == nil && scope == nil && cancelWords == Self.usualWords
        record = isUsual ? nil : try Record(journal, scope, message, cancelWords: cancelWords)
        let questions = message.context.core.questions
        id = record?.known == nil ? questions.makeID() : 0
        if id != 0 { try questions.open(id, self) }
    }

    // MARK: What the table asks

    var place: QuestionTable.Place { .init(to: message) }

    /// A scene keeps an answer before it counts as handled, and so does a journal.
    var keepsTicket: Bool { record?.journal != nil }

    func accepts(_ answer: Message) -> Bool { isAnswer(answer) || isCanceled(by: answer) }

    private func isCanceled(by message: Message) -> Bool {
        let text = message.text.lowercased()
        return (record?.cancelWords ?? Self.usualWords).contains { $0.lowercased() == text }
    }

    // MARK: The question

    /// Sends the question and waits for the answer, with the slot given back.
    ///
    /// It is a part of the function that calls it: this is the one that thousands may have in memory.
    ///
    /// - Parameters:
    ///   - question: What is sent.
    ///   - timeout: How long to wait.
    /// - Returns: The answer.
    /// - Throws: ``ConversationError``, and what sending throws.
    @inline(__always)
    func answer(to question: some InputMessageConvertible, _ timeout: Duration) async throws -> Message {
        try await begin(question)
        if id != 0 { await core.questions.wait(for: id, timeout) }
        return try await end()
    }

    @inline(never)
    private func begin(_ question: some InputMessageConvertible) async throws {
        guard id != 0 else { return }
        try await send(question)
        record?.noteSent()
        turn?.beginWaiting()
    }

    @inline(never)
    private func end() async throws -> Message {
        guard id != 0 else { return try await knownAnswer() }
        let result = core.questions.takeResult(of: id)
        // Whatever happened, the handler goes on with a slot.
        await turn?.endWaiting()
        return try await noted(result, record?.digest)
    }

    @inline(never)
    private func knownAnswer() async throws -> Message {
        guard let record, let answer = record.known else { throw ConversationError.ended }
        if !record.isInJournal { try await record.journal?.add(answer) }
        return try checked(answer)
    }

    private func checked(_ answer: Message) throws -> Message {
        if isCanceled(by: answer) { throw ConversationError.canceled }
        return answer
    }

    // MARK: Before the wait

    private func send(_ question: some InputMessageConvertible) async throws {
        do {
            // Where a scene goes on, the question was sent before the program ended.
            if record?.journal?.offerAnswer({ core.questions.offer($0) != nil }) ?? false { return }
            let sent =
                if CallContext.current.journal?.scene == nil {
                    try await Self.send(question, to: message)
                } else {
                    try await Self.sendAnew(question, to: message)
                }
            if record?.scope != nil { turn?.offerWaiting(after: sent.id) }
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
    @inline(__always)
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
            if let ticket = answer.ticket, ticket.isInJournal, let scope = record?.scope, let step = record?.step,
                await !core.record(answer.message, ticket, at: step, digest, in: scope)
            {
                throw ConversationError.ended
            }
            try await record?.journal?.add(answer.message)
        } catch {
            if let ticket = answer.keptTicket { core.updates.giveBack(ticket) }
            throw error
        }
        if let ticket = answer.keptTicket { core.updates.finish(ticket) }
        return try checked(answer.message)
    }
}
