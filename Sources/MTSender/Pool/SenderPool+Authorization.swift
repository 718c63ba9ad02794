// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramTLTypes

extension SenderPool {
    /// How often an authorization is exported anew because its import came to nothing.
    private static var maximumImports: Int { 3 }

    /// Takes the account to another data centre, once however many calls want to go there.
    ///
    /// See core.telegram.org/api/datacenter#authorized-users.
    func authorize(at dataCenter: Int, for call: PooledCall) async throws(InvocationError) {
        guard delegate?.isAuthorized(at: dataCenter) == false else { return }
        let gate = state.withLock { state in
            let gate = state.gates[dataCenter] ?? AsyncSemaphore(1)
            state.gates[dataCenter] = gate
            return gate
        }
        // What was exported of one account must not be imported when another one is signed in. First, since a change that
        // has all places may have to go through the gate as well.
        let needsPlace = !call.holdsAccount
        if needsPlace { try await acquire(journeys.places, call) }
        defer { if needsPlace { journeys.places.release() } }
        try await acquire(gate, call)
        defer { gate.release() }
        var call = call
        call.holdsAccount = true
        guard let delegate, !delegate.isAuthorized(at: dataCenter) else { return }
        let sender = try sender(for: dataCenter)
        // No redirection can be followed here, which would wait for this one.
        let home = CallDestination.dataCenter(delegate.homeDataCenter)
        for attempt in 1... {
            let export = TL.auth.ExportAuthorization(dcID: Int32(clamping: dataCenter))
            let exported = try await ask(export, at: home, for: call)
            let request = TL.auth.ImportAuthorization(id: exported.id, bytes: exported.bytes)
            do throws(InvocationError) {
                _ = try await sender.call(request, deadline: call.deadline)
                break
            } catch {
                guard attempt < Self.maximumImports, Self.wantsAnotherExport(error) else { throw error }
            }
        }
        state.withLock { $0.authorizations[dataCenter] = ($0.authorizations[dataCenter] ?? 0) + 1 }
        delegate.poolDidReport(.authorized(true, dataCenter: dataCenter))
    }

    /// Whether the import may succeed with other bytes: each export is good for one import.
    private static func wantsAnotherExport(_ error: InvocationError) -> Bool {
        switch error {
        case .outcomeUnknown: true
        case .rpc(let error): error.name == .authBytesInvalid || error.transience == .serverTrouble
        default: false
        }
    }

    /// Makes a call that may sign somebody in or out, while the account is taken nowhere.
    func changeAccount(_ call: consuming PooledCall) async throws(InvocationError) -> ArraySlice<UInt8> {
        let journeys = journeys
        try await acquire(journeys.changes, call)
        defer { journeys.changes.release() }
        // All places: who wants one from here on stands in line behind.
        var taken = journeys.places.tryAcquire(atMost: AccountJourneys.count)
        defer { journeys.places.release(taken) }
        while taken < AccountJourneys.count {
            try await acquire(journeys.places, call)
            taken += 1
        }
        call.holdsAccount = true
        state.withLock { $0.account.isChanging = true }
        var isDone = false
        defer { state.withLock { $0.account.end(isDone: isDone) } }
        let result = try await perform(call)
        isDone = true
        return result
    }

    /// Calls one of the methods that the pool itself needs.
    func ask<Function: TLFunction>(
        _ function: Function, at destination: CallDestination = .home, for call: PooledCall
    ) async throws(InvocationError) -> Function.Response {
        let method = try Request.method(of: function)
        var inner = PooledCall(
            write: { () throws(InvocationError) in try Request.write(function, method) }, method: method,
            policy: call.policy, floodScope: nil, begun: time.now(), deadline: call.deadline, destination: destination)
        inner.holdsAccount = call.holdsAccount
        return try Request.read(try await perform(inner), answering: Function.self, method)
    }

    /// Waits for a turn, but no longer than a call may take.
    func acquire(_ semaphore: AsyncSemaphore, _ call: PooledCall) async throws(InvocationError) {
        switch await semaphore.acquire(until: call.deadline, time) {
        case .admitted: return
        case .cancelled: throw .cancelled
        case .tooLate: throw .deadlineExceeded(method: call.name)
        }
    }
}

extension Sender {
    /// Calls one of the methods that the pool itself needs.
    func call<Function: TLFunction>(
        _ function: Function, deadline: MonotonicTime?
    ) async throws(InvocationError) -> Function.Response {
        let method = try Request.method(of: function)
        let answer = try await invoke(method: method, deadline: deadline, after: []) { () throws(InvocationError) in
            try Request.write(function, method)
        }
        return try Request.read(answer, answering: Function.self, method)
    }
}
