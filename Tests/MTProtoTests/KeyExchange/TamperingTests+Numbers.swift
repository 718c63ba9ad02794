// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// The checks of numbers: the server's challenge, and the group and public values of the Diffie-Hellman exchange.
extension TamperingTests {
    // MARK: pq and fingerprints

    func challenge() throws -> [Tampering] {
        var rows: [Tampering] = []
        let numbers: [(String, Tampering.Code, [UInt8])] = [
            ("nine bytes", .pqTooLong, [1] + [UInt8](repeating: 0xFF, count: 8)),
            ("nine bytes with a zero", .pqTooLong, [0, 0x7F] + [UInt8](repeating: 0xFF, count: 7)),
            ("empty", .pqNotTwoPrimes, []),
            ("zero", .pqNotTwoPrimes, [0]),
            ("one", .pqNotTwoPrimes, [1]),
            ("even", .pqNotTwoPrimes, PQFactorization.bytes(of: 2 * 1_000_000_007)),
            ("a square", .pqNotTwoPrimes, PQFactorization.bytes(of: 1_000_000_007 * 1_000_000_007)),
            ("three primes", .pqNotTwoPrimes, PQFactorization.bytes(of: 1009 * 1013 * 1_000_000_007)),
            ("a prime of 60 bits", .pqPrime, PQFactorization.bytes(of: 1_152_921_504_606_846_883)),
            ("a prime of 2 bits", .pqPrime, [3]),
        ]
        for (name, code, bytes) in numbers {
            rows.append(Tampering("pq is \(name)", at: .resPQ, code, script: { $0.pq = bytes }))
        }
        let foreign = Rehearsal.key.publicKey.fingerprint ^ 1
        for list in [[], [foreign], [foreign, 0, -1]] {
            rows += [
                Tampering("fingerprints", at: .resPQ, .unknownFingerprints, script: { $0.fingerprints = list }),
                Tampering(
                    "CDN fingerprints", at: .resPQ, .unknownCDNFingerprints,
                    request: .cdn(id: 203, listedKeys: [Rehearsal.key.publicKey]), script: { $0.fingerprints = list }),
            ]
        }
        rows += [
            .flip("fingerprint", .resPQ, .unknownFingerprints, byte: 76),
            // Telegram's own keys are not good for the content delivery network, nor is an empty list.
            Tampering(
                "no CDN keys", at: .resPQ, .unknownCDNFingerprints, request: .cdn(id: 203, listedKeys: []),
                script: { _ in }),
            Tampering(
                "a server without Telegram's key", at: .resPQ, .unknownFingerprints,
                request: .permanent(dataCenter: ProxyDataCenter(id: 2)), script: { _ in }),
            // A number that is not the server's shows in the factors.
            Tampering("pq on its way", .factorsMismatch, .reqDHParams) {
                var rehearsal = Rehearsal()
                return rehearsal.run { number, payload, _ in
                    guard number == 1 else { return }
                    let other = PQChallenge(1_000_000_007, 1_000_000_009).bytes
                    payload.replaceSubrange(57..<65, with: other)
                }
            },
            .flip("p", .reqDHParams, .factorsMismatch, byte: 60),
            .flip("q", .reqDHParams, .factorsMismatch, byte: 68),
            .flip("fingerprint", .reqDHParams, .fingerprintNotOffered, byte: 72),
        ]
        return rows
    }

    // MARK: Diffie-Hellman

    func groups() throws -> [Tampering] {
        let prime = DiffieHellmanGroup.knownPrime
        let half = [UInt8](repeating: 0, count: 256)
        func power(_ bit: Int, minus one: Bool = false) -> [UInt8] {
            var value = half
            guard one else {
                value[255 - bit / 8] = 1 << UInt8(bit % 8)
                return value
            }
            for index in 0..<bit / 8 { value[255 - index] = 0xFF }
            return value
        }
        /// The prime less 2^1984, and one more.
        var nearPrime = prime
        nearPrime[7] -= 1
        nearPrime[255] += 1
        let values: [(String, Tampering.Code, [UInt8])] = [
            ("empty", .dhValueRange, []), ("0", .dhValueRange, half), ("1", .dhValueRange, [1]),
            ("p - 1", .dhValueRange, prime.dropLast() + [prime[255] - 1]), ("p", .dhValueRange, prime),
            ("2^2048 - 1", .dhValueRange, [UInt8](repeating: 0xFF, count: 256)),
            ("257 bytes", .dhValueRange, [0] + prime), ("2", .dhValueNearBounds, [2]),
            ("2^1984 - 1", .dhValueNearBounds, power(1984, minus: true)),
            ("p - 2", .dhValueNearBounds, prime.dropLast() + [prime[255] - 2]),
            ("p - 2^1984 + 1", .dhValueNearBounds, nearPrime),
        ]
        var rows: [Tampering] = []
        for (name, code, value) in values {
            rows += [
                Tampering("g_a is \(name)", at: .serverDHParams, code, script: { $0.publicValue = value }),
                Tampering("g_b is \(name)", .setClientDHParams, code) { payload, rehearsal in
                    try rehearsal.changeProposal(&payload) { inner in
                        try TL.ClientDHInnerData(
                            nonce: inner.nonce, serverNonce: inner.serverNonce, retryID: inner.retryID, gB: value
                        ).encoded()
                    }
                },
            ]
        }
        for generator: Int32 in [.min, -3, 0, 1, 8, .max] {
            rows.append(
                Tampering("g is \(generator)", at: .serverDHParams, .dhGeneratorRange) { $0.generator = generator })
        }
        for generator: Int32 in [2, 5, 6] {
            rows.append(
                Tampering("g is \(generator)", at: .serverDHParams, .dhGeneratorResidue) { $0.generator = generator })
        }
        let primes: [(String, Tampering.Code, [UInt8])] = [
            ("empty", .dhPrimeSize, []), ("255 bytes", .dhPrimeSize, Array(prime.dropFirst())),
            ("257 bytes", .dhPrimeSize, [0] + prime), ("2,047 bits", .dhPrimeSize, [0x7F] + prime.dropFirst()),
            ("even", .dhPrimeNotPrime, prime.dropLast() + [prime[255] - 1]),
            ("composite", .dhPrimeNotPrime, prime.dropLast() + [prime[255] + 2]),
        ]
        for (name, code, value) in primes {
            // 4 generates with any prime, so that only the prime is wrong.
            rows.append(
                Tampering("dh_prime is \(name)", at: .serverDHParams, code) {
                    $0.prime = value
                    $0.generator = 4
                })
        }
        let vector = try XCTUnwrap(try NegativeExchangeVectors.load().vectors.first { $0.name == "prime_not_safe" })
        rows.append(
            Tampering("dh_prime is not safe", .dhPrimeNotSafe, .serverDHParams) {
                let file = try ExchangeVectors.load()
                let row = try XCTUnwrap(file.vectors.first)
                var generator = ScriptedGenerator(draws: row.clientDraws)
                var client = KeyExchangeClient(row.request(trusting: Rehearsal.key.publicKey))
                _ = client.start(now: .zero, using: &generator)
                do throws(KeyExchangeError) {
                    for payload in [row.packets[1].payload.bytes, vector.payload.bytes] {
                        _ = try client.received(.payload(payload), now: .zero, using: &generator)
                    }
                } catch {
                    return .clientFailed(error)
                }
                throw XCTSkip("unreachable")
            })
        rows += [Rehearsal.Message.serverDHParams, .reqDHParams].map { message in
            Tampering("a generator of zeros", .randomSource, message.step) { try self.zeros(at: message) }
        }
        return rows
    }

    /// Lets a machine compute with a random number generator that gives nothing but zeros.
    private func zeros(at message: Rehearsal.Message) throws -> Rehearsal.End {
        var end: Rehearsal.End?
        var rehearsal = Rehearsal()
        _ = rehearsal.run { number, payload, rehearsal in
            guard number == message.rawValue else { return }
            var (client, server, zeros) = (rehearsal.client, rehearsal.server, ScriptedGenerator([]))
            if message.isFromClient {
                let action = server.received(payload, now: .zero, using: &zeros)
                if case .refuse(let code, let error) = action { end = .serverRefused(code, error) }
            } else {
                do throws(KeyExchangeError) {
                    _ = try client.received(.payload(payload), now: .zero, using: &zeros)
                } catch {
                    end = .clientFailed(error)
                }
            }
        }
        return try XCTUnwrap(end)
    }
}
