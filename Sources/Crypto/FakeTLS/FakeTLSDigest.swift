// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The digests by which both ends of a FakeTLS connection prove that they know the proxy's secret.
///
/// Each end puts an HMAC-SHA256 where TLS has its 32 random bytes, computed while these are zero. The client's covers the
/// whole ClientHello record and carries the time; the server's covers the client's random and the whole answer.
public enum FakeTLSDigest {
    /// Where a hello record, the client's or the server's, has its random bytes.
    public static let randomRange = 11..<43

    /// Puts the client's random into a ClientHello record.
    ///
    /// - Parameters:
    ///   - hello: The whole record, at least 43 bytes; what stands in ``randomRange`` is replaced.
    ///   - secret: The 16 key bytes of the proxy secret.
    ///   - unixTime: The server's time in seconds since 1970; proxies accept a few minutes either way.
    /// - Returns: The client's random, which the server's answer will be checked against.
    @discardableResult
    public static func sign(clientHello hello: inout [UInt8], secret: SecureBytes, unixTime: UInt32) -> [UInt8] {
        var random = digest(of: hello, after: [], secret: secret)
        writeTime(unixTime, over: &random)
        hello.replaceSubrange(randomRange, with: random)
        return random
    }

    /// Checks a server's answer.
    ///
    /// - Parameters:
    ///   - answer: All three records: ServerHello, ChangeCipherSpec, first application data.
    ///   - clientRandom: What ``sign(clientHello:secret:unixTime:)`` returned.
    ///   - secret: The 16 key bytes of the proxy secret.
    /// - Throws: ``CryptoError/Code/fakeTLSAnswer`` if the answer is too short or was made without the secret: the other end
    ///   may be the real site, so close the connection.
    public static func check(
        serverAnswer answer: [UInt8], clientRandom: [UInt8], secret: SecureBytes
    ) throws(CryptoError) {
        guard answer.count >= randomRange.upperBound else { throw CryptoError(.fakeTLSAnswer, "\(answer.count) bytes") }
        let expected = digest(of: answer, after: clientRandom, secret: secret)
        guard ConstantTime.areEqual(expected, answer[randomRange]) else { throw CryptoError(.fakeTLSAnswer) }
    }

    /// Checks a ClientHello, as a server does.
    ///
    /// The caller decides which times it accepts and refuses a random that it has seen before.
    ///
    /// - Parameters:
    ///   - hello: The whole record.
    ///   - secret: The 16 key bytes of the proxy secret.
    /// - Throws: ``CryptoError/Code/fakeTLSHello`` if the record is too short or was made without the secret.
    /// - Returns: The client's random and the time in it, in seconds since 1970.
    public static func open(
        clientHello hello: [UInt8], secret: SecureBytes
    ) throws(CryptoError) -> (clientRandom: [UInt8], unixTime: UInt32) {
        guard hello.count >= randomRange.upperBound else { throw CryptoError(.fakeTLSHello, "\(hello.count) bytes") }
        let random = Array(hello[randomRange])
        let digest = digest(of: hello, after: [], secret: secret)
        guard ConstantTime.areEqual(digest[..<timeStart], random[..<timeStart]) else {
            throw CryptoError(.fakeTLSHello)
        }
        let time = (0..<4).reduce(UInt32(0)) { time, index in
            time | UInt32(digest[timeStart + index] ^ random[timeStart + index]) << (8 * UInt32(index))
        }
        return (random, time)
    }

    /// Puts the server's random into its answer.
    ///
    /// - Parameters:
    ///   - answer: All three records, at least 43 bytes; what stands in ``randomRange`` is replaced.
    ///   - clientRandom: The random of the ClientHello that is answered.
    ///   - secret: The 16 key bytes of the proxy secret.
    public static func sign(serverAnswer answer: inout [UInt8], clientRandom: [UInt8], secret: SecureBytes) {
        answer.replaceSubrange(randomRange, with: digest(of: answer, after: clientRandom, secret: secret))
    }

    /// The last four of the client's random bytes carry the time.
    private static let timeStart = 28

    private static func writeTime(_ unixTime: UInt32, over random: inout [UInt8]) {
        for index in 0..<4 { random[timeStart + index] ^= UInt8(truncatingIfNeeded: unixTime >> (8 * UInt32(index))) }
    }

    private static func digest(of record: [UInt8], after prefix: [UInt8], secret: SecureBytes) -> [UInt8] {
        precondition(record.count >= randomRange.upperBound, "a hello record has 43 bytes at least")
        let zeros = [UInt8](repeating: 0, count: randomRange.count)
        return HMACSHA256.authenticationCode(
            for: prefix, record[..<randomRange.lowerBound], zeros, record[randomRange.upperBound...], key: secret)
    }
}

extension CryptoError.Code {
    /// A FakeTLS server's answer does not prove that it knows the secret.
    public static let fakeTLSAnswer = Self(description: "the server's hello was not made with the proxy secret")
    /// A FakeTLS client's hello does not prove that it knows the secret.
    public static let fakeTLSHello = Self(description: "the client's hello was not made with the proxy secret")
}
