// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport

@testable import FerogramMTProto

/// A way to spoil an exchange, and the error that must come of it.
struct Tampering {
    typealias Code = KeyExchangeError.Code
    typealias Step = KeyExchangeError.Step
    typealias Change = (inout [UInt8], Rehearsal) throws -> Void

    let name: String
    let code: Code
    let step: Step
    /// Runs the exchange and says how it ended.
    let run: () throws -> Rehearsal.End

    /// Changes one payload of an exchange.
    init(
        _ name: String, _ message: Rehearsal.Message, _ code: Code,
        request: KeyExchangeRequest = Rehearsal.request(),
        script: @escaping (inout KeyExchangeServer.Script) -> Void = { _ in }, _ change: @escaping Change
    ) {
        self.name = "\(message): \(name)"
        self.code = code
        step = message.step
        run = {
            var rehearsal = Rehearsal(request: request, script: script)
            return try rehearsal.run { number, payload, rehearsal in
                if number == message.rawValue { try change(&payload, rehearsal) }
            }
        }
    }

    /// Runs an exchange with a server that misbehaves by itself.
    init(
        _ name: String, at message: Rehearsal.Message, _ code: Code,
        request: KeyExchangeRequest = Rehearsal.request(),
        script: @escaping (inout KeyExchangeServer.Script) -> Void
    ) {
        self.name = "\(message): \(name)"
        self.code = code
        step = message.step
        run = {
            var rehearsal = Rehearsal(request: request, script: script)
            return rehearsal.run()
        }
    }

    /// Runs anything.
    init(_ name: String, _ code: Code, _ step: Step, run: @escaping () throws -> Rehearsal.End) {
        self.name = name
        self.code = code
        self.step = step
        self.run = run
    }

    /// A change of one bit.
    static func flip(
        _ name: String, _ message: Rehearsal.Message, _ code: Code, byte: Int, bit: UInt8 = 1,
        script: @escaping (inout KeyExchangeServer.Script) -> Void = { _ in }
    ) -> Self {
        Self(name, message, code, script: script) { payload, _ in payload[byte] ^= bit }
    }
}

extension Rehearsal.Message {
    /// What the receiver waits for when this message comes.
    var step: KeyExchangeError.Step {
        switch self {
        case .reqPQ: .reqPQ
        case .resPQ: .resPQ
        case .reqDHParams: .reqDHParams
        case .serverDHParams: .serverDHParams
        case .setClientDHParams: .setClientDHParams
        case .dhGenAnswer: .dhGenAnswer
        }
    }
}

extension Rehearsal {
    // MARK: Objects encrypted anew

    /// Changes the server's inner data and encrypts it again.
    func changeAnswer(
        _ payload: inout [UInt8], _ change: (TL.ServerDHInnerData) throws -> [UInt8]
    ) throws {
        guard case .ok(let answer) = try TL.ServerDHParams.message(payload.body) else { return }
        let inner = try TL.ServerDHInnerData.inner(try HashedCipher.open(answer.encryptedAnswer, temporaryKey))
        let encrypted = seal(try change(inner))
        payload = payload.replacingBody(
            try TL.ServerDHParams.ok(
                .init(nonce: answer.nonce, serverNonce: answer.serverNonce, encryptedAnswer: encrypted)
            ).encoded())
    }

    /// Changes the client's inner data and encrypts it again.
    func changeProposal(
        _ payload: inout [UInt8], _ change: (TL.ClientDHInnerData) throws -> [UInt8]
    ) throws {
        let query = try SetClientDHParams.message(payload.body)
        let inner = try TL.ClientDHInnerData.inner(try HashedCipher.open(query.encryptedData, temporaryKey))
        let encrypted = seal(try change(inner))
        payload = payload.replacingBody(
            try TL.SetClientDHParams(nonce: query.nonce, serverNonce: query.serverNonce, encryptedData: encrypted)
                .encoded())
    }

    private func seal(_ object: [UInt8]) -> [UInt8] {
        var generator = SeededGenerator(seed: 99)
        return HashedCipher.seal(object, temporaryKey, using: &generator)
    }

    /// The fields of a client's inner data, to be changed.
    struct Inner {
        var pq: [UInt8]
        var p: [UInt8]
        var q: [UInt8]
        var nonce: TL.Int128
        var serverNonce: TL.Int128
        var newNonce: TL.Int256
        var dataCenter: Int32 = 2
        var expiresIn: Int32 = 1000
    }

    /// The four forms of a client's inner data.
    enum Form: CaseIterable {
        case dc
        case tempDC
        case plain
        case temp

        func object(_ inner: Inner) -> TL.PQInnerData {
            switch self {
            case .dc:
                .dc(
                    .init(
                        pq: inner.pq, p: inner.p, q: inner.q, nonce: inner.nonce, serverNonce: inner.serverNonce,
                        newNonce: inner.newNonce, dc: inner.dataCenter))
            case .tempDC:
                .tempDc(
                    .init(
                        pq: inner.pq, p: inner.p, q: inner.q, nonce: inner.nonce, serverNonce: inner.serverNonce,
                        newNonce: inner.newNonce, dc: inner.dataCenter, expiresIn: inner.expiresIn))
            case .plain:
                .pqInnerData(
                    .init(
                        pq: inner.pq, p: inner.p, q: inner.q, nonce: inner.nonce, serverNonce: inner.serverNonce,
                        newNonce: inner.newNonce))
            case .temp:
                .temp(
                    .init(
                        pq: inner.pq, p: inner.p, q: inner.q, nonce: inner.nonce, serverNonce: inner.serverNonce,
                        newNonce: inner.newNonce, expiresIn: inner.expiresIn))
            }
        }
    }

    /// The inner data that the client sent, which only the test and the two machines know.
    var inner: Inner {
        guard let newNonce = TL.Int256(newNonce) else { preconditionFailure("the nonce is drawn by now") }
        return Inner(
            pq: factors.pq, p: factors.p, q: factors.q, nonce: nonces.client, serverNonce: nonces.server,
            newNonce: newNonce)
    }

    /// Puts other inner data into `req_DH_params`, under either padding.
    func changeInner(
        _ payload: inout [UInt8], form: Form = .dc, hashed: Bool = false, _ change: (inout Inner) -> Void = { _ in }
    ) throws {
        var inner = inner
        change(&inner)
        try changeInnerBytes(&payload, try form.object(inner).encoded(), hashed: hashed)
    }

    /// Puts any bytes in the place of the inner data.
    func changeInnerBytes(_ payload: inout [UInt8], _ data: [UInt8], hashed: Bool = false) throws {
        var generator = SeededGenerator(seed: 98)
        let key = Rehearsal.key.publicKey
        let block: [UInt8]
        if hashed {
            let padding = generator.bytes(count: 235 - data.count)
            block = try key.rawPower(SHA1.hash(of: data) + data + padding)
        } else {
            block = try key.encryptPadded(data, using: &generator)
        }
        try changeBlock(&payload, block)
    }

    /// Puts another block in the place of the encrypted data.
    func changeBlock(_ payload: inout [UInt8], _ block: [UInt8]) throws {
        let query = try ReqDHParams.message(payload.body)
        payload = payload.replacingBody(
            try TL.ReqDHParams(
                nonce: query.nonce, serverNonce: query.serverNonce, p: query.p, q: query.q,
                publicKeyFingerprint: query.fingerprint, encryptedData: block
            ).encoded())
    }
}
