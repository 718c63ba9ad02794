// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramLock
import FerogramMTProto

/// The connections to all data centres: it makes them when they are needed, takes the account there, follows redirections
/// and waits where the server wants to be waited for.
package final class SenderPool: Sendable {
    struct State: Sendable {
        var senders: [Int: Sender] = [:]
        var gates: [Int: AsyncSemaphore] = [:]
        var floods = FloodGovernor()
        var failure: InvocationError?
    }

    let configuration: PoolConfiguration
    let state = Lock(State())
    private let owner = Lock<WeakDelegate>(WeakDelegate())
    private let newSenders: AsyncStream<Sender>
    private let starter: AsyncStream<Sender>.Continuation

    private struct WeakDelegate: Sendable {
        weak var delegate: (any PoolDelegate)?
    }

    var time: Timekeeper { configuration.time }
    var delegate: (any PoolDelegate)? { owner.withLock { $0.delegate } }

    /// Creates a pool; ``run()`` starts it.
    ///
    /// - Parameter configuration: How it connects.
    package init(_ configuration: PoolConfiguration) {
        self.configuration = configuration
        // There is one sender for each data centre, so the stream needs no other bound.
        (newSenders, starter) = AsyncStream.makeStream(of: Sender.self, bufferingPolicy: .unbounded)
    }

    /// Sets who keeps the session; once, before any call. The pool does not keep it alive.
    package func setDelegate(_ delegate: any PoolDelegate) {
        owner.withLock { $0.delegate = delegate }
    }

    /// Does the pool's work until the task is cancelled or ``close(_:)`` is called.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await sender in newSenders { group.addTask { await sender.run() } }
            close(.disconnected)
            group.cancelAll()
        }
    }

    /// Ends all connections and calls.
    ///
    /// - Parameter error: What the calls end with.
    package func close(_ error: InvocationError) {
        let senders = state.withLock { state in
            state.failure = state.failure ?? error
            defer { state.senders = [:] }
            return Array(state.senders.values)
        }
        for sender in senders { sender.close(error) }
        starter.finish()
    }

    /// Ends the waits for the next attempts to connect, because the network is back.
    package func signalNetworkRestored() {
        for sender in state.withLock({ Array($0.senders.values) }) { sender.signalNetworkRestored() }
    }

    /// How many calls are pending.
    package var pendingCallCount: Int {
        state.withLock { Array($0.senders.values) }.reduce(0) { $0 + $1.pendingCallCount }
    }

    /// The sender for a data centre, started if there was none.
    func sender(for dataCenter: Int) throws(InvocationError) -> Sender {
        guard let delegate else { throw .disconnected }
        let (sender, isNew) = try state.withLock { state throws(InvocationError) -> (Sender, Bool) in
            if let failure = state.failure { throw failure }
            if let sender = state.senders[dataCenter] { return (sender, false) }
            let sender = try makeSender(for: dataCenter, delegate)
            state.senders[dataCenter] = sender
            return (sender, true)
        }
        if isNew { starter.yield(sender) }
        return sender
    }

    private func makeSender(for id: Int, _ delegate: any PoolDelegate) throws(InvocationError) -> Sender {
        guard (1...9_999).contains(id), let endpoint = delegate.endpoint(of: id) else { throw .unknownDataCenter(id) }
        let dataCenter = ProxyDataCenter(id: id, isTest: configuration.isTest)
        var sender = SenderConfiguration(
            dataCenter: dataCenter, endpoint: endpoint, transport: configuration.transport(dataCenter),
            dialer: configuration.dialer)
        sender.alternatives = delegate.alternatives(to: dataCenter)
        sender.routeSources = configuration.routeSources
        sender.trustedKeys = configuration.trustedKeys
        sender.session = configuration.session
        sender.restartPolicy = configuration.restartPolicy
        sender.time = configuration.time
        return Sender(sender, key: delegate.key(of: id)) { [weak self] event in
            self?.delegate?.poolDidReport(.sender(event, dataCenter: id))
        }
    }
}
