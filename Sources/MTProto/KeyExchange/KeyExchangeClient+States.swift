// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes

extension KeyExchangeClient {
    /// `req_pq_multi` is sent.
    struct WaitingForResPQ: Sendable {
        let nonce: TL.Int128

        /// Checks `resPQ`, splits pq, and draws the secret that only the owner of the RSA key can read.
        func accept(
            _ body: [UInt8], _ request: KeyExchangeRequest, using generator: inout some RandomNumberGenerator
        ) throws(KeyExchangeFault) -> (state: WaitingForServerDHParams, query: [UInt8]) {
            let answer = try TL.ResPQ.message(body)
            guard answer.nonce == nonce else { throw KeyExchangeFault(.nonceMismatch) }
            let key = try Self.key(among: answer.serverPublicKeyFingerprints, request)
            let nonces = ExchangeNonces(client: nonce, server: answer.serverNonce)
            do throws(CryptoError) {
                let factors = try PQFactorization.factor(answer.pq)
                let (p, q) = (PQFactorization.bytes(of: factors.p), PQFactorization.bytes(of: factors.q))
                let newNonce = SecureBytes(randomCount: InnerData.newNonceByteCount, using: &generator)
                let data = InnerData.serialize(
                    pq: answer.pq, p: p, q: q, nonces: nonces, newNonce: newNonce, dataCenter: request.dataCenter,
                    kind: request.kind)
                let query = TL.ReqDHParams(
                    nonce: nonce, serverNonce: answer.serverNonce, p: p, q: q, publicKeyFingerprint: key.fingerprint,
                    encryptedData: try key.encryptPadded(data, using: &generator))
                return (WaitingForServerDHParams(nonces: nonces, newNonce: newNonce), query.messageBytes)
            } catch {
                throw KeyExchangeFault(error)
            }
        }

        /// Chooses the first trusted key that the server lists; there is no fallback to any other.
        private static func key(
            among fingerprints: [Int64], _ request: KeyExchangeRequest
        ) throws(KeyExchangeFault) -> RSAPublicKey {
            if let key = request.trustedKeys.first(where: { fingerprints.contains($0.fingerprint) }) { return key }
            let listed = fingerprints.prefix(8).map { String(UInt64(bitPattern: $0), radix: 16) }
            throw KeyExchangeFault(
                request.isCDN ? .unknownCDNFingerprints : .unknownFingerprints, listed.joined(separator: " "))
        }
    }

    /// `req_DH_params` is sent.
    struct WaitingForServerDHParams: Sendable {
        let nonces: ExchangeNonces
        let newNonce: SecureBytes

        /// Checks `server_DH_params_ok` and proposes a key.
        func accept(
            _ body: [UInt8], _ request: KeyExchangeRequest, _ verifiedGroups: Set<DiffieHellmanGroup>, _ now: Duration,
            using generator: inout some RandomNumberGenerator
        ) throws(KeyExchangeFault) -> (state: WaitingForDHGenAnswer, query: [UInt8]) {
            let encrypted =
                switch try TL.ServerDHParams.message(body) {
                case .ok(let answer): try encryptedAnswer(answer)
                case .fail(let answer): throw refusal(answer)
                }
            let temporaryKey = nonces.temporaryKey(newNonce: newNonce)
            let inner = try TL.ServerDHInnerData.inner(try HashedCipher.open(encrypted, temporaryKey))
            try nonces.checkInner(inner.nonce, inner.serverNonce)
            let group = try Self.group(inner, verifiedGroups)
            let expiresAt: Int32? =
                switch request.kind {
                case .permanent: nil
                case .temporary(let expiresIn): Int32(clamping: Int64(inner.serverTime) + Int64(expiresIn))
                }
            let parameters = DHParameters(
                nonces: nonces, newNonce: newNonce, temporaryKey: temporaryKey, group: group, serverValue: inner.gA,
                timeOffset: Int64(inner.serverTime) - now.components.seconds, expiresAt: expiresAt)
            return try parameters.propose(attempt: 1, retryID: 0, using: &generator)
        }

        private func encryptedAnswer(_ answer: TL.ServerDHParams.Ok) throws(KeyExchangeFault) -> [UInt8] {
            try nonces.check(answer.nonce, answer.serverNonce)
            return answer.encryptedAnswer
        }

        /// The error for a refusal, which carries the last 128 bits of the SHA-1 of the new nonce.
        private func refusal(_ answer: TL.ServerDHParams.Fail) -> KeyExchangeFault {
            do throws(KeyExchangeFault) {
                try nonces.check(answer.nonce, answer.serverNonce)
            } catch {
                return error
            }
            let isGenuine = ConstantTime.areEqual(
                SHA1.hash(of: newNonce)[4...], answer.newNonceHash.bytes)
            return KeyExchangeFault(isGenuine ? .serverDHParamsFail : .refusalHashMismatch)
        }

        /// Checks prime, generator and the server's public value; a known group spares only the test of its prime.
        private static func group(
            _ inner: TL.ServerDHInnerData, _ verifiedGroups: Set<DiffieHellmanGroup>
        ) throws(KeyExchangeFault) -> DiffieHellmanGroup {
            do throws(CryptoError) {
                let known = verifiedGroups.first { $0.generator == inner.g && $0.prime == inner.dhPrime }
                let group =
                    if let known { known } else { try DiffieHellmanGroup(prime: inner.dhPrime, generator: inner.g) }
                try group.check(publicValue: inner.gA)
                return group
            } catch {
                throw KeyExchangeFault(error)
            }
        }
    }

    /// `set_client_DH_params` is sent.
    struct WaitingForDHGenAnswer: Sendable {
        let parameters: DHParameters
        let authKey: AuthKey
        let attempt: Int

        enum Next {
            case done(KeyExchangeOutcome)
            case again(WaitingForDHGenAnswer, query: [UInt8])
        }

        /// Checks the last answer, which proves that the server computed the same key.
        func accept(
            _ body: [UInt8], using generator: inout some RandomNumberGenerator
        ) throws(KeyExchangeFault) -> Next {
            switch try TL.SetClientDHParamsAnswer.message(body) {
            case .dhGenOk(let answer):
                try check(.ok, answer.nonce, answer.serverNonce, answer.newNonceHash1)
                return .done(parameters.outcome(authKey))
            case .dhGenRetry(let answer):
                try check(.retry, answer.nonce, answer.serverNonce, answer.newNonceHash2)
                guard attempt < KeyExchangeClient.maximumAttempts else {
                    throw KeyExchangeFault(.tooManyRetries, "\(attempt) attempts")
                }
                let next = try parameters.propose(
                    attempt: attempt + 1, retryID: authKey.auxiliaryHash, using: &generator)
                return .again(next.state, query: next.query)
            case .dhGenFail(let answer):
                try check(.fail, answer.nonce, answer.serverNonce, answer.newNonceHash3)
                throw KeyExchangeFault(.dhGenFail)
            }
        }

        private func check(
            _ answer: KeyExchangeAnswer, _ nonce: TL.Int128, _ serverNonce: TL.Int128, _ hash: TL.Int128
        ) throws(KeyExchangeFault) {
            try parameters.nonces.check(nonce, serverNonce)
            let expected = authKey.newNonceHash(for: answer, newNonce: parameters.newNonce)
            guard ConstantTime.areEqual(expected, hash.bytes) else { throw KeyExchangeFault(.newNonceHashMismatch) }
        }
    }

    /// What stays the same while the server asks for other exponents.
    struct DHParameters: Sendable {
        let nonces: ExchangeNonces
        let newNonce: SecureBytes
        let temporaryKey: IGEKey
        let group: DiffieHellmanGroup
        /// `g_a`.
        let serverValue: [UInt8]
        let timeOffset: Int64
        let expiresAt: Int32?

        /// Draws an exponent, computes the key, and forgets the exponent.
        func propose(
            attempt: Int, retryID: Int64, using generator: inout some RandomNumberGenerator
        ) throws(KeyExchangeFault) -> (state: WaitingForDHGenAnswer, query: [UInt8]) {
            do throws(CryptoError) {
                let exchange = try DiffieHellmanExchange(in: group, using: &generator)
                let authKey = try exchange.authKey(with: serverValue)
                let inner = TL.ClientDHInnerData(
                    nonce: nonces.client, serverNonce: nonces.server, retryID: retryID, gB: exchange.publicValue)
                let query = TL.SetClientDHParams(
                    nonce: nonces.client, serverNonce: nonces.server,
                    encryptedData: HashedCipher.seal(inner.messageBytes, temporaryKey, using: &generator))
                let state = WaitingForDHGenAnswer(parameters: self, authKey: authKey, attempt: attempt)
                return (state, query.messageBytes)
            } catch {
                throw KeyExchangeFault(error)
            }
        }

        func outcome(_ authKey: AuthKey) -> KeyExchangeOutcome {
            KeyExchangeOutcome(
                authKey: authKey, serverSalt: nonces.serverSalt(newNonce: newNonce), timeOffset: timeOffset,
                expiresAt: expiresAt, group: group)
        }
    }
}
