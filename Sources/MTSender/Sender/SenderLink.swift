// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto

/// One connection of a sender.
///
/// It carries sessions and, when a key is wanted, the messages of a key exchange.
final class SenderLink: ConnectionHandler {
    private struct State {
        var connection: Connection?
        var isExchanging = false
        /// What came of a key exchange and was not looked at.
        var frames: [TransportFrame] = []
        var readers = Waiters<Result<TransportFrame, any Error>>()
        /// What the exchange sends.
        var payloads: [[UInt8]] = []
        /// Each stands in it once at most, so it is bounded by their kinds.
        var signals: [LinkSignal] = []
        var listeners = Waiters<Result<LinkSignal, any Error>>()
        /// Whether nobody listens, and the sender is to be woken when there is something to hear.
        var isParked = false
        /// Why the link was closed, or the connection's own reason.
        var failure: (any Error)?
        var hasEnded = false
        /// Whether the server proved that it knows a key.
        var wasUseful = false
    }

    /// The messages of a key exchange come one by one; more frames than this are an attack.
    private static let keptFrames = 16

    let id: ConnectionID
    private let sender: Sender
    private let state = Lock(State())

    init(_ sender: Sender, _ id: ConnectionID) {
        self.sender = sender
        self.id = id
    }

    var wasUseful: Bool { state.withLock { $0.wasUseful } }

    func attach(_ connection: Connection) {
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.connection = connection
        }
    }

    // MARK: The key exchange

    func beginExchange() {
        state.withLock { state in
            state.isExchanging = true
            state.frames = []
        }
    }

    func endExchange() {
        state.withLock { $0.isExchanging = false }
    }

    func send(_ payload: [UInt8]) {
        let connection = state.withLock { state in
            state.payloads.append(payload)
            return state.connection
        }
        connection?.signalOutput(soon: false)
    }

    /// Waits for the next frame of the key exchange.
    func nextFrame() async throws -> TransportFrame {
        try await state.wait(in: \.readers, orWhenCancelled: .failure(CancellationError())) { state in
            if !state.frames.isEmpty { return .success(state.frames.removeFirst()) }
            return state.failure.map { .failure($0) }
        }.get()
    }

    // MARK: The sessions

    func signalOutput(soon: Bool) {
        state.withLock { $0.connection }?.signalOutput(soon: soon)
    }

    /// Tells who serves the connection.
    func signal(_ signal: LinkSignal) {
        let (listener, wakes) = state.withLock { state -> (Waiters<Result<LinkSignal, any Error>>.Waiter?, Bool) in
            if let listener = state.listeners.popFirst() { return (listener, false) }
            if !state.signals.contains(signal) { state.signals.append(signal) }
            defer { state.isParked = false }
            return (nil, state.isParked)
        }
        listener?.resume(.success(signal))
        if wakes { sender.wake() }
    }

    /// Takes the next signal.
    ///
    /// - Parameter parks: Whether the sender is woken, if there is none, with the next one or the end of the connection.
    /// - Throws: Why the connection ended, when it has and no signal came before.
    /// - Returns: The signal; `nil` if there is none.
    func takeSignal(parks: Bool) throws -> LinkSignal? {
        try state.withLock { state in
            if !state.signals.isEmpty { return state.signals.removeFirst() }
            if state.hasEnded { throw state.failure ?? ConnectionError(.closed) }
            state.isParked = parks
            return nil
        }
    }

    /// Waits for the next signal.
    ///
    /// - Throws: Why the connection ended, when it has.
    func nextSignal() async throws -> LinkSignal {
        try await state.wait(in: \.listeners, orWhenCancelled: .failure(CancellationError())) { state in
            if state.hasEnded { return .failure(state.failure ?? ConnectionError(.closed)) }
            return state.signals.isEmpty ? nil : .success(state.signals.removeFirst())
        }.get()
    }

    /// Closes the connection; whoever waits for a signal hears of it.
    func close(_ error: any Error = ConnectionError(.closed)) {
        let connection = state.withLock { state in
            state.failure = state.failure ?? error
            return state.connection
        }
        connection?.close()
    }

    // MARK: ConnectionHandler

    func connectionOpened(_ connection: Connection) {
        attach(connection)
    }

    func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome {
        if let mayWrite = sender.configuration.mayWrite, !mayWrite() { return .all }
        let payloads = state.withLock { state in
            defer { state.payloads = [] }
            return state.payloads
        }
        for payload in payloads { frames.append(payload) }
        // What is only hashed for now adds no bytes, so the next packets come in the same turn.
        while frames.byteCount < limit {
            let flushed = sender.packets(on: id, limit: limit)
            if !flushed.outgoing.isEmpty || frames.hasPrepared { seal(flushed, into: &frames) }
            // Also if nothing goes out: the memory is given back then.
            if flushed.isLast { frames.expectNothing() }
            guard flushed.hasMore else { return .all }
        }
        return .more
    }

    private func seal(_ flushed: SenderState.Flushed, into frames: inout OutgoingFrames) {
        CipherPool.shared.lend { tools in
            for part in flushed.outgoing { append(part, isFollowed: flushed.hasMore, to: &frames, &tools) }
            if !flushed.hasMore { frames.finish(direction: .fromClient, cipher: &tools.cipher) }
        }
    }

    private func append(
        _ part: SenderState.Outgoing, isFollowed: Bool, to frames: inout OutgoingFrames, _ tools: inout CipherPool.Tools
    ) {
        var packets = part.packets[...]
        while let packet = packets.popFirst() {
            guard packet.isLong, let other = packets.first, other.isLong else {
                frames.append(
                    packet, authKey: part.key, direction: .fromClient, cipher: &tools.cipher, using: &tools.generator)
                continue
            }
            packets.removeFirst()
            frames.append(
                PacketPair(packet, part.key, other, part.key), isFollowed: isFollowed, direction: .fromClient,
                cipher: &tools.cipher, using: &tools.generator)
        }
    }

    func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand {
        var index = frames.startIndex
        while index < frames.endIndex {
            // Two long ones are opened in less time than one after the other.
            let isPair = index + 1 < frames.endIndex && frames[index].isLong && frames[index + 1].isLong
            guard isPair ? receiveTwo(&frames, at: index) : receive(&frames[index]) else { break }
            index += isPair ? 2 : 1
        }
        return .more
    }

    /// - Returns: Whether to go on.
    private func receive(_ frame: inout TransportFrame) -> Bool {
        switch frame {
        case .noOperation, .quickAck:
            return true
        case .transportError(let code):
            close(SenderError.transportError(code))
            return false
        case .payload:
            guard let keyID = frame.authKeyID else {
                close(SenderError.unexpectedFrames)
                return false
            }
            guard keyID != 0 else { return receiveUnencrypted(frame) }
            // A key that was given up meanwhile still has answers under way; nobody waits for them.
            guard let lane = sender.withState({ $0.lane(withKey: keyID) }) else { return true }
            var payload = frame.takePayload()
            let packet = CipherPool.shared.lend { tools in
                Result { () throws(SessionError) in try tools.cipher.open(taking: &payload, authKey: lane.key) }
            }
            return take(packet, lane)
        }
    }

    /// Does the same with a frame and the one behind it.
    private func receiveTwo(_ frames: inout [TransportFrame], at index: Int) -> Bool {
        guard let lane = self.lane(of: frames[index]), let otherLane = self.lane(of: frames[index + 1]) else {
            return receive(&frames[index]) && receive(&frames[index + 1])
        }
        var (payload, other) = (frames[index].takePayload(), frames[index + 1].takePayload())
        let packets = CipherPool.shared.lend { tools in
            tools.cipher.open(taking: &payload, authKey: lane.key, and: &other, authKey: otherLane.key)
        }
        return take(packets.0, lane) && take(packets.1, otherLane)
    }

    private typealias Lane = (generation: UInt32, key: AuthKey, isBinding: Bool)

    private func lane(of frame: TransportFrame) -> Lane? {
        guard let keyID = frame.authKeyID, keyID != 0 else { return nil }
        return sender.withState { $0.lane(withKey: keyID) }
    }

    /// Takes a packet that was opened.
    private func take(_ packet: Result<OpenedPacket, SessionError>, _ lane: Lane) -> Bool {
        do throws(SessionError) {
            var contents = try PacketContents(try packet.get())
            // Unpacking takes its time, and all calls would wait for the lock meanwhile.
            try contents.readServerMessages(leavesLargePacked: true)
            try sender.received(contents, in: lane.generation, on: self)
            // A connection on which nothing works but the offer of keys is of no use.
            if !lane.isBinding { state.withLock { $0.wasUseful = true } }
            return true
        } catch {
            close(error)
            return false
        }
    }

    private func receiveUnencrypted(_ frame: TransportFrame) -> Bool {
        let (isWelcome, reader) = state.withLock {
            state -> (Bool, Waiters<Result<TransportFrame, any Error>>.Waiter?) in
            // Nothing but a key exchange is ever sent like this.
            guard state.isExchanging, state.frames.count < Self.keptFrames else { return (false, nil) }
            if let reader = state.readers.popFirst() { return (true, reader) }
            state.frames.append(frame)
            return (true, nil)
        }
        reader?.resume(.success(frame))
        if !isWelcome { close(SenderError.unexpectedFrames) }
        return isWelcome
    }

    func connectionDeadlineReached(_ connection: Connection) {
        close(ConnectionError(.timedOut))
    }

    func connection(_ connection: Connection, closed error: ConnectionError) {
        sender.ended(id)
        let (readers, listeners, failure, wakes) = state.withLock { state in
            state.failure = state.failure ?? error
            state.hasEnded = true
            state.connection = nil
            defer { state.isParked = false }
            return (
                state.readers.removeAll(), state.listeners.removeAll(), state.failure ?? error, state.isParked
            )
        }
        for reader in readers { reader.resume(.failure(failure)) }
        for listener in listeners { listener.resume(.failure(failure)) }
        if wakes { sender.wake() }
    }
}
