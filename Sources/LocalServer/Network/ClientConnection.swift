// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto

/// One connection of a client to a data centre: opens what comes and seals what goes.
final class ClientConnection: ConnectionHandler {
    enum Item: Sendable {
        case packet(OutgoingPacket, AuthKey)
        case plain([UInt8])
        case transportError(Int32)

        /// Whether it is worth while to seal it with another one.
        var isLong: Bool {
            if case .packet(let packet, _) = self { packet.isLong } else { false }
        }
    }

    /// How many packets may wait for a client that does not read, before it is given up.
    private static let mostWaiting = 1024
    /// With how many packets waiting nothing more is read.
    private static let pausing = 64
    /// With how many packets waiting reading goes on.
    private static let resuming = 16

    private struct Sealer: ~Copyable {
        var cipher = PacketCipher()
        /// Where the padding comes from.
        var generator = BufferedRandomNumberGenerator()
    }

    private struct Outbox: Sendable {
        var items: ArraySlice<Item> = []
        var isPausing = false
        /// Whether frames are being handled one after the other, and a long answer waits for another one.
        var isCollecting = false
        /// Whether there is something to go out after that.
        var isSignalled = false
        /// Whether the client has taken too little for too long.
        var isGivenUp = false

        /// Whether one long packet waits, and nothing else.
        var hasOneLong: Bool { items.count == 1 && items.allSatisfy(\.isLong) }

        /// Whether two long packets are next.
        var beginsWithTwoLong: Bool { items.count >= 2 && items.prefix(2).allSatisfy(\.isLong) }
    }

    let id: ConnectionID
    private let connection: Connection
    private let core: ServerCore
    private let outbox = Lock(Outbox())
    /// How the data centre proves itself.
    private let proof: KeyExchangeServer.Configuration
    private let exchange = Lock<KeyExchangeServer?>(nil)
    private let opening = Lock(PacketCipher())
    private let sealing = Lock(Sealer())

    init(
        id: ConnectionID, connection: Connection, core: ServerCore,
        provingBy proof: KeyExchangeServer.Configuration? = nil
    ) {
        self.id = id
        self.proof = proof ?? core.exchange
        self.connection = connection
        self.core = core
    }

    // MARK: Sending

    /// Queues something; ``signal()`` lets it go.
    ///
    /// - Returns: Whether it is one too many: the client is to be given up with ``close()``, when no lock is held.
    func enqueue(_ item: Item) -> Bool {
        outbox.withLock { outbox in
            if outbox.items.count >= Self.mostWaiting { outbox.isGivenUp = true }
            guard !outbox.isGivenUp else { return true }
            outbox.items.append(item)
            return false
        }
    }

    func signal() {
        let waits = outbox.withLock { outbox in
            let waits = outbox.isCollecting && outbox.hasOneLong
            if waits { outbox.isSignalled = true }
            return waits
        }
        if !waits { connection.signalOutput() }
    }

    /// Begins to let long answers wait for those to the next frames: two are sealed in the time of one, and hashed while the
    /// two before are encrypted.
    private func collect() {
        outbox.withLock { $0.isCollecting = true }
    }

    /// Lets go what waits.
    private func stopCollecting() {
        let signals = outbox.withLock { outbox in
            defer { (outbox.isCollecting, outbox.isSignalled) = (false, false) }
            return outbox.isSignalled
        }
        if signals { connection.signalOutput() }
    }

    func connectionRanDry(_ connection: Connection) {
        stopCollecting()
    }

    func close() {
        connection.close()
    }

    /// Sends something; not with the core's lock.
    func send(_ item: Item) {
        guard !enqueue(item) else { return close() }
        signal()
    }

    /// Says why, and ends the connection when that is written.
    func refuse(_ code: Int32) {
        send(.transportError(code))
        connection.finishWriting()
    }

    func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome {
        while frames.byteCount < limit {
            guard let item = takeItem() else {
                if !waits(frames) { finish(&frames) }
                return .all
            }
            append(item, to: &frames)
        }
        return !frames.hasPrepared && outbox.withLock { $0.items.isEmpty } ? .all : .more
    }

    /// Whether what is hashed waits for the answers to the frames that are being handled.
    private func waits(_ frames: borrowing OutgoingFrames) -> Bool {
        guard frames.hasPrepared else { return false }
        return outbox.withLock { outbox in
            if outbox.isCollecting { outbox.isSignalled = true }
            return outbox.isCollecting
        }
    }

    /// Seals what was only hashed so far.
    private func finish(_ frames: inout OutgoingFrames) {
        guard frames.hasPrepared else { return }
        sealing.withLock { sealer in frames.finish(direction: .fromServer, cipher: &sealer.cipher) }
    }

    private func append(_ item: Item, to frames: inout OutgoingFrames) {
        switch item {
        case .packet(let packet, let authKey):
            append(packet, authKey, to: &frames)
        case .plain(let payload):
            finish(&frames)
            frames.append(payload)
        case .transportError(let code):
            finish(&frames)
            frames.appendTransportError(code: code)
        }
    }

    private func append(_ packet: OutgoingPacket, _ authKey: AuthKey, to frames: inout OutgoingFrames) {
        guard packet.isLong, let other = takeLongPacket() else {
            return sealing.withLock { sealer in
                frames.append(
                    packet, authKey: authKey, direction: .fromServer, cipher: &sealer.cipher,
                    using: &sealer.generator)
            }
        }
        let isFollowed = outbox.withLock { $0.isCollecting || $0.beginsWithTwoLong }
        sealing.withLock { sealer in
            frames.append(
                PacketPair(packet, authKey, other.packet, other.authKey), isFollowed: isFollowed,
                direction: .fromServer, cipher: &sealer.cipher, using: &sealer.generator)
        }
    }

    /// Takes the next packet if it is a long one.
    private func takeLongPacket() -> (packet: OutgoingPacket, authKey: AuthKey)? {
        guard case .packet(let packet, let authKey)? = takeItem(if: \.isLong) else { return nil }
        return (packet, authKey)
    }

    private func takeItem(if isWanted: (Item) -> Bool = { _ in true }) -> Item? {
        let (item, resumes) = outbox.withLock { outbox in
            // A slice keeps what was cut off from its front, and an answer may be large.
            var item: Item?
            if let first = outbox.items.first, isWanted(first) {
                item = first
                outbox.items[outbox.items.startIndex] = .plain([])
                outbox.items.removeFirst()
            }
            let resumes = outbox.isPausing && outbox.items.count <= Self.resuming
            if resumes { outbox.isPausing = false }
            return (item, resumes)
        }
        if resumes { connection.resumeReading() }
        return item
    }

    /// Whether the client is not read for now.
    var isHoldingBack: Bool { outbox.withLock(\.isPausing) }

    /// Whether to read on; a client that does not take its answers may not ask for more.
    private var demand: ReadingDemand {
        outbox.withLock { outbox in
            outbox.isPausing = outbox.items.count >= Self.pausing
            return outbox.isPausing ? .pause : .more
        }
    }

    // MARK: Receiving

    func connectionOpened(_ connection: Connection) {}

    func connectionDeadlineReached(_ connection: Connection) {}

    func connection(_ connection: Connection, closed error: ConnectionError) {
        core.closed(id)
    }

    func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand {
        // The arithmetic of a key exchange takes milliseconds, which the I/O thread has not. The task is over when
        // the frames are, and nothing else is read meanwhile.
        guard frames.contains(where: { $0.authKeyID == 0 }) else {
            if frames.count > 1 { collect() }
            handle(&frames)
            return outbox.withLock(\.isCollecting) ? demandWhileCollecting : demand
        }
        stopCollecting()
        let taken = frames
        Task {
            for var frame in taken { handle(&frame) }
            if demand == .more { connection.resumeReading() }
        }
        return .pause
    }

    /// Whether to read on at once, since a long answer waits.
    private var demandWhileCollecting: ReadingDemand {
        let demand = demand
        if demand == .more, outbox.withLock(\.isSignalled) { return .moreAtOnce }
        stopCollecting()
        return demand
    }

    private func handle(_ frames: inout [TransportFrame]) {
        var index = frames.startIndex
        while index < frames.endIndex {
            // Two long ones are opened in less time than one after the other.
            let isPair = index + 1 < frames.endIndex && frames[index].isLong && frames[index + 1].isLong
            if isPair { handleTwo(&frames, at: index) } else { handle(&frames[index]) }
            index += isPair ? 2 : 1
        }
    }

    private func handle(_ frame: inout TransportFrame) {
        guard case .payload = frame else { return }
        guard let authKeyID = frame.authKeyID else { return refuse(-404) }
        if authKeyID == 0 { return exchange(frame.takePayload()) }
        guard let authKey = key(of: frame) else { return refuse(-404) }
        var payload = frame.takePayload()
        let packet = opening.withLock { cipher in
            Result { () throws(SessionError) in
                try cipher.open(taking: &payload, authKey: authKey, direction: .fromClient)
            }
        }
        take(packet, authKey)
    }

    private func handleTwo(_ frames: inout [TransportFrame], at index: Int) {
        guard let authKey = key(of: frames[index]), let otherKey = key(of: frames[index + 1]) else {
            handle(&frames[index])
            return handle(&frames[index + 1])
        }
        var (payload, other) = (frames[index].takePayload(), frames[index + 1].takePayload())
        let packets = opening.withLock { cipher in
            cipher.open(
                taking: &payload, authKey: authKey, and: &other, authKey: otherKey, direction: .fromClient)
        }
        take(packets.0, authKey)
        take(packets.1, otherKey)
    }

    private func key(of frame: TransportFrame) -> AuthKey? {
        guard let authKeyID = frame.authKeyID, authKeyID != 0 else { return nil }
        let id = id
        return core.perform { $0.authKey(authKeyID, on: id) }
    }

    /// Takes a packet that was opened.
    private func take(_ packet: Result<OpenedPacket, SessionError>, _ authKey: AuthKey) {
        let (id, authKeyID) = (id, authKey.id)
        do {
            let contents = try PacketContents(try packet.get())
            try core.perform { engine throws(SessionError) in
                try engine.received(contents, authKeyID: authKeyID, on: id)
            }
        } catch {
            refuse(-404)
        }
    }

    /// Takes a step of a key exchange, a new one if the client begins anew.
    private func exchange(_ payload: [UInt8]) {
        let now = core.time.sinceEpoch()
        let core = core
        // Frames are handled one after the other, so nobody misses the exchange while it is away from its lock.
        var machine = exchange.withLock { $0.take() } ?? KeyExchangeServer(proof)
        if machine.step != .reqPQ, Self.isBeginning(payload) { machine = KeyExchangeServer(proof) }
        var generator = SystemRandomness()
        let action = machine.received(
            payload, now: now, isTaken: { id in core.perform { $0.isTaken(id) } }, using: &generator)
        switch action {
        case .send(let answer), .abandon(let answer):
            let machine = machine
            exchange.withLock { $0 = machine }
            send(.plain(answer))
        case .finish(let answer, let outcome):
            let id = id
            core.perform { $0.exchanged(outcome, on: id) }
            send(.plain(answer))
        case .refuse(let code, _):
            refuse(code)
        }
    }

    /// Whether a message is the first of a key exchange.
    private static func isBeginning(_ payload: [UInt8]) -> Bool {
        guard let message = try? UnencryptedMessage(payload: payload) else { return false }
        let constructor = message.body[...].uint32(at: 0)
        return constructor == 0xBE7E_8EF1 || constructor == 0x6046_9778  // req_pq_multi, req_pq
    }
}
