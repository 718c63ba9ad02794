// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramCrypto
import FerogramLock
import FerogramMTProto
import FerogramMTSender
import FerogramSession
import FerogramTLTypes

/// What a client consists of: a sender for each data centre, the session, the peers, the updates.
final class ClientCore: Sendable {
    struct State: Sendable {
        var session: SessionData
        var senders: [Int: Sender] = [:]
        var authorizing: [Int: AsyncSemaphore] = [:]
        var isStopped = false
        /// The error that ended everything, if one did.
        var failure: InvocationError?
    }

    let configuration: ClientConfiguration
    let peers: PeerCache
    let updates: UpdateQueue
    let intake: UpdateIntake
    let state: Lock<State>
    let writer: SessionWriter
    private let newSenders: AsyncStream<Sender>
    private let senderStarter: AsyncStream<Sender>.Continuation

    init(_ configuration: ClientConfiguration, session: SessionData) {
        self.configuration = configuration
        updates = UpdateQueue(capacity: configuration.updateCapacity)
        intake = UpdateIntake()
        writer = SessionWriter(configuration.storage)
        peers = PeerCache(session.peers.values)
        state = Lock(State(session: session))
        // There is one sender for each data centre, so the stream needs no other bound.
        (newSenders, senderStarter) = AsyncStream.makeStream(of: Sender.self, bufferingPolicy: .unbounded)
    }

    var account: SessionData.Account? { state.withLock { $0.session.account } }
    var time: Timekeeper { configuration.time }

    /// The data centre that the account belongs to.
    var homeDataCenter: Int {
        state.withLock { $0.session.homeDataCenter } ?? configuration.directory.preferredDataCenter
    }

    // MARK: Running

    /// Does the client's work until the task is cancelled or ``stop()`` is called.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.intake.run(self) }
            group.addTask { await self.writer.run() }
            for await sender in newSenders { group.addTask { await sender.run() } }
            stop()
            group.cancelAll()
        }
        await writer.finish()
    }

    func stop() {
        let senders = state.withLock { state in
            state.isStopped = true
            defer { state.senders = [:] }
            return state.senders.values.map(\.self)
        }
        for sender in senders { sender.close(.disconnected) }
        senderStarter.finish()
        intake.finish()
        updates.finish()
        writer.stop()
    }

    func signalNetworkRestored() {
        for sender in state.withLock({ Array($0.senders.values) }) { sender.signalNetworkRestored() }
    }

    /// Makes the first call, which proves that everything works.
    func initialize() async throws(InvocationError) {
        let config = try await invoke(TL.help.GetConfig())
        learn(from: config)
    }

    // MARK: Senders

    /// The sender for a data centre, started if there was none.
    func sender(for dataCenter: Int) throws(InvocationError) -> Sender {
        let (sender, isNew) = try state.withLock { state throws(InvocationError) -> (Sender, Bool) in
            if state.isStopped { throw state.failure ?? .disconnected }
            if let sender = state.senders[dataCenter] { return (sender, false) }
            let sender = try makeSender(for: dataCenter, session: state.session)
            state.senders[dataCenter] = sender
            return (sender, true)
        }
        if isNew { senderStarter.yield(sender) }
        return sender
    }

    private func makeSender(for id: Int, session: SessionData) throws(InvocationError) -> Sender {
        guard let endpoint = endpoint(of: id, in: session), (1...9_999).contains(id) else {
            throw .unknownDataCenter(id)
        }
        let dataCenter = ProxyDataCenter(id: id, isTest: configuration.directory.isTest)
        var sender = SenderConfiguration(
            dataCenter: dataCenter, endpoint: endpoint,
            transport: configuration.transport.configuration(dataCenter: dataCenter), dialer: configuration.dialer)
        sender.trustedKeys = configuration.usesBuiltInAddresses ? nil : configuration.directory.publicKeys
        sender.time = configuration.time
        sender.session.initialization = configuration.initialization
        let key = session.keyMaterial(for: id)
        return Sender(sender, key: key) { [weak self] event in self?.received(event, from: id) }
    }

    /// The address to connect to: what the server told, as long as it is one of the servers we were pointed at.
    private func endpoint(of id: Int, in session: SessionData) -> Endpoint? {
        if let endpoint = configuration.directory.dataCenters[id] { return endpoint }
        return configuration.usesBuiltInAddresses ? session.endpoint(of: id) : nil
    }

    private func received(_ event: SenderEvent, from dataCenter: Int) {
        switch event {
        case .connected, .disconnected:
            return
        case .keyCreated(let key):
            update { $0.store(key, for: dataCenter) }
        case .saltsChanged(let salts):
            update { $0.store(salts, for: dataCenter) }
        case .updates(_, let bytes):
            // Other data centres have nothing to tell.
            if dataCenter == homeDataCenter { intake.append(bytes) }
        case .updatesLost:
            if dataCenter == homeDataCenter { intake.signalLoss() }
        }
    }

    /// Changes the session, in memory at once and in the storage soon.
    func update(_ change: (inout SessionData) -> [SessionChange]) {
        let changes = state.withLock { change(&$0.session) }
        writer.submit(changes)
    }

    private func learn(from config: TL.Config) {
        guard configuration.usesBuiltInAddresses else { return }
        update { $0.store(config.dcOptions) }
    }

    // MARK: Accounts

    /// Takes note of who is signed in.
    func signedIn(_ user: TL.User.User) {
        let account = SessionData.Account(userID: user.id, isBot: user.bot)
        let home = homeDataCenter
        update { session in
            guard session.account != account || session.homeDataCenter != home else { return [] }
            return session.change(
                .account(account), .homeDataCenter(home), .isAuthorized(true, dataCenter: home))
        }
    }

    /// Takes note that nobody is signed in any more.
    func signedOut() {
        update { session in
            var changes = session.change(.account(nil))
            for entry in session.dataCenters where entry.isAuthorized {
                changes += session.change(.isAuthorized(false, dataCenter: entry.id))
            }
            return changes
        }
    }

    /// Makes another data centre the account's home.
    func moveHome(to dataCenter: Int) {
        update { $0.change(.homeDataCenter(dataCenter)) }
    }

    /// Takes note of users and chats that came with an answer or an update.
    func learn(users: [TL.User], chats: [TL.Chat]) {
        writer.submit(peers.insert(users: users, chats: chats))
    }
}
