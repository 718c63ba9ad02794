// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramFSM

/// What handlers of messages in conversations are: they get the message and the conversation.
public typealias ConversationHandler<State: ConversationState> =
    @Sendable (Message, Conversation<State>) async throws -> Void

// In a state.
extension UpdateRouting {
    /// Registers a handler of messages in conversations that are in a state.
    ///
    /// A message that it takes goes to no other handler. For states with values give the type instead.
    ///
    /// - Parameters:
    ///   - state: The state.
    ///   - filter: Which ones; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onMessage<State: ConversationState>(
        in state: State, where filter: Filter<Message> = .all, _ body: @escaping ConversationHandler<State>
    ) -> HandlerRegistration {
        on(.message, in: State.self, matching: { $0 == state }, filter, { try await body($0, $2) })
    }

    /// Registers a handler of changed messages in conversations that are in a state.
    ///
    /// A message that it takes goes to no other handler. For states with values give the type instead.
    ///
    /// - Parameters:
    ///   - state: The state.
    ///   - filter: Which ones; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onEdit<State: ConversationState>(
        in state: State, where filter: Filter<Message> = .all, _ body: @escaping ConversationHandler<State>
    ) -> HandlerRegistration {
        on(.messageEdited, in: State.self, matching: { $0 == state }, filter, { try await body($0, $2) })
    }
}

// In one of an enum's states.
extension UpdateRouting {
    /// Registers a handler of messages in conversations that are in one of an enum's states.
    ///
    /// A message that it takes goes to no other handler.
    ///
    /// - Parameters:
    ///   - states: The enum.
    ///   - filter: Which ones; all of them by default.
    ///   - body: What to do; a `switch` over the state sees to it that none is forgotten.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onMessage<State: ConversationState>(
        in states: State.Type, where filter: Filter<Message> = .all,
        _ body: @escaping @Sendable (Message, State, Conversation<State>) async throws -> Void
    ) -> HandlerRegistration {
        on(.message, in: states, matching: { _ in true }, filter, body)
    }

    /// Registers a handler of changed messages in conversations that are in one of an enum's states.
    ///
    /// A message that it takes goes to no other handler.
    ///
    /// - Parameters:
    ///   - states: The enum.
    ///   - filter: Which ones; all of them by default.
    ///   - body: What to do; a `switch` over the state sees to it that none is forgotten.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onEdit<State: ConversationState>(
        in states: State.Type, where filter: Filter<Message> = .all,
        _ body: @escaping @Sendable (Message, State, Conversation<State>) async throws -> Void
    ) -> HandlerRegistration {
        on(.messageEdited, in: states, matching: { _ in true }, filter, body)
    }

    private func on<State: ConversationState>(
        _ kind: UpdateKind<Message>, in states: State.Type, matching isWanted: @escaping @Sendable (State) -> Bool,
        _ filter: Filter<Message>,
        _ body: @escaping @Sendable (Message, State, Conversation<State>) async throws -> Void
    ) -> HandlerRegistration {
        append(
            kind.tag,
            .stateful { update, turn in
                guard let message = kind.read(update), filter.matches(message),
                    let state = try await turn.currentStateName().flatMap({ State(stateName: $0) }), isWanted(state)
                else { return nil }
                let conversation = Conversation<State>(message, turn)
                return { try await body(message, state, conversation) }
            })
    }

    /// Registers a handler of buttons that are pressed in conversations that are in one of an enum's states.
    ///
    /// A query that it takes goes to no other handler.
    ///
    /// - Parameters:
    ///   - states: The enum.
    ///   - filter: Which ones; all of them by default.
    ///   - body: What to do; a `switch` over the state sees to it that none is forgotten.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onCallbackQuery<State: ConversationState>(
        in states: State.Type, where filter: Filter<CallbackQuery> = .all,
        _ body: @escaping @Sendable (CallbackQuery, State, ConversationContext<State>) async throws -> Void
    ) -> HandlerRegistration {
        append(
            .callbackQuery,
            .stateful { update, turn in
                guard case .callbackQuery(let query) = update, filter.matches(query),
                    let states = turn.states, let key = states.key(of: update),
                    let state = try await turn.currentStateName().flatMap({ State(stateName: $0) })
                else { return nil }
                let conversation: ConversationContext<State> = states.store.conversation(for: key)
                return { try await body(query, state, conversation) }
            })
    }
}
