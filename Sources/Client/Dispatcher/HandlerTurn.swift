// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramFSM
import FerogramMTSender
import Synchronization

/// One update on its way through the handlers: what they may need, and the slot that they hold.
final class HandlerTurn: Sendable {
    /// What the handler of this task is at.
    @TaskLocal static var current: HandlerTurn?

    /// What a handler holds of the run that called it.
    protocol Place: AnyObject, Sendable {
        /// Gives the slot back, for handlers that wait for a person.
        func pause()
        /// Takes a slot again.
        func resume() async
        /// Offers messages that wait behind the handler to its question, those after a number.
        func offer(_ id: Int32)
    }

    private final class StateName: Sendable {
        let text = Lock<String??>(nil)
    }

    let update: Update
    let goesOn: @Sendable () -> Bool
    let states: ConversationStates?
    let place: (any Place)?
    private let failure = Atomic(false)
    /// The text of the conversation's state, once it was read; most handlers never ask.
    private let stateName = AtomicLazyReference<StateName>()
    private let waits = Atomic(0)
    private let isPassedOn = Atomic(false)

    init(
        _ update: Update, states: ConversationStates?, place: (any Place)?, while goesOn: @escaping @Sendable () -> Bool
    ) {
        (self.update, self.states, self.place, self.goesOn) = (update, states, place, goesOn)
    }

    /// Whether a handler threw what is a failure.
    var hasFailed: Bool { failure.load(ordering: .acquiring) }

    func noteFailure() { failure.store(true, ordering: .releasing) }

    /// Whether a handler waits for a person.
    var isWaiting: Bool { waits.load(ordering: .acquiring) > 0 }

    @inline(never)
    func beginWaiting() {
        waits.add(1, ordering: .acquiringAndReleasing)
        place?.pause()
    }

    @inline(never)
    func endWaiting() async {
        await place?.resume()
        waits.subtract(1, ordering: .acquiringAndReleasing)
    }

    /// Lets others have the update beside the handler of a state that has it.
    func passOn() {
        isPassedOn.store(true, ordering: .releasing)
        stateName.load()?.text.withLock { $0 = nil }
    }

    /// Whether others are to have the update; once only.
    func takePassedOn() -> Bool { isPassedOn.exchange(false, ordering: .acquiringAndReleasing) }

    /// The text of the conversation's state, read once.
    func currentStateName() async throws -> String? {
        if let name = stateName.load()?.text.withLock({ $0 }) { return name }
        guard let states, let key = states.key(of: update) else { return nil }
        let name = try await states.store.storage.state(for: key)
        stateName.storeIfNil(StateName()).text.withLock { $0 = .some(name) }
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
