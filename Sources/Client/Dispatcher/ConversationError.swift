// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why a question to a person has no answer.
public enum ConversationError: Error, Hashable, Sendable {
    /// The person did not answer in time.
    case timedOut
    /// Another question to the same person took its place.
    case superseded
    /// The person ended it with one of the words for that.
    case canceled
    /// Nothing fitting came, as often as it was asked for.
    case tooManyAttempts
    /// So many other messages came in the chat that no more could be kept for later.
    case tooManyMessages
    /// No dispatcher reads the messages of the client any more.
    case ended
    /// It was asked outside of a handler, by a client on which no dispatcher runs.
    case noDispatcher
    /// What a scene kept before a restart is not what it looks for now; scenes that change need other names.
    case changedScene
}

extension ConversationError: CustomStringConvertible {
    /// A description for people; nothing secret is in it.
    public var description: String {
        switch self {
        case .timedOut: "nobody answered in time"
        case .superseded: "another question to the same person took the place of this one"
        case .canceled: "the person does not want to go on"
        case .tooManyAttempts: "no answer fitted, as often as the question was asked"
        case .tooManyMessages: "more messages came while the question waited than can be kept for later"
        case .ended: "the dispatcher has stopped"
        case .changedScene: "the scene kept answers of another version of the program; give it another name"
        case .noDispatcher: "questions can be asked while a dispatcher runs on the client; start one with run(on:)"
        }
    }
}
