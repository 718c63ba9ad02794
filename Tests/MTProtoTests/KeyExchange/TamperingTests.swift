// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Every check of both machines, broken one by one; see core.telegram.org/mtproto/auth_key and
/// core.telegram.org/mtproto/security_guidelines.
final class TamperingTests: XCTestCase {
    func testEveryCheckHasAnErrorOfItsOwnAndEveryErrorATest() throws {
        let rows = try envelope() + nonces() + challenge() + encryptedParts() + groups() + verdicts() + innerData()
        for row in rows {
            let end = try row.run()
            guard let error = end.error else {
                XCTFail("\(row.name): the exchange went on")
                continue
            }
            XCTAssertEqual(error.code, row.code, "\(row.name): \(error)")
            XCTAssertEqual(error.step, row.step, row.name)
            if case .serverRefused(let code, _) = end {
                XCTAssertEqual(code, row.code == .dataCenterMismatch ? -444 : -404, row.name)
                XCTAssertNil(error.dataCenter, row.name)
            } else {
                XCTAssertNotNil(error.dataCenter, row.name)
            }
        }
        XCTAssertEqual(Set(rows.map(\.code)), Set(KeyExchangeError.Code.allCases))
        XCTAssertEqual(
            Set(rows.map(\.step)).union([.nothing]), Set(KeyExchangeError.Step.allCases),
            "every step meets an error")
    }

    // MARK: The transport and the message around the object

    private func envelope() throws -> [Tampering] {
        var rows: [Tampering] = []
        for message in Rehearsal.Message.allCases {
            rows += [
                Tampering("no header", message, .messageTooShort) { payload, _ in
                    payload.removeLast(payload.count - 16)
                },
                .flip("a key's id", message, .encryptedMessage, byte: 0),
                .flip("a key's id, last byte", message, .encryptedMessage, byte: 7, bit: 0x80),
                Tampering("length above the frame", message, .lengthBeyondFrame) { payload, _ in
                    payload.removeLast(4)
                },
                .flip("enormous length", message, .lengthBeyondFrame, byte: 19, bit: 0x80),
                Tampering("odd length", message, .lengthMisaligned) { payload, _ in payload[16] -= 2 },
                Tampering("no body", message, .lengthMisaligned) { payload, _ in
                    for index in 16..<20 { payload[index] = 0 }
                },
                Tampering("another object", message, .unexpectedMessage) { payload, _ in
                    payload = payload.replacingBody(try TL.Pong(msgID: 1, pingID: 2).encoded())
                },
                Tampering("object cut off", message, .malformedMessage) { payload, _ in
                    payload = payload.replacingBody(Array(payload.body.prefix(16)))
                },
            ]
            if message.isFromClient { continue }
            rows.append(.flip("id of the other side", message, .messageIDParity, byte: 8))
            for code: Int32 in [-404, -429, -444, -403, -1, 7] {
                rows.append(
                    Tampering("transport error \(code)", .transportError, message.step) {
                        try self.end(with: .transportError(code: code), before: message, transportCode: code)
                    })
            }
        }
        rows.append(
            Tampering("malformed vector", .resPQ, .malformedMessage) { payload, _ in payload[68] ^= 1 })
        return rows
    }

    /// Runs an exchange until a message is due, and gives the client something else.
    private func end(
        with frame: TransportFrame, before message: Rehearsal.Message, transportCode: Int32
    ) throws -> Rehearsal.End {
        var found: KeyExchangeError?
        var rehearsal = Rehearsal()
        _ = rehearsal.run { number, _, rehearsal in
            guard number == message.rawValue else { return }
            var (client, generator) = (rehearsal.client, rehearsal.clientGenerator)
            for _ in 0..<2 {
                do throws(KeyExchangeError) {
                    _ = try client.received(frame, now: .zero, using: &generator)
                } catch {
                    found = error
                }
            }
        }
        let error = try XCTUnwrap(found)
        XCTAssertEqual(error.transportCode, transportCode)
        XCTAssertTrue(error.description.contains("transport error \(transportCode)"), error.description)
        return .clientFailed(error)
    }

    // MARK: Nonces

    private func nonces() throws -> [Tampering] {
        var rows: [Tampering] = []
        for message in Rehearsal.Message.allCases where message != .reqPQ {
            for byte in [24, 39] { rows.append(.flip("nonce", message, .nonceMismatch, byte: byte)) }
            if message == .resPQ { continue }
            for byte in [40, 55] { rows.append(.flip("server_nonce", message, .serverNonceMismatch, byte: byte)) }
        }
        // A nonce that is changed on the way to the server comes back wrong.
        rows.append(
            Tampering("nonce on its way", .nonceMismatch, .resPQ) {
                var rehearsal = Rehearsal()
                return rehearsal.run { number, payload, _ in if number == 0 { payload[30] ^= 1 } }
            })
        // A server nonce that is changed on the way to the client is not the server's any more.
        rows.append(
            Tampering("server_nonce on its way", .serverNonceMismatch, .reqDHParams) {
                var rehearsal = Rehearsal()
                return rehearsal.run { number, payload, _ in if number == 1 { payload[40] ^= 1 } }
            })
        for (code, step) in [(Tampering.Code.nonceMismatch, 24), (.serverNonceMismatch, 40)] {
            rows.append(
                Tampering("refusal", .serverDHParams, code, script: { $0.refusesParameters = true }) { payload, _ in
                    payload[step] ^= 1
                })
        }
        return rows
    }

    // MARK: Encrypted parts

    private func encryptedParts() throws -> [Tampering] {
        var rows: [Tampering] = []
        for byte in [60, 61, 100, 400, 651] {
            rows.append(.flip("encrypted_answer", .serverDHParams, .innerHashMismatch, byte: byte))
        }
        for byte in [60, 200, 395] {
            rows.append(.flip("encrypted_data", .setClientDHParams, .innerHashMismatch, byte: byte))
        }
        for count in [0, 16, 20, 591, 1040] {
            rows += [
                Tampering("\(count) bytes", .serverDHParams, .cipherLength) { payload, rehearsal in
                    let (nonce, serverNonce) = (rehearsal.nonces.client, rehearsal.nonces.server)
                    let bytes = [UInt8](repeating: 1, count: count)
                    payload = payload.replacingBody(
                        try TL.ServerDHParams.ok(
                            .init(nonce: nonce, serverNonce: serverNonce, encryptedAnswer: bytes)
                        ).encoded())
                },
                Tampering("\(count) bytes", .setClientDHParams, .cipherLength) { payload, rehearsal in
                    let (nonce, serverNonce) = (rehearsal.nonces.client, rehearsal.nonces.server)
                    let bytes = [UInt8](repeating: 1, count: count)
                    payload = payload.replacingBody(
                        try TL.SetClientDHParams(nonce: nonce, serverNonce: serverNonce, encryptedData: bytes)
                            .encoded())
                },
            ]
        }
        let spoiled: [(String, ([UInt8]) -> [UInt8])] = [
            ("another object", { [1, 2, 3, 4] + $0.dropFirst(4) }), ("cut off", { $0.dropLast(4) }),
            ("longer", { $0 + [0, 0, 0, 0] }), ("header only", { Array($0.prefix(4)) }),
        ]
        for (name, spoil) in spoiled {
            rows += [
                Tampering(name, .serverDHParams, .innerMalformed) { payload, rehearsal in
                    try rehearsal.changeAnswer(&payload) { spoil(try $0.encoded()) }
                },
                Tampering(name, .setClientDHParams, .innerMalformed) { payload, rehearsal in
                    try rehearsal.changeProposal(&payload) { spoil(try $0.encoded()) }
                },
            ]
        }
        for (offset, code) in [(4, Tampering.Code.innerNonceMismatch), (20, .innerServerNonceMismatch)] {
            for byte in [offset, offset + 15] {
                rows += [
                    Tampering("inner nonce", .serverDHParams, code) { payload, rehearsal in
                        try rehearsal.changeAnswer(&payload) { try $0.encoded().flipping(byte) }
                    },
                    Tampering("inner nonce", .setClientDHParams, code) { payload, rehearsal in
                        try rehearsal.changeProposal(&payload) { try $0.encoded().flipping(byte) }
                    },
                ]
            }
        }
        for byte in [36, 43] {
            rows.append(
                Tampering("retry_id", .setClientDHParams, .retryIDMismatch) { payload, rehearsal in
                    try rehearsal.changeProposal(&payload) { try $0.encoded().flipping(byte) }
                })
        }
        rows.append(
            Tampering("retry_id of a second proposal", .retryIDMismatch, .setClientDHParams) {
                var rehearsal = Rehearsal { $0.verdicts = [.retry] }
                return try rehearsal.run { number, payload, rehearsal in
                    guard number == 6 else { return }
                    try rehearsal.changeProposal(&payload) { inner in
                        try TL.ClientDHInnerData(
                            nonce: inner.nonce, serverNonce: inner.serverNonce, retryID: 0, gB: inner.gB
                        ).encoded()
                    }
                }
            })
        return rows
    }

    // MARK: The server's verdicts

    private func verdicts() throws -> [Tampering] {
        var rows: [Tampering] = [
            Tampering("refusal", at: .serverDHParams, .serverDHParamsFail, script: { $0.refusesParameters = true }),
            Tampering("failure", at: .dhGenAnswer, .dhGenFail, script: { $0.verdicts = [.fail] }),
            Tampering("failure after a retry", at: .dhGenAnswer, .dhGenFail) { $0.verdicts = [.retry, .fail] },
            Tampering(
                "retries", at: .dhGenAnswer, .tooManyRetries,
                script: { $0.verdicts = [KeyExchangeAnswer](repeating: .retry, count: 5) }),
        ]
        for byte in [56, 71] {
            rows.append(
                .flip("hash", .serverDHParams, .refusalHashMismatch, byte: byte) { $0.refusesParameters = true })
            for verdict in [KeyExchangeAnswer.ok, .retry, .fail] {
                rows.append(
                    .flip(
                        "hash of \(verdict)", .dhGenAnswer, .newNonceHashMismatch, byte: byte,
                        script: { $0.verdicts = [verdict] }))
            }
        }
        // Each verdict has a hash of its own, so none can be turned into another.
        let ids = [
            TL.SetClientDHParamsAnswer.DhGenOk.constructorID, TL.SetClientDHParamsAnswer.DhGenRetry.constructorID,
            TL.SetClientDHParamsAnswer.DhGenFail.constructorID,
        ]
        for (index, verdict) in [KeyExchangeAnswer.ok, .retry, .fail].enumerated() {
            for (other, id) in ids.enumerated() where other != index {
                rows.append(
                    Tampering(
                        "\(verdict) becomes \(other)", .dhGenAnswer, .newNonceHashMismatch,
                        script: { $0.verdicts = [verdict] }
                    ) { payload, _ in
                        payload.replaceSubrange(20..<24, with: withUnsafeBytes(of: id.littleEndian) { Array($0) })
                    })
            }
        }
        // The server's value is replaced after it was computed: the two keys differ, and the last answer shows it.
        rows.append(
            Tampering("another g_a", at: .dhGenAnswer, .newNonceHashMismatch) { script in
                script.publicValue = [0x40] + [UInt8](repeating: 7, count: 255)
            })
        return rows
    }

    // MARK: Inner data

    private func innerData() throws -> [Tampering] {
        var rows: [Tampering] = []
        for hashed in [false, true] {
            let padding = hashed ? "old padding" : "RSA_PAD"
            let changes: [(String, Tampering.Code, Rehearsal.Form, (inout Rehearsal.Inner) -> Void)] = [
                ("nonce", .innerNonceMismatch, .dc, { $0.nonce = $0.serverNonce }),
                ("server_nonce", .innerServerNonceMismatch, .plain, { $0.serverNonce = $0.nonce }),
                ("pq", .innerFactorsMismatch, .dc, { $0.pq[7] ^= 1 }),
                ("pq of nine bytes", .innerFactorsMismatch, .dc, { $0.pq = [0] + $0.pq }),
                ("p", .innerFactorsMismatch, .dc, { $0.p[0] ^= 1 }),
                ("q", .innerFactorsMismatch, .temp, { $0.q = $0.p }),
                ("dc", .dataCenterMismatch, .dc, { $0.dataCenter = 3 }),
                ("test dc", .dataCenterMismatch, .tempDC, { $0.dataCenter = 10_002 }),
                ("media dc", .dataCenterMismatch, .dc, { $0.dataCenter = -2 }),
                ("dc above 16 bits", .dataCenterMismatch, .dc, { $0.dataCenter = 65_538 }),
                ("expires_in 0", .expiryRange, .tempDC, { $0.expiresIn = 0 }),
                ("expires_in negative", .expiryRange, .temp, { $0.expiresIn = .min }),
                ("expires_in above a day", .expiryRange, .tempDC, { $0.expiresIn = 86_401 }),
            ]
            for (name, code, form, change) in changes {
                rows.append(
                    Tampering("\(name), \(padding)", code, .reqDHParams) {
                        var rehearsal = Rehearsal(
                            configuration: KeyExchangeServer.Configuration(
                                keys: [Rehearsal.key], dataCenters: [ProxyDataCenter(id: 2)]))
                        return try rehearsal.run { number, payload, rehearsal in
                            guard number == 2 else { return }
                            try rehearsal.changeInner(&payload, form: form, hashed: hashed, change)
                        }
                    })
            }
        }
        rows += [
            Tampering("another object", .reqDHParams, .innerMalformed) { payload, rehearsal in
                try rehearsal.changeInnerBytes(&payload, [1, 2, 3, 4])
            },
            Tampering("nothing", .reqDHParams, .innerMalformed) { payload, rehearsal in
                try rehearsal.changeInnerBytes(&payload, [])
            },
            Tampering("another object, old padding", .reqDHParams, .rsaBlockUndecipherable) { payload, rehearsal in
                try rehearsal.changeInnerBytes(&payload, [1, 2, 3, 4], hashed: true)
            },
            Tampering("255 bytes", .reqDHParams, .rsaBlockLength) { payload, rehearsal in
                try rehearsal.changeBlock(&payload, [UInt8](repeating: 1, count: 255))
            },
            Tampering("257 bytes", .reqDHParams, .rsaBlockLength) { payload, rehearsal in
                try rehearsal.changeBlock(&payload, [0] + [UInt8](repeating: 1, count: 256))
            },
            Tampering("above the modulus", .reqDHParams, .rsaBlockUndecipherable) { payload, rehearsal in
                try rehearsal.changeBlock(&payload, [UInt8](repeating: 0xFF, count: 256))
            },
            Tampering("zeros", .reqDHParams, .rsaBlockUndecipherable) { payload, rehearsal in
                try rehearsal.changeBlock(&payload, [UInt8](repeating: 0, count: 256))
            },
        ]
        for byte in [84, 85, 200, 339] {
            rows.append(.flip("encrypted_data", .reqDHParams, .rsaBlockUndecipherable, byte: byte))
        }
        return rows
    }
}

extension Array where Element == UInt8 {
    fileprivate func flipping(_ index: Int) -> Self {
        var copy = self
        copy[index] ^= 1
        return copy
    }
}
