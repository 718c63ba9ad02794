// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramCrypto
import FerogramTLTypes

/// The server's side of the key exchange: payloads in, answers out.
///
/// It speaks with clients of any age: it accepts `req_pq`, the inner data that does not name a data centre, and the padding
/// before `RSA_PAD`, and decides by what it can decrypt. Whatever else is wrong ends the exchange with the transport error
/// that Telegram's servers send.
///
/// ``received(_:now:isTaken:using:)`` does the heavy arithmetic itself, some milliseconds of it; the machine is a plain
/// `Sendable` value that may be moved off the caller's actor for that. Secrets are wiped when the exchange ends.
public struct KeyExchangeServer: Sendable {
    /// What a caller does next.
    public enum Action: Equatable, Sendable {
        /// Send this payload and wait for the next question.
        case send([UInt8])
        /// Send this payload; both sides have the key.
        case finish([UInt8], Outcome)
        /// Send this payload; the exchange is over, and there is no key.
        case abandon([UInt8])
        /// Send this transport error and close the connection; the error is for the log.
        case refuse(transportCode: Int32, KeyExchangeError)
    }

    /// What a server has after a key exchange.
    public struct Outcome: Equatable, Sendable {
        /// The key.
        public let authKey: AuthKey
        /// The first server salt of the key.
        public let serverSalt: Int64
        /// When a temporary key expires, in seconds since 1970; `nil` for a permanent key.
        public let expiresAt: Int32?
        /// The data centre that the client named; old clients name none.
        public let dataCenter: ProxyDataCenter?
        /// Whether the client used the padding before `RSA_PAD`.
        public let usedHashedPadding: Bool
    }

    /// What a server is.
    public struct Configuration: Sendable {
        /// The server's RSA keys; clients choose by fingerprint.
        public var keys: [RSAPrivateKey]
        /// The data centres that clients may name, `nil` for any.
        public var dataCenters: Set<ProxyDataCenter>?
        /// The group of the exchange.
        public var group: DiffieHellmanGroup
        /// What differs from an ordinary exchange, for tests.
        package var script = Script()

        /// Describes a server.
        ///
        /// - Parameters:
        ///   - keys: The server's RSA keys, at least one.
        ///   - dataCenters: The data centres that clients may name, `nil` for any.
        ///   - group: The group of the exchange, by default the one that Telegram uses.
        public init(
            keys: [RSAPrivateKey], dataCenters: Set<ProxyDataCenter>? = nil, group: DiffieHellmanGroup = .telegram
        ) {
            precondition(!keys.isEmpty, "a server has an RSA key")
            self.keys = keys
            self.dataCenters = dataCenters
            self.group = group
        }
    }

    private enum State: Sendable {
        case waitingForReqPQ
        case waitingForReqDHParams(WaitingForReqDHParams)
        case waitingForSetClientDHParams(WaitingForSetClientDHParams)
        case finished
        case failed(KeyExchangeError)
    }

    /// What the server is.
    public let configuration: Configuration
    private var messageIDs = ExchangeMessageIDs.server
    private var answerCount = 0
    private var state = State.waitingForReqPQ

    /// Creates an exchange that waits for the client's first message.
    ///
    /// - Parameter configuration: What the server is.
    public init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// The message that is waited for.
    public var step: KeyExchangeError.Step {
        switch state {
        case .waitingForReqPQ: .reqPQ
        case .waitingForReqDHParams: .reqDHParams
        case .waitingForSetClientDHParams: .setClientDHParams
        case .finished, .failed: .nothing
        }
    }

    /// Takes the payload of a client's frame.
    ///
    /// - Parameters:
    ///   - payload: The payload.
    ///   - now: The time since 1970.
    ///   - isTaken: Whether there is a key with this id already; the client is asked for another then.
    ///   - generator: Keys come from it, so outside of tests it must be the system's.
    /// - Returns: What to do. After ``Action/refuse(transportCode:_:)`` every payload is refused for the same reason.
    public mutating func received(
        _ payload: [UInt8], now: Duration, isTaken: (_ authKeyID: Int64) -> Bool = { _ in false },
        using generator: inout some RandomNumberGenerator
    ) -> Action {
        let step = step
        do throws(KeyExchangeFault) {
            if case .failed(let error) = state { return Self.refusal(error) }
            return try advance(payload, now, isTaken, using: &generator)
        } catch {
            let error = error.error(at: step, dataCenter: nil)
            state = .failed(error)
            return Self.refusal(error)
        }
    }

    private static func refusal(_ error: KeyExchangeError) -> Action {
        .refuse(transportCode: error.code == .dataCenterMismatch ? -444 : -404, error)
    }

    private mutating func advance(
        _ payload: [UInt8], _ now: Duration, _ isTaken: (Int64) -> Bool,
        using generator: inout some RandomNumberGenerator
    ) throws(KeyExchangeFault) -> Action {
        // The id says nothing here, and some clients put 1 there.
        let message = try UnencryptedMessage.open(payload)
        switch state {
        case .waitingForReqPQ:
            let next = try Self.begin(message.body, configuration, using: &generator)
            state = .waitingForReqDHParams(next.state)
            return .send(self.payload(next.answer, now, using: &generator))
        case .waitingForReqDHParams(let waiting):
            switch try waiting.accept(message.body, configuration, now, using: &generator) {
            case .go(let waiting, let answer):
                state = .waitingForSetClientDHParams(waiting)
                return .send(self.payload(answer, now, using: &generator))
            case .fail(let answer):
                state = .finished
                return .abandon(self.payload(answer, now, using: &generator))
            }
        case .waitingForSetClientDHParams(let waiting):
            switch try waiting.accept(message.body, configuration, isTaken) {
            case .done(let outcome, let answer):
                state = .finished
                return .finish(self.payload(answer, now, using: &generator), outcome)
            case .again(let waiting, let answer):
                state = .waitingForSetClientDHParams(waiting)
                return .send(self.payload(answer, now, using: &generator))
            case .fail(let answer):
                state = .finished
                return .abandon(self.payload(answer, now, using: &generator))
            }
        case .finished, .failed:
            throw KeyExchangeFault(.unexpectedMessage)
        }
    }

    private mutating func payload(
        _ answer: [UInt8], _ now: Duration, using generator: inout some RandomNumberGenerator
    ) -> [UInt8] {
        let counts = configuration.script.paddingByteCounts
        let padding = answerCount < counts.count ? counts[answerCount] : 0
        answerCount += 1
        return UnencryptedMessage(
            messageID: messageIDs.next(at: now), body: answer + generator.bytes(count: padding)
        ).payload
    }
}

extension KeyExchangeServer: CustomStringConvertible {
    /// A description for people.
    public var description: String { "KeyExchangeServer(waiting for \(step.rawValue))" }
}

extension DiffieHellmanGroup {
    /// The prime and the generator, 3, that Telegram's servers use.
    public static let telegram: Self = {
        do {
            return try Self(prime: knownPrime, generator: 3)
        } catch {
            preconditionFailure("the built-in group is damaged: \(error)")
        }
    }()
}
