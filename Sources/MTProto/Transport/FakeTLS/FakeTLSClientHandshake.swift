// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// The client's half of the exchange that makes a connection look like TLS.
struct FakeTLSClientHandshake: Sendable {
    private let secret: ProxySecret
    private let clientRandom: [UInt8]
    private var collector = RecordCollector(FakeTLSAnswer.records)

    /// The ClientHello, which must be all that is sent until the answer is complete.
    let hello: [UInt8]

    init(
        secret: ProxySecret, profile: FakeTLSProfile, unixTime: Int, using generator: inout some RandomNumberGenerator
    ) {
        let record = ClientHello.draw(profile, using: &generator).record(domain: secret.domain ?? "")
        self.init(secret: secret, record: record, unixTime: unixTime)
    }

    /// Begins with a hello that was drawn before.
    ///
    /// - Parameters:
    ///   - secret: The proxy's secret.
    ///   - record: The record of the hello, with anything in place of its random field.
    ///   - unixTime: The server's time in seconds since 1970.
    init(secret: ProxySecret, record: [UInt8], unixTime: Int) {
        var hello = record
        clientRandom = FakeTLSDigest.sign(
            clientHello: &hello, secret: secret.key, unixTime: UInt32(truncatingIfNeeded: unixTime))
        self.hello = hello
        self.secret = secret
    }

    /// How many bytes are kept.
    var bufferedCount: Int { collector.bytes.capacity }

    /// Takes the bytes of the answer.
    ///
    /// - Parameters:
    ///   - input: Bytes of the stream.
    ///   - offset: Where to go on; moved beyond what was taken.
    /// - Throws: ``TransportError`` if the server does not know the secret.
    /// - Returns: Whether the answer is complete; it is right then.
    mutating func receive(
        _ input: UnsafeRawBufferPointer, from offset: inout Int
    ) throws(TransportError) -> Bool {
        guard try collector.receive(input, from: &offset) else { return false }
        try FakeTLSAnswer.check(collector.bytes, clientRandom: clientRandom, secret: secret)
        return true
    }
}
