// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramCrypto
import FerogramLock
package import FerogramMTProto
import FerogramTLTypes

/// Calls methods of one data centre, over one connection at a time that it makes anew when it is lost.
///
/// ``run()`` does the work, inside of the task that calls it: it connects, makes a key if there is none, and connects again
/// until the task is cancelled or ``close()`` is called. Calls may be made at any time; those that come before the
/// connection wait for it.
package final class Sender: Sendable {
    package let configuration: SenderConfiguration
    let state: Lock<SenderState>
    let alarm: Alarm
    private let patience: Alarm
    private let link = Lock<SenderLink?>(nil)
    private let connectionCount = Lock<UInt32>(0)
    private let lastRoute = Lock<Route?>(nil)
    private let report: @Sendable (SenderEvent) -> Void

    var time: Timekeeper { configuration.time }

    /// Creates a sender; ``run()`` starts it.
    ///
    /// - Parameters:
    ///   - configuration: Where to connect to, and how.
    ///   - key: The key, or `nil` to make one.
    ///   - report: Is told what happens, on the I/O thread: it must return quickly, and must not call the sender.
    package init(
        _ configuration: SenderConfiguration, key: KeyMaterial? = nil, report: @escaping @Sendable (SenderEvent) -> Void
    ) {
        self.configuration = configuration
        self.report = report
        alarm = Alarm(configuration.time)
        patience = Alarm(configuration.time)
        var state = SenderState(dataCenter: configuration.dataCenter.id)
        if let key { state.adopt(key.authKey, Self.session(with: key, configuration)) }
        self.state = Lock(state)
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
        let ticket = state.withLock { $0.makeTicket() }
        // Where the lock's order is invisible to ThreadSanitizer, see ``Lock``.
        defer { state.synchronize() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                begin(ticket, call, method, deadline, continuation)
            }
        } onCancel: {
            cancel(ticket)
        }
        return try result.get()
    }

    private func begin(
        _ ticket: Ticket, _ call: OutgoingCall, _ method: UInt32, _ deadline: MonotonicTime?,
        _ continuation: CheckedContinuation<CallResult, Never>
    ) {
        // A handler of cancellation that ran before found nothing to cancel; the flag is read under the lock that it takes.
        let (refusal, isAlone, rings) = state.withLock { state -> (InvocationError?, Bool, Bool) in
            if Task.isCancelled { return (.cancelled, false, false) }
            let refusal = state.begin(ticket, call, method: method, deadline: deadline, continuation)
            return (refusal, state.pendingCallCount <= 1, state.rearm())
        }
        if let refusal { return continuation.resume(returning: .failure(refusal)) }
        if rings { alarm.ring() }
        // One call goes out at once; with more of them the others may join the packet.
        signalOutput(soon: !isAlone)
    }

    private func cancel(_ ticket: Ticket) {
        guard let (caller, wasSent) = state.withLock({ $0.cancel(ticket) }) else { return }
        caller.continuation.resume(returning: .failure(.cancelled))
        if wasSent { signalOutput(soon: true) }
    }

    /// How many calls are pending.
    package var pendingCallCount: Int { state.withLock { $0.pendingCallCount } }

    // MARK: Running

    /// Keeps the sender connected until the task is cancelled or ``close()`` is called; once.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.keepTime() }
            await keepConnected()
            group.cancelAll()
        }
        state.withLock { $0.fail(.disconnected) }.resume()
    }

    /// Ends the connection and all calls.
    ///
    /// - Parameter error: What the calls end with.
    package func close(_ error: InvocationError = .disconnected) {
        state.withLock { $0.fail(error) }.resume()
        link.withLock { $0 }?.close()
        patience.ring()
        alarm.ring()
    }

    /// Ends a wait for the next attempt to connect, because the network is back.
    package func signalNetworkRestored() {
        patience.ring()
    }

    private func keepConnected() async {
        var attempt = 0
        var hasBeenUseful = false
        while !Task.isCancelled, state.withLock({ $0.failure == nil }) {
            do {
                try await serveConnection()
            } catch {
                if Task.isCancelled || state.withLock({ $0.failure != nil }) { return }
                if case let error as KeyExchangeError = error, !error.isWorthRepeating {
                    return close(.keyExchange(error))
                }
                report(.disconnected(error))
                let wasUseful = link.withLock({ $0 })?.wasUseful == true
                hasBeenUseful = hasBeenUseful || wasUseful
                if !hasBeenUseful, let error = error as? ConnectionError, !error.isWorthRepeating {
                    return close(.connectionLost("\(error)"))
                }
                attempt = wasUseful ? 1 : attempt + 1
                link.withLock { $0 = nil }
                guard let limit = configuration.restartPolicy.wait(beforeAttempt: attempt, after: error) else {
                    return close(.connectionLost("\(error)"))
                }
                await patience.sleep(until: time.now() + limit.jittered())
            }
        }
    }

    /// Makes a connection and serves it to its end.
    private func serveConnection() async throws {
        let open = try await openLink()
        let (link, connection, id) = (open.link, open.connection, open.link.id)
        defer { connection.close() }
        self.link.withLock { $0 = link }
        // Whoever closed the sender meanwhile found no connection to close.
        guard state.withLock({ $0.failure == nil }) else { return }
        if state.withLock({ $0.session == nil }) {
            let key = try await makeKey(over: link)
            state.withLock { $0.adopt(key.authKey, Self.session(with: key, configuration)) }
            report(.keyCreated(key))
        }
        state.withLock { $0.connected(id, now: time.now()) }
        link.startSession()
        report(.connected)
        if state.withLock({ $0.rearm() }) { alarm.ring() }
        connection.signalOutput(soon: false)
        let error = await link.end()
        // The end may have come before the session knew of the connection.
        ended(id)
        throw error
    }

    func makeConnectionID() -> ConnectionID {
        connectionCount.withLock { count in
            count += 1
            return ConnectionID(number: count)
        }
    }

    /// The way that worked last.
    var preferredRoute: Route? {
        get { lastRoute.withLock { $0 } }
        set { lastRoute.withLock { $0 = newValue } }
    }

    private static func session(with key: KeyMaterial, _ configuration: SenderConfiguration) -> ClientSession {
        let unixTime = configuration.time.sinceEpoch().components.seconds &+ key.timeOffset
        var generator = SystemRandomNumberGenerator()
        return ClientSession(
            configuration: configuration.session, salts: key.salts,
            clock: ServerClock(unixTime: unixTime, now: configuration.time.now()), using: &generator)
    }

    private func makeKey(over link: SenderLink) async throws -> KeyMaterial {
        let limit = time.now() + configuration.exchangeTimeout
        return try await withThrowingTaskGroup(of: KeyMaterial?.self) { group in
            group.addTask { [configuration] in
                try await KeyExchangeRun(link: link, configuration: configuration).makeKey()
            }
            group.addTask { [time] in
                try await time.sleep(limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let key = try await group.next() ?? nil else { throw SenderError.keyExchangeTimedOut }
            return key
        }
    }

    // MARK: Time

    private func keepTime() async {
        while !Task.isCancelled {
            // No sleep is longer than an hour, which keeps the arithmetic of clocks out of trouble.
            let horizon = time.now() + .seconds(3600)
            let next = state.withLock { state in
                state.armed = state.nextDeadline.map { min($0, horizon) } ?? horizon
                return state.armed
            }
            await alarm.sleep(until: next)
            if Task.isCancelled { return }
            var generator = SystemRandomNumberGenerator()
            let now = time.now()
            let (tick, salts) = state.withLock { state in
                (state.tick(now: now, using: &generator), state.session?.salts)
            }
            tick.resumptions.resume()
            if tick.saltsChanged, let salts { report(.saltsChanged(salts)) }
            if tick.closesConnection {
                link.withLock { $0 }?.close(SenderError.serverSilent)
            } else {
                signalOutput(soon: false)
            }
        }
    }

    private func signalOutput(soon: Bool) {
        link.withLock { $0 }?.signalOutput(soon: soon)
    }

    // MARK: For the link

    var authKey: AuthKey? { state.withLock { $0.authKey } }

    /// The packets that are due on a connection.
    func packets(on id: ConnectionID) -> ([OutgoingPacket], AuthKey?) {
        var generator = SystemRandomNumberGenerator()
        var resumptions = Resumptions()
        let now = time.now()
        let (packets, key, rings) = state.withLock { state in
            guard state.connection == id else { return ([OutgoingPacket](), AuthKey?.none, false) }
            let packets = state.flush(now: now, using: &generator, into: &resumptions)
            return (packets, state.authKey, state.rearm())
        }
        resumptions.resume()
        if rings { alarm.ring() }
        return (packets, key)
    }

    /// Takes a packet that was decrypted.
    func received(_ contents: PacketContents, on id: ConnectionID) throws(SessionError) {
        var generator = SystemRandomNumberGenerator()
        var resumptions = Resumptions()
        let now = time.now()
        let (events, salts, rings) = try state.withLock { state throws(SessionError) in
            let events = try state.received(contents, on: id, now: now, using: &generator, into: &resumptions)
            return (events, state.session?.salts, state.rearm())
        }
        resumptions.resume()
        if rings { alarm.ring() }
        for event in events {
            switch event {
            case .update(let message, let bytes): report(.updates(message, bytes))
            case .updatesLost: report(.updatesLost)
            case .saltsChanged: if let salts { report(.saltsChanged(salts)) }
            case .settled, .acknowledged, .sessionReset: continue
            }
        }
        // Acknowledgements and what the server asked for may be due.
        signalOutput(soon: false)
    }

    /// The connection is gone.
    func ended(_ id: ConnectionID) {
        let now = time.now()
        state.withLock { $0.disconnected(id, now: now) }.resume()
    }
}

extension SenderState {
    /// Whether the timer must go off earlier than it would.
    mutating func rearm() -> Bool {
        guard let next = nextDeadline, next < armed else { return false }
        armed = next
        return true
    }
}
