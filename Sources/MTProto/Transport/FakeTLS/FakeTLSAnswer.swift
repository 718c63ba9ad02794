// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// A server's answer to a ClientHello: ServerHello, ChangeCipherSpec and one application record.
enum FakeTLSAnswer {
    /// The shortest ServerHello that has a random field, in bytes after the record's header.
    private static let minimumHelloLength = FakeTLSDigest.randomRange.upperBound - TLSRecord.headerLength
    private static let handshakeTypeOffset = TLSRecord.headerLength
    private static let serverHelloType: UInt8 = 0x02
    /// How much a server sends in place of its certificate.
    private static let certificateLength = 1024...4096

    static let records: [RecordCollector.Expectation] = [
        RecordCollector.Expectation(
            kind: .serverHello, length: minimumHelloLength...TransportLimits.maximumRecordLength,
            code: .serverHelloMalformed),
        RecordCollector.Expectation(kind: .changeCipherSpec, length: 1...1, code: .changeCipherSpecMalformed),
        RecordCollector.Expectation(
            kind: .applicationData, length: 1...TransportLimits.maximumRecordLength, code: .serverHelloMalformed),
    ]

    /// Checks a complete answer.
    ///
    /// - Parameters:
    ///   - answer: The three records.
    ///   - clientRandom: The random field of the ClientHello.
    ///   - secret: The proxy's secret.
    /// - Throws: ``TransportError`` if it was made without the secret, or for another hello.
    static func check(
        _ answer: [UInt8], clientRandom: [UInt8], secret: ProxySecret
    ) throws(TransportError) {
        guard answer[handshakeTypeOffset] == serverHelloType else { throw TransportError(.serverHelloMalformed) }
        do throws(CryptoError) {
            try FakeTLSDigest.check(serverAnswer: answer, clientRandom: clientRandom, secret: secret.key)
        } catch {
            throw TransportError(.serverDigestMismatch)
        }
    }

    /// Makes an answer.
    ///
    /// - Parameters:
    ///   - hello: The ClientHello, checked.
    ///   - secret: The secret whose digest it has.
    ///   - generator: Where key share and filling come from.
    /// - Returns: The three records.
    static func make(
        to hello: [UInt8], secret: ProxySecret, using generator: inout some RandomNumberGenerator
    ) -> [UInt8] {
        let session = ClientHello.sessionIDLengthOffset + 1..<ClientHello.sessionIDEnd
        let keyShare = X25519.randomPublicKey(using: &generator)
        let certificate = generator.bytes(count: Int.random(in: certificateLength, using: &generator))
        var writer = TLSWriter()
        writer.write([0x16, 0x03, 0x03])
        writer.block(width: 2) { record in
            record.write([serverHelloType])
            record.block(width: 3) { content in
                content.write([0x03, 0x03])
                content.write([UInt8](repeating: 0, count: FakeTLSDigest.randomRange.count))
                content.block(width: 1) { $0.write(hello[session]) }
                content.write([0x13, 0x01, 0x00])
                content.block(width: 2) { extensions in
                    extensions.extension(0x0033) { share in share.extension(0x001D) { $0.write(keyShare) } }
                    extensions.extension(0x002B) { $0.write([0x03, 0x04]) }
                }
            }
        }
        writer.write(TLSRecord.changeCipherSpec)
        writer.write([0x17, 0x03, 0x03])
        writer.block(width: 2) { $0.write(certificate) }
        var answer = writer.bytes
        FakeTLSDigest.sign(
            serverAnswer: &answer, clientRandom: Array(hello[FakeTLSDigest.randomRange]), secret: secret.key)
        return answer
    }
}
