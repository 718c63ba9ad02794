// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport

@testable import FerogramMTProto

/// A client and a server that exchange a key in memory, with a hand on every message between them.
struct Rehearsal {
    /// The messages of an exchange without retries, in order.
    enum Message: Int, CaseIterable {
        case reqPQ
        case resPQ
        case reqDHParams
        case serverDHParams
        case setClientDHParams
        case dhGenAnswer

        var isFromClient: Bool { rawValue % 2 == 0 }
    }

    /// How an exchange ended.
    enum End: Equatable {
        /// The server's outcome is missing if it was not run to that point.
        case done(KeyExchangeOutcome, KeyExchangeServer.Outcome?)
        case clientFailed(KeyExchangeError)
        case serverRefused(Int32, KeyExchangeError)

        var error: KeyExchangeError? {
            switch self {
            case .done: nil
            case .clientFailed(let error), .serverRefused(_, let error): error
            }
        }
    }

    static let time = Duration.seconds(1_750_000_000) + .microseconds(123_456)

    /// The server's key, the one of the vectors.
    static let key: RSAPrivateKey = {
        do {
            return try RSAPrivateKey(pem: try ExchangeVectors.load().rsaPrivateKeyPem)
        } catch {
            preconditionFailure("the key of the vectors cannot be read: \(error)")
        }
    }()

    static func request(_ dataCenter: ProxyDataCenter = ProxyDataCenter(id: 2)) -> KeyExchangeRequest {
        .permanent(dataCenter: dataCenter, trustedKeys: [key.publicKey])
    }

    var client: KeyExchangeClient
    var server: KeyExchangeServer
    var clientGenerator: SeededGenerator
    var serverGenerator: SeededGenerator
    /// What the client drew after `resPQ`, which only the two machines should know.
    var newNonce: [UInt8] = []
    /// Every payload that was sent, before any hand was laid on it.
    var payloads: [[UInt8]] = []

    init(
        seed: UInt64 = 1, request: KeyExchangeRequest = request(),
        configuration: KeyExchangeServer.Configuration? = nil
    ) {
        client = KeyExchangeClient(request)
        server = KeyExchangeServer(
            configuration ?? KeyExchangeServer.Configuration(keys: [Self.key], dataCenters: [request.dataCenter]))
        clientGenerator = SeededGenerator(seed: seed)
        serverGenerator = SeededGenerator(seed: ~seed)
    }

    /// The exchange of one configuration that a closure changes.
    init(seed: UInt64 = 1, request: KeyExchangeRequest = request(), script: (inout KeyExchangeServer.Script) -> Void) {
        var configuration = KeyExchangeServer.Configuration(keys: [Self.key])
        script(&configuration.script)
        self.init(seed: seed, request: request, configuration: configuration)
    }

    /// Runs the exchange to its end with nobody between.
    mutating func run() -> End {
        run { _, _, _ in }
    }

    /// Runs the exchange to its end.
    ///
    /// - Parameter change: Changes a payload on its way; it is given the payload's number from 0.
    /// - Returns: How it ended.
    mutating func run(change: (Int, inout [UInt8], Rehearsal) throws -> Void) rethrows -> End {
        let first = client.start(now: Self.time, using: &clientGenerator)
        return try proceed(with: first, change: change)
    }

    /// Goes on to the end from a payload that is about to be delivered.
    mutating func proceed(
        with first: [UInt8], change: (Int, inout [UInt8], Rehearsal) throws -> Void
    ) rethrows -> End {
        var payload = first
        var result: KeyExchangeServer.Outcome?
        while true {
            let isFromClient = payloads.count % 2 == 0
            payloads.append(payload)
            var sent = payload
            try change(payloads.count - 1, &sent, self)
            if isFromClient {
                switch server.received(sent, now: Self.time, using: &serverGenerator) {
                case .send(let answer), .abandon(let answer): payload = answer
                case .finish(let answer, let outcome): (payload, result) = (answer, outcome)
                case .refuse(let code, let error): return .serverRefused(code, error)
                }
            } else {
                if client.step == .resPQ {
                    var copy = clientGenerator
                    newNonce = copy.bytes(count: 32)
                }
                do throws(KeyExchangeError) {
                    switch try client.received(.payload(sent), now: Self.time, using: &clientGenerator) {
                    case .send(let question): payload = question
                    case .wait: preconditionFailure("a payload always means something")
                    case .finish(let outcome): return .done(outcome, result)
                    }
                } catch {
                    return .clientFailed(error)
                }
            }
        }
    }

    /// The nonces of the exchange, once both have said theirs.
    var nonces: ExchangeNonces {
        ExchangeNonces(
            client: TL.Int128(exactly: Array(payloads[1][24..<40])),
            server: TL.Int128(exactly: Array(payloads[1][40..<56])))
    }

    /// The key of the encrypted parts.
    var temporaryKey: IGEKey { nonces.temporaryKey(newNonce: SecureBytes(copying: newNonce)) }

    /// The factors of pq.
    var factors: (pq: [UInt8], p: [UInt8], q: [UInt8]) {
        let pq = Array(payloads[1][57..<65])
        guard let (p, q) = try? PQFactorization.factor(pq) else { preconditionFailure("pq was not changed") }
        return (pq, PQFactorization.bytes(of: p), PQFactorization.bytes(of: q))
    }
}

extension Array where Element == UInt8 {
    /// A payload with the same id and another object.
    func replacingBody(_ body: [UInt8]) -> [UInt8] {
        let id = Int64(bitPattern: self[8..<16].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        return UnencryptedMessage(messageID: id, body: body).payload
    }

    /// The object of a payload.
    var body: [UInt8] { Array(dropFirst(20)) }
}
