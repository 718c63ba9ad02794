// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramCrypto
import FerogramTLTypes

/// The client's side of the key exchange: frames in, messages to send out.
///
/// The exchange proves to the client that the server has one of the trusted RSA keys, and to both that they share a key
/// that nobody else knows. Every check that core.telegram.org/mtproto/auth_key and
/// core.telegram.org/mtproto/security_guidelines demand is made; the first that fails ends the exchange.
///
/// ``received(_:now:using:)`` does the heavy arithmetic itself: splitting pq takes some tenths of a millisecond, the powers
/// some milliseconds, an unknown prime some tenths of a second. The machine is a plain `Sendable` value, so a caller keeps its
/// actor free by moving it through a `@concurrent` function:
///
///     @concurrent func advance(
///         _ exchange: KeyExchangeClient, _ frame: TransportFrame, now: Duration
///     ) async throws(KeyExchangeError) -> (KeyExchangeClient, KeyExchangeClient.Action) {
///         var (exchange, generator) = (exchange, SystemRandomNumberGenerator())
///         let action = try exchange.received(frame, now: now, using: &generator)
///         return (exchange, action)
///     }
///
/// Secrets are wiped when the exchange ends, with the last copy of the value.
public struct KeyExchangeClient: Sendable {
    /// What a caller does next.
    public enum Action: Equatable, Sendable {
        /// Send this payload and wait for the answer.
        case send([UInt8])
        /// Wait on: the frame meant nothing.
        case wait
        /// The exchange is complete.
        case finish(KeyExchangeOutcome)
    }

    /// How many keys are proposed at most, the first included, while the server answers `dh_gen_retry`.
    public static let maximumAttempts = 5

    private enum State: Sendable {
        case idle
        case waitingForResPQ(WaitingForResPQ)
        case waitingForServerDHParams(WaitingForServerDHParams)
        case waitingForDHGenAnswer(WaitingForDHGenAnswer)
        case finished
        case failed(KeyExchangeError)
    }

    /// What is asked for.
    public let request: KeyExchangeRequest
    private let verifiedGroups: Set<DiffieHellmanGroup>
    private var messageIDs = ExchangeMessageIDs.client
    private var state = State.idle

    /// Creates an exchange that has not begun.
    ///
    /// - Parameters:
    ///   - request: What key is wanted.
    ///   - verifiedGroups: Groups of earlier exchanges, whose primes are not tested again; the prime that Telegram has
    ///     always used needs no test in any case.
    public init(_ request: KeyExchangeRequest, verifiedGroups: Set<DiffieHellmanGroup> = []) {
        self.request = request
        self.verifiedGroups = verifiedGroups
    }

    /// Begins the exchange with `req_pq_multi`; once.
    ///
    /// - Parameters:
    ///   - now: The time since 1970 by the caller's clock.
    ///   - generator: Keys come from it, so outside of tests it must be the system's.
    /// - Returns: The payload to send.
    public mutating func start(now: Duration, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        guard case .idle = state else { preconditionFailure("a key exchange begins once") }
        let nonce = TL.Int128.nonce(using: &generator)
        state = .waitingForResPQ(WaitingForResPQ(nonce: nonce))
        return payload(TL.ReqPqMulti(nonce: nonce).messageBytes, now)
    }

    /// Takes what the connection delivers, after ``start(now:using:)``.
    ///
    /// - Parameters:
    ///   - frame: The next frame.
    ///   - now: The time since 1970 by the caller's clock.
    ///   - generator: Keys come from it, so outside of tests it must be the system's.
    /// - Throws: ``KeyExchangeError`` if a check fails, and the same again from then on.
    /// - Returns: What to do.
    public mutating func received(
        _ frame: TransportFrame, now: Duration, using generator: inout some RandomNumberGenerator
    ) throws(KeyExchangeError) -> Action {
        if case .failed(let error) = state { throw error }
        let step = step
        do throws(KeyExchangeFault) {
            switch frame {
            case .quickAck, .noOperation: return .wait
            case .transportError(let code): throw KeyExchangeFault(transportCode: code)
            case .payload(let payload, _): return try advance(payload, now, using: &generator)
            }
        } catch {
            let error = error.error(at: step, dataCenter: request.dataCenter)
            state = .failed(error)
            throw error
        }
    }

    /// The message that is waited for.
    public var step: KeyExchangeError.Step {
        switch state {
        case .waitingForResPQ: .resPQ
        case .waitingForServerDHParams: .serverDHParams
        case .waitingForDHGenAnswer: .dhGenAnswer
        case .idle, .finished, .failed: .nothing
        }
    }

    private mutating func advance(
        _ payload: [UInt8], _ now: Duration, using generator: inout some RandomNumberGenerator
    ) throws(KeyExchangeFault) -> Action {
        switch state {
        case .idle:
            preconditionFailure("the key exchange has not begun")
        case .waitingForResPQ(let waiting):
            let next = try waiting.accept(try open(payload), request, using: &generator)
            state = .waitingForServerDHParams(next.state)
            return .send(self.payload(next.query, now))
        case .waitingForServerDHParams(let waiting):
            let next = try waiting.accept(try open(payload), request, verifiedGroups, now, using: &generator)
            state = .waitingForDHGenAnswer(next.state)
            return .send(self.payload(next.query, now))
        case .waitingForDHGenAnswer(let waiting):
            switch try waiting.accept(try open(payload), using: &generator) {
            case .done(let outcome):
                state = .finished
                return .finish(outcome)
            case .again(let waiting, let query):
                state = .waitingForDHGenAnswer(waiting)
                return .send(self.payload(query, now))
            }
        case .finished, .failed:
            throw KeyExchangeFault(.unexpectedMessage)
        }
    }

    private func open(_ payload: [UInt8]) throws(KeyExchangeFault) -> [UInt8] {
        let message = try UnencryptedMessage.open(payload)
        guard ExchangeMessageIDs.isFromServer(message.messageID) else { throw KeyExchangeFault(.messageIDParity) }
        return message.body
    }

    private mutating func payload(_ body: [UInt8], _ now: Duration) -> [UInt8] {
        UnencryptedMessage(messageID: messageIDs.next(at: now), body: body).payload
    }
}

extension KeyExchangeClient: CustomStringConvertible {
    /// A description for people.
    public var description: String { "KeyExchangeClient(waiting for \(step.rawValue))" }
}
