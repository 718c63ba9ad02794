// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramCrypto
import FerogramLock
import FerogramMTProto
import FerogramMTSender
import FerogramSession
import FerogramTLTypes

/// What a client consists of: connections, the session, the peers, the updates.
final class ClientCore: Sendable {
    let configuration: ClientConfiguration
    let pool: SenderPool
    let peers: PeerCache
    let updates: UpdateQueue
    private let intake: UpdateIntake
    private let writer: SessionWriter
    private let session: Lock<SessionData>
    /// Why the last connection came to its end.
    private let lastLoss = Lock<String?>(nil)

    init(_ configuration: ClientConfiguration, session: SessionData) {
        self.configuration = configuration
        self.session = Lock(session)
        peers = PeerCache(session.peers.values)
        updates = UpdateQueue(capacity: configuration.updateCapacity)
        intake = UpdateIntake()
        writer = SessionWriter(configuration.storage)
        pool = SenderPool(configuration.pool)
        pool.setDelegate(self)
    }

    var account: SessionData.Account? { session.withLock { $0.account } }

    // MARK: Running

    /// Does the client's work until the task is cancelled or ``stop()`` is called.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.intake.run(self) }
            group.addTask { await self.writer.run() }
            await pool.run()
            stop()
            group.cancelAll()
        }
        await writer.finish()
    }

    func stop() {
        pool.close(.disconnected)
        intake.finish()
        updates.finish()
        writer.stop()
    }

    /// Makes the first call, which proves that everything works.
    func initialize() async throws(InvocationError) {
        let config: TL.Config
        do throws(InvocationError) {
            config = try await invoke(TL.help.GetConfig())
        } catch {
            throw explained(error)
        }
        // Servers that we were pointed at are the only ones we go to.
        if configuration.usesBuiltInAddresses { update { $0.store(config.dcOptions) } }
    }

    /// An error of the first call, with the reason why there was no connection for it.
    private func explained(_ error: InvocationError) -> InvocationError {
        guard case .deadlineExceeded = error else { return error }
        let reason = lastLoss.withLock { $0 }
        guard let proxy = configuration.proxy else { return reason.map { .connectionLost($0) } ?? error }
        let hint = proxy.secret == nil ? "" : ", and a wrong secret looks like this"
        return .connectionLost("\(reason ?? "no answer in time"); it goes through the \(proxy)\(hint)")
    }

    // MARK: Calls

    /// Calls a method, at the account's data centre unless another one is meant.
    func invoke<Function: TLFunction>(
        _ function: Function, onDC dataCenter: Int? = nil, options: CallOptions = CallOptions()
    ) async throws(InvocationError) -> Function.Response {
        let request = try Request(function)
        let bytes = try await pool.invoke(request.call, method: request.method, at: dataCenter, options: options)
        return try request.decode(bytes)
    }

    // MARK: The session

    /// Changes the session, in memory at once and in the storage soon.
    func update(_ change: (inout SessionData) -> [SessionChange]) {
        let changes = session.withLock { change(&$0) }
        writer.submit(changes)
    }

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

    /// Takes note of users and chats that came with an answer or an update.
    func learn(users: [TL.User], chats: [TL.Chat]) {
        writer.submit(peers.insert(users: users, chats: chats))
    }
}

extension ClientCore: PoolDelegate {
    var homeDataCenter: Int {
        session.withLock { $0.homeDataCenter } ?? configuration.directory.preferredDataCenter
    }

    var hasAccount: Bool { account != nil }

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
        case .homeMoved(let dataCenter):
            update { $0.change(.homeDataCenter(dataCenter)) }
        case .authorized(let isAuthorized, let dataCenter):
            update { $0.change(.isAuthorized(isAuthorized, dataCenter: dataCenter)) }
        case .flood(let flood):
            configuration.log?("\(flood)")
        }
    }

    private func senderDidReport(_ event: SenderEvent, from dataCenter: Int) {
        switch event {
        case .connected:
            configuration.log?("connected to data centre \(dataCenter)")
        case .disconnected(let error):
            lastLoss.withLock { $0 = "\(error)" }
            configuration.log?("lost data centre \(dataCenter): \(error)")
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
}
