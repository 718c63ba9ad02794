// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramCrypto
import FerogramLock
import FerogramMTProto

/// One connection of a sender: first it carries the key exchange, if there is one, then the session.
final class SenderLink: ConnectionHandler {
    private enum Phase {
        /// Frames are kept for the task that exchanges keys.
        case exchanging
        case session
    }

    private struct State {
        var phase = Phase.exchanging
        var connection: Connection?
        /// What came and was not looked at.
        var frames: [TransportFrame] = []
        var reader: CheckedContinuation<Result<TransportFrame, any Error>, Never>?
        /// What the exchange sends.
        var payloads: [[UInt8]] = []
        /// Why the link was closed, or the connection's own reason.
        var failure: (any Error)?
        var hasEnded = false
        var finisher: CheckedContinuation<any Error, Never>?
        /// Whether the server proved that it knows the key.
        var wasUseful = false
    }

    /// The messages of a key exchange come one by one; more frames than this are an attack.
    private static let keptFrames = 16

    private let sender: Sender
    let id: ConnectionID
    private let state = Lock(State())
    /// The flusher encrypts, the reader decrypts, and each does it alone; the locks only say so.
    private let sealer = Lock(PacketCipher())
    private let opener = Lock(PacketCipher())

    init(_ sender: Sender, _ id: ConnectionID) {
        self.sender = sender
        self.id = id
    }

    var wasUseful: Bool { state.withLock { $0.wasUseful } }

    func attach(_ connection: Connection) {
        state.withLock { $0.connection = connection }
    }

    // MARK: The key exchange

    func send(_ payload: [UInt8]) {
        let connection = state.withLock { state in
            state.payloads.append(payload)
            return state.connection
        }
        connection?.signalOutput(soon: false)
    }

    /// Waits for the next frame.
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

    // MARK: The session

    /// From here on frames are packets of the session.
    func startSession() {
        state.withLock { state in
            state.phase = .session
            state.frames = []
        }
    }

    func signalOutput(soon: Bool) {
        state.withLock { $0.connection }?.signalOutput(soon: soon)
    }

    /// Closes the connection; the sender hears of it through ``end()``.
    func close(_ error: any Error = ConnectionError(.closed)) {
        let connection = state.withLock { state in
            state.failure = state.failure ?? error
            return state.connection
        }
        connection?.close()
    }

    /// Waits for the end of the connection.
    func end() async -> any Error {
        defer { state.synchronize() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: (any Error)? = state.withLock { state in
                    if state.hasEnded { return state.failure ?? ConnectionError(.closed) }
                    state.finisher = continuation
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            close()
        }
    }

    // MARK: ConnectionHandler

    func connectionOpened(_ connection: Connection) {
        attach(connection)
    }

    func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome {
        let (phase, payloads) = state.withLock { state in
            defer { state.payloads = [] }
            return (state.phase, state.payloads)
        }
        for payload in payloads { frames.append(payload) }
        guard phase == .session else { return .all }
        let (packets, key) = sender.packets(on: id)
        guard let key else { return .all }
        sealer.withLock { cipher in
            var generator = SystemRandomNumberGenerator()
            for packet in packets {
                frames.append(cipher.seal(packet, authKey: key, using: &generator).bytes)
            }
        }
        return .all
    }

    func connection(_ connection: Connection, received frames: [TransportFrame]) -> ReadingDemand {
        let (phase, reader) = state.withLock { state -> (Phase, Waiting?) in
            guard state.phase == .exchanging else { return (.session, nil) }
            state.frames += frames
            guard let reader = state.reader.take(), !state.frames.isEmpty else { return (.exchanging, nil) }
            return (.exchanging, Waiting(reader: reader, frame: state.frames.removeFirst()))
        }
        if let reader { reader.resume() }
        switch phase {
        case .exchanging:
            if state.withLock({ $0.frames.count }) > Self.keptFrames { close(SenderError.unexpectedFrames) }
        case .session:
            for frame in frames {
                guard receive(frame) else { break }
            }
        }
        return .more
    }

    private struct Waiting {
        let reader: CheckedContinuation<Result<TransportFrame, any Error>, Never>
        let frame: TransportFrame

        func resume() { reader.resume(returning: .success(frame)) }
    }

    /// - Returns: Whether to go on.
    private func receive(_ frame: TransportFrame) -> Bool {
        switch frame {
        case .noOperation, .quickAck:
            return true
        case .transportError(let code):
            close(SenderError.transportError(code))
            return false
        case .payload(let bytes, _):
            do throws(SessionError) {
                guard let key = sender.authKey else { return false }
                let packet = try opener.withLock { cipher throws(SessionError) in
                    try cipher.open(bytes, authKey: key)
                }
                try sender.received(try PacketContents(packet), on: id)
                state.withLock { $0.wasUseful = true }
                return true
            } catch {
                close(error)
                return false
            }
        }
    }

    func connectionDeadlineReached(_ connection: Connection) {
        close(ConnectionError(.timedOut))
    }

    func connection(_ connection: Connection, closed error: ConnectionError) {
        sender.ended(id)
        let (reader, finisher, failure) = state.withLock { state in
            state.failure = state.failure ?? error
            state.hasEnded = true
            state.connection = nil
            return (state.reader.take(), state.finisher.take(), state.failure ?? error)
        }
        reader?.resume(returning: .failure(failure))
        finisher?.resume(returning: failure)
    }
}
