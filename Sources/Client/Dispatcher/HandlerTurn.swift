// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramFSM
import FerogramMTSender

/// One update on its way through the handlers: what they may need, and the slot that they hold.
final class HandlerTurn: Sendable {
    /// What the handler of this task is at.
    @TaskLocal static var current: HandlerTurn?

    /// Gives the slot back and takes one again, for handlers that wait for a person.
    struct Place: Sendable {
        let pause: @Sendable () -> Void
        let resume: @Sendable () async -> Void
        /// Offers messages that wait behind the handler to its question, those after a number.
        let offer: @Sendable (Int32) -> Void
    }

    let update: Update
    let goesOn: @Sendable () -> Bool
    let states: ConversationStates?
    let place: Place?
    private let failure = Lock(false)
    private let stateName = Lock<String??>(nil)
    private let waits = Lock(0)
    private let isPassedOn = Lock(false)

    init(
        _ update: Update, states: ConversationStates?, place: Place?, while goesOn: @escaping @Sendable () -> Bool
    ) {
        (self.update, self.states, self.place, self.goesOn) = (update, states, place, goesOn)
    }

    /// Whether a handler threw what is a failure.
    var hasFailed: Bool { failure.withLock { $0 } }

    func noteFailure() { failure.withLock { $0 = true } }

    /// Whether a handler waits for a person.
    var isWaiting: Bool { waits.withLock { $0 > 0 } }

    func beginWaiting() {
        waits.withLock { $0 += 1 }
        place?.pause()
    }

    func endWaiting() async {
        await place?.resume()
        waits.withLock { $0 -= 1 }
    }

    /// Lets others have the update beside the handler of a state that has it.
    func passOn() {
        isPassedOn.withLock { $0 = true }
        stateName.withLock { $0 = nil }
    }

    /// Whether others are to have the update; once only.
    func takePassedOn() -> Bool {
        isPassedOn.withLock { isPassedOn in
            defer { isPassedOn = false }
            return isPassedOn
        }
    }

    /// The text of the conversation's state, read once.
    func currentStateName() async throws -> String? {
        if let name = stateName.withLock({ $0 }) { return name }
        guard let states, let key = states.key(of: update) else { return nil }
        let name = try await states.store.storage.state(for: key)
        stateName.withLock { $0 = .some(name) }
        return name
    }
}

/// Where a dispatcher keeps the states of conversations, and who shares one.
struct ConversationStates: Sendable {
    let store: ConversationStore
    let scope: ConversationScope
    let scenes = SceneClaims()

    /// The conversation that an update belongs to; `nil` if it belongs to none.
    func key(of update: Update) -> ConversationKey? {
        guard let chat = update.chatID else { return nil }
        return key(userID: update.userID, chat)
    }

    func key(userID: Int64?, _ chat: PeerID) -> ConversationKey? { scope.key(userID: userID, chatID: chat.botAPI) }
}

extension Error {
    /// Whether it says that the task was cancelled or that the client has come to its end.
    var isInterruption: Bool {
        if let error = self as? ConversationError { return error == .ended }
        guard let error = self as? InvocationError else { return self is CancellationError }
        return switch error {
        case .cancelled, .disconnected, .sessionEnded, .connectionLost: true
        default: false
        }
    }
}

/// What became of an update.
enum HandlingOutcome: Sendable {
    /// All its handlers returned.
    case handled
    /// All its handlers are done, and one threw.
    case failed
    /// The end came first.
    case interrupted
}
