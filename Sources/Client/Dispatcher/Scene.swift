// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramFSM

/// A conversation in one piece that outlives the program.
///
///     let signUp = Scene("sign-up") { scene in
///         let name = try await scene.ask("Your name?").text
///         let age = try await scene.ask("Your age?", as: Int.self, retry: "A number, please")
///         try await scene.once { try await register(name, age) }
///         try await scene.message.respond("Welcome, \(name)!")
///     }
///     dispatcher.add(signUp)
///     dispatcher.onCommand("signup") { message in try await signUp.enter(message) }
///
/// Answers are kept where the dispatcher keeps states. When the program was started anew, the person's next message is the
/// answer that was waited for: the scene runs again from its beginning, where neither questions that have answers nor other
/// messages are sent again. What else is done between questions is done again, but for what stands in `once`. So a scene must
/// do the same with the same answers; give it another name when its questions change. A message that is no answer goes to the
/// other handlers when the scene has ended.
public struct Scene: Sendable {
    /// What names it among the scenes of the bot.
    public let name: String
    private let body: @Sendable (Conversation<NoState>) async throws -> Void

    /// Creates a scene.
    ///
    /// - Parameters:
    ///   - name: What names it among the scenes of the bot.
    ///   - body: What is asked and done. When it returns or throws, the scene has ended and its answers are forgotten.
    public init(_ name: String, _ body: @escaping @Sendable (Conversation<NoState>) async throws -> Void) {
        (self.name, self.body) = (name, body)
    }

    /// Begins the scene, for a handler; it returns when the scene has ended.
    ///
    /// - Parameter message: The message that leads there; the scene is the one of its conversation. Where that spans several
    ///   chats, the scene goes on in one of them at a time, and messages in the others are for other handlers.
    /// - Throws: What the scene throws, ``ConversationError/noDispatcher`` outside of handlers, and `StateStorageError`.
    public func enter(_ message: Message) async throws {
        guard let turn = HandlerTurn.current, let states = turn.states,
            let key = states.key(userID: message.senderID?.userID, message.chatID)
        else { throw ConversationError.noDispatcher }
        let claim = states.scenes.enter(key)
        defer { claim.end() }
        let journal = SceneJournal(states.store.conversation(for: key), for: message)
        try await journal.begin(name, message)
        try await run(message, turn, journal)
    }

    /// Goes on where the person was when the program ended.
    func resume(_ message: Message, _ turn: HandlerTurn, _ claim: SceneClaim) async throws {
        defer { claim.end() }
        guard let states = turn.states, let key = states.key(userID: message.senderID?.userID, message.chatID)
        else { throw ConversationError.noDispatcher }
        let journal = SceneJournal(states.store.conversation(for: key), for: message)
        try await journal.load(resumingWith: message)
        try await run(message, turn, journal)
    }

    private func run(_ message: Message, _ turn: HandlerTurn, _ journal: SceneJournal) async throws {
        do {
            try await journal.sendingOnce { try await body(Conversation(message, turn, journal: journal)) }
        } catch {
            // When the program ends, the scene waits for its next start.
            guard !error.isInterruption else { throw error }
            try await end(journal, turn)
            throw error
        }
        try await end(journal, turn)
    }

    private func end(_ journal: SceneJournal, _ turn: HandlerTurn) async throws {
        try await journal.end()
        if journal.isAnswerLeft { turn.passOn() }
    }
}

extension UpdateRouting {
    /// Registers a scene, so that people come back to it after a restart.
    ///
    /// - Parameter scene: The scene.
    /// - Returns: What it can be removed by.
    @discardableResult
    public func add(_ scene: Scene) -> HandlerRegistration {
        append(
            .message,
            .stateful { update, turn in
                guard case .message(let message) = update, !message.isOutgoing,
                    let name = try await turn.currentStateName(), SceneState(stateName: name)?.scene == scene.name,
                    // A conversation in several chats goes on in one of them at a time; elsewhere others get the message.
                    let states = turn.states, let key = states.key(of: update), let claim = states.scenes.resume(key),
                    // Meanwhile the scene may have ended.
                    try await states.store.storage.state(for: key) == name
                else { return nil }
                return { try await scene.resume(message, turn, claim) }
            })
    }
}
