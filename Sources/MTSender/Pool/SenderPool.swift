// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramConnect
import FerogramCrypto
package import FerogramMTProto
import Synchronization

/// The connections to all data centres: it makes them when they are needed, takes the account there, follows redirections
/// and waits where the server wants to be waited for.
package final class SenderPool: Sendable {
    struct State: Sendable {
        var senders = DataCenterTable<Sender>()
        /// When a call was last given to the connection to each data centre.
        var uses: [Int: MonotonicTime] = [:]
        /// The connections for files.
        var transfers: [TransferName: [Transfer]] = [:]
        /// The keys of the content delivery network, if they were fetched.
        var cdnKeys: [Int: [RSAPublicKey]]?
        var gates: [Int: AsyncSemaphore] = [:]
        /// How often the account was taken to each data centre.
        var authorizations = DataCenterTable<Int>()
        var account = AccountChange()
        /// When the key of each data centre was made, if this pool made it.
        var keyBirths: [Int: MonotonicTime] = [:]
        var floods = FloodGovernor()
        /// When the last of the floods that were reported ends.
        var floodEnd: MonotonicTime?
        var failure: InvocationError?
        /// Whether the program wanted the end, which nothing follows.
        var isClosed = false
        /// Calls that wait for a while, and can be woken.
        var sleepers: [UInt64: Alarm] = [:]
        var lastSleeper: UInt64 = 0

        var allSenders: [Sender] { senders.values + transfers.values.joined().map(\.sender) }
    }

    let configuration: PoolConfiguration
    /// How long a call waits that does not say it.
    let usualTimeout: Duration?
    /// Whether the usual policy wants to know of each call.
    let isUsualPolicyFollowed: Bool
    let state = Lock(State())
    /// Whether there is a failure, for those that look often.
    private let failureFlag = Atomic(false)
    /// The calls that run in orders.
    let lines = Lock(CallLines())
    let activity = ActivityGate()
    /// When connections that nobody uses are looked for.
    let cleaning: AlarmClock
    /// Keeps journeys of the account and changes of it apart; a client that is signed in by its session needs none of it.
    var journeys: AccountJourneys { journeysReference.load() ?? journeysReference.storeIfNil(AccountJourneys()) }
    private let journeysReference = AtomicLazyReference<AccountJourneys>()
    /// Lets one call fetch the keys of the content delivery network.
    var cdnGate: AsyncSemaphore { cdnGateReference.load() ?? cdnGateReference.storeIfNil(AsyncSemaphore(1)) }
    private let cdnGateReference = AtomicLazyReference<AsyncSemaphore>()
    /// It is set once and before any call, so that those who look at it need no lock; the look itself is atomic.
    nonisolated(unsafe) private(set) weak var delegate: (any PoolDelegate)?
    /// What runs the work of the senders.
    private let jobs: JobGroup

    var time: Timekeeper { configuration.time }

    /// Creates a pool; ``run()`` starts it.
    ///
    /// - Parameters:
    ///   - configuration: How it connects.
    ///   - jobs: What runs the work of its senders; it ends with the pool.
    package init(_ configuration: PoolConfiguration, jobs: JobGroup = JobGroup()) {
        self.configuration = configuration
        usualTimeout = configuration.timeout.map { $0.clamped }
        isUsualPolicyFollowed = configuration.retryPolicy.followsCalls
        self.jobs = jobs
        cleaning = AlarmClock(configuration.time)
    }

    /// Sets who keeps the session; once, before any call.
    ///
    /// The pool does not keep it alive.
    package func setDelegate(_ delegate: any PoolDelegate) {
        self.delegate = delegate
    }

    /// Does the pool's work, and all else that its jobs are, until the task is cancelled or ``close(_:)`` is called.
    package func run() async {
        await jobs.run()
        close(.disconnected)
    }

    /// A sender has come to its end; the next call gets a new one.
    private func ended(_ sender: Sender) {
        let id = sender.configuration.dataCenter.id
        state.withLock { state in
            if state.senders[id] === sender { state.senders[id] = nil }
            for name in state.transfers.keys where name.dataCenter == id {
                state.transfers[name]?.removeAll { $0.sender === sender }
            }
        }
    }

    /// Lets a sender run, as long as the pool does.
    func start(_ sender: Sender) {
        sender.start(in: jobs) { [weak self, weak sender] in
            if let sender { self?.ended(sender) }
        }
    }

    /// Ends all connections and calls.
    ///
    /// - Parameter error: What the calls end with.
    package func close(_ error: InvocationError) {
        _ = fail(error)
        state.withLock { $0.isClosed = true }
        shut()
        jobs.finish()
    }

    /// Whether everything has come to an end, and calls fail.
    package var hasFailed: Bool { failureFlag.load(ordering: .acquiring) }

    /// Takes calls again after the server has ended the session, so that somebody can sign in.
    ///
    /// - Returns: Whether it had ended, and takes calls now.
    package func reopen() -> Bool {
        state.withLock { state in
            guard !state.isClosed, case .sessionEnded = state.failure else { return false }
            state.failure = nil
            failureFlag.store(false, ordering: .releasing)
            state.authorizations = DataCenterTable()
            return true
        }
    }

    /// Ends everything for a reason of the server's or the network's, and says so once, before any call ends with it.
    func end(_ error: InvocationError) {
        let isFirst = fail(error)
        if isFirst { delegate?.poolDidReport(.ended(error)) }
        // Somebody may sign in again, which another attempt to connect would not help.
        guard case .sessionEnded = error else {
            shut()
            return jobs.finish()
        }
        // A late call that fails the same way must not end what was begun anew.
        if isFirst { shut() }
    }

    /// - Returns: Whether the pool was open.
    private func fail(_ error: InvocationError) -> Bool {
        state.withLock { state in
            guard state.failure == nil else { return false }
            state.failure = error
            failureFlag.store(true, ordering: .releasing)
            return true
        }
    }

    private func shut() {
        let (senders, sleepers, error) = state.withLock { state in
            defer {
                state.senders = DataCenterTable()
                state.transfers = [:]
                state.sleepers = [:]
            }
            return (state.allSenders, Array(state.sleepers.values), state.failure ?? .disconnected)
        }
        cleaning.cancel()
        for sender in senders { sender.close(error) }
        for sleeper in sleepers { sleeper.ring() }
    }

    /// Takes no more calls, and waits for those that are pending.
    ///
    /// - Parameter limit: How long to wait.
    package func drain(atMost limit: Duration) async {
        let end = time.now() + limit.clamped
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.activity.closeAndWait() }
            group.addTask { [time] in try? await time.sleep(end) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Ends the waits for the next attempts to connect, because the network is back.
    package func signalNetworkRestored() {
        for sender in state.withLock(\.allSenders) { sender.signalNetworkRestored() }
    }

    /// Writes what waited while nothing might be written.
    package func resumeOutput() {
        for sender in state.withLock(\.allSenders) { sender.signalOutput(soon: false) }
    }

    /// Lets the acknowledgements of updates go, because they are safe.
    ///
    /// - Parameters:
    ///   - messages: The messages that brought them.
    ///   - dataCenter: Where they came from.
    package func acknowledge(_ messages: [MessageID], from dataCenter: Int) {
        guard !messages.isEmpty else { return }
        state.withLock { $0.senders[dataCenter] }?.acknowledge(messages)
    }

    /// How many calls are pending.
    package var pendingCallCount: Int {
        state.withLock(\.allSenders).reduce(0) { $0 + $1.pendingCallCount }
    }

    /// How many calls wait for a while.
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// The sender for a data centre, started if there was none.
    func sender(for dataCenter: Int) throws(InvocationError) -> Sender {
        guard let delegate else { throw .disconnected }
        let isForeign = dataCenter != delegate.homeDataCenter
        let now = time.now()
        let (sender, isNew, isAlone) = try state.withLock { state throws(InvocationError) -> (Sender, Bool, Bool) in
            if let failure = state.failure { throw failure }
            if isForeign { state.uses[dataCenter] = now }
            if let sender = state.senders[dataCenter], !sender.hasFailed { return (sender, false, false) }
            let sender = try makeSender(for: dataCenter, delegate)
            state.senders[dataCenter] = sender
            return (sender, true, state.senders.count == 1)
        }
        if isNew {
            start(sender)
            // Where the account came from is foreign from now on.
            if isForeign || !isAlone { clean(at: now + configuration.foreignIdle.clamped) }
        }
        return sender
    }

    private func makeSender(for id: Int, _ delegate: any PoolDelegate) throws(InvocationError) -> Sender {
        guard isKnown(id), let endpoint = delegate.endpoint(of: id) else { throw .unknownDataCenter(id) }
        let dataCenter = ProxyDataCenter(id: id, isTest: configuration.isTest)
        var sender = SenderConfiguration(
            dataCenter: dataCenter, endpoint: endpoint, transport: configuration.transport(dataCenter),
            dialer: configuration.dialer)
        sender.alternatives = delegate.alternatives(to: dataCenter)
        sender.routeSources = configuration.routeSources
        sender.trustedKeys = configuration.trustedKeys
        sender.session = configuration.session
        sender.restartPolicy = configuration.restartPolicy
        sender.mayWrite = configuration.mayWrite
        sender.temporaryKeyLifetime = configuration.temporaryKeyLifetime
        sender.time = configuration.time
        // With the key of the account's data centre the account would be lost.
        sender.mayReplaceKey = { [weak self] in
            guard let delegate = self?.delegate else { return false }
            return delegate.homeDataCenter != id || !delegate.hasAccount
        }
        return Sender(sender, key: delegate.key(of: id)) { [weak self] event in
            guard let self else { return }
            if case .gaveUp(let error) = event {
                // Without the account's data centre there is nothing left.
                if self.delegate?.homeDataCenter == id { self.end(error) }
            } else {
                switch event {
                case .keyCreated: self.noteKeyBirth(at: id)
                case .temporaryKeyBound(let key): self.share(key, of: id, isMediaOnly: false)
                default: break
                }
                self.delegate?.poolDidReport(.sender(event, dataCenter: id))
            }
        }
    }

    /// Whether a data centre can be reached at all.
    func isKnown(_ id: Int) -> Bool {
        (1...9_999).contains(id) && delegate?.endpoint(of: id) != nil
    }
}
