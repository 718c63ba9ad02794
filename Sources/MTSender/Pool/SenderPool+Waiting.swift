// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramTLTypes

extension SenderPool {
    /// Waits until the server wants to hear of a method again, if it said that it does not.
    func sitOut(_ key: FloodGovernor.Key, _ call: inout PooledCall) async throws(InvocationError) {
        while let end = state.withLock({ $0.floods.end(for: key, now: time.now()) }) {
            let now = time.now()
            // The number of seconds that the server would name, rounded up.
            let (whole, rest) = (end - now).components
            let seconds = Int(whole) + (rest > 0 ? 1 : 0)
            let error = RPCError(
                code: 420, message: "FLOOD_WAIT_\(seconds)", method: call.name, dataCenter: key.dataCenter)
            let context = RetryContext(
                error: error, failureCount: call.failures + 1, slept: call.slept, elapsed: now - call.begun,
                isForeseen: true)
            guard case .retry = call.policy.decide(context), !call.isTooLate(end) else {
                report(error, .seconds(seconds), isAutomatic: false)
                throw .rpc(error)
            }
            report(error, end - now, isAutomatic: true)
            try await sleep(until: end, &call)
            delegate?.poolDidReport(.floodOver)
        }
    }

    /// Waits after an error that may pass; throws it if it does not, or if nobody wants to wait for that long.
    func wait(
        after error: RPCError, _ key: FloodGovernor.Key, _ call: inout PooledCall
    ) async throws(InvocationError) {
        let now = time.now()
        if let wait = error.floodWait, error.transience != .final {
            let isSlowMode = error.name == .slowmodeWait
            let holdsOnlyHere =
                !isSlowMode && TLMethodTraits.of(call.method)?.floodScope == TLMethodTraits.FloodScope.none
            // Slow mode holds for one chat; others must not wait for it.
            if isSlowMode ? key.peer != nil : !holdsOnlyHere {
                state.withLock { $0.floods.record(wait, for: key, isSlowMode: isSlowMode, now: now) }
            }
        }
        let context = RetryContext(
            error: error, failureCount: call.failures, slept: call.slept, elapsed: now - call.begun,
            isRepeatable: CallRepetition.of(call.method) == .harmless || error.isNotRun)
        var decision = call.policy.decide(context)
        if case .retry(let wait) = decision { decision = .retry(after: wait.clamped) }
        // Waiting for what comes too late helps nobody: the caller learns how long it would take.
        if case .retry(let wait) = decision, call.isTooLate(now + wait) { decision = .giveUp }
        let wait = if case .retry(let wait) = decision { wait } else { error.floodWait }
        if error.floodWait != nil, let wait { report(error, wait, isAutomatic: decision != .giveUp) }
        guard case .retry(let wait) = decision else { throw .rpc(error) }
        try await sleep(until: now + wait, &call)
        if error.floodWait != nil { delegate?.poolDidReport(.floodOver) }
    }

    private func report(_ error: RPCError, _ wait: Duration, isAutomatic: Bool) {
        // The call may be given up before, and then nobody else says that the flood is over.
        let end = time.now() + wait.clamped
        let isOpen = state.withLock { state in
            state.floodEnd = state.floodEnd.map { max($0, end) } ?? end
            return state.failure == nil
        }
        if isOpen { clean(at: end) }
        delegate?.poolDidReport(
            .flood(
                FloodEvent(
                    method: error.method, dataCenter: error.dataCenter, wait: wait, isAutomatic: isAutomatic)))
    }

    /// Sleeps until a point in time, or the end of the pool or the task.
    func sleep(until end: MonotonicTime, _ call: inout PooledCall) async throws(InvocationError) {
        let begun = time.now()
        let alarm = Alarm(time)
        let number = try state.withLock { state throws(InvocationError) in
            if let failure = state.failure { throw failure }
            state.lastSleeper += 1
            state.sleepers[state.lastSleeper] = alarm
            return state.lastSleeper
        }
        await alarm.sleep(until: end)
        let failure = state.withLock { state in
            state.sleepers[number] = nil
            return state.failure
        }
        if let failure { throw failure }
        if Task.isCancelled { throw .cancelled }
        call.slept += time.now() - begun
    }
}
