// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

/// What all connections of a server share: the engine behind a lock, and whoever waits for it.
final class ServerCore: Sendable {
    /// Answers a call in the place of the built-in method.
    typealias Handler = @Sendable (any TLFunction, PendingCall) async -> Result<[UInt8], RPCFailure>

    private struct Waiter: Sendable {
        let check: @Sendable (inout World) -> (any Sendable)?
        let continuation: CheckedContinuation<any Sendable, any Error>
        let timeout: Task<Void, Never>

        /// Ends the wait; not under the core's lock.
        func resume(with result: Result<any Sendable, any Error>) {
            timeout.cancel()
            continuation.resume(with: result)
        }
    }

    private struct State: Sendable {
        var engine: Engine
        var connections: [ConnectionID: ClientConnection] = [:]
        var lastConnection: UInt32 = 0
        var handlers: [UInt32: Handler] = [:]
        var waiters: [UInt64: Waiter] = [:]
        var lastNumber: UInt64 = 0
        /// Handlers of tests that are running.
        var tasks: [UInt64: Task<Void, Never>] = [:]
        /// Packets that faults hold back.
        var delays: [UInt64: Task<Void, Never>] = [:]
        var timer: (number: UInt64, time: Int64, task: Task<Void, Never>)?
        var isStopped = false
    }

    let exchange: KeyExchangeServer.Configuration
    let time: LocalTime
    private let state: Lock<State>

    init(engine: Engine, exchange: KeyExchangeServer.Configuration, time: LocalTime) {
        self.exchange = exchange
        self.time = time
        state = Lock(State(engine: engine))
    }

    /// Lends the engine and does what it wants afterwards.
    func perform<Result: Sendable, Failure: Error>(
        _ body: @Sendable (inout Engine) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var work = Work()
        let now = time.sinceEpoch()
        let result: Swift.Result<Result, Failure> = state.withLock { state in
            state.engine.setTime(now)
            let result: Swift.Result<Result, Failure>
            do throws(Failure) {
                result = .success(try body(&state.engine))
            } catch {
                result = .failure(error)
            }
            work = collect(&state)
            return result
        }
        carryOut(work)
        return try result.get()
    }

    // MARK: Connections

    /// Admits a connection to a data centre.
    ///
    /// - Parameters:
    ///   - connection: The connection.
    ///   - dataCenter: The data centre.
    ///   - exchange: How it proves itself, if not like the others.
    /// - Returns: Who speaks for it, `nil` if there are too many or the server has stopped.
    func admit(
        _ connection: Connection, dataCenter: Int, provingBy exchange: KeyExchangeServer.Configuration? = nil
    ) -> ClientConnection? {
        state.withLock { state in
            let bound = state.engine.bounds.connections * state.engine.ports.count
            guard !state.isStopped, state.connections.count < bound else { return nil }
            state.lastConnection &+= 1
            let id = ConnectionID(number: state.lastConnection)
            let client = ClientConnection(id: id, connection: connection, core: self, provingBy: exchange)
            state.connections[id] = client
            state.engine.opened(id, dataCenter: dataCenter)
            return client
        }
    }

    func closed(_ id: ConnectionID) {
        state.withLock { state in
            state.connections[id] = nil
            state.engine.closed(id)
        }
    }

    /// How many data centres there are.
    var dataCenterCount: Int { state.withLock { $0.engine.ports.count } }

    var connectionCount: Int { state.withLock { $0.connections.count } }

    func dropConnections() {
        let connections = state.withLock { Array($0.connections.values) }
        for connection in connections { connection.close() }
    }

    /// Closes everything and ends whoever waits.
    func stop() {
        let (connections, tasks, waiters) = state.withLock { state in
            state.isStopped = true
            var tasks = Array(state.tasks.values)
            tasks += state.delays.values
            if let timer = state.timer { tasks.append(timer.task) }
            let waiters = Array(state.waiters.values)
            state.tasks = [:]
            state.delays = [:]
            state.waiters = [:]
            state.timer = nil
            return (Array(state.connections.values), tasks, waiters)
        }
        for task in tasks { task.cancel() }
        for waiter in waiters { waiter.resume(with: .failure(CancellationError())) }
        for connection in connections { connection.close() }
    }

    // MARK: Work

    /// What is to be done outside of the lock.
    private struct Work: Sendable {
        var connections: [ClientConnection] = []
        var closing: [(ClientConnection, transportError: Int32?)] = []
        var satisfied: [(Waiter, any Sendable)] = []
    }

    private func collect(_ state: inout State) -> Work {
        var work = Work()
        // A call for which no handler may run is answered at once, and its answer is to go out with the others.
        while true {
            let outputs = state.engine.takeOutputs()
            if outputs.isEmpty { break }
            for output in outputs { sort(output, &state, into: &work) }
        }
        for (number, waiter) in state.waiters {
            guard let value = waiter.check(&state.engine.world) else { continue }
            state.waiters[number] = nil
            work.satisfied.append((waiter, value))
        }
        schedule(&state)
        return work
    }

    private func sort(_ output: EngineOutput, _ state: inout State, into work: inout Work) {
        switch output {
        case .packet(let id, let packet, let authKey):
            guard let connection = state.connections[id] else { return }
            guard !connection.enqueue(.packet(packet, authKey)) else {
                // With the lock, nothing may be closed.
                if work.closing.last?.0 !== connection { work.closing.append((connection, nil)) }
                return
            }
            if work.connections.last !== connection { work.connections.append(connection) }
        case .later(let delay, let id, let packet, let authKey, let origin, let account):
            guard !state.isStopped, state.delays.count < state.engine.bounds.delayedPackets else {
                return sort(.packet(id, packet, authKey), &state, into: &work)
            }
            sendLater(delay, .packet(packet, authKey), on: id, &state) { $0.account(of: origin) == account }
        case .gather(let origin):
            Task {
                await time.pause(for: .nanoseconds(UpdateGathering.window))
                perform { $0.flushGathered(origin) }
            }
        case .close(let id, let code):
            if let connection = state.connections[id] { work.closing.append((connection, code)) }
        case .handler(let call, let function):
            start(function, call, &state)
        }
    }

    private func carryOut(_ work: Work) {
        for connection in work.connections { connection.signal() }
        for (connection, code) in work.closing {
            if let code { connection.refuse(code) } else { connection.close() }
        }
        for (waiter, value) in work.satisfied { waiter.resume(with: .success(value)) }
    }

    /// Runs a handler of a test; the task is cancelled when the server stops.
    private func start(_ function: any TLFunction, _ call: PendingCall, _ state: inout State) {
        guard let handler = state.handlers[type(of: function).constructorID], !state.isStopped,
            state.tasks.count < state.engine.bounds.handlers
        else {
            let failure = RPCFailure(420, .floodWait, value: 1)
            return state.engine.answer(call, with: .failure(failure))
        }
        state.lastNumber += 1
        let number = state.lastNumber
        state.tasks[number] = Task {
            let result = await handler(function, call)
            perform { $0.answer(call, with: result) }
            self.state.withLock { $0.tasks[number] = nil }
        }
    }

    /// Sends a packet after a while, if the connection is still there then.
    private func sendLater(
        _ delay: Duration, _ item: ClientConnection.Item, on id: ConnectionID, _ state: inout State,
        if isWanted: @escaping @Sendable (Engine) -> Bool
    ) {
        state.lastNumber += 1
        let number = state.lastNumber
        state.delays[number] = Task { [time] in
            let isDue = (try? await time.sleep(delay)) != nil
            let connection = self.state.withLock { state in
                state.delays[number] = nil
                return isDue && isWanted(state.engine) ? state.connections[id] : nil
            }
            connection?.send(item)
        }
    }

    /// Sees to it that the engine is woken when something is due.
    private func schedule(_ state: inout State) {
        guard let next = state.engine.nextDeadline, !state.isStopped else { return }
        if let timer = state.timer, timer.time <= next { return }
        state.timer?.task.cancel()
        let wait = Duration.seconds(next) - time.sinceEpoch()
        state.lastNumber += 1
        let number = state.lastNumber
        let task = Task { [time] in
            guard (try? await time.sleep(max(wait, .zero))) != nil else { return }
            // One that was replaced while it woke must not make its successor be forgotten.
            self.state.withLock { if $0.timer?.number == number { $0.timer = nil } }
            perform { $0.tick() }
        }
        state.timer = (number, next, task)
    }

    // MARK: Scripts

    /// Whether a client is not read because it does not take its answers.
    var isHoldingBack: Bool {
        state.withLock { Array($0.connections.values) }.contains(where: \.isHoldingBack)
    }

    /// How many packets are held back by faults.
    var delayCount: Int { state.withLock { $0.delays.count } }

    /// Whether somebody waits for something to happen.
    var isAwaited: Bool { state.withLock { !$0.waiters.isEmpty } }

    func setHandler(_ handler: Handler?, for method: UInt32) {
        state.withLock { state in
            state.handlers[method] = handler
            if handler == nil {
                state.engine.overridden.remove(method)
            } else {
                state.engine.overridden.insert(method)
            }
        }
    }

    /// Waits until a look at the world gives something.
    ///
    /// - Parameters:
    ///   - limit: How long to wait.
    ///   - check: Looks; it is called whenever anything may have changed.
    /// - Returns: What `check` gave, `nil` if the time is over.
    /// - Throws: `CancellationError` if the task is cancelled or the server stops.
    func wait<Value: Sendable>(
        atMost limit: Duration, _ check: @escaping @Sendable (inout World) -> Value?
    ) async throws -> Value? {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        let value = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<any Sendable, any Error>) in
                let known: Result<any Sendable, any Error>? = state.withLock { state in
                    if state.isStopped || Task.isCancelled { return .failure(CancellationError()) }
                    if let value = check(&state.engine.world) { return .success(value) }
                    // Under the lock, so that the end of the time finds whom it is to wake.
                    let timeout = Task { [time] in
                        guard (try? await time.sleep(limit)) != nil else { return }
                        release(number, .success(Timeout()))
                    }
                    state.waiters[number] = Waiter(check: check, continuation: continuation, timeout: timeout)
                    return nil
                }
                if let known { continuation.resume(with: known) }
            }
        } onCancel: {
            release(number, .failure(CancellationError()))
        }
        state.synchronize()
        return value as? Value
    }

    private struct Timeout: Sendable {}

    private func release(_ number: UInt64, _ result: Result<any Sendable, any Error>) {
        state.withLock { $0.waiters.removeValue(forKey: number) }?.resume(with: result)
    }
}
