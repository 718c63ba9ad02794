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
        var reader: CheckedContinuation<Result<TransportFrame, any Error>, Never>?
        /// What the exchange sends.
        var payloads: [[UInt8]] = []
        /// Each stands in it once at most, so it is bounded by their kinds.
        var signals: [LinkSignal] = []
        var listener: CheckedContinuation<Result<LinkSignal, any Error>, Never>?
        /// Why the link was closed, or the connection's own reason.
        var failure: (any Error)?
        var hasEnded = false
        /// Whether the server proved that it knows a key.
        var wasUseful = false
    }

    private struct Sealer: ~Copyable {
        var cipher = PacketCipher()
        /// Where the padding comes from.
        var generator = BufferedRandomNumberGenerator()
    }

    /// The messages of a key exchange come one by one; more frames than this are an attack.
    private static let keptFrames = 16

    let id: ConnectionID
    private let sender: Sender
    private let state = Lock(State())
    /// The flusher encrypts, the reader decrypts, and each does it alone; the locks only say so.
    private let sealer = Lock(Sealer())
    private let opener = Lock(PacketCipher())

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
        defer { state.synchronize() }
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Result<TransportFrame, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if !state.frames.isEmpty { return .success(state.frames.removeFirst()) }
                    if let failure = state.failure { return .failure(failure) }
                    state.reader = continuation
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume(returning: .failure(CancellationError()))
        }.get()
    }

    // MARK: The sessions

    func signalOutput(soon: Bool) {
        state.withLock { $0.connection }?.signalOutput(soon: soon)
    }

    /// Tells the task that serves the connection.
    func signal(_ signal: LinkSignal) {
        let listener = state.withLock { state -> CheckedContinuation<Result<LinkSignal, any Error>, Never>? in
            if let listener = state.listener.take() { return listener }
            if !state.signals.contains(signal) { state.signals.append(signal) }
            return nil
        }
        listener?.resume(returning: .success(signal))
    }

    /// Waits for the next signal.
    ///
    /// - Throws: Why the connection ended, when it has.
    func nextSignal() async throws -> LinkSignal {
        defer { state.synchronize() }
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Result<LinkSignal, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.hasEnded { return .failure(state.failure ?? ConnectionError(.closed)) }
                    if !state.signals.isEmpty { return .success(state.signals.removeFirst()) }
                    state.listener = continuation
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            state.withLock { $0.listener.take() }?.resume(returning: .failure(CancellationError()))
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
        let payloads = state.withLock { state in
            defer { state.payloads = [] }
            return state.payloads
        }
        for payload in payloads { frames.append(payload) }
        let outgoing = sender.packets(on: id)
        guard !outgoing.isEmpty else { return .all }
        sealer.withLock { sealer in
            for part in outgoing {
                for packet in part.packets {
                    let count = PacketCipher.sealedCount(of: packet, using: &sealer.generator)
                    frames.append(count: count) { place in
                        sealer.cipher.seal(packet, into: place, authKey: part.key, using: &sealer.generator)
                    }
                }
            }
        }
        return .all
    }

    func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand {
        for index in frames.indices {
            guard receive(&frames[index]) else { break }
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
            do throws(SessionError) {
                // A key that was given up meanwhile still has answers under way; nobody waits for them.
                guard let lane = sender.state.withLock({ $0.lane(withKey: keyID) }) else { return true }
                var payload = frame.takePayload()
                let packet = try opener.withLock { cipher throws(SessionError) in
                    try cipher.open(taking: &payload, authKey: lane.key)
                }
                try sender.received(try PacketContents(packet), in: lane.generation, on: self)
                // A connection on which nothing works but the offer of keys is of no use.
                if !lane.isBinding { state.withLock { $0.wasUseful = true } }
                return true
            } catch {
                close(error)
                return false
            }
        }
    }

    private func receiveUnencrypted(_ frame: TransportFrame) -> Bool {
        let (isWelcome, reader) = state.withLock {
            state -> (Bool, CheckedContinuation<Result<TransportFrame, any Error>, Never>?) in
            // Nothing but a key exchange is ever sent like this.
            guard state.isExchanging, state.frames.count < Self.keptFrames else { return (false, nil) }
            if let reader = state.reader.take() { return (true, reader) }
            state.frames.append(frame)
            return (true, nil)
        }
        reader?.resume(returning: .success(frame))
        if !isWelcome { close(SenderError.unexpectedFrames) }
        return isWelcome
    }

    func connectionDeadlineReached(_ connection: Connection) {
        close(ConnectionError(.timedOut))
    }

    func connection(_ connection: Connection, closed error: ConnectionError) {
        sender.ended(id)
        let (reader, listener, failure) = state.withLock { state in
            state.failure = state.failure ?? error
            state.hasEnded = true
            state.connection = nil
            return (state.reader.take(), state.listener.take(), state.failure ?? error)
        }
        reader?.resume(returning: .failure(failure))
        listener?.resume(returning: .failure(failure))
    }
}
