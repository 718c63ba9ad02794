// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender

// What a turn holds of its run, from its beginning to its end. A handler that waits for a person holds the memory of all
// functions between its task and the wait: these are done by then, or begin after it.

extension HandlerTurn {
    /// The lane whose task has the turn; `nil` if its task has no other.
    var lane: UpdateLaneName? { isInLane ? update.lane : nil }

    /// Whether the journal has the update.
    var isInJournal: Bool { ticket?.isInJournal ?? false }
}

extension DispatcherRun {
    /// Begins with an update whose turn it is.
    ///
    /// - Parameters:
    ///   - turn: The turn.
    ///   - walk: Its way to the handlers, if nothing but handlers is on it.
    /// - Returns: Whether it is to be handled; otherwise the end has come.
    @inline(never)
    func begins(_ turn: HandlerTurn, _ walk: inout RouterWalk?) -> Bool {
        guard turn.goesOn, let ticket = turn.ticket, queue.begin(ticket) else {
            giveBack(turn)
            end(turn)
            return false
        }
        let work = busy.begin(turn.update)
        turn.withHold { $0.work = work }
        if !turn.isInJournal { walk = dispatcher.walk(turn) }
        return true
    }

    @inline(never)
    func ended(_ turn: HandlerTurn, after routing: Router.Routing?) {
        let isCut = if case .cut = routing { true } else { false }
        ended(turn, wasHandled: !isCut && turn.goesOn)
    }

    func ended(_ turn: HandlerTurn, wasHandled: Bool) {
        defer { end(turn) }
        // A handler that waited has been counted as handled when it began to.
        guard !turn.withHold({ $0.isSettled }) else { return }
        if wasHandled { finish(turn) } else { giveBack(turn) }
    }

    /// Gives the slot back when the handler begins to wait; it may wait for several answers at once.
    func pause(_ turn: HandlerTurn) {
        // What the journal has is handled when the handler is done: it goes on after a restart.
        let isKept = turn.isInJournal
        let lane = turn.lane
        let (isFirst, settles, holdsSlot, work) = turn.withHold { hold -> (Bool, Bool, Bool, BusyHandlers.Place?) in
            // What outlives its handler has no slot.
            guard !hold.isOver else { return (false, false, false, nil) }
            hold.waits += 1
            guard hold.waits == 1 else { return (false, false, false, nil) }
            // Under the lock, so that nobody ends the wait in between.
            if let lane {
                for _ in 0..<lanes.beginWaiting(in: lane) { room.release() }
            }
            defer {
                hold.holdsSlot = false
                if !isKept { hold.isSettled = true }
            }
            // A handler that waits for somebody is not at work.
            return (true, !hold.isSettled && !isKept, hold.holdsSlot, hold.work.take())
        }
        guard isFirst else { return }
        if let work { busy.end(work) }
        if settles { finish(turn) }
        if holdsSlot { slots(for: turn).release() }
        leave(turn)
    }

    /// Offers what stands behind a handler to the question that it has just asked.
    ///
    /// After a restart an answer may stand there that came before the program ended.
    ///
    /// - Parameters:
    ///   - turn: The handler's turn.
    ///   - id: The message with the question; answers are newer.
    func offer(to turn: HandlerTurn, after id: Int32) {
        guard let lane = turn.lane else { return }
        for case .message(let message) in lanes.tickets(in: lane).map(\.update) where message.id > id {
            // The program says what is an answer, under no lock.
            guard let question = core.questions.question(for: message) else { continue }
            var answer: QuestionTable.Answer?
            let taken = lanes.remove(from: lane) { ticket in
                guard case .message(let other) = ticket.update, other.id == message.id else { return false }
                answer = core.questions.answer(question, with: other, ticket)
                return answer != nil
            }
            guard let (ticket, hasRoom) = taken else { continue }
            lanes.leave(ticket.update)
            if hasRoom { room.release() }
            if answer?.keptTicket == nil { queue.finish(ticket) }
            return
        }
    }

    /// Takes a slot again when the handler waits for nobody any more.
    func resume(_ turn: HandlerTurn) async {
        let lane = turn.lane
        let isLast = turn.withHold { hold in
            guard !hold.isOver, hold.waits > 0 else { return false }
            hold.waits -= 1
            guard hold.waits == 0 else { return false }
            if let lane { lanes.endWaiting(in: lane) }
            return true
        }
        // When the task is cancelled, the handler goes on without a slot, to its end.
        guard isLast, (try? await slots(for: turn).acquire()) != nil else { return }
        let isNeeded = turn.withHold { hold in
            // Meanwhile the handler may have ended or asked again.
            guard !hold.isOver, hold.waits == 0, !hold.holdsSlot else { return false }
            hold.holdsSlot = true
            hold.work = busy.begin(turn.update)
            return true
        }
        if !isNeeded { slots(for: turn).release() }
    }

    /// Notes that the handler is over, whatever still waits for an answer, and gives back what it holds.
    private func end(_ turn: HandlerTurn) {
        let lane = turn.lane
        let held = turn.withHold { hold in
            if hold.waits > 0, let lane { lanes.endWaiting(in: lane) }
            let held = hold
            (hold.isOver, hold.waits, hold.work) = (true, 0, nil)
            (hold.holdsSlot, hold.holdsRoom, hold.isInHand) = (false, false, false)
            return held
        }
        if let work = held.work { busy.end(work) }
        if held.holdsSlot { slots(for: turn).release() }
        if held.isInHand { lanes.leave(turn.update) }
        if held.holdsRoom { room.release() }
    }

    /// Gives back the room that an update takes up, and lets those go on that wait for it.
    func leave(_ turn: HandlerTurn) {
        let (holdsRoom, isInHand) = turn.withHold { hold in
            defer { (hold.holdsRoom, hold.isInHand) = (false, false) }
            return (hold.holdsRoom, hold.isInHand)
        }
        if isInHand { lanes.leave(turn.update) }
        if holdsRoom { room.release() }
    }

    func giveBack(_ turn: HandlerTurn) { if let ticket = turn.ticket { queue.giveBack(ticket) } }

    private func finish(_ turn: HandlerTurn) { if let ticket = turn.ticket { queue.finish(ticket) } }
}
