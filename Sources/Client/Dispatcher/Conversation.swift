// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramFSM
import FerogramMTSender

/// A conversation with a person in a chat: its state, what it remembers, and questions.
///
///     dispatcher.onCommand("order") { message in
///         let name = try await message.conversation.ask("Your name?")
///         let amount = try await message.conversation.ask("How many?", as: Int.self, retry: "A number, please")
///         try await message.respond("\(amount) for \(name.text)")
///     }
///
/// A handler that waits for an answer gives its slot to others, and its update counts as handled from then on: a program that
/// is started anew does not ask again. With a journal the handler runs again then, with the answers that it has. What must
/// outlive the program otherwise belongs into a state.
public struct Conversation<State: ConversationState>: Sendable {
    /// The message that the handler got.
    public let message: Message
    private let turn: HandlerTurn?
    private let journal: SceneJournal?

    init(_ message: Message, _ turn: HandlerTurn?, journal: SceneJournal? = nil) {
        (self.message, self.turn, self.journal) = (message, turn, journal)
    }

    private var stored: ConversationContext<State> {
        get throws {
            guard let states = turn?.states, let key = states.key(userID: message.senderID?.userID, message.chatID)
            else { throw ConversationError.noDispatcher }
            return states.store.conversation(for: key)
        }
    }

    // MARK: State

    /// The state; `nil` if the conversation has none, or one of another enum.
    public var state: State? {
        get async throws { try await stored.state }
    }

    /// Goes to a state, from whatever state: the next message goes to its handlers.
    ///
    /// - Parameter state: The new state.
    /// - Throws: `StateStorageError`, or ``ConversationError/noDispatcher`` outside of handlers.
    public func transition(to state: State) async throws { try await stored.transition(to: state) }

    /// Ends the conversation and forgets everything.
    ///
    /// - Throws: `StateStorageError`, or ``ConversationError/noDispatcher`` outside of handlers.
    public func end() async throws { try await stored.clearAll() }

    /// A value that the conversation remembers.
    ///
    /// - Parameter field: The value's name and type.
    /// - Returns: The value; `nil` if there is none.
    /// - Throws: `StateStorageError`, or ``ConversationError/noDispatcher`` outside of handlers.
    public func value<Value>(of field: ConversationField<Value>) async throws -> Value? {
        try await stored.value(of: field)
    }

    /// Remembers a value.
    ///
    /// - Parameters:
    ///   - value: The value; `nil` to forget it.
    ///   - field: The value's name and type.
    /// - Throws: `StateStorageError`, or ``ConversationError/noDispatcher`` outside of handlers.
    public func setValue<Value>(_ value: Value?, of field: ConversationField<Value>) async throws {
        try await stored.setValue(value, of: field)
    }

    /// Changes a value that the conversation remembers, while no other handler does; it is saved if the closure does not
    /// throw.
    ///
    ///     let count = try await conversation.update("count", default: 0) { count in
    ///         count += 1
    ///         return count
    ///     }
    ///
    /// - Parameters:
    ///   - field: The value's name and type.
    ///   - value: The value if there is none yet.
    ///   - body: Changes it.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws, and `StateStorageError`.
    @discardableResult
    public func update<Value, Result>(
        _ field: ConversationField<Value>, default value: Value, _ body: (inout Value) async throws -> Result
    ) async throws -> Result {
        try await stored.update(field, default: value, body)
    }

    // MARK: Questions

    /// Asks the person, and waits for the next message.
    ///
    /// Messages that are not accepted are handled when the handler is done, as are those of others in a group.
    ///
    /// - Parameters:
    ///   - question: What is sent.
    ///   - timeout: How long to wait.
    ///   - cancelWords: Texts, in whatever case, with which the person ends it.
    ///   - accepts: Which messages are an answer; all by default.
    /// - Returns: The answer.
    /// - Throws: ``ConversationError``, and what sending throws.
    @discardableResult
    public func ask(
        _ question: some InputMessageConvertible, timeout: Duration = .seconds(300),
        cancelWords: consuming Set<String> = ["/cancel"],
        accepting accepts: @escaping @Sendable (Message) -> Bool = { _ in true }
    ) async throws -> Message {
        // The words are consumed, so that nobody keeps a set of them for each question.
        let asked = try AskedQuestion(about: message, turn, journal, cancelWords: cancelWords, accepting: accepts)
        return try await asked.answer(to: question, timeout)
    }

    /// Asks the person for a value: a number, a word of an enum, anything that a text can be read as.
    ///
    /// - Parameters:
    ///   - question: What is sent.
    ///   - type: What the answer is read as.
    ///   - retry: What is sent if that does not work; `nil` to send the question again.
    ///   - attempts: How often the person may try, at least once.
    ///   - timeout: How long to wait for each answer.
    ///   - cancelWords: Texts, in whatever case, with which the person ends it.
    /// - Returns: The value.
    /// - Throws: ``ConversationError``, and what sending throws.
    public func ask<Value: CommandArguments>(
        _ question: some InputMessageConvertible, as type: Value.Type, retry: String? = nil, attempts: Int = 3,
        timeout: Duration = .seconds(300), cancelWords: Set<String> = ["/cancel"]
    ) async throws -> Value {
        for attempt in 0..<max(1, attempts) {
            let answer =
                if attempt > 0, let retry {
                    try await ask(retry, timeout: timeout, cancelWords: cancelWords)
                } else {
                    try await ask(question, timeout: timeout, cancelWords: cancelWords)
                }
            if let value = Value(arguments: answer.text) { return value }
        }
        throw ConversationError.tooManyAttempts
    }

    /// Lets the person choose one of several answers with a keyboard.
    ///
    /// - Parameters:
    ///   - choices: The answers.
    ///   - question: What is sent.
    ///   - columns: How many buttons are in a row.
    ///   - timeout: How long to wait.
    ///   - cancelWords: Texts, in whatever case, with which the person ends it.
    /// - Returns: The answer that was chosen or typed.
    /// - Throws: ``ConversationError``, and what sending throws.
    public func choose(
        from choices: [String], _ question: some InputMessageConvertible, columns: Int = 2,
        timeout: Duration = .seconds(300), cancelWords: Set<String> = ["/cancel"]
    ) async throws -> String {
        var keyboard = ReplyKeyboard(columns: max(1, columns), choices.map { ReplyButton($0) })
        keyboard.isOneTime = true
        var message = question.inputMessage
        message.keyboard = .reply(keyboard)
        let answer = try await ask(message, timeout: timeout, cancelWords: cancelWords) { choices.contains($0.text) }
        return answer.text
    }

    /// Asks for a photo.
    ///
    /// - Parameters:
    ///   - question: What is sent.
    ///   - timeout: How long to wait.
    ///   - cancelWords: Texts, in whatever case, with which the person ends it.
    /// - Returns: The message with the photo.
    /// - Throws: ``ConversationError``, and what sending throws.
    public func photo(
        _ question: some InputMessageConvertible, timeout: Duration = .seconds(300),
        cancelWords: Set<String> = ["/cancel"]
    ) async throws -> Message {
        let isPhoto = Filter<Message>.photo
        return try await ask(question, timeout: timeout, cancelWords: cancelWords) { isPhoto.matches($0) }
    }

    /// Does something once in a ``Scene``, also if the scene runs again after a restart; elsewhere it does it each time.
    ///
    /// If the program ends while it is done, it is done again.
    ///
    /// - Parameter body: What to do.
    /// - Returns: What the closure returns, or returned then.
    /// - Throws: What the closure throws, and `StateStorageError`.
    @discardableResult
    public func once<Value: Codable & Sendable>(_ body: () async throws -> Value) async throws -> Value {
        if let entry = journal?.next() { return try SceneJournal.value(entry) }
        guard let journal else { return try await body() }
        let value = try await SceneJournal.sendingAnew(body)
        try await journal.add(SceneJournal.entry(of: value))
        return value
    }

    /// Does something once in a ``Scene``, also if the scene runs again after a restart; elsewhere it does it each time.
    ///
    /// If the program ends while it is done, it is done again.
    ///
    /// - Parameter body: What to do.
    /// - Throws: What the closure throws, and `StateStorageError`.
    public func once(_ body: () async throws -> Void) async throws {
        _ = try await once {
            try await body()
            return true
        }
    }
}

/// Stands for the states of conversations that have none.
public enum NoState: ConversationState {
    /// What the states of the type are kept under: by default its name.
    public static var stateNamespace: String { "NoState" }
    /// What the state is kept under.
    public var stateName: String { switch self {} }
    /// Creates the value from its parts.
    public init?(stateName: String) { return nil }

    /// Reads the value from a decoder.
    public init(from decoder: any Decoder) throws {
        throw DecodingError.dataCorrupted(
            .init(codingPath: decoder.codingPath, debugDescription: "there is no such state"))
    }

    /// Writes the value for an encoder.
    public func encode(to encoder: any Encoder) throws {}
}

extension CallbackQuery {
    /// What the conversation remembers in which the button was pressed.
    ///
    /// - Parameter states: The conversation's steps; none by default.
    /// - Returns: The conversation's state and values.
    /// - Throws: ``ConversationError/noDispatcher`` outside of handlers.
    public func conversation<State: ConversationState>(
        as states: State.Type = NoState.self
    ) throws(ConversationError) -> ConversationContext<State> {
        guard let states = HandlerTurn.current?.states, let key = states.key(userID: userID, chatID) else {
            throw .noDispatcher
        }
        return states.store.conversation(for: key)
    }
}

extension Message {
    /// The conversation that the message belongs to, for questions.
    public var conversation: Conversation<NoState> { Conversation(self, HandlerTurn.current) }

    /// The conversation that the message belongs to, with its state.
    ///
    /// - Parameter states: The conversation's steps.
    /// - Returns: The conversation.
    public func conversation<State: ConversationState>(as states: State.Type) -> Conversation<State> {
        Conversation(self, HandlerTurn.current)
    }
}
