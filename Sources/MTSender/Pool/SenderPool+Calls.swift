// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLock
package import FerogramMTProto
import FerogramTLTypes

extension SenderPool {
    /// How often one call follows the server to another data centre.
    private static var maximumMigrations: Int { 5 }

    /// Makes a call.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - method: The id of the method, for errors and floods.
    ///   - dataCenter: Where to; `nil` for the account's data centre.
    ///   - options: What else is wanted.
    /// - Returns: The result, as a TL object.
    /// - Throws: ``InvocationError``.
    package func invoke(
        _ call: OutgoingCall, method: UInt32, at dataCenter: Int? = nil, options: CallOptions = CallOptions()
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        let call = try wrapped(call, method, options)
        let policy = options.retryPolicy ?? configuration.retryPolicy
        let begun = time.now()
        let deadline = (options.timeout ?? configuration.timeout).map { begun + $0 }
        var attempts = Attempts(target: dataCenter)
        while true {
            guard let home = delegate?.homeDataCenter else { throw .disconnected }
            let destination = attempts.target ?? home
            let key = FloodGovernor.Key(dataCenter: destination, method: method, peer: options.floodScope)
            try await sitOut(key, policy, deadline, &attempts, begun)
            do throws(InvocationError) {
                let result = try await attempt(call, method, at: destination, deadline)
                (policy as? CircuitBreaker)?.succeeded()
                return result
            } catch {
                guard let answer = error.rpcError else { throw error }
                if try redirect(answer, &attempts) { continue }
                if answer.code == 401, destination != delegate?.homeDataCenter, !attempts.wasReauthorized {
                    // The other data centre forgot the account; it is taken there once more.
                    attempts.wasReauthorized = true
                    delegate?.poolDidReport(.authorized(false, dataCenter: destination))
                    continue
                }
                attempts.failures += 1
                try await wait(after: answer, key, policy, deadline, &attempts, begun)
            }
        }
    }

    /// What became of a call so far.
    private struct Attempts {
        var target: Int?
        var migrations = 0
        var failures = 0
        var slept = Duration.zero
        var wasReauthorized = false
    }

    private func wrapped(
        _ call: OutgoingCall, _ method: UInt32, _ options: CallOptions
    ) throws(InvocationError) -> OutgoingCall {
        do {
            return try options.wrap(call)
        } catch {
            throw .invalidRequest(method: SenderState.name(of: method), error)
        }
    }

    // MARK: Redirections

    /// - Returns: Whether the call is to be made again somewhere else.
    private func redirect(_ error: RPCError, _ attempts: inout Attempts) throws(InvocationError) -> Bool {
        guard let target = error.migrationTarget, target != error.dataCenter else { return false }
        attempts.migrations += 1
        guard attempts.migrations <= Self.maximumMigrations else { throw .rpc(error) }
        switch error.name {
        case .fileMigrate, .statsMigrate:
            attempts.target = target
        default:
            // A call that was meant for one data centre stays there.
            guard attempts.target == nil else { throw .rpc(error) }
            delegate?.poolDidReport(.homeMoved(to: target))
        }
        return true
    }

    private func attempt(
        _ call: OutgoingCall, _ method: UInt32, at dataCenter: Int, _ deadline: MonotonicTime?
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        let sender = try sender(for: dataCenter)
        if dataCenter != delegate?.homeDataCenter, delegate?.hasAccount == true {
            try await authorize(sender, at: dataCenter, deadline)
        }
        return try await sender.invoke(call, method: method, deadline: deadline)
    }

    /// Takes the account to another data centre, once however many calls want to go there.
    private func authorize(
        _ sender: Sender, at dataCenter: Int, _ deadline: MonotonicTime?
    ) async throws(InvocationError) {
        guard delegate?.isAuthorized(at: dataCenter) == false else { return }
        let gate = state.withLock { state in
            let gate = state.gates[dataCenter] ?? AsyncSemaphore(1)
            state.gates[dataCenter] = gate
            return gate
        }
        do { try await gate.acquire() } catch { throw .cancelled }
        defer { gate.release() }
        guard let delegate, !delegate.isAuthorized(at: dataCenter) else { return }
        let home = try self.sender(for: delegate.homeDataCenter)
        let exported = try await home.call(
            TL.auth.ExportAuthorization(dcID: Int32(clamping: dataCenter)), deadline: deadline)
        _ = try await sender.call(
            TL.auth.ImportAuthorization(id: exported.id, bytes: exported.bytes), deadline: deadline)
        delegate.poolDidReport(.authorized(true, dataCenter: dataCenter))
    }

    // MARK: Waiting

    /// Waits until the server wants to hear of a method again, if it said that it does not.
    private func sitOut(
        _ key: FloodGovernor.Key, _ policy: any RetryPolicy, _ deadline: MonotonicTime?, _ attempts: inout Attempts,
        _ begun: MonotonicTime
    ) async throws(InvocationError) {
        while let end = state.withLock({ $0.floods.end(for: key, now: time.now()) }) {
            // The number of seconds that the server would name, rounded up.
            let seconds = Int((end - time.now()).components.seconds) + 1
            let error = RPCError(
                code: 420, message: "FLOOD_WAIT_\(seconds)", method: SenderState.name(of: key.method),
                dataCenter: key.dataCenter)
            let context = RetryContext(
                error: error, failureCount: attempts.failures + 1, slept: attempts.slept, elapsed: time.now() - begun)
            guard case .retry = policy.decide(context), deadline.map({ end < $0 }) ?? true else { throw .rpc(error) }
            try await sleep(until: end, &attempts)
        }
    }

    private func wait(
        after error: RPCError, _ key: FloodGovernor.Key, _ policy: any RetryPolicy, _ deadline: MonotonicTime?,
        _ attempts: inout Attempts, _ begun: MonotonicTime
    ) async throws(InvocationError) {
        let now = time.now()
        // Slow mode holds for one chat; others must not wait for it.
        if let wait = error.floodWait, error.name != .slowmodeWait || key.peer != nil {
            state.withLock { $0.floods.record(wait, for: key, now: now) }
        }
        let context = RetryContext(
            error: error, failureCount: attempts.failures, slept: attempts.slept, elapsed: now - begun)
        var decision = policy.decide(context)
        // Waiting for what comes too late helps nobody: the caller learns how long it would take.
        if case .retry(let wait) = decision, let deadline, now + wait >= deadline { decision = .giveUp }
        let wait = if case .retry(let wait) = decision { wait } else { error.floodWait }
        if error.floodWait != nil, let wait {
            delegate?.poolDidReport(
                .flood(
                    FloodEvent(
                        method: error.method, dataCenter: error.dataCenter, wait: wait,
                        isAutomatic: decision != .giveUp)))
        }
        guard case .retry(let wait) = decision else { throw .rpc(error) }
        try await sleep(until: now + wait, &attempts)
    }

    private func sleep(until end: MonotonicTime, _ attempts: inout Attempts) async throws(InvocationError) {
        let begun = time.now()
        do { try await time.sleep(end) } catch { throw .cancelled }
        attempts.slept += time.now() - begun
    }
}

extension Sender {
    /// Calls one of the methods that the pool itself needs.
    func call<Function: TLFunction>(
        _ function: Function, deadline: MonotonicTime?
    ) async throws(InvocationError) -> Function.Response {
        let request = try Request(function)
        return try request.decode(try await invoke(request.call, method: request.method, deadline: deadline))
    }
}
