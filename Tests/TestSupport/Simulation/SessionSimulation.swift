// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

/// A client's and a server's session with a hostile network between them, in a time of their own.
///
/// A seed decides everything. A run is a list of events; then the network heals, and everything must come to an end.
public struct SessionSimulation: ~Copyable {
    static let millisecond: Int64 = 1_000_000
    static let second: Int64 = 1_000_000_000
    /// When the run begins, in seconds since 1970.
    static let epoch: Int64 = 1_800_000_000

    /// What can be due.
    enum Due {
        case event(Int)
        case frame([UInt8], ConnectionID, toServer: Bool)
        /// A piece of a stream.
        case bytes([UInt8], ConnectionID, toServer: Bool)
        case renewKey
        case reconnect
        case answer(SimulatedServer.Work)
        /// The server waits no longer for the calls before one.
        case expire(SimulatedServer.Work)
        case tick
        case heal
    }

    /// The seed of the run.
    public let seed: UInt64
    var events: [SimulationEvent]
    var generator: SeededGenerator
    /// Whether connections are streams with real codecs, which lose and repeat nothing as long as they live.
    let hasStreams: Bool
    /// The key of the session, which is a temporary one if there is a permanent one.
    var authKey: AuthKey
    let permanentKey: AuthKey?
    var temporaryKey: TemporaryKey?
    var isRenewing = false
    /// Calls that wait for the next key.
    var backlog: [SimulatedCall] = []
    var book = OrderBook()
    /// What the sessions of earlier keys did.
    var pastRenewals = 0
    var pastResets = 0
    var clientCipher = PacketCipher()
    var serverCipher = PacketCipher()
    var client: ClientSession
    var server: SimulatedServer
    var connections: [ConnectionID: SimulatedConnection] = [:]
    var lastConnection: UInt32 = 0
    var toServer = NetworkFaults()
    var toClient = NetworkFaults()
    var queue = EventQueue<Due>()
    var now: Int64 = 0
    /// What the client's clock is ahead of the true time by a step, and what fraction of time it runs too fast.
    var clockStep: Int64 = 0
    var drift: Double
    var driftStart: Int64 = 0
    var nextTick: Int64?
    var isHealed = false
    var settledAt: Int64?
    var ledger = CallLedger()
    var result = SimulationResult()
    var lastSent: [Int64: MessageID] = [:]
    var ticks = 0
    /// What happened, line by line, if anybody wants to read it.
    public var trace: [String]?

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - seed: Decides everything.
    ///   - eventCount: How many events there shall be.
    public init(seed: UInt64, eventCount: Int) {
        var generator = SeededGenerator(seed: seed)
        let events = SimulationEvent.draw(eventCount, using: &generator)
        self.init(seed: seed, events: events)
    }

    /// Prepares a run with a list of events of an earlier one, or a part of it.
    ///
    /// - Parameters:
    ///   - seed: Decides everything else.
    ///   - events: What happens.
    public init(seed: UInt64, events: [SimulationEvent]) {
        self.seed = seed
        self.events = events
        var generator = SeededGenerator(seed: seed ^ 0x5E55_1011)
        guard let key = try? AuthKey(SecureBytes(randomCount: AuthKey.byteCount, using: &generator)) else {
            preconditionFailure("256 bytes are a key")
        }
        authKey = key
        hasStreams = seed / 8 % 4 == 1
        permanentKey =
            seed / 4 % 4 == 2
            ? try? AuthKey(SecureBytes(randomCount: AuthKey.byteCount, using: &generator)) : nil
        let policies = [ServerPolicy.strict, .forgetful, .standaloneRefused]
        server = SimulatedServer(
            policy: policies[Int(seed % 3)], salts: ServerSalts(period: Int64.random(in: 90...1800, using: &generator)))
        drift = seed % 4 == 0 ? Double.random(in: -0.1...0.1, using: &generator) : 0
        let error = seed % 2 == 0 ? Int64.random(in: -3600...3600, using: &generator) : 0
        var configuration = SessionConfiguration()
        configuration.recovery = seed % 5 == 0 ? .askState : .resend
        configuration.initialization = seed % 7 == 0 ? nil : SimulatedCall.initialization
        configuration.holdsAcknowledgementsOfUpdates = seed % 2 == 1
        server.isInitialized = configuration.initialization == nil
        server.needsInitialization = configuration.initialization != nil
        server.permanentKey = permanentKey
        let clock = ServerClock(unixTime: Self.epoch + error, now: MonotonicTime(nanoseconds: 0))
        client = ClientSession(configuration: configuration, clock: clock, using: &generator)
        if error != 0 || drift != 0 { ledger.permitUnknown("a wrong clock") }
        self.generator = generator
        bindKey()
    }

    /// The server's time, in nanoseconds since 1970.
    var unixNanoseconds: Int64 { Self.epoch * Self.second + now }
    var unixTime: Int64 { unixNanoseconds / Self.second }

    /// The client's monotonic time.
    var clientTime: MonotonicTime {
        let drifted = Int64(Double(now - driftStart) * drift)
        return MonotonicTime(nanoseconds: now + clockStep + drifted + 2 * 3600 * Self.second)
    }

    // MARK: Running

    /// Runs to the end.
    ///
    /// - Returns: How it went.
    public consuming func run() -> SimulationResult {
        do {
            try runAll()
        } catch {
            result.violation = "\(error)"
        }
        result.trace = trace ?? []
        result.resets = client.statistics.resets + pastResets
        result.resends = (client.statistics.resends, client.statistics.renewals)
        return result
    }

    mutating func note(_ text: @autoclosure () -> String) {
        guard trace != nil else { return }
        let line = "\(now / Self.millisecond) ms: \(text())"
        trace?.append(line)
    }

    private mutating func runAll() throws {
        var time: Int64 = 0
        for (index, event) in events.enumerated() {
            time += event.wait * Self.millisecond
            queue.add(.event(index), at: time)
        }
        queue.add(.heal, at: time + Self.second)
        try connect()
        let end = time + 4 * 3600 * Self.second
        var steps = 0
        while let (time, due) = queue.popFirst() {
            now = max(now, time)
            guard now < end else { break }
            steps += 1
            if steps > 400_000 { throw SimulationViolation("spins: more than 400,000 steps") }
            try run(due)
            if let violation = server.violation { throw SimulationViolation(violation) }
            guard isHealed, ledger.isSettled, client.pendingCallCount == 0, book.parked.isEmpty, !isRenewing
            else { continue }
            if serverHasNothingLeft { break }
            guard settledAt.map({ now > $0 + 40 * Self.second }) ?? true else { continue }
            // Acknowledgements that were lost are made up for on the next connection.
            if settledAt != nil { for id in connections.keys.sorted(by: { $0.number < $1.number }) { try close(id) } }
            settledAt = now
        }
        try checkEnd()
    }

    /// Whether the client acknowledged everything.
    private var serverHasNothingLeft: Bool {
        server.sessions[client.id]?.unacknowledgedCount ?? 0 == 0
    }

    private mutating func run(_ due: Due) throws {
        switch due {
        case .event(let index):
            let event = events[index]
            note("\(event)")
            // An event that can do nothing in this run does not count.
            if try happen(event) { result.histogram[event.kind, default: 0] += 1 }
        case .frame(let bytes, let connection, let toServer):
            guard connections[connection]?.isOpen ?? false else { return }
            if toServer {
                try serverReceives(bytes, on: connection)
            } else {
                try clientReceives(bytes, on: connection)
            }
        case .bytes(let bytes, let connection, let toServer):
            try deliver(bytes, on: connection, toServer: toServer)
        case .renewKey:
            try renewKey()
        case .reconnect:
            if connections.isEmpty { try connect() }
        case .answer(let work):
            try self.work(on: server.finish(work))
            try flushServer(work.session)
        case .expire(let work):
            try self.work(on: server.expire(work))
            try flushServer(work.session)
        case .tick:
            guard let due = nextTick, due <= now else { return }
            nextTick = nil
            try tick()
        case .heal:
            isHealed = true
            toServer = NetworkFaults()
            toClient = NetworkFaults()
            clockStep += Int64(Double(now - driftStart) * drift)
            drift = 0
            driftStart = now
            if connections.isEmpty { try connect() } else { try flushClient() }
        }
    }

    // MARK: The client

    mutating func connect() throws {
        lastConnection += 1
        let id = ConnectionID(number: lastConnection)
        connections[id] = SimulatedConnection(id: id, latency: Int64.random(in: 5...250, using: &generator))
        if hasStreams {
            let stream = SimulatedStream(kind: generator.next(), unixTime: Int(unixTime), using: &generator)
            connections[id]?.stream = stream
            transmit(stream: stream.opening(), on: id, toServer: true)
        }
        client.connected(id, now: clientTime)
        try flushClient()
    }

    /// Forgets a connection of a session that is over.
    mutating func drop(_ id: ConnectionID) {
        connections[id] = nil
    }

    mutating func close(_ id: ConnectionID) throws {
        guard connections.removeValue(forKey: id) != nil else { return }
        try settle(client.disconnected(id, now: clientTime))
        let wait = isHealed ? 500 : Int64.random(in: 0...8000, using: &generator)
        if connections.isEmpty { queue.add(.reconnect, at: now + wait * Self.millisecond) }
        try flushClient()
    }

    mutating func tick() throws {
        ticks += 1
        if ticks > 100_000 { throw SimulationViolation("spins: more than 100,000 ticks") }
        for action in client.tick(now: clientTime, using: &generator) {
            switch action {
            case .close(let id): try close(id)
            case .settled(let settlement): try settle([settlement])
            case .renewTemporaryKey: _ = startRenewal()
            case .saltsChanged: continue
            }
        }
        try flushClient()
        if let deadline = client.nextDeadline, deadline <= clientTime {
            throw SimulationViolation("spins: the next deadline has passed after tick and flush")
        }
    }

    mutating func flushClient() throws {
        sendParked()
        for id in connections.keys.sorted(by: { $0.number < $1.number }) {
            let flushed = client.flush(on: id, now: clientTime, using: &generator)
            try settle(flushed.settled)
            for packet in flushed.packets { try send(packet, on: id) }
        }
        for (kind, count, limit) in client.remembered where count > limit {
            throw SimulationViolation("remembers \(count) \(kind), more than \(limit)")
        }
        schedule()
    }

    private mutating func schedule() {
        guard let deadline = client.nextDeadline else { return }
        // The client's clock may run slow, so it may have to be asked again a little later.
        let wait = max(deadline.nanoseconds - clientTime.nanoseconds, 1)
        let time = now + Int64(Double(wait) / (1 + drift)) + 1
        if let nextTick, nextTick <= time, nextTick > now { return }
        nextTick = time
        queue.add(.tick, at: time)
    }

    private mutating func send(_ packet: OutgoingPacket, on id: ConnectionID) throws {
        if let last = lastSent[client.id], packet.messageID <= last {
            throw SimulationViolation("message ids do not grow: \(last), then \(packet.messageID)")
        }
        lastSent[client.id] = packet.messageID
        note("client sends \(packet.messageID)")
        let sealed = clientCipher.seal(packet, authKey: authKey, using: &generator)
        transmit(sealed.bytes, on: id, toServer: true)
    }

    mutating func clientReceives(_ bytes: [UInt8], on connection: ConnectionID) throws {
        let events: [SessionEvent]
        do throws(SessionError) {
            let contents = try PacketContents(try clientCipher.open(bytes, authKey: authKey))
            note("client gets \(Self.describe(contents))")
            ledger.isPermittedByPacket = Self.speaksOfLoss(contents)
            events = try client.received(contents, on: connection, now: clientTime, using: &generator)
        } catch {
            note("the client refuses a packet: \(error)")
            return try close(connection)
        }
        defer { ledger.isPermittedByPacket = false }
        for event in events {
            switch event {
            case .settled(let settlement):
                try settle([settlement])
            case .update(let id, let body):
                try ledger.updated(body)
                client.releaseAcknowledgement(of: id, now: clientTime)
            case .updatesLost:
                ledger.updatesLost()
            case .sessionReset(let old):
                ledger.sentService(client.destroySession(old))
            case .acknowledged, .saltsChanged:
                continue
            }
        }
        try flushClient()
    }

    mutating func settle(_ settlements: [Settlement]) throws {
        if client.statistics.resends + client.statistics.renewals >= SessionLimits.resends {
            ledger.permitUnknown("many resends")
        }
        for settlement in settlements {
            note("settled \(settlement)")
            try bindAgainIfNeeded(settlement)
            switch settlement.outcome {
            case .answer: result.answered += 1
            case .outcomeUnknown: result.unknown += 1
            case .tooManyResends: result.givenUp += 1
            }
            if settleInOrder(settlement) { continue }
            try ledger.settle(settlement, runs: server.runs, now: now)
        }
    }

    // MARK: The server

    mutating func serverReceives(_ bytes: [UInt8], on connection: ConnectionID) throws {
        var begun: [SimulatedServer.Work] = []
        do throws(SessionError) {
            let packet = try serverCipher.open(bytes, authKey: authKey, direction: .fromClient)
            let session = packet.header.sessionID
            note("server gets \(packet.header.messageID)")
            let contents = try PacketContents(packet)
            let work = try server.received(contents, keyID: authKey.id, unixTime: unixTime, using: &generator)
            // A connection belongs to the sessions that have spoken on it.
            if connections[connection]?.sessions.insert(session).inserted ?? false {
                server.sessions[session]?.connected()
            }
            begun = work
            for work in server.orders.waiting where work.session == session {
                queue.add(.expire(work), at: now + SimulatedOrders.patience * Self.millisecond)
            }
            try flushServer(session, preferring: connection)
        } catch {
            // Only what was damaged on the way may be refused here.
            guard ledger.wasCorrupted else { throw SimulationViolation("the server cannot open a packet: \(error)") }
            queue.add(.reconnect, at: now + 300 * Self.millisecond)
            connections[connection]?.isOpen = false
            closeLater(connection)
        }
        try work(on: begun)
    }

    /// The client notices only by its silence that the server is gone, unless the network tells.
    mutating func closeLater(_ connection: ConnectionID) {
        guard connections.removeValue(forKey: connection) != nil else { return }
        _ = try? settle(client.disconnected(connection, now: clientTime))
    }

    mutating func flushServer(_ session: Int64, preferring connection: ConnectionID? = nil) throws(SessionError) {
        let open = connections.values.filter { $0.sessions.contains(session) }.map(\.id)
            .sorted { $0.number < $1.number }
        guard let target = connection.flatMap({ open.contains($0) ? $0 : nil }) ?? open.last else { return }
        let salt = server.salts.current(at: unixTime, using: &generator)
        let time = unixNanoseconds
        let packets = server.sessions[session]?.flush(unixNanoseconds: time, salt: salt, using: &generator) ?? []
        for packet in packets {
            let sealed = serverCipher.seal(packet, authKey: authKey, direction: .fromServer, using: &generator)
            transmit(sealed.bytes, on: target, toServer: false)
        }
    }

    // MARK: Looking at packets

    /// Whether a packet says that the server refuses a message, has a new session, or does not know a message.
    private static func speaksOfLoss(_ contents: PacketContents) -> Bool {
        let constructors = [
            TL.BadMsgNotification.BadMsgNotification.constructorID, TL.NewSession.constructorID,
            TL.MsgsStateInfo.constructorID,
        ]
        return contents.messages.contains { constructors.contains(constructor(of: $0)) }
    }

    private static func constructor(of message: PlainMessage) -> UInt32 {
        message.body.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }

    /// The messages of a packet by their constructors.
    private static func describe(_ contents: PacketContents) -> String {
        let bodies = contents.messages.map { message in
            let id = constructor(of: message)
            let name = TL.name(ofConstructor: id) ?? String(id, radix: 16)
            let start = message.body.dropFirst(4).prefix(24).map { String($0, radix: 16) }
            return "\(name)(\(start.joined(separator: " ")))"
        }
        return "\(contents.header.messageID) \(bodies)"
    }

    // MARK: The end

    private mutating func checkEnd() throws {
        try ledger.checkAllSettled()
        guard book.parked.isEmpty else { throw SimulationViolation("calls of an order still wait") }
        guard client.pendingCallCount == 0 else { throw SimulationViolation("the session still has calls pending") }
        guard serverHasNothingLeft else { throw SimulationViolation("messages of the server stay unacknowledged") }
        let forgotten = server.forgotten * (hasStreams ? 1 : 0)
        try ledger.checkRuns(server.runs, renewals: client.statistics.renewals + pastRenewals + forgotten)
        try ledger.checkUpdates()
        let repeats = server.sessions.values.reduce(0) { $0 + $1.repeatedStandalone }
        if repeats > 0, result.histogram[.duplicate] == nil {
            throw SimulationViolation("a message was sent again outside of a container")
        }
    }
}
