// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

/// The server without its sockets: opened packets in, packets to seal out.
///
/// It holds the world, the keys, the sessions and the list of connections of all data centres. It decides and never
/// acts; what is to be done is in ``takeOutputs()``. Encrypting and decrypting happen outside of it.
struct Engine: Sendable {
    struct Connection: Sendable {
        let dataCenter: Int
        var sessions: Set<CallOrigin> = []
    }

    let bounds: SessionBounds
    let policy: ServerPolicy
    let methods: MethodTable
    var world: World
    /// The port of each data centre, the first one's first.
    var ports: [Int]
    /// The methods that a test answers itself.
    var overridden: Set<UInt32> = []
    private(set) var keys: [Int64: ServedKey] = [:]
    var report = LocalServerReport()
    /// Writes one line about what went wrong outside of any call.
    var log: @Sendable (String) -> Void = { _ in }
    /// Keeps the calls for a test that wants them.
    var recorder: CallRecorder?
    var exports = ExportedAuthorizations()
    var ordered = OrderedCalls()
    /// The keys of the data centres of the content delivery network, in PEM armour; empty for one that is not listed.
    var cdnKeys: [Int: String] = [:]
    var faults: FaultTable
    /// The errors that answer calls in the place of the methods.
    var refusals: [CallName: RPCFailure] = [:]
    private(set) var connections: [ConnectionID: Connection] = [:]
    var sessions: [CallOrigin: ServedSession] = [:]
    /// The sessions that want updates, by the permanent keys behind them.
    private(set) var listeners: [Int64: Set<CallOrigin>] = [:]
    private(set) var keysByAccount: [Int64: Set<Int64>] = [:]
    private var outputs: [EngineOutput] = []
    private var largeAnswers = LargeAnswers()
    /// Calls that wait for a bot.
    private var callbacks: [Int64: BotWait] = [:]
    /// The time since 1970 in nanoseconds.
    private(set) var unixNanoseconds: Int64 = 0
    // Ids of messages and salts; keys and nonces are drawn elsewhere.
    private var generator = SystemRandomness()

    init(world: World, ports: [Int], policy: ServerPolicy = .strict, bounds: SessionBounds = SessionBounds()) {
        self.world = world
        self.ports = ports
        self.policy = policy
        self.bounds = bounds
        // A copy: faults must not change what the world draws.
        var randomness = world.randomness
        faults = FaultTable(seed: randomness.next())
        methods = MethodTable.standard
    }

    var unixTime: Int64 { world.now }

    /// How many sessions there are.
    var sessionCount: Int { sessions.count }

    /// Sets the clock; every input is preceded by it.
    mutating func setTime(_ sinceEpoch: Duration) {
        let parts = sinceEpoch.components
        unixNanoseconds = parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
        world.now = parts.seconds
    }

    mutating func takeOutputs() -> [EngineOutput] {
        defer { outputs = [] }
        return outputs
    }

    // MARK: Connections

    mutating func opened(_ connection: ConnectionID, dataCenter: Int) {
        connections[connection] = Connection(dataCenter: dataCenter)
    }

    mutating func closed(_ connection: ConnectionID) {
        guard let gone = connections.removeValue(forKey: connection) else { return }
        for origin in gone.sessions { sessions[origin]?.connections.removeAll { $0 == connection } }
    }

    // MARK: Keys

    /// The key for opening a packet, `nil` if it is unknown, has expired or belongs to another data centre.
    func authKey(_ id: Int64, on connection: ConnectionID) -> AuthKey? {
        guard let key = keys[id], connections[connection]?.dataCenter == key.dataCenter else { return nil }
        if let end = key.expiresAt, Int64(end) <= unixTime { return nil }
        return key.authKey
    }

    func isTaken(_ id: Int64) -> Bool { keys[id] != nil }

    /// Takes the key that a key exchange made.
    mutating func exchanged(_ outcome: KeyExchangeServer.Outcome, on connection: ConnectionID) {
        guard let dataCenter = connections[connection]?.dataCenter else { return }
        var key = ServedKey(
            authKey: outcome.authKey, dataCenter: dataCenter, expiresAt: outcome.expiresAt, lastUsed: unixTime)
        key.salts.begin(with: outcome.serverSalt, at: unixTime)
        keys[outcome.authKey.id] = key
        report.keyExchanges += 1
        guard keys.count > bounds.keys else { return }
        // Of those that were used in the same second the new one shall not be it.
        let others = keys.lazy.filter { $0.key != outcome.authKey.id }
        if let oldest = others.min(by: { $0.value.lastUsed < $1.value.lastUsed })?.key { removeKey(oldest) }
    }

    /// Takes a permanent key that an earlier server made, and whoever is logged in with it.
    mutating func restore(_ authKey: AuthKey, dataCenter: Int, account: Int64?) {
        var key = ServedKey(authKey: authKey, dataCenter: dataCenter, expiresAt: nil, lastUsed: unixTime)
        key.isInitialized = true
        keys[authKey.id] = key
        authorize(authKey.id, as: account)
    }

    /// Takes note of the highest id of a session whose calls an earlier server may have run.
    mutating func restore(_ origin: CallOrigin, ranUpTo id: MessageID) {
        var session = ServedSession(id: origin.sessionID, policy: policy, now: unixTime)
        session.machine.forget(upTo: id)
        sessions[origin] = session
    }

    /// Forgets a key with its sessions; temporary keys that are bound to it go too.
    mutating func removeKey(_ id: Int64) {
        // While the key is known, so that its sessions find whom they listen to.
        for origin in sessions.keys where origin.authKeyID == id { removeSession(origin) }
        guard let key = keys.removeValue(forKey: id) else { return }
        if let account = key.account { keysByAccount[account]?.remove(id) }
        listeners[id] = nil
        for bound in keys.filter({ $0.value.boundTo == id }).keys { removeKey(bound) }
    }

    /// Binds a temporary key to a permanent one, and to no other any more.
    mutating func bind(_ temporary: Int64, to permanent: Int64) {
        if let old = keys[temporary]?.boundTo, old != permanent {
            listeners[old] = listeners[old]?.filter { $0.authKeyID != temporary }
        }
        keys[temporary]?.boundTo = permanent
    }

    /// The permanent key that stands behind a key, itself if it is one.
    func owner(of id: Int64) -> Int64? {
        guard let key = keys[id] else { return nil }
        return key.expiresAt == nil ? id : key.boundTo
    }

    /// Lends what is known of the client behind a permanent key.
    mutating func updateKey(_ id: Int64, _ body: (inout ServedKey) -> Void) {
        guard let index = keys.index(forKey: id) else { return }
        body(&keys.values[index])
    }

    /// Logs somebody in or out.
    mutating func authorize(_ owner: Int64, as account: Int64?) {
        if let old = keys[owner]?.account {
            keysByAccount[old]?.remove(owner)
            // What was on its way to one account is not for another.
            if old != account { for origin in listeners[owner] ?? [] { sessions[origin]?.dropUpdates() } }
        }
        keys[owner]?.account = account
        if let account { keysByAccount[account, default: []].insert(owner) }
    }

    // MARK: Packets

    /// Takes a packet that was opened.
    ///
    /// - Throws: ``SessionError`` if the connection is to be closed.
    mutating func received(
        _ contents: PacketContents, authKeyID: Int64, on connection: ConnectionID
    ) throws(SessionError) {
        guard keys[authKeyID] != nil, connections[connection] != nil else { return }
        let origin = CallOrigin(authKeyID: authKeyID, sessionID: contents.header.sessionID)
        let now = unixTime
        keys[authKeyID]?.lastUsed = now
        // The key behind a temporary one never comes itself, and is in use all the same.
        if let owner = owner(of: authKeyID), owner != authKeyID { keys[owner]?.lastUsed = now }
        prepare(origin, on: connection)
        guard !intercept(contents, origin, on: connection) else { return }
        drawFault(ofAnnouncing: origin, on: connection)
        guard var salts = keys[authKeyID]?.salts else { return }
        let events = try sessions[origin]?.machine.received(
            contents, unixTime: now, salts: &salts, using: &generator)
        keys[authKeyID]?.salts = salts
        var destroysKey = false
        for event in events ?? [] {
            switch event {
            case .call(let id, let body):
                run(body, PendingCall(origin, id, account(of: origin), connections[connection]?.dataCenter ?? 0))
            case .destroySession(let id):
                let other = CallOrigin(authKeyID: authKeyID, sessionID: id)
                let existed = id != origin.sessionID && sessions[other] != nil
                // The highest id must outlive the session, or its calls could be run again.
                if existed { forget(other) }
                sessions[origin]?.machine.answerDestroySession(id, existed: existed)
            case .destroyAuthKey:
                sessions[origin]?.machine.answerDestroyAuthKey(true)
                destroysKey = true
            case .dropped, .acknowledged:
                break
            }
        }
        flush(origin)
        deliver()
        if destroysKey { removeKey(authKeyID) }
    }

    /// Finds or makes the session, and notes that it speaks on a connection.
    private mutating func prepare(_ origin: CallOrigin, on connection: ConnectionID) {
        let now = unixTime
        if sessions[origin] == nil {
            if sessions.count >= bounds.sessions, let oldest = idlest { removeSession(oldest) }
            sessions[origin] = ServedSession(id: origin.sessionID, policy: policy, now: now)
        }
        sessions[origin]?.lastUsed = now
        sessions[origin]?.gathering.heard()
        sessions[origin]?.attach(connection)
        connections[connection]?.sessions.insert(origin)
    }

    private mutating func forget(_ origin: CallOrigin) {
        sessions[origin]?.forget()
        if let owner = owner(of: origin.authKeyID) { listeners[owner]?.remove(origin) }
    }

    private mutating func removeSession(_ origin: CallOrigin) {
        guard let session = sessions.removeValue(forKey: origin) else { return }
        for connection in session.connections { connections[connection]?.sessions.remove(origin) }
        if let owner = owner(of: origin.authKeyID) { listeners[owner]?.remove(origin) }
    }

    /// The session to forget when there are too many: one without a connection if there is any, and of those the one
    /// that was used least recently.
    private var idlest: CallOrigin? {
        sessions.min { left, right in
            let (first, second) = (left.value, right.value)
            guard first.connections.isEmpty == second.connections.isEmpty else { return first.connections.isEmpty }
            return first.lastUsed < second.lastUsed
        }?.key
    }

    /// Forgets all sessions, but for what keeps their calls from being run again.
    mutating func forgetSessions() {
        for origin in sessions.keys { forget(origin) }
    }

    func account(of origin: CallOrigin) -> Int64? {
        owner(of: origin.authKeyID).flatMap { keys[$0]?.account }
    }

    /// Notes that a session shall hear of updates.
    mutating func subscribe(_ origin: CallOrigin) {
        // Updates come from the account's own data centre, not from those where it only has files.
        guard let owner = owner(of: origin.authKeyID), let key = keys[owner], let account = key.account,
            world[account]?.dataCenter == key.dataCenter
        else { return }
        listeners[owner, default: []].insert(origin)
    }

    // MARK: Answers

    /// Answers a call and sends what is due.
    mutating func answer(_ call: PendingCall, with result: Result<[UInt8], RPCFailure>) {
        settle(call, with: result.map(ServerObject.init))
        flush(call.origin)
        deliver()
    }

    /// Puts an answer into the session, to be sent with the next flush.
    mutating func settle(_ call: PendingCall, with result: Result<ServerObject, RPCFailure>) {
        faults.answered(call)
        switch result {
        case .success(let object):
            let form = form(of: object, for: call)
            sessions[call.origin]?.machine.answer(call.id, with: form)
        case .failure(let failure):
            let error = TL.RpcError(errorCode: Int32(clamping: failure.code), errorMessage: failure.name)
            guard let object = try? error.encoded() else { return }
            sessions[call.origin]?.machine.answer(call.id, with: object)
        }
        runFollowers(of: call, succeeded: (try? result.get()) != nil)
    }

    /// What is sent: in the form of the layer that the client speaks, packed if that makes it smaller.
    ///
    /// Parts of files gain nothing from being compressed, are large, and are the same in all layers.
    private mutating func form(of object: ServerObject, for call: PendingCall) -> ServerObject {
        if object.constructorID == TL.upload.File.File.constructorID { return object }
        let isEarlier = owner(of: call.origin.authKeyID).flatMap { keys[$0]?.layer } == EarlierLayer.number
        return ServerObject(largeAnswers.pack(isEarlier ? EarlierLayer.downgraded(object.bytes) : object.bytes))
    }

    /// Has a handler of a test answer a call.
    mutating func handOver(_ call: PendingCall, _ function: any TLFunction) {
        outputs.append(.handler(call, function))
    }

    /// A call that waits for a bot.
    private struct BotWait {
        let call: PendingCall
        /// When nobody waits any more, in seconds since 1970.
        let deadline: Int64
        /// What the call ends with then.
        let failure: RPCFailure
    }

    /// Lets a call wait for a bot's answer to a query.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - query: The query.
    ///   - seconds: How long the bot may take.
    ///   - failure: What the call ends with if it takes longer.
    mutating func wait(
        _ call: PendingCall, forQuery query: Int64, atMost seconds: Int64 = CallbackQueries.lifetime,
        else failure: RPCFailure = .bad(.botResponseTimeout)
    ) {
        callbacks[query] = BotWait(call: call, deadline: unixTime + seconds, failure: failure)
    }

    /// Ends the wait for a bot.
    mutating func answerCallback(_ query: Int64, with result: Result<[UInt8], RPCFailure>) {
        guard let call = callbacks.removeValue(forKey: query)?.call else { return }
        settle(call, with: result.map(ServerObject.init))
        flush(call.origin)
    }

    /// When something happens by itself, in seconds since 1970.
    var nextDeadline: Int64? {
        [
            world.bots.callbackQueries.nextExpiry, ordered.nextExpiry, world.messageState.nextDue,
            world.polls.nextClosing, callbacks.values.lazy.map(\.deadline).min(),
        ].compactMap(\.self).min()
    }

    /// Does what is due by the clock.
    mutating func tick() {
        for query in world.bots.callbackQueries.expire(at: unixTime) {
            answerCallback(query, with: .failure(.bad(.botResponseTimeout)))
        }
        for (query, wait) in callbacks.filter({ $0.value.deadline <= unixTime }).sorted(by: { $0.key < $1.key }) {
            // A bot that is late is refused.
            world.bots.inlineQueries.giveUp(query)
            world.bots.payments.checkouts[query] = nil
            answerCallback(query, with: .failure(wait.failure))
        }
        expireOrderedCalls()
        deliver()
    }

    // MARK: Sending

    mutating func flush(_ origin: CallOrigin) {
        guard let target = sessions[origin]?.connections.last, let key = keys[origin.authKeyID] else { return }
        let salt = currentSalt(of: origin)
        let time = unixNanoseconds
        let packets = sessions[origin]?.machine.flush(unixNanoseconds: time, salt: salt, using: &generator) ?? []
        send(packets, to: target, of: origin, key)
    }

    /// The salt that the key of a session uses now.
    mutating func currentSalt(of origin: CallOrigin) -> Int64 {
        guard var salts = keys[origin.authKeyID]?.salts else { return 0 }
        defer { keys[origin.authKeyID]?.salts = salts }
        return salts.current(at: unixTime, using: &generator)
    }

    mutating func append(_ output: EngineOutput) {
        outputs.append(output)
    }
}

extension PendingCall {
    init(_ origin: CallOrigin, _ id: MessageID, _ account: Int64?, _ dataCenter: Int) {
        self.init(origin: origin, id: id, account: account, dataCenter: dataCenter)
    }
}
