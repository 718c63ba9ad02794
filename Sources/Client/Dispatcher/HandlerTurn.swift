// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramFSM
import FerogramMTSender

/// One update on its way through the handlers: what they may need, and what they hold.
///
/// There is one for each handler that waits for a person, so all that changes stands behind one lock.
final class HandlerTurn: Sendable {
    /// What the handler of this task is at.
    @TaskLocal static var current: HandlerTurn?

    /// What all turns of a run have in common.
    final class Setting: Sendable {
        let states: ConversationStates?
        let goesOn: @Sendable () -> Bool

        init(states: ConversationStates?, while goesOn: @escaping @Sendable () -> Bool) {
            (self.states, self.goesOn) = (states, goesOn)
        }
    }

    /// What a handler holds of the run that called it.
    struct Hold {
        /// What ``BusyHandlers`` knows the handler by while it is at work.
        var work: BusyHandlers.Place?
        var holdsSlot = true
        var holdsRoom = true
        var isInHand = true
        /// Whether the update counts as handled.
        var isSettled = false
        /// Whether the handler is done.
        var isOver = false
        /// How many answers the handler waits for.
        var waits: Int32 = 0
    }

    /// What a turn belongs to.
    private enum Home {
        case run(DispatcherRun)
        /// Another turn: that of an album, or that of several attempts.
        case turn(HandlerTurn)
        /// No run.
        case nothing(Setting)
    }

    private struct State {
        var hold = Hold()
        var hasFailed = false
        var isPassedOn = false
        /// How many answers are waited for, and slots after them.
        var pending: Int32 = 0
        var stateName: KnownName?
    }

    /// The text of a state, or that there is none; an object, as most updates are handled without.
    private final class KnownName: Sendable {
        let name: String?

        init(_ name: String?) { self.name = name }
    }

    /// What is handled.
    private enum Subject {
        /// What came from the queue.
        case ticket(UpdateQueue.Ticket)
        case other(OtherUpdate)
    }

    /// An update that no ticket stands for; an object, so that the many turns that have a ticket are small.
    private final class OtherUpdate: Sendable {
        let update: Update

        init(_ update: Update) { self.update = update }
    }

    private let subject: Subject
    /// Whether it is in the lane of its update.
    let isInLane: Bool
    private let home: Home
    private let state: Lock<State>

    /// A turn that holds nothing of a run.
    init(_ update: Update, _ setting: Setting) {
        (subject, isInLane, home) = (.other(OtherUpdate(update)), false, .nothing(setting))
        state = Lock(State())
    }

    /// A turn in a run, with a slot.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - ticket: The update.
    ///   - isInLane: Whether the updates of its lane are handled after it.
    ///   - holdsRoom: Whether it takes up room.
    init(
        in run: DispatcherRun, _ ticket: UpdateQueue.Ticket, isInLane: Bool = false, holdsRoom: Bool = true
    ) {
        (subject, self.isInLane, home) = (.ticket(ticket), isInLane, .run(run))
        state = Lock(State(hold: Hold(holdsRoom: holdsRoom, isInHand: !ticket.isQuery)))
    }

    /// A part of another turn, which holds for it what is held of the run.
    init(_ update: Update, partOf whole: HandlerTurn) {
        (subject, isInLane, home) = (.other(OtherUpdate(update)), false, .turn(whole))
        state = Lock(State())
    }

    var update: Update {
        switch subject {
        case .ticket(let ticket): ticket.update
        case .other(let other): other.update
        }
    }

    /// What brought the update.
    var ticket: UpdateQueue.Ticket? { if case .ticket(let ticket) = subject { ticket } else { nil } }

    var states: ConversationStates? { setting.states }

    /// Whether the run goes on.
    var goesOn: Bool { setting.goesOn() }

    /// The run that has called the handlers.
    var run: DispatcherRun? { if case .run(let run) = home { run } else { nil } }

    private var setting: Setting {
        switch home {
        case .run(let run): run.setting
        case .turn(let whole): whole.setting
        case .nothing(let setting): setting
        }
    }

    /// The turn that holds what is held of the run.
    private var holder: HandlerTurn { if case .turn(let whole) = home { whole.holder } else { self } }

    /// Changes what is held of the run.
    func withHold<Result: Sendable>(_ body: (inout Hold) -> Result) -> Result { state.withLock { body(&$0.hold) } }

    /// Whether a handler threw what is a failure.
    var hasFailed: Bool { state.withLock { $0.hasFailed } }

    func noteFailure() { state.withLock { $0.hasFailed = true } }

    /// Lets others have the update beside the handler of a state that has it.
    func passOn() { state.withLock { ($0.isPassedOn, $0.stateName) = (true, nil) } }

    /// Whether others are to have the update; once only.
    func takePassedOn() -> Bool {
        state.withLock { state in
            defer { state.isPassedOn = false }
            return state.isPassedOn
        }
    }

    /// The text of the conversation's state, read once.
    func currentStateName() async throws -> String? {
        if let known = state.withLock({ $0.stateName }) { return known.name }
        guard let states, let key = states.key(of: update) else { return nil }
        let name = try await states.store.storage.state(for: key)
        state.withLock { $0.stateName = KnownName(name) }
        return name
    }

    // MARK: Waiting for a person

    /// Whether a handler waits for a person.
    var isWaiting: Bool { state.withLock { $0.pending > 0 } }

    /// Gives the slot back, for handlers that wait for a person.
    @inline(never)
    func beginWaiting() {
        state.withLock { $0.pending += 1 }
        let holder = holder
        holder.run?.pause(holder)
    }

    /// Takes a slot again.
    @inline(never)
    func endWaiting() async {
        let holder = holder
        await holder.run?.resume(holder)
        state.withLock { $0.pending -= 1 }
    }

    /// Offers messages that wait behind the handler to its question, those after a number.
    func offerWaiting(after id: Int32) {
        let holder = holder
        holder.run?.offer(to: holder, after: id)
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
