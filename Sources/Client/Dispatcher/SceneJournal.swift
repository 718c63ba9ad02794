// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramFSM
import FerogramTLTypes
import Foundation

/// The state of a conversation in which a scene is.
struct SceneState: ConversationState {
    static var stateNamespace: String { "Scene" }
    let scene: String
}

/// What was answered and done in a scene so far, in the order in which it was.
///
/// A scene is run by one handler, so that nobody else changes its journal.
final class SceneJournal: Sendable {
    private struct State {
        var entries: [Data] = []
        /// The entry that is read next.
        var position = 0
        /// The message with which the person goes on.
        var answer: Message?
    }

    private let conversation: ConversationContext<SceneState>
    private let state = Lock(State())

    init(_ conversation: ConversationContext<SceneState>) {
        self.conversation = conversation
    }

    /// The number of the newest message that was taken.
    private static let lastMessage = ConversationField<Int32>("scene message")

    private static func field(_ index: Int) -> ConversationField<Data> { ConversationField("scene \(index)") }

    /// Begins a scene, in the place of another one.
    func begin(_ name: String, _ message: Message) async throws {
        try await forget()
        try await conversation.setValue(message.id, of: Self.lastMessage)
        try await conversation.transition(to: SceneState(scene: name))
    }

    /// Reads what there is.
    func load(resumingWith answer: Message) async throws {
        var entries: [Data] = []
        while let entry = try await conversation.value(of: Self.field(entries.count)) { entries.append(entry) }
        // A message whose handler was cut short comes again; it has led here already.
        let last = try await conversation.value(of: Self.lastMessage)
        let isNew = last.map { $0 < answer.id } ?? true
        state.withLock { [entries] in $0 = State(entries: entries, answer: isNew ? answer : nil) }
    }

    /// The next entry, if it is not the first time that the scene comes here.
    func next() -> Data? {
        state.withLock { state in
            guard state.position < state.entries.count else { return nil }
            defer { state.position += 1 }
            return state.entries[state.position]
        }
    }

    /// The message with which the person goes on, for the first question without an answer.
    func takeAnswer() -> Message? {
        state.withLock { state in
            defer { state.answer = nil }
            return state.answer
        }
    }

    func add(_ answer: Message) async throws {
        try await conversation.setValue(answer.id, of: Self.lastMessage)
        try await add(Data(answer.raw.encoded()))
    }

    func add(_ entry: Data) async throws {
        let index = state.withLock { state in
            state.entries.append(entry)
            state.position = state.entries.count
            return state.entries.count - 1
        }
        try await conversation.setValue(entry, of: Self.field(index))
    }

    /// Ends the scene; a state in which the scene has put the conversation stays.
    func end() async throws {
        try await forget()
        try await conversation.exclusively {
            if try await conversation.state != nil { try await conversation.clearState() }
        }
    }

    static func message(_ entry: Data, _ context: ObjectContext) throws -> Message {
        guard let raw = try? TL.Message(decoding: Array(entry)), let message = Message(raw, context) else {
            throw ConversationError.changedScene
        }
        return message
    }

    // In a list, as not all encoders take a value alone.
    static func entry<Value: Encodable>(of value: Value) throws -> Data { try JSONEncoder().encode([value]) }

    static func value<Value: Decodable>(_ entry: Data) throws -> Value {
        guard let value = try? JSONDecoder().decode([Value].self, from: entry).first else {
            throw ConversationError.changedScene
        }
        return value
    }

    private func forget() async throws {
        var index = 0
        while try await conversation.value(of: Self.field(index)) != nil {
            try await conversation.setValue(nil, of: Self.field(index))
            index += 1
        }
        try await conversation.setValue(nil, of: Self.lastMessage)
    }
}
