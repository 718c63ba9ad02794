// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramLocalServer

/// A small client over a real connection: one key, one session, no recovery.
final class LoopbackClient: ConnectionHandler {
    private struct State: Sendable {
        // The system's generator has no size, and ThreadSanitizer stumbles over the addresses of such values.
        var generator: SeededGenerator
        var exchange: KeyExchangeClient
        var authKey: AuthKey?
        var session: ClientSession?
        var plain: [[UInt8]] = []
        var keyWaiter: CheckedContinuation<Void, any Error>?
        var waiters: [CallID: CheckedContinuation<RPCAnswer, any Error>] = [:]
        var updates: [TL.Updates] = []
        var updateWaiter: CheckedContinuation<TL.Updates, any Error>?
        var transportCodes: [Int32] = []
        var error: ConnectionError?
        var closeWaiter: CheckedContinuation<Void, Never>?
    }

    private static let link = ConnectionID(number: 1)

    private let state: Lock<State>
    private let cipher = Lock(PacketCipher())
    private let connectionBox = Lock<Connection?>(nil)

    private init(_ request: KeyExchangeRequest) {
        let seed = UInt64.random(in: 0...UInt64.max)
        state = Lock(State(generator: SeededGenerator(seed: seed), exchange: KeyExchangeClient(request)))
    }

    /// Connects to a data centre and makes a key.
    static func connect(
        to server: LocalServer, dataCenter: Int = 1, transport: TransportConfiguration = .plain(.abridged),
        through dialer: any Dialer = SocketDialer()
    ) async throws -> LoopbackClient {
        let place = server.dataCenters[dataCenter - 1]
        let client = LoopbackClient(
            .permanent(dataCenter: ProxyDataCenter(id: dataCenter), trustedKeys: [server.publicKey]))
        let connection = try await Connector.connect(
            to: Endpoint(host: place.host, port: place.port), transport: transport, through: dialer, handler: client)
        client.connectionBox.withLock { $0 = connection }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            client.state.withLock { state in
                state.keyWaiter = continuation
                state.plain.append(state.exchange.start(now: WallClock.sinceEpoch, using: &state.generator))
            }
            connection.signalOutput()
        }
        return client
    }

    private var connection: Connection? { connectionBox.withLock { $0 } }

    func close() {
        connection?.close()
    }

    func pauseReading() {
        connection?.pauseReading()
    }

    func resumeReading() {
        connection?.resumeReading()
    }

    /// Sends bytes as they are.
    func send(_ payload: [UInt8]) {
        state.withLock { $0.plain.append(payload) }
        connection?.signalOutput()
    }

    func invoke<Function: TLFunction>(_ function: Function) async throws -> Function.Response {
        let body = try function.encoded()
        let answer = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<RPCAnswer, any Error>) in
            let isClosed = state.withLock { state in
                guard state.error == nil,
                    let call = state.session?.send(OutgoingCall(body: body, repetition: .harmless))
                else { return true }
                state.waiters[call] = continuation
                return false
            }
            if isClosed { return continuation.resume(throwing: Unexpected("the connection is closed")) }
            connection?.signalOutput()
        }
        switch answer {
        case .object(let object): return try Function.Response(decoding: Array(object))
        case .error(let code, let message): throw RPCFailure(Int(code), TLErrorName(rawValue: message))
        case .malformed: throw Unexpected("an answer that cannot be read")
        }
    }

    /// Waits for the next updates.
    func nextUpdates() async throws -> TL.Updates {
        try await withCheckedThrowingContinuation { continuation in
            let known: TL.Updates? = state.withLock { state in
                if !state.updates.isEmpty { return state.updates.removeFirst() }
                state.updateWaiter = continuation
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Waits until the connection has ended.
    func untilClosed() async -> [Int32] {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isClosed = state.withLock { state in
                if state.error != nil { return true }
                state.closeWaiter = continuation
                return false
            }
            if isClosed { continuation.resume() }
        }
        return state.withLock { $0.transportCodes }
    }

    // MARK: The connection

    func connectionOpened(_ connection: Connection) {}

    func connectionDeadlineReached(_ connection: Connection) {}

    func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome {
        let (plain, packets, key) = state.withLock { state in
            defer { state.plain = [] }
            let packets = state.session?.flush(on: Self.link, now: .now, using: &state.generator).packets ?? []
            return (state.plain, packets, state.authKey)
        }
        for payload in plain { frames.append(payload) }
        for packet in packets {
            guard let key else { continue }
            frames.append(
                cipher.withLock { cipher in
                    var generator = SeededGenerator(seed: UInt64(bitPattern: packet.messageID.rawValue))
                    return cipher.seal(packet, authKey: key, using: &generator).bytes
                })
        }
        return .all
    }

    func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand {
        for frame in frames {
            do {
                try take(frame)
            } catch {
                connection.close()
                state.withLock { $0.keyWaiter.take() }?.resume(throwing: error)
            }
        }
        connection.signalOutput()
        return .more
    }

    private func take(_ frame: TransportFrame) throws {
        if case .transportError(let code) = frame { state.withLock { $0.transportCodes.append(code) } }
        guard let key = state.withLock({ $0.authKey }) else { return try exchange(frame) }
        guard case .payload(let payload, _) = frame else { return }
        let packet = try cipher.withLock { cipher throws(SessionError) in try cipher.open(payload, authKey: key) }
        let contents = try PacketContents(packet)
        let received = try state.withLock { state throws -> Received in
            var received = Received()
            let events = try state.session?.received(contents, on: Self.link, now: .now, using: &state.generator) ?? []
            for event in events {
                switch event {
                case .settled(let settlement):
                    guard case .answer(let answer) = settlement.outcome,
                        let waiter = state.waiters.removeValue(forKey: settlement.call)
                    else { continue }
                    received.answers.append((waiter, answer))
                case .update(_, let body):
                    state.updates.append(try TL.Updates(decoding: Array(body)))
                case .updatesLost, .acknowledged, .saltsChanged, .sessionReset:
                    continue
                }
            }
            if !state.updates.isEmpty, let waiter = state.updateWaiter.take() {
                received.update = (waiter, state.updates.removeFirst())
            }
            return received
        }
        for (waiter, answer) in received.answers { waiter.resume(returning: answer) }
        if let (waiter, updates) = received.update { waiter.resume(returning: updates) }
    }

    /// Who hears of what a packet brought.
    private struct Received: Sendable {
        var answers: [(CheckedContinuation<RPCAnswer, any Error>, RPCAnswer)] = []
        var update: (CheckedContinuation<TL.Updates, any Error>, TL.Updates)?
    }

    private func exchange(_ frame: TransportFrame) throws {
        let initialization = try EngineClient.initialization()
        let waiter: CheckedContinuation<Void, any Error>? = try state.withLock { state in
            switch try state.exchange.received(frame, now: WallClock.sinceEpoch, using: &state.generator) {
            case .send(let payload):
                state.plain.append(payload)
            case .wait:
                break
            case .finish(let outcome):
                var configuration = SessionConfiguration()
                configuration.initialization = initialization
                var session = ClientSession(
                    configuration: configuration, salts: SaltSchedule(salt: outcome.serverSalt),
                    clock: ServerClock(unixTime: WallClock.sinceEpoch.components.seconds, now: .now),
                    using: &state.generator)
                session.connected(Self.link, now: .now)
                state.session = session
                state.authKey = outcome.authKey
                return state.keyWaiter.take()
            }
            return nil
        }
        waiter?.resume()
    }

    func connection(_ connection: Connection, closed error: ConnectionError) {
        let (waiters, key, update, close) = state.withLock { state in
            state.error = error
            defer { state.waiters = [:] }
            return (
                Array(state.waiters.values), state.keyWaiter.take(), state.updateWaiter.take(), state.closeWaiter.take()
            )
        }
        for waiter in waiters { waiter.resume(throwing: error) }
        key?.resume(throwing: error)
        update?.resume(throwing: error)
        close?.resume()
        connectionBox.withLock { $0 = nil }
    }

    // MARK: Logging in

    /// Logs in as a person of the server.
    func logIn(as person: LocalPerson) async throws {
        let sent = try await invoke(
            TL.auth.SendCode(phoneNumber: person.phone, apiID: 1, apiHash: "x", settings: .init()))
        guard case .sentCode(let code) = sent else { throw Unexpected("\(sent)") }
        let answer = try await invoke(
            TL.auth.SignIn(
                phoneNumber: person.phone, phoneCodeHash: code.phoneCodeHash, phoneCode: person.loginCode))
        guard case .authorization = answer else { throw Unexpected("\(answer)") }
        _ = try await invoke(TL.updates.GetState())
    }

    /// Logs in as a bot of the server.
    func logIn(as bot: LocalBot) async throws {
        _ = try await invoke(
            TL.auth.ImportBotAuthorization(flags: 0, apiID: 1, apiHash: "x", botAuthToken: bot.token))
        _ = try await invoke(TL.updates.GetState())
    }
}
