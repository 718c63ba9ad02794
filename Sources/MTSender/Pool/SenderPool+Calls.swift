// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
package import FerogramMTProto
import FerogramTLTypes

extension SenderPool {
    /// How often one call follows the server to another data centre.
    private static var maximumMigrations: Int { 5 }
    /// How often one call is made again because its temporary key lost its binding.
    private static var maximumRebindings: Int { 3 }

    /// Makes a call.
    ///
    /// - Parameters:
    ///   - method: The id of the method, for errors and floods.
    ///   - destination: Where to.
    ///   - options: What else is wanted.
    ///   - write: Writes the call, once for each attempt and not before there is room for it.
    /// - Returns: The result, as a TL object.
    /// - Throws: ``InvocationError``.
    package func invoke(
        method: UInt32, to destination: CallDestination = .home, options: CallOptions = CallOptions(),
        write: @escaping @Sendable () throws(InvocationError) -> OutgoingCall
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        let begun = time.now()
        let deadline = options.timeout.map { begun + $0.clamped } ?? usualTimeout.map { begun + $0 }
        guard activity.enter() else { throw state.withLock { $0.failure } ?? .disconnected }
        defer { activity.leave() }
        var failure: FailedAttempt?
        // Most calls go straight to the account's data centre and are answered there. What is needed for all others is made
        // only when one turns out to be one of them.
        if isStraight(method, destination, options) {
            let course = try course(to: destination, method, options.floodScope)
            if let sender = course.sender, !course.isFlooded {
                do throws(InvocationError) {
                    return try await sender.invoke(method: method, deadline: deadline, after: [], at: begun) {
                        () throws(InvocationError) in try Self.checked(try write(), method)
                    }
                } catch {
                    failure = FailedAttempt(course: course, error: error)
                }
            }
        }
        return try await goOn(method, destination, options, begun, deadline, after: failure, write)
    }

    // A function of its own, so that calls that need none of it hold no memory for it while they wait.
    @inline(never)
    private func goOn(
        _ method: UInt32, _ destination: CallDestination, _ options: CallOptions, _ begun: MonotonicTime,
        _ deadline: MonotonicTime?, after failure: FailedAttempt?,
        _ write: @escaping @Sendable () throws(InvocationError) -> OutgoingCall
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        var pooled = PooledCall(
            write: Self.wrapping(write, method, options), method: method,
            policy: options.retryPolicy ?? configuration.retryPolicy, floodScope: options.floodScope, begun: begun,
            deadline: deadline, destination: destination, followsFiles: options.followsFiles)
        if AccountChange.mayBeMade(by: method) { return try await changeAccount(pooled) }
        guard options.orders.isEmpty else { return try await performInOrder(pooled, options.orders) }
        if let failure {
            pooled.isPermitted = true
            pooled.sender = failure.course.sender
            pooled.accountNumber = failure.course.accountNumber
        }
        return try await perform(pooled, after: failure)
    }

    /// An attempt that failed.
    struct FailedAttempt {
        let course: Course
        let error: InvocationError
    }

    /// Whether the first attempt at a call needs nothing but a sender.
    private func isStraight(_ method: UInt32, _ destination: CallDestination, _ options: CallOptions) -> Bool {
        guard case .home = destination else { return false }
        return options.retryPolicy == nil && !isUsualPolicyFollowed && options.orders.isEmpty && !options.wrapsCalls
            && !AccountChange.mayBeMade(by: method)
    }

    /// What writes a call inside of what the options demand.
    private static func wrapping(
        _ write: @escaping @Sendable () throws(InvocationError) -> OutgoingCall, _ method: UInt32,
        _ options: CallOptions
    ) -> @Sendable () throws(InvocationError) -> OutgoingCall {
        // The options are large, and most demand nothing.
        guard options.wrapsCalls else {
            return { () throws(InvocationError) in try checked(try write(), method) }
        }
        return { () throws(InvocationError) in
            let call = try write()
            let wrapped: OutgoingCall
            do throws(TLError) {
                wrapped = try options.wrap(call)
            } catch {
                throw .invalidRequest(method: SenderState.name(of: method), error)
            }
            return try checked(wrapped, method)
        }
    }

    private static func checked(_ call: OutgoingCall, _ method: UInt32) throws(InvocationError) -> OutgoingCall {
        guard call.body.count <= SessionLimits.callBytes else {
            let error = TLError(.tooLong, offset: call.body.count, context: "a call")
            throw .invalidRequest(method: SenderState.name(of: method), error)
        }
        return call
    }

    /// Makes a call until it succeeds or nobody wants it any more.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - failure: How the first attempt ended, if there was one already.
    /// - Returns: The result, as a TL object.
    /// - Throws: Why there is none.
    func perform(
        _ call: consuming PooledCall, after failure: FailedAttempt? = nil
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        defer { if call.isInNewKeyWait { delegate?.poolDidReport(.newKeyWait(false)) } }
        if let failure {
            try await mend(failure.error, failure.course, &call)
            guard isCurrent(call) else { throw failure.error }
        }
        while true {
            if call.place != nil { try await waitForTurn(call) }
            // What is late before it goes out must not run.
            guard !call.isTooLate(time.now()) else { throw .deadlineExceeded(method: call.name) }
            if !call.isPermitted {
                if call.isFollowed {
                    (call.policy as? any ClockFollowing)?.follow(time.now)
                    guard call.policy.permits(call.name) else { throw .refusedByPolicy(method: call.name) }
                }
                call.isPermitted = true
            }
            let course = try course(to: call.destination, call.method, call.floodScope)
            if call.accountNumber == nil { call.accountNumber = course.accountNumber }
            if course.isFlooded {
                try await sitOut(course.key, &call)
                continue
            }
            do throws(InvocationError) {
                guard let result = try await attempt(&call, over: course) else { continue }
                if call.isFollowed { call.policy.succeeded(call.name) }
                return result
            } catch {
                try await mend(error, course, &call)
                guard isCurrent(call) else { throw error }
            }
        }
    }

    /// Whether the account is the one that a call was begun for: what failed must not be tried again for the next one.
    private func isCurrent(_ call: PooledCall) -> Bool {
        call.mayChangeAccount || call.accountNumber == state.withLock(\.account.number)
    }

    /// Does something about the error of an attempt, so that the call can be made again.
    ///
    /// - Throws: Why that is not possible.
    private func mend(
        _ error: InvocationError, _ course: Course, _ call: inout PooledCall
    ) async throws(InvocationError) {
        guard isCurrent(call) else { throw error }
        if forgetsKeys(after: error, &call) { return }
        guard let answer = error.rpcError, case .rpc = error else { throw error }
        if try await redirect(answer, &call) { return }
        if try await restore(after: answer, course.authorization, &call) { return }
        call.failures += 1
        call.isPermitted = false
        try await wait(after: answer, course.key, &call)
    }

    /// What a call has to know before it goes out.
    struct Course {
        let key: FloodGovernor.Key
        /// Whether the server wants to hear no more of the method for a while.
        let isFlooded: Bool
        /// How often the account had been taken to the data centre.
        let authorization: Int
        /// Which account it was.
        let accountNumber: Int
        /// Who makes the call, if that needs no further thought.
        let sender: Sender?
    }

    /// Finds out all of it at once.
    private func course(
        to destination: CallDestination, _ method: UInt32, _ floodScope: UInt64?
    ) throws(InvocationError) -> Course {
        guard let home = delegate?.homeDataCenter else { throw .disconnected }
        let dataCenter = destination.dataCenter ?? home
        let key = FloodGovernor.Key(dataCenter: dataCenter, method: method, peer: floodScope)
        let usesMainSender: Bool =
            switch destination {
            case .home, .dataCenter: dataCenter == home
            case .media, .cdn: false
            }
        return state.withLock { state in
            // The first look costs no clock.
            let isFlooded = !state.floods.isEmpty && state.floods.end(for: key, now: time.now()) != nil
            var sender = usesMainSender && state.failure == nil ? state.senders[dataCenter] : nil
            if sender?.hasFailed == true { sender = nil }
            return Course(
                key: key, isFlooded: isFlooded, authorization: state.authorizations[dataCenter] ?? 0,
                accountNumber: state.account.number, sender: sender)
        }
    }

    /// - Returns: The result; `nil` if the call is to be made again because of another one that it runs after.
    private func attempt(
        _ call: inout PooledCall, over course: Course
    ) async throws(InvocationError) -> ArraySlice<UInt8>? {
        if let sender = course.sender {
            call.sender = sender
            return try await attempt(call, by: sender)
        }
        let dataCenter = course.key.dataCenter
        if case .cdn = call.destination {
            let keys = try await keys(ofCDN: dataCenter, for: call)
            return try await transfer(&call, over: TransferName(dataCenter: dataCenter, purpose: .cdn), trusting: keys)
        }
        if dataCenter != delegate?.homeDataCenter, delegate?.hasAccount == true {
            try await authorize(at: dataCenter, for: call)
        }
        if case .media = call.destination {
            return try await transfer(&call, over: TransferName(dataCenter: dataCenter, purpose: .media))
        }
        let sender = try sender(for: dataCenter)
        call.sender = sender
        return try await attempt(call, by: sender)
    }

    func attempt(_ call: PooledCall, by sender: Sender) async throws(InvocationError) -> ArraySlice<UInt8>? {
        if let place = call.place { return try await attemptInOrder(call, place, by: sender) }
        return try await sender.invoke(method: call.method, deadline: call.deadline, after: [], write: call.write)
    }

    // MARK: Errors that something can be done about

    /// - Returns: Whether the call is to be made again somewhere else.
    private func redirect(_ error: RPCError, _ call: inout PooledCall) async throws(InvocationError) -> Bool {
        guard let target = error.migrationTarget, target != error.dataCenter else { return false }
        // The content delivery network has no account that could be elsewhere.
        if case .cdn = call.destination { return false }
        // A transfer takes all its parts along.
        if error.name == .fileMigrate, !call.followsFiles { throw .rpc(error) }
        call.migrations += 1
        // An account that was moved to where nobody can go could not be used any more, not even after a restart.
        guard call.migrations <= Self.maximumMigrations, isKnown(target) else { throw .rpc(error) }
        switch error.name {
        case .fileMigrate, .statsMigrate:
            if case .media = call.destination {
                call.destination = .media(target)
            } else {
                call.destination = .dataCenter(target)
            }
        default:
            // A call that was meant for one data centre stays there.
            guard call.destination == .home else { throw .rpc(error) }
            if !call.mayChangeAccount, state.withLock(\.account.isChanging) {
                // The account is there on the way to another one's place, which is not to be its own again.
                call.destination = .dataCenter(target)
                return true
            }
            // Whoever is signed in goes along, or the first call there would end the session.
            if delegate?.hasAccount == true { try await authorize(at: target, for: call) }
            delegate?.poolDidReport(.homeMoved(to: target))
        }
        return true
    }

    /// Repairs what the error says is broken.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - authorization: How often the account had been taken to the data centre when the call was made.
    ///   - call: The call.
    /// - Returns: Whether the call is to be made again.
    /// - Throws: Why not.
    private func restore(
        after error: RPCError, _ authorization: Int, _ call: inout PooledCall
    ) async throws(InvocationError) -> Bool {
        let isKeyDead = error.code == 406 && error.name == .authKeyDuplicated
        guard error.code == 401 || isKeyDead, error.name != .sessionPasswordNeeded else { return false }
        if case .cdn = call.destination { return false }
        if error.name == .authKeyPermEmpty {
            call.rebindings += 1
            guard configuration.temporaryKeyLifetime != nil, call.rebindings <= Self.maximumRebindings else {
                return false
            }
            call.sender?.renewTemporaryKey()
            return true
        }
        // Another call may have heard of the end of the session, and have ended everything.
        if let failure = state.withLock({ $0.failure }) { throw failure }
        guard let delegate, delegate.hasAccount else { return false }
        if error.dataCenter == delegate.homeDataCenter {
            if try await awaitNewKey(after: error, &call) { return true }
            let failure = InvocationError.sessionEnded(.refused(error))
            end(failure)
            throw failure
        }
        guard !call.wasReauthorized else { return try await awaitNewKey(after: error, &call) }
        call.wasReauthorized = true
        // Of the calls that hear it together only the first does something.
        let isFirst = state.withLock { state in
            guard state.authorizations[error.dataCenter] ?? 0 == authorization else { return false }
            state.authorizations[error.dataCenter] = authorization + 1
            return true
        }
        guard isFirst else { return true }
        delegate.poolDidReport(.authorized(false, dataCenter: error.dataCenter))
        if isKeyDead {
            try replaceKey(call.sender?.usedKey, of: error.dataCenter)
        }
        return true
    }

    /// Gives up a key that is dead, wherever it is in use; another call may have brought about a new one already.
    private func replaceKey(_ id: Int64?, of dataCenter: Int) throws(InvocationError) {
        guard let id else { return }
        // The one that keeps the key goes first, so that no other takes the dead key from it again.
        try sender(for: dataCenter).replaceKey(id)
        let transfers = state.withLock { state in
            state.transfers.filter { $0.key.dataCenter == dataCenter && $0.key.purpose == .media }.values.joined()
                .map(\.sender)
        }
        for sender in transfers { sender.replaceKey(id) }
    }
}
