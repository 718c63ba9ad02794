// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// The calls of a session until they are settled, and what goes out next.
struct Outbox: Sendable {
    private(set) var calls: [CallID: PendingCall] = [:]
    /// Every id under which a pending call was sent.
    private var byMessage: [MessageID: CallID] = [:]
    private var resendQueue = FIFO<CallID>()
    private var waitQueue = FIFO<CallID>()
    private var watch = AnswerWatch()
    private var lastNumber: UInt64 = 0
    /// Of the calls that run after others; most do not.
    private var precedences: [CallID: CallPrecedence] = [:]
    /// The calls that run after one.
    private var followers: [CallID: [CallID]] = [:]
    /// How many calls are with the server.
    private(set) var sentCount = 0

    var count: Int { calls.count }
    var messageIDCount: Int { byMessage.count }
    /// How many entries the queues have altogether.
    var queuedCount: Int { resendQueue.count + waitQueue.count + watch.count }
    var hasQueued: Bool { !resendQueue.isEmpty || !waitQueue.isEmpty }
    /// When the server is to be asked about a call; what the watch still has of settled calls is worth nothing alone.
    var watchDeadline: MonotonicTime? { calls.isEmpty ? nil : watch.deadline }

    func call(for message: MessageID) -> CallID? { byMessage[message] }

    subscript(id: CallID) -> PendingCall? { calls[id] }

    // MARK: Coming and going

    mutating func add(_ content: PendingCall.Content, after predecessors: [CallID] = []) -> CallID {
        lastNumber += 1
        let id = CallID(number: lastNumber)
        let pending = predecessors.filter { calls[$0] != nil }
        if !pending.isEmpty { precedences[id] = CallPrecedence(predecessors: pending) }
        for predecessor in pending { followers[predecessor, default: []].append(id) }
        calls[id] = PendingCall(id: id, content: content)
        waitQueue.append(id)
        return id
    }

    /// Ends a call.
    ///
    /// - Parameters:
    ///   - id: The call.
    ///   - ending: What that means for the calls that follow it.
    /// - Returns: The call as it was, if there was one.
    @discardableResult
    mutating func remove(_ id: CallID, _ ending: CallEnding = .failed) -> PendingCall? {
        guard let call = calls.removeValue(forKey: id) else { return nil }
        if !precedences.isEmpty { unchain(id, ending) }
        if case .sent = call.stage { sentCount -= 1 }
        if let message = call.message { byMessage[message.id] = nil }
        for earlier in call.earlierIDs { byMessage[earlier] = nil }
        compact()
        return call
    }

    /// Tells the calls that follow one what became of it.
    private mutating func unchain(_ id: CallID, _ ending: CallEnding) {
        let own = precedences.removeValue(forKey: id)
        let earlier = own?.predecessors ?? []
        for predecessor in earlier {
            followers[predecessor]?.removeAll { $0 == id }
            if followers[predecessor]?.isEmpty ?? false { followers[predecessor] = nil }
        }
        for follower in followers.removeValue(forKey: id) ?? [] {
            guard var precedence = precedences[follower] else { continue }
            precedence.predecessors.removeAll { $0 == id }
            switch ending {
            case .succeeded: break
            case .failed: precedence.hasFailed = true
            case .cancelled:
                // What it waited for, they wait for now.
                precedence.hasFailed = precedence.hasFailed || own?.hasFailed ?? false
                for predecessor in earlier where !precedence.predecessors.contains(predecessor) {
                    guard calls[predecessor] != nil else { continue }
                    precedence.predecessors.append(predecessor)
                    followers[predecessor, default: []].append(follower)
                }
            }
            precedences[follower] = precedence
        }
    }

    /// The calls that one runs after, if it ever had any.
    func precedence(of id: CallID) -> CallPrecedence? { precedences.isEmpty ? nil : precedences[id] }

    /// Takes note of the messages after which a call was sent.
    mutating func sent(_ id: CallID, after messages: [MessageID]) {
        if !precedences.isEmpty { precedences[id]?.sentAfter = messages }
    }

    /// Takes note of what the server did not wait for.
    mutating func refused(_ id: CallID) {
        guard let messages = precedences[id]?.sentAfter else { return }
        precedences[id]?.refused = messages
    }

    /// An attempt that was not the last one is over.
    mutating func forget(_ message: MessageID, of id: CallID) {
        guard calls[id]?.message?.id != message else { return }
        byMessage[message] = nil
        calls[id]?.earlierIDs.removeAll { $0 == message }
    }

    /// Keeps the queues from growing with calls that come and go while they cannot be sent, or faster than answers are due.
    private mutating func compact() {
        let limit = 2 * calls.count + SessionLimits.staleEntries
        guard max(waitQueue.count, resendQueue.count, watch.count) > limit else { return }
        if waitQueue.count > limit { waitQueue.filter { [calls] in calls[$0]?.stage == .waiting } }
        if resendQueue.count > limit { resendQueue.filter { [calls] in calls[$0]?.stage == .resending } }
        if watch.count > limit { watch.filter { [calls] in calls[$0.call]?.message?.sentAt == $0.sentAt } }
    }

    /// Gives back the memory of calls that are over.
    mutating func rest() {
        guard calls.isEmpty else { return }
        // Whatever else is left belonged to them.
        let number = lastNumber
        self = Self()
        lastNumber = number
    }

    // MARK: Sending

    /// Takes the next call that goes out again under its id.
    mutating func nextResend() -> PendingCall? {
        while let id = resendQueue.popFirst() {
            if let call = calls[id], call.stage == .resending { return call }
        }
        return nil
    }

    /// A call that waits, without what else is known of it: a whole ``PendingCall`` is much to copy.
    struct Waiting {
        let id: CallID
        let content: PendingCall.Content
    }

    /// Takes the next call that goes out under a new id.
    mutating func nextWaiting() -> Waiting? {
        while let id = waitQueue.popFirst() {
            let waiting = change(id) { call -> Waiting? in
                // The binding of a key goes alone and is not taken from here.
                guard call.stage == .waiting, !call.isBinding else { return nil }
                return Waiting(id: id, content: call.content)
            }
            if case .some(let waiting?) = waiting { return waiting }
        }
        return nil
    }

    mutating func putBackResends(_ ids: [CallID]) { resendQueue.prepend(ids) }
    mutating func putBackWaiting(_ ids: [CallID]) { waitQueue.prepend(ids) }

    /// Notes that a call went out.
    mutating func sent(_ id: CallID, as message: consuming SentMessage, on connection: ConnectionID) {
        byMessage[message.id] = id
        sentCount += 1
        watch.add(id, sentAt: message.sentAt, questions: 0)
        guard let index = calls.index(forKey: id) else { return }
        calls.values[index].send(message, on: connection)
    }

    /// Changes a call, if there is one, with one look-up and in its place.
    @discardableResult
    private mutating func change<Result>(_ id: CallID, _ body: (inout PendingCall) -> Result) -> Result? {
        calls.index(forKey: id).map { body(&calls.values[$0]) }
    }

    mutating func setContainer(_ container: MessageID?, of id: CallID) {
        change(id) { $0.message?.container = container }
    }

    mutating func markAcknowledged(_ id: CallID) {
        change(id) { $0.message?.isAcknowledged = true }
    }

    /// Notes that the server has the last attempt at a call.
    ///
    /// - Parameters:
    ///   - id: The call.
    ///   - message: What the server calls the attempt.
    /// - Returns: Whether that is the last attempt, and is new.
    mutating func markAcknowledged(_ id: CallID, named message: MessageID) -> Bool {
        let isNew = change(id) { call in
            guard call.isNamed(by: message), call.message?.isAcknowledged == false else { return false }
            call.message?.isAcknowledged = true
            return true
        }
        return isNew ?? false
    }

    /// Notes that nobody knows what became of the last attempt.
    mutating func markPerhapsRun(_ id: CallID) {
        calls[id]?.mayHaveRun = true
    }

    // MARK: Sending again

    /// Lets a call go out again under its id.
    mutating func resend(_ id: CallID) {
        leave(id, for: .resending)
        calls[id]?.resends += 1
        resendQueue.append(id)
    }

    /// Lets a call go out again under a new id.
    ///
    /// - Parameters:
    ///   - id: The call.
    ///   - keepingID: Whether the old id may still be answered.
    ///   - countsAsResend: Whether it was sent in vain.
    mutating func renew(_ id: CallID, keepingID: Bool, countsAsResend: Bool = true) {
        leave(id, for: .waiting)
        guard var call = calls[id] else { return }
        if let message = call.message {
            if keepingID { call.earlierIDs.append(message.id) } else { byMessage[message.id] = nil }
        }
        if !keepingID {
            for earlier in call.earlierIDs { byMessage[earlier] = nil }
            call.earlierIDs = []
        }
        call.message = nil
        if countsAsResend { call.resends += 1 }
        calls[id] = call
        waitQueue.append(id)
    }

    /// Waits until the server says what became of a call.
    mutating func ask(_ id: CallID) {
        leave(id, for: .asking)
    }

    /// Goes on waiting for the answer to a call that the server has.
    mutating func keepWaiting(_ id: CallID, on connection: ConnectionID, now: MonotonicTime) {
        guard let call = calls[id], call.message != nil else { return }
        if call.stage == .asking {
            calls[id]?.stage = .sent(connection)
            sentCount += 1
        }
        calls[id]?.message?.isAcknowledged = true
        calls[id]?.message?.sentAt = now
        watch.add(id, sentAt: now, questions: call.questions)
    }

    private mutating func leave(_ id: CallID, for stage: PendingCall.Stage) {
        guard let call = calls[id] else { return }
        if case .sent = call.stage { sentCount -= 1 }
        change(id) { $0.stage = stage }
    }

    /// The calls that have waited too long for their answers, by the ids of their messages.
    mutating func overdue(at now: MonotonicTime) -> [MessageID] {
        var overdue: [MessageID] = []
        while let entry = watch.next(at: now) {
            guard let call = calls[entry.call], let message = call.message, message.sentAt == entry.sentAt else {
                continue
            }
            switch call.stage {
            case .sent, .asking: break
            case .waiting, .resending: continue
            }
            overdue.append(message.id)
            calls[entry.call]?.message?.sentAt = now
            calls[entry.call]?.questions += 1
            watch.add(entry.call, sentAt: now, questions: call.questions + 1)
        }
        return overdue
    }
}
