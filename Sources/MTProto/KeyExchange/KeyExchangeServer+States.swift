// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes

extension KeyExchangeServer {
    /// Answers `req_pq_multi` or `req_pq`.
    static func begin(
        _ body: [UInt8], _ configuration: Configuration, using generator: inout some RandomNumberGenerator
    ) throws(KeyExchangeFault) -> (state: WaitingForReqDHParams, answer: [UInt8]) {
        let nonce = try ReqPQ.message(body).nonce
        let script = configuration.script
        let nonces = ExchangeNonces(
            client: nonce, server: script.serverNonce.map { TL.Int128(exactly: $0) } ?? .nonce(using: &generator))
        let challenge = script.factors.map { PQChallenge($0.0, $0.1) } ?? PQChallenge(using: &generator)
        let answer = TL.ResPQ(
            nonce: nonces.client, serverNonce: nonces.server, pq: script.pq ?? challenge.bytes,
            serverPublicKeyFingerprints: script.fingerprints ?? configuration.keys.map(\.publicKey.fingerprint))
        return (WaitingForReqDHParams(nonces: nonces, challenge: challenge), answer.messageBytes)
    }

    /// `resPQ` is sent.
    struct WaitingForReqDHParams: Sendable {
        let nonces: ExchangeNonces
        let challenge: PQChallenge

        enum Next {
            case go(WaitingForSetClientDHParams, answer: [UInt8])
            case fail(answer: [UInt8])
        }

        /// Checks `req_DH_params` and answers with the parameters, which only someone who knows the new nonce can read.
        func accept(
            _ body: [UInt8], _ configuration: Configuration, _ now: Duration,
            using generator: inout some RandomNumberGenerator
        ) throws(KeyExchangeFault) -> Next {
            let query = try ReqDHParams.message(body)
            try nonces.check(query.nonce, query.serverNonce)
            guard
                PQChallenge.isEqual(query.p, UInt64(challenge.p)), PQChallenge.isEqual(query.q, UInt64(challenge.q))
            else { throw KeyExchangeFault(.factorsMismatch) }
            guard let key = configuration.keys.first(where: { $0.publicKey.fingerprint == query.fingerprint }) else {
                throw KeyExchangeFault(
                    .fingerprintNotOffered, String(UInt64(bitPattern: query.fingerprint), radix: 16))
            }
            let opened = try Self.open(query.encryptedData, key)
            let client = try check(opened.data, opened.isHashed, configuration, now)
            if configuration.script.refusesParameters {
                let hash = TL.Int128(exactly: Array(SHA1.hash(of: client.newNonce)[4...]))
                let answer = TL.ServerDHParams.fail(
                    .init(nonce: nonces.client, serverNonce: nonces.server, newNonceHash: hash))
                return .fail(answer: answer.messageBytes)
            }
            return try offer(client, configuration, now, using: &generator)
        }

        /// Decrypts the inner data under `RSA_PAD` or, where that makes no sense, under the padding before it.
        private static func open(
            _ block: [UInt8], _ key: RSAPrivateKey
        ) throws(KeyExchangeFault) -> (data: InnerData, isHashed: Bool) {
            guard block.count == RSAPublicKey.byteCount else {
                throw KeyExchangeFault(.rsaBlockLength, "\(block.count) bytes")
            }
            if let padded = try? key.decryptPadded(block) {
                do {
                    return (try InnerData.read(from: padded).data, false)
                } catch {
                    throw KeyExchangeFault(.innerMalformed, error.description)
                }
            }
            guard let hashed = try? key.decryptHashed(block), let inner = try? InnerData.read(from: hashed.payload),
                hashed.isIntact(dataByteCount: inner.byteCount)
            else { throw KeyExchangeFault(.rsaBlockUndecipherable) }
            return (inner.data, true)
        }

        private func check(
            _ data: InnerData, _ isHashed: Bool, _ configuration: Configuration, _ now: Duration
        ) throws(KeyExchangeFault) -> Client {
            try nonces.checkInner(data.nonces.client, data.nonces.server)
            guard
                PQChallenge.isEqual(data.pq, UInt64(challenge.p) * UInt64(challenge.q)),
                PQChallenge.isEqual(data.p, UInt64(challenge.p)), PQChallenge.isEqual(data.q, UInt64(challenge.q))
            else { throw KeyExchangeFault(.innerFactorsMismatch) }
            let dataCenter = try data.dataCenter.map { id throws(KeyExchangeFault) in
                guard let number = Int16(exactly: id), configuration.accepts(ProxyDataCenter(rawValue: number)) else {
                    throw KeyExchangeFault(.dataCenterMismatch, "\(id)")
                }
                return ProxyDataCenter(rawValue: number)
            }
            let expiresAt = try data.expiresIn.map { seconds throws(KeyExchangeFault) in
                guard (1...KeyExchangeRequest.maximumLifetime).contains(seconds) else {
                    throw KeyExchangeFault(.expiryRange, "\(seconds) s")
                }
                return Int32(clamping: now.components.seconds + Int64(seconds))
            }
            return Client(
                newNonce: data.newNonce, dataCenter: dataCenter, expiresAt: expiresAt, usedHashedPadding: isHashed)
        }

        private func offer(
            _ client: Client, _ configuration: Configuration, _ now: Duration,
            using generator: inout some RandomNumberGenerator
        ) throws(KeyExchangeFault) -> Next {
            let script = configuration.script
            do throws(CryptoError) {
                let exchange =
                    if let exponent = script.exponent {
                        try DiffieHellmanExchange(in: configuration.group, exponent: exponent)
                    } else {
                        try DiffieHellmanExchange(in: configuration.group, using: &generator)
                    }
                let inner = TL.ServerDHInnerData(
                    nonce: nonces.client, serverNonce: nonces.server, g: script.generator ?? exchange.group.generator,
                    dhPrime: script.prime ?? exchange.group.prime, gA: script.publicValue ?? exchange.publicValue,
                    serverTime: Int32(clamping: now.components.seconds))
                let temporaryKey = nonces.temporaryKey(newNonce: client.newNonce)
                let answer = TL.ServerDHParams.ok(
                    .init(
                        nonce: nonces.client, serverNonce: nonces.server,
                        encryptedAnswer: HashedCipher.seal(inner.messageBytes, temporaryKey, using: &generator)))
                let state = WaitingForSetClientDHParams(
                    nonces: nonces, client: client, temporaryKey: temporaryKey, exchange: exchange)
                return .go(state, answer: answer.messageBytes)
            } catch {
                throw KeyExchangeFault(error)
            }
        }
    }

    /// What the inner data said.
    struct Client: Sendable {
        let newNonce: SecureBytes
        let dataCenter: ProxyDataCenter?
        let expiresAt: Int32?
        let usedHashedPadding: Bool
    }

    /// `server_DH_params_ok` is sent.
    struct WaitingForSetClientDHParams: Sendable {
        let nonces: ExchangeNonces
        let client: Client
        let temporaryKey: IGEKey
        let exchange: DiffieHellmanExchange
        var attempt = 1
        /// What names the key that was refused last.
        var retryID: Int64 = 0

        enum Next {
            case done(Outcome, answer: [UInt8])
            case again(WaitingForSetClientDHParams, answer: [UInt8])
            case fail(answer: [UInt8])
        }

        /// Checks `set_client_DH_params`, computes the key, and judges it.
        func accept(
            _ body: [UInt8], _ configuration: Configuration, _ isTaken: (Int64) -> Bool
        ) throws(KeyExchangeFault) -> Next {
            let query = try SetClientDHParams.message(body)
            try nonces.check(query.nonce, query.serverNonce)
            let inner = try TL.ClientDHInnerData.inner(try HashedCipher.open(query.encryptedData, temporaryKey))
            try nonces.checkInner(inner.nonce, inner.serverNonce)
            guard inner.retryID == retryID else { throw KeyExchangeFault(.retryIDMismatch) }
            let authKey: AuthKey
            do {
                authKey = try exchange.authKey(with: inner.gB)
            } catch {
                throw KeyExchangeFault(error)
            }
            let verdict = verdict(authKey, configuration.script.verdicts, isTaken)
            let hash = TL.Int128(exactly: authKey.newNonceHash(for: verdict, newNonce: client.newNonce))
            let (nonce, serverNonce) = (nonces.client, nonces.server)
            switch verdict {
            case .ok:
                let answer = TL.SetClientDHParamsAnswer.dhGenOk(
                    .init(nonce: nonce, serverNonce: serverNonce, newNonceHash1: hash))
                return .done(outcome(authKey), answer: answer.messageBytes)
            case .retry:
                var next = self
                next.attempt += 1
                next.retryID = authKey.auxiliaryHash
                let answer = TL.SetClientDHParamsAnswer.dhGenRetry(
                    .init(nonce: nonce, serverNonce: serverNonce, newNonceHash2: hash))
                return .again(next, answer: answer.messageBytes)
            case .fail:
                let answer = TL.SetClientDHParamsAnswer.dhGenFail(
                    .init(nonce: nonce, serverNonce: serverNonce, newNonceHash3: hash))
                return .fail(answer: answer.messageBytes)
            }
        }

        /// A key whose id belongs to another must not be used; after a few of them something else is wrong.
        private func verdict(
            _ authKey: AuthKey, _ scripted: [KeyExchangeAnswer], _ isTaken: (Int64) -> Bool
        ) -> KeyExchangeAnswer {
            if attempt <= scripted.count { return scripted[attempt - 1] }
            guard isTaken(authKey.id) else { return .ok }
            return attempt < KeyExchangeClient.maximumAttempts ? .retry : .fail
        }

        private func outcome(_ authKey: AuthKey) -> Outcome {
            Outcome(
                authKey: authKey, serverSalt: nonces.serverSalt(newNonce: client.newNonce),
                expiresAt: client.expiresAt, dataCenter: client.dataCenter,
                usedHashedPadding: client.usedHashedPadding)
        }
    }
}

extension KeyExchangeServer.Configuration {
    fileprivate func accepts(_ dataCenter: ProxyDataCenter) -> Bool {
        dataCenters?.contains(dataCenter) ?? true
    }
}
