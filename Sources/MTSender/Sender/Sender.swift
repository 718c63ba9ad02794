// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramConnect
import FerogramCrypto
package import FerogramMTProto
import FerogramTLTypes
import Synchronization

/// Calls methods of one data centre, over one connection at a time that it makes anew when it is lost.
///
/// Its work is done by jobs, in a group that ``start(in:whenOver:)`` names: it connects, makes a key if there is none, and
/// connects again until the group or ``close(_:)`` ends it. While a connection only has to be kept there is no job, so that
/// idle senders are small. Calls may be made at any time; those that come before the connection wait for it.
package final class Sender: Sendable {
    package let configuration: SenderConfiguration
    let calls: Lock<SenderCalls>
    /// When the machine's next deadline comes.
    let alarm: AlarmClock
    private let patienceReference = AtomicLazyReference<Alarm>()
    let link = Lock<SenderLink?>(nil)
    let report: @Sendable (SenderEvent) -> Void
    /// What its jobs work on.
    let course = Lock(Course())
    private let lastTicket = Atomic<UInt64>(0)
    /// Whether calls must stand in line before they are written; it may be late by a call for each thread.
    private let isCrowded = Atomic(false)
    private let isClosed = Atomic(false)

    var time: Timekeeper { configuration.time }
    /// Ends the waits between attempts to connect; most senders never have one.
    var patience: Alarm { patienceReference.load() ?? patienceReference.storeIfNil(Alarm(time)) }

    /// Creates a sender; ``start(in:whenOver:)`` or ``run()`` starts it.
    ///
    /// - Parameters:
    ///   - configuration: Where to connect to, and how.
    ///   - key: The key, or `nil` to make one.
    ///   - report: Is told what happens, on the I/O thread among others: it must return quickly, and may do nothing with
    ///     the sender but end it.
    package init(
        _ configuration: SenderConfiguration, key: KeyMaterial? = nil, report: @escaping @Sendable (SenderEvent) -> Void
    ) {
        self.configuration = configuration
        self.report = report
        alarm = AlarmClock(configuration.time)
        var state = SenderState(
            dataCenter: configuration.dataCenter.id, usesTemporaryKeys: configuration.temporaryKeyLifetime != nil)
        if let key {
            // There are no calls yet.
            var results = CallResults()
            state.adopt(
                key, Self.session(salts: key.salts, timeOffset: key.timeOffset, configuration), into: &results)
        }
        calls = Lock(SenderCalls(state))
    }

    // MARK: State

    /// Reads or changes the machine where no call can end by it.
    ///
    /// - Parameter body: The change, under the lock.
    /// - Returns: What `body` returns.
    func withState<Result: Sendable>(_ body: (inout SenderState) -> Result) -> Result {
        calls.withLock { body(&$0.machine) }
    }

    /// Changes the machine, and resumes the tasks whose calls ended by it.
    ///
    /// - Parameters:
    ///   - body: The change, under the lock. It must add no results if it throws.
    ///   - follow: Does, without the lock, what must be done before the tasks go on.
    /// - Throws: What `body` throws.
    /// - Returns: What `body` returns.
    @discardableResult
    func change<Result: Sendable, Failure: Error>(
        _ body: (inout SenderState, inout CallResults) throws(Failure) -> Result,
        beforeResuming follow: (Result) -> Void = { _ in }
    ) throws(Failure) -> Result {
        let (result, resumptions, turn, keyed) = try calls.withLock {
            calls throws(Failure) -> (Result, Resumptions, SenderCalls.Turn?, [Waiters<Void>.Waiter]) in
            var results = CallResults()
            let result = try body(&calls.machine, &results)
            let turn = calls.nextTurn()
            publish(calls)
            let resumptions = calls.take(results)
            calls.restWithMachine()
            return (result, resumptions, turn, calls.takeKeyWaiters())
        }
        follow(result)
        resumptions.resume()
        turn?.resume(.admitted)
        for waiter in keyed { waiter.resume() }
        return result
    }

    // MARK: Calls

    /// Makes a call.
    ///
    /// Cancelling the task gives the call up: if it went out, the server is asked to drop it, and it is never sent again.
    ///
    /// - Parameters:
    ///   - call: The call; its body is a multiple of four bytes.
    ///   - method: The id of the method, for errors.
    ///   - deadline: When to give up, or `nil` to wait on.
    /// - Returns: The result, as a TL object.
    /// - Throws: ``InvocationError``.
    package func invoke(
        _ call: OutgoingCall, method: UInt32, deadline: MonotonicTime? = nil
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        try await invoke(method: method, deadline: deadline, after: []) { call }
    }

    /// Makes a call that runs after others that are pending here.
    ///
    /// While the pending calls have as many bytes as may be kept, it waits before the call is written.
    ///
    /// - Parameters:
    ///   - method: The id of the method.
    ///   - deadline: When to give up.
    ///   - predecessors: The calls after which it runs. If one of them fails, or is not pending here, the call ends with
    ///     `MSG_WAIT_FAILED` and was not run.
    ///   - now: The time, if the caller has just looked.
    ///   - isolation: The caller's actor.
    ///   - begun: Is told the call's ticket as soon as others may run after it.
    ///   - write: Writes the call; its body is a multiple of four bytes.
    /// - Returns: The result, as a TL object.
    /// - Throws: ``InvocationError``.
    func invoke(
        method: UInt32, deadline: MonotonicTime?, after predecessors: [Ticket], at now: MonotonicTime? = nil,
        isolation: isolated (any Actor)? = #isolation, begun: ((Ticket) -> Void)? = nil,
        write: () throws(InvocationError) -> OutgoingCall
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        let ticket = Ticket(lastTicket.wrappingAdd(1, ordering: .relaxed).newValue)
        let hasRoom = !isCrowded.load(ordering: .relaxed)
        if !hasRoom { try await waitForRoom(method, deadline) }
        let call: OutgoingCall
        do {
            call = try write()
        } catch {
            if !hasRoom { endTurn() }
            throw error
        }
        // Where the lock's order is invisible to ThreadSanitizer, see ``Lock``.
        defer { calls.synchronize() }
        // On the caller's actor, so that a call is written before the first switch to another thread.
        let result = await withTaskCancellationHandler(
            operation: {
                await withTaskContinuation(isolation: isolation) { continuation in
                    begin(ticket, call, method, deadline, hasRoom ? now : nil, predecessors, begun, continuation)
                    if !hasRoom { endTurn() }
                }
            }, onCancel: { cancel(ticket) }, isolation: isolation)
        let bytes = try result.get()
        guard LargeAnswer.isPacked(bytes) else { return bytes }
        return try await unpack(bytes, method)
    }

    // A function of its own, so that calls hold no memory for it while they wait.
    @inline(never)
    private func unpack(
        _ answer: ArraySlice<UInt8>, _ method: UInt32
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        let unpack = { @Sendable (isWanted: () -> Bool) -> CallResult in
            guard let unpacked = LargeAnswer.unpack(answer, while: isWanted) else {
                return .failure(.invalidResponse(method: SenderState.name(of: method), nil))
            }
            return .success(unpacked)
        }
        guard LargeAnswer.takesLong(answer) else { return try unpack { true }.get() }
        return try await LongWork.shared.run(orWhenCancelled: CallResult.failure(.cancelled), unpack).get()
    }

    /// Waits until a call may be written; ``endTurn()`` must follow if that comes to be.
    private func waitForRoom(
        _ method: UInt32, _ deadline: MonotonicTime?, isolation: isolated (any Actor)? = #isolation
    ) async throws(InvocationError) {
        let id = Waiters<AsyncSemaphore.Admission>.makeID()
        let timer = deadline.map { deadline in
            Task {
                guard (try? await time.sleep(deadline)) != nil else { return }
                // Who is not in line yet sees by itself that it is too late.
                calls.withLock { $0.line.remove(id) }?.resume(.tooLate)
            }
        }
        defer { timer?.cancel() }
        let admission = await calls.wait(in: \.line, as: id, orWhenCancelled: .cancelled) { calls in
            if calls.takeTurn() { return .admitted }
            isCrowded.store(true, ordering: .relaxed)
            return deadline.map { time.now() >= $0 } ?? false ? .tooLate : nil
        }
        switch admission {
        case .admitted: return
        case .cancelled: throw .cancelled
        case .tooLate: throw withState { $0.lateness(of: method, wasSent: false) }
        }
    }

    /// Lets in who waits for room, if there is more.
    private func endTurn() {
        let next = calls.withLock { calls in
            defer { publish(calls) }
            return calls.endTurn()
        }
        next?.resume(.admitted)
    }

    /// How many calls are not written yet because there is no room for them.
    package var roomlessCallCount: Int { calls.withLock { $0.line.count } }

    private func begin(
        _ ticket: Ticket, _ call: OutgoingCall, _ method: UInt32, _ deadline: MonotonicTime?, _ now: MonotonicTime?,
        _ predecessors: [Ticket], _ begun: ((Ticket) -> Void)?, _ continuation: TaskContinuation<CallResult>
    ) {
        // A call may have waited long for its turn, and what is late before it goes out must not run.
        if let deadline, deadline <= now ?? time.now() {
            return continuation.resume(
                returning: .failure(.deadlineExceeded(method: SenderState.name(of: method))))
        }
        // A handler of cancellation that ran before found nothing to cancel; the flag is read under the lock that it takes.
        let (refusal, flush, rings) = calls.withLock { calls -> (InvocationError?, SenderState.FlushVerdict, Bool) in
            if Task.isCancelled { return (.cancelled, .underWay, false) }
            let refusal = calls.machine.begin(ticket, call, method: method, deadline: deadline, after: predecessors)
            if let refusal { return (refusal, .underWay, false) }
            calls.add(ticket, continuation)
            publish(calls)
            return (nil, calls.machine.planFlush(), calls.machine.rearm(for: deadline))
        }
        if let refusal { return continuation.resume(returning: .failure(refusal)) }
        begun?(ticket)
        if rings { setAlarm() }
        switch flush {
        case .now: signalOutput(soon: false)
        case .soon: signalOutput(soon: true)
        case .underWay: break
        }
    }

    private func cancel(_ ticket: Ticket) {
        let wasSent = change { state, results in
            guard let (_, wasSent) = state.cancel(ticket) else { return false }
            results.add(ticket, .failure(.cancelled))
            return wasSent
        }
        if wasSent { signalOutput(soon: true) }
    }

    /// Says, for whoever holds no lock, what a call looks at first.
    private func publish(_ calls: borrowing SenderCalls) {
        isCrowded.store(!calls.hasRoom, ordering: .relaxed)
    }

    /// How many calls are pending.
    package var pendingCallCount: Int { withState { $0.pendingCallCount } }

    /// Why the sender takes no more calls, `nil` as long as it does.
    package var failure: InvocationError? { withState { $0.failure } }
    /// Whether it takes no more calls; it costs no lock.
    var hasFailed: Bool { isClosed.load(ordering: .acquiring) }

    /// Lets the acknowledgements of updates go, because they are safe.
    package func acknowledge(_ messages: [MessageID]) {
        let now = time.now()
        let (rings, wantsFlush) = withState { $0.acknowledge(messages, now: now) }
        if rings { setAlarm() }
        if wantsFlush { signalOutput(soon: true) }
    }

    // MARK: Ending

    /// Ends the connection and all calls.
    ///
    /// - Parameter error: What the calls end with.
    package func close(_ error: InvocationError = .disconnected) {
        fail(error)
        link.withLock { $0 }?.close()
        patience.ring()
        alarm.cancel()
    }

    /// Takes no more calls, and ends those that are pending.
    func fail(_ error: InvocationError) {
        isClosed.store(true, ordering: .releasing)
        change { state, results in state.fail(error, into: &results) }
    }

    /// Ends a wait for the next attempt to connect, because the network is back.
    package func signalNetworkRestored() {
        patience.ring()
    }

    func signalOutput(soon: Bool) {
        link.withLock { $0 }?.signalOutput(soon: soon)
    }

    // MARK: For the link

    /// The packets that are due on a connection.
    func packets(on id: ConnectionID, limit: Int) -> SenderState.Flushed {
        let now = time.now()
        let (flushed, rings) = change { state, results in
            guard state.connection == id else { return (SenderState.Flushed(), false) }
            let flushed = state.flush(now: now, limit: limit, into: &results)
            return (flushed, state.rearm())
        }
        if rings { setAlarm() }
        return flushed
    }

    /// Takes a packet that was decrypted.
    func received(_ contents: PacketContents, in generation: UInt32, on link: SenderLink) throws(SessionError) {
        let now = time.now()
        let id = link.id
        let (received, rings) = try change { state, results throws(SessionError) in
            let received = try state.received(contents, in: generation, on: id, now: now, into: &results)
            return (received, state.rearm())
        } beforeResuming: { received, _ in
            // Updates are of the account that was signed in before the answer, which may say that another one is.
            if !received.events.isEmpty { report(received.events) }
        }
        if rings { setAlarm() }
        for signal in received.signals { link.signal(signal) }
        if received.wantsFlush { signalOutput(soon: false) }
    }

    /// Tells what a packet brought, in its order; the updates of a packet together, since they are mostly many or nothing.
    private func report(_ events: [SessionEvent]) {
        var updates: [ReceivedUpdates] = []
        func reportUpdates() {
            if !updates.isEmpty { report(.updates(updates)) }
            updates = []
        }
        for event in events {
            switch event {
            case .update(let message, let bytes):
                updates.append(ReceivedUpdates(message: message, bytes: bytes))
            case .updatesLost:
                reportUpdates()
                report(.updatesLost)
            case .saltsChanged:
                reportUpdates()
                if let salts = withState({ $0.salts }) { report(.saltsChanged(salts)) }
            case .settled, .acknowledged, .sessionReset: continue
            }
        }
        reportUpdates()
    }

    /// The connection is gone.
    func ended(_ id: ConnectionID) {
        let now = time.now()
        change { state, results in state.disconnected(id, now: now, into: &results) }
    }
}
