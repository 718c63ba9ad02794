// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramMTSender
import FerogramMessageBox
import FerogramSession
import FerogramTLTypes
import Synchronization

/// What a client consists of: connections, the session, the peers, the updates.
final class ClientCore: Sendable {
    let configuration: ResolvedConfiguration
    let pool: SenderPool
    let peers: PeerCache
    let updates: UpdateQueue
    let health: HealthMonitor
    let engine: UpdateEngine
    /// What the server allows the account.
    let limits = LimitState()
    /// Where the updates are kept that are not handled yet, if they are kept.
    let journal: Journal?
    /// Makes messages wait, if there are limits.
    let outgoing: OutgoingLimiter?
    /// What is made when it is wanted.
    let parts = LateParts()
    private let writer: SessionWriter
    private let session: Lock<SessionData>
    /// The data centre of the account as the session has it, for those that only look; it changes under the session's lock.
    private let home: Atomic<Int>
    /// Why the last connection came to its end.
    private let lastLoss = Lock<String?>(nil)
    /// Whether the account is being signed out, so that errors about its absence mean nothing.
    let isSigningOut = Atomic(false)
    /// Counts the accounts; what belongs to an earlier one is dropped.
    private let generation = Lock<UInt64>(0)
    /// The same, for those that only look.
    private let generationNumber = Atomic<UInt64>(0)
    /// What runs the client's work.
    private let jobs = JobGroup()
    private let ending = Lock(Ending())

    private struct Ending {
        /// Saves what is left, after the last job.
        var task: Task<SessionStorageError?, Never>?
        var waiters = Waiters<Task<SessionStorageError?, Never>>()
    }

    /// Makes the calls.
    let calls: any Invoker
    /// The same, unless a test has put another in its place: called as what it is, it costs less.
    let pooled: PoolInvoker?
    /// Gives numbers to messages that are sent.
    let randomID: @Sendable () -> Int64

    /// Creates what a client consists of.
    ///
    /// - Parameters:
    ///   - configuration: The program's choices.
    ///   - session: What the storage holds.
    ///   - calls: Makes the calls, over the pool of connections by default.
    ///   - randomID: Gives numbers to messages that are sent.
    init(
        _ configuration: ResolvedConfiguration, session: SessionData, calls: (any Invoker)? = nil,
        randomID: @escaping @Sendable () -> Int64 = ClientCore.systemRandomID
    ) {
        self.configuration = configuration
        journal = configuration.journal
        self.randomID = randomID
        self.session = Lock(session)
        home = Atomic(session.homeDataCenter ?? configuration.directory.preferredDataCenter)
        outgoing = configuration.choices.outgoingLimits.map { OutgoingLimiter($0, configuration.time) }
        peers = PeerCache(
            session.peers.values, configuration.time, nameLifetime: configuration.choices.peerNameLifetime,
            capacity: configuration.choices.peerCacheCapacity)
        let owner = WeakCore()
        updates = UpdateQueue(
            capacity: configuration.updateCapacity, queryCapacity: configuration.choices.updateBounds.queuedQueries,
            storesBefore: configuration.choices.updateGuarantee == .atMostOnce,
            roomForQueries: { owner.core?.engine.wake() },
            handled: { [journal] in journal?.finish($0) },
            store: { owner.core?.store($0) })
        health = HealthMonitor(configuration.time)
        engine = UpdateEngine(configuration.time, configuration.choices.updateBounds)
        writer = SessionWriter(configuration.storage, configuration.time) { [log = configuration.log] level, text in
            log?(LogEntry(level: level, text: text))
        }
        pool = SenderPool(configuration.pool, jobs: jobs)
        let pooled = PoolInvoker(pool: pool, metrics: configuration.metrics, time: configuration.time)
        self.pooled = calls == nil ? pooled : nil
        self.calls = calls ?? pooled
        pool.setDelegate(self)
        owner.set(self)
    }

    /// How far the updates were handled when the session was saved last.
    var updateState: (UpdateState?, [Int64: Int32]) { session.withLock { ($0.updates, $0.channels) } }

    var account: SessionData.Account? { session.withLock { $0.account } }

    /// What earlier sessions left for later sign-ins.
    var futureAuthTokens: [[UInt8]] { session.withLock { $0.futureAuthTokens } }

    /// What is to be saved of the client.
    var sessionData: SessionData { session.withLock { $0 } }

    // MARK: Running

    /// Begins the client's work, which is done by jobs whenever there is something to do.
    func start() {
        engine.start(for: self, in: jobs)
        writer.start(in: jobs)
        if let journal {
            jobs.start {
                // Another process speaks for the account now.
                if await self.run(journal) { self.stop() }
            }
        }
        // It keeps the client's parts until the end.
        jobs.open { [self] in workEnded() }
    }

    /// Cancels the client's work.
    func end() { jobs.finish() }

    /// Waits for the end of the client's work, after ``end()``.
    ///
    /// - Returns: Why the session could not be saved.
    func outcome() async -> SessionStorageError? {
        let task = await ending.wait(in: \.waiters, unless: { $0.task }, onCancel: {})
        return await task.value
    }

    private func workEnded() {
        let task = Task.detached(priority: Task.currentPriority) { [self] in
            pool.close(.disconnected)
            stop()
            return await finish()
        }
        let waiters = ending.withLock { ending in
            ending.task = task
            return ending.waiters.removeAll()
        }
        for waiter in waiters { waiter.resume(task) }
    }

    private func finish() async -> SessionStorageError? {
        let failure = await writer.finish()
        await journal?.finish()
        updates.discard()
        return failure
    }

    func stop() {
        // First, so that what fails because of the end is not taken for handled.
        updates.finish()
        pool.close(.disconnected)
        engine.finish()
        journal?.stop()
        health.stop(.disconnected)
        writer.stop()
    }

    /// Whether the end has come, be it the program's will or not.
    var isStopped: Bool { updates.isStopped || pool.hasFailed }

    /// Takes calls again if the server has ended the session, so that somebody can sign in.
    func reviveIfEnded() {
        guard pool.reopen() else { return }
        let number = generation.withLock { generation in
            generation += 1
            generationNumber.store(generation, ordering: .releasing)
            return generation
        }
        engine.reset(number)
        updates.reopen(number)
        health.restart()
    }

    /// Makes the first call, which proves that everything works.
    func initialize() async throws(InvocationError) {
        let config: TL.Config
        do throws(InvocationError) {
            config = try await invoke(
                TL.help.GetConfig(), options: CallOptions(timeout: configuration.choices.connectTimeout))
        } catch {
            throw explained(error)
        }
        limits.learn(config)
        // Servers that we were pointed at are the only ones we go to.
        if configuration.usesBuiltInAddresses { update { $0.store(config.dcOptions) } }
        await followUpdates()
    }

    /// An error of the first call, with the reason why there was no connection for it.
    private func explained(_ error: InvocationError) -> InvocationError {
        let lastLoss = lastLoss.withLock { $0 }
        let reason: String?
        switch error {
        case .deadlineExceeded: reason = lastLoss
        case .connectionLost(let text): reason = lastLoss.map { "\(text); the last connection ended so: \($0)" } ?? text
        default: return error
        }
        guard let proxy = configuration.proxy else { return reason.map { .connectionLost($0) } ?? error }
        let hint = proxy.secret == nil ? "" : ", and a wrong secret looks like this"
        return .connectionLost("\(reason ?? "no answer in time"); it goes through the \(proxy)\(hint)")
    }

    // MARK: The session

    /// Changes the session, in memory at once and in the storage soon.
    func update(_ change: (inout SessionData) -> [SessionChange]) {
        // Under the lock, so that changes are saved in the order in which they were made.
        session.withLock { session in
            guard !writer.isSealed else { return }
            writer.submit(change(&session))
            publish(session)
        }
    }

    private func publish(_ session: borrowing SessionData) {
        home.store(session.homeDataCenter ?? configuration.directory.preferredDataCenter, ordering: .releasing)
    }

    /// Forgets what belongs to an account, because another one follows, or none.
    ///
    /// - Parameter account: The account that follows.
    func inheritNothing(account: SessionData.Account?) {
        let number = generation.withLock { generation in
            generation += 1
            generationNumber.store(generation, ordering: .releasing)
            peers.removeAll()
            return generation
        }
        engine.reset(number)
        updates.reset(number)
        sent.removeAll()
        own.removeAll()
        update { session in
            var data = session
            data.account = account
            data.stateOwner = account?.userID
            data.updates = nil
            data.channels = [:]
            data.peers = [:]
            for index in data.dataCenters.indices { data.dataCenters[index].isAuthorized = false }
            return session.change(.everything(data))
        }
    }

    /// Forgets everything, keys included.
    func emptySession() {
        // Nothing that comes until the connections are gone is saved any more.
        session.withLock { session in
            session = SessionData()
            writer.seal(with: [.everything(session)])
            publish(session)
        }
    }

    /// Saves what is not saved yet.
    func saveSession() async throws(SessionStorageError) {
        if let error = await writer.flush() { throw error }
    }

    /// The number of the account that is followed now.
    var currentGeneration: UInt64 { generationNumber.load(ordering: .acquiring) }

    /// Whether a user name is one of the account's own.
    func isOwnName(_ name: String) -> Bool {
        guard let account else { return false }
        return peers.hasName(name, .user(account.userID))
    }

    /// Takes note of users and chats that came with an answer or an update.
    ///
    /// - Parameters:
    ///   - users: The users.
    ///   - chats: The chats.
    ///   - updates: What came with them; who was seen in a message alone can be named by it.
    ///   - number: Which account they came for; `nil` for the one of now.
    func learn(users: [TL.User], chats: [TL.Chat], from updates: [TL.Update] = [], for number: UInt64? = nil) {
        // Under the lock, so that nothing of an earlier account comes in behind the change.
        generation.withLock { generation in
            guard number ?? generation == generation else { return }
            peers.insert(users: users, chats: chats, seenIn: SeenInMessages(users, chats, updates)) {
                writer.submit($0)
            }
        }
    }

    /// Forgets whose a user name or a phone number was.
    func forget(name: String) {
        peers.forget(name: name) { writer.submit($0) }
    }

    /// Forgets a peer if the server does not know it by what is known here.
    ///
    /// - Returns: Whether it did not.
    @discardableResult
    func forget(_ peer: TL.InputPeer, after error: InvocationError) -> Bool {
        guard Self.stalePeerErrors.contains(where: error.is), let id = peerID(of: peer) else { return false }
        peers.remove(id) { writer.submit($0) }
        return true
    }

    private static let stalePeerErrors: [TLErrorName] = [
        .peerIDInvalid, .userIDInvalid, .channelInvalid, .channelPrivate, .inputUserDeactivated,
    ]

    static let systemRandomID: @Sendable () -> Int64 = {
        var generator = SystemRandomness()
        return Int64(bitPattern: generator.next())
    }
}

extension ClientCore: PoolDelegate {
    var homeDataCenter: Int { home.load(ordering: .acquiring) }

    var hasAccount: Bool { account != nil && !isSigningOut.load(ordering: .acquiring) }

    func endpoint(of dataCenter: Int) -> Endpoint? {
        if configuration.usesBuiltInAddresses, let endpoint = session.withLock({ $0.endpoint(of: dataCenter) }) {
            return endpoint
        }
        return configuration.directory.dataCenters[dataCenter]
    }

    func alternatives(to dataCenter: ProxyDataCenter) -> [Route] {
        guard let endpoint = endpoint(of: dataCenter.id) else { return [] }
        let addresses = session.withLock { $0.dataCenter(dataCenter.id)?.addresses ?? [] }
        return configuration.alternatives(to: endpoint, addresses, dataCenter)
    }

    func place(of dataCenter: Int, for purpose: ConnectionPurpose) -> ConnectionPlace? {
        let addresses = session.withLock { $0.dataCenter(dataCenter)?.addresses ?? [] }
        return configuration.place(of: dataCenter, for: purpose, addresses) { endpoint(of: dataCenter) }
    }

    func key(of dataCenter: Int) -> KeyMaterial? {
        session.withLock { $0.keyMaterial(for: dataCenter) }
    }

    func isAuthorized(at dataCenter: Int) -> Bool {
        session.withLock { $0.isAuthorized(at: dataCenter) }
    }

    func poolDidReport(_ event: PoolEvent) {
        switch event {
        case .sender(let event, let dataCenter):
            senderDidReport(event, from: dataCenter)
        case .transfer(let event, let dataCenter):
            transferDidReport(event, from: dataCenter)
        case .homeMoved(let dataCenter):
            update { $0.change(.homeDataCenter(dataCenter)) }
        case .authorized(let isAuthorized, let dataCenter):
            update { $0.change(.isAuthorized(isAuthorized, dataCenter: dataCenter)) }
        case .newKeyRefused(let error, let wait):
            note(
                .warning, "\(error.method) waits \(wait): data centre \(error.dataCenter) does not know the new key yet"
            )
        case .newKeyWait(let isWaiting):
            health.waitForKey(isWaiting)
        case .flood(let flood):
            note(.warning, "\(flood)")
            configuration.metrics?(.flood(flood))
            if flood.isAutomatic, flood.dataCenter == homeDataCenter { health.flooded(for: flood.wait) }
        case .floodOver:
            health.flowed()
        case .ended(let error):
            ended(error)
        }
    }

    /// The server or the network ended everything.
    private func ended(_ error: InvocationError) {
        note(.error, "stopped: \(error)")
        let home = homeDataCenter
        if case .sessionEnded(let end) = error {
            sessionEnded()
            if end.endsKey { update { $0.rejectKey(of: home) } }
            health.stop(.sessionEnded(end))
        } else {
            health.stop(.failed(error))
        }
        updates.finish()
    }

    private func note(_ level: LogLevel, _ text: String) {
        configuration.log?(LogEntry(level: level, text: text))
    }

    /// A connection for files says nothing about the client's health, and has no key and no updates of its own.
    private func transferDidReport(_ event: SenderEvent, from dataCenter: Int) {
        switch event {
        case .connected:
            note(.info, "connected to data centre \(dataCenter) for files")
            configuration.metrics?(.connected(dataCenter: dataCenter))
        case .disconnected(let error):
            note(.info, "lost data centre \(dataCenter) for files: \(error)")
            configuration.metrics?(.disconnected(dataCenter: dataCenter))
        case .gaveUp(let error):
            note(.warning, "gave up data centre \(dataCenter) for files: \(error)")
        case .keyLost, .keyCreated, .temporaryKeyBound, .saltsChanged, .updates, .updatesLost:
            return
        }
    }

    private func senderDidReport(_ event: SenderEvent, from dataCenter: Int) {
        switch event {
        case .connected:
            note(.info, "connected to data centre \(dataCenter)")
            configuration.metrics?(.connected(dataCenter: dataCenter))
            if dataCenter == homeDataCenter { health.connected() }
        case .disconnected(let error):
            lastLoss.withLock { $0 = "\(error)" }
            note(.info, "lost data centre \(dataCenter): \(error)")
            configuration.metrics?(.disconnected(dataCenter: dataCenter))
            if dataCenter == homeDataCenter { health.disconnected() }
        case .keyLost:
            note(.warning, "data centre \(dataCenter) has lost its authorization key")
            update { $0.rejectKey(of: dataCenter) }
        case .keyCreated(let key):
            update { $0.store(key, for: dataCenter) }
        case .saltsChanged(let salts):
            update { $0.store(salts, for: dataCenter) }
        case .temporaryKeyBound:
            // It is not kept.
            return
        case .gaveUp:
            // The pool decides what that means.
            return
        case .updates(let updates):
            // Before the look at where the account is: both may change meanwhile.
            let generation = currentGeneration
            let isHome = dataCenter == homeDataCenter
            if isHome, account == nil { for update in updates { noteLoginToken(update.bytes) } }
            // What other data centres send is not needed, but would come again if it were not acknowledged.
            let safe = isHome ? engine.take(updates, of: generation, for: self) : updates.map(\.message)
            pool.acknowledge(safe, from: dataCenter)
        case .updatesLost:
            if dataCenter == homeDataCenter { engine.signalLoss() }
        }
    }
}

/// A core that is not kept alive.
private final class WeakCore: Sendable {
    private struct Reference {
        weak var core: ClientCore?
    }

    private let reference = Lock(Reference())

    var core: ClientCore? { reference.withLock { $0.core } }

    func set(_ core: ClientCore) {
        reference.withLock { $0.core = core }
    }
}
