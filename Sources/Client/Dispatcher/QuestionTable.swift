// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Questions that wait for a person's answer.
///
/// The reader of updates looks at them before the queues of the chats, so that an answer never stands behind the handler
/// that waits for it. Everything that ends a wait does so under one lock, once.
final class QuestionTable: Sendable {
    /// Names a question.
    typealias ID = UInt64

    /// Whose answer is waited for: two numbers, as there may be many.
    struct Place: Hashable, Sendable {
        private let chat: Int64
        /// 0 for anybody.
        private let sender: Int64

        /// - Parameters:
        ///   - chat: Where.
        ///   - sender: Who answers; `nil` for anybody.
        init(chat: PeerID, sender: PeerID?) {
            (self.chat, self.sender) = (chat.botAPI, sender?.botAPI ?? 0)
        }

        func isIn(_ chat: PeerID) -> Bool { self.chat == chat.botAPI }

        /// The place of a question to the sender of a message; one to the account itself is to anybody.
        init(to message: Message) {
            self.init(chat: message.chatID, sender: message.isOutgoing ? nil : Self.sender(of: message))
        }

        /// Who has sent a message; who does so without a name does it in the name of the chat.
        static func sender(of message: Message) -> PeerID { message.senderID ?? message.chatID }
    }

    /// A message that answers a question.
    final class Answer: Sendable {
        let message: Message
        /// What brought it.
        let ticket: UpdateQueue.Ticket?
        /// Whether it counts as handled only when note is taken of the answer.
        let keepsTicket: Bool

        init(_ message: Message, _ ticket: UpdateQueue.Ticket?, keepsTicket: Bool) {
            (self.message, self.ticket, self.keepsTicket) = (message, ticket, keepsTicket)
        }

        /// What is to be finished when note is taken of the answer, or to be given back.
        var keptTicket: UpdateQueue.Ticket? { keepsTicket ? ticket : nil }
    }

    /// What asks a question.
    protocol Asker: AnyObject, Sendable {
        /// Whose answer is waited for.
        var place: Place { get }
        /// Whether what brings the answer counts as handled only when note is taken of it.
        var keepsTicket: Bool { get }
        /// Whether a message is an answer.
        func accepts(_ message: Message) -> Bool
    }

    private enum Stage {
        case open
        case answered(Result<Answer, any Error>)
        case waiting(TaskContinuation<Void>)
    }

    // Small, as there may be many.
    private struct Question {
        let asker: any Asker
        var stage = Stage.open
    }

    private struct State {
        var isServed = false
        var time: Timekeeper?
        var questions: [ID: Question] = [:]
        var places: [Place: ID] = [:]
        var deadlines = DeadlineHeap<ID>()
        var lastID: ID = 0
        /// Waits for the earliest deadline.
        var sleeper: (task: Task<Void, Never>, until: MonotonicTime)?
    }

    private let state = Lock(State())

    /// How many questions wait.
    var count: Int { state.withLock { $0.questions.count } }

    /// Somebody reads messages from now on.
    func begin(_ time: Timekeeper) { state.withLock { ($0.isServed, $0.time) = (true, time) } }

    /// Nobody reads messages any more.
    func end() {
        let ids = state.withLock { state in
            state.isServed = false
            state.sleeper?.task.cancel()
            state.sleeper = nil
            return Array(state.questions.keys)
        }
        for id in ids { settle(id, .failure(ConversationError.ended)) }
    }

    /// Takes a message if it answers a question; never waits.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - ticket: What brought it.
    /// - Returns: The answer, whose ticket is to be finished if it is not kept; `nil` if the message answers no question.
    func offer(_ message: Message, _ ticket: UpdateQueue.Ticket? = nil) -> Answer? {
        question(for: message).flatMap { answer($0, with: message, ticket) }
    }

    /// The question that a message answers, if there is one.
    func question(for message: Message) -> ID? {
        guard !message.isOutgoing else { return nil }
        let candidates = state.withLock { state -> [(ID, any Asker)] in
            guard !state.places.isEmpty else { return [] }
            return [Place.sender(of: message), nil].compactMap { sender in
                guard let id = state.places[Place(chat: message.chatID, sender: sender)],
                    let asker = state.questions[id]?.asker
                else { return nil }
                return (id, asker)
            }
        }
        // Not under the lock, as it is the program's.
        return candidates.first { $0.1.accepts(message) }?.0
    }

    /// Answers a question with a message.
    ///
    /// - Returns: The answer, whose ticket is to be finished if it is not kept; `nil` if it waits for none any more.
    func answer(_ id: ID, with message: Message, _ ticket: UpdateQueue.Ticket? = nil) -> Answer? {
        guard let isKept = state.withLock({ $0.questions[id]?.asker.keepsTicket }) else { return nil }
        // With a journal, the handler that waits for it takes note of it first.
        let answer = Answer(message, ticket, keepsTicket: isKept || ticket?.isInJournal ?? false)
        return settle(id, .success(answer)) ? answer : nil
    }

    /// A name for a question that is to be opened.
    func makeID() -> ID {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Opens a question before it is sent, so that an answer that comes at once is kept.
    ///
    /// - Parameters:
    ///   - id: What names the question.
    ///   - asker: What asks it.
    /// - Throws: ``ConversationError/noDispatcher`` if nobody reads messages.
    func open(_ id: ID, _ asker: some Asker) throws {
        let place = asker.place
        let older = try state.withLock { state throws -> ID? in
            guard state.isServed else { throw ConversationError.noDispatcher }
            state.questions[id] = Question(asker: asker)
            return state.places.updateValue(id, forKey: place)
        }
        if let older { settle(older, .failure(ConversationError.superseded)) }
    }

    /// Waits for the answer to a question, or what comes in its place.
    func result(of id: ID, timeout: Duration) async -> Result<Answer, any Error> {
        await wait(for: id, timeout)
        return takeResult(of: id)
    }

    /// Waits until there is an answer to a question, or something in its place.
    ///
    /// It is a part of the function that calls it, since there are many who wait.
    @inline(__always)
    func wait(for id: ID, _ timeout: Duration) async {
        await withTaskCancellationHandler {
            await withTaskContinuation { wait(for: id, timeout, $0) }
        } onCancel: {
            settle(id, .failure(CancellationError()))
        }
    }

    /// What was waited for; the question is forgotten.
    func takeResult(of id: ID) -> Result<Answer, any Error> {
        state.withLock { state in
            let question = forget(id, &state)
            guard case .answered(let result)? = question?.stage else { return .failure(ConversationError.ended) }
            return result
        }
    }

    @inline(never)
    private func wait(for id: ID, _ timeout: Duration, _ continuation: TaskContinuation<Void>) {
        let waits = state.withLock { state in
            guard case .open? = state.questions[id]?.stage else { return false }
            state.questions[id]?.stage = .waiting(continuation)
            setDeadline(id, timeout, &state)
            return true
        }
        if !waits { continuation.resume() }
    }

    /// Forgets a question.
    ///
    /// - Returns: The answer that it has.
    @discardableResult
    func close(_ id: ID) -> Answer? {
        state.withLock { state in
            let question = forget(id, &state)
            guard case .answered(.success(let answer))? = question?.stage else { return nil }
            return answer
        }
    }

    private func forget(_ id: ID, _ state: inout State) -> Question? {
        guard let question = state.questions.removeValue(forKey: id) else { return nil }
        forget(question.asker.place, id, &state)
        // Deadlines of questions that were answered stay in the heap until there are many of them.
        if state.deadlines.count > 2 * state.questions.count + 64 {
            let questions = state.questions
            state.deadlines.prune { questions[$0] != nil }
        }
        return question
    }

    /// Ends the questions in a chat.
    func fail(in chat: PeerID, _ error: ConversationError) {
        // This is rare enough to look at all of them.
        let ids = state.withLock { state in
            state.places.compactMap { $0.key.isIn(chat) ? $0.value : nil }
        }
        for id in ids { settle(id, .failure(error)) }
    }

    @discardableResult
    private func settle(_ id: ID, _ result: Result<Answer, any Error>) -> Bool {
        let (settles, waiting) = state.withLock { state in
            settled(id, result, &state)
        }
        waiting?.resume()
        return settles
    }

    private func settled(
        _ id: ID, _ result: Result<Answer, any Error>, _ state: inout State
    ) -> (Bool, TaskContinuation<Void>?) {
        guard let question = state.questions[id] else { return (false, nil) }
        if case .answered = question.stage { return (false, nil) }
        forget(question.asker.place, id, &state)
        state.questions[id]?.stage = .answered(result)
        guard case .waiting(let continuation) = question.stage else { return (true, nil) }
        return (true, continuation)
    }

    private func forget(_ place: Place, _ id: ID, _ state: inout State) {
        if state.places[place] == id { state.places[place] = nil }
    }

    // MARK: Deadlines

    private func setDeadline(_ id: ID, _ timeout: Duration, _ state: inout State) {
        guard let time = state.time else { return }
        state.deadlines.insert(id, at: time.now() + timeout)
        sleep(time, &state)
    }

    /// Sees to it that somebody waits for the earliest deadline.
    private func sleep(_ time: Timekeeper, _ state: inout State) {
        guard let first = state.deadlines.first?.time else { return }
        if let sleeper = state.sleeper {
            guard first < sleeper.until else { return }
            sleeper.task.cancel()
        }
        let task = Task { [self] in
            guard (try? await time.sleep(first)) != nil else { return }
            expire(time)
        }
        state.sleeper = (task, first)
    }

    private func expire(_ time: Timekeeper) {
        let ids = state.withLock { state in
            var ids: [ID] = []
            let now = time.now()
            while let entry = state.deadlines.removeFirst(notAfter: now) { ids.append(entry.id) }
            state.sleeper = nil
            if state.isServed { sleep(time, &state) }
            return ids
        }
        for id in ids { settle(id, .failure(ConversationError.timedOut)) }
    }
}
