// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The encodings of RSA keys: PKCS#1, SPKI and PKCS#8, in PEM armour or as bare base64.
enum RSAKeyFile {
    /// Reads a public key: PKCS#1 (`RSA PUBLIC KEY`) or SPKI (`PUBLIC KEY`).
    static func publicKey(_ text: String) throws(CryptoError) -> RSAPublicKey {
        try decode(text).withUnsafeBytes { bytes throws(CryptoError) in
            var file = DERReader(bytes)
            var key = DERReader(try file.element(DERReader.sequence))
            try file.expectEnd()
            if key.nextTag == DERReader.sequence {
                try readAlgorithm(&key)
                let bits = try key.element(DERReader.bitString)
                try key.expectEnd()
                guard bits.first == 0 else { throw CryptoError(.rsaKeyEncoding, "the key has unused bits") }
                var inner = DERReader(UnsafeRawBufferPointer(rebasing: bits[1...]))
                key = DERReader(try inner.element(DERReader.sequence))
                try inner.expectEnd()
            }
            let modulus = try key.unsignedInteger()
            let exponent = try key.unsignedInteger()
            try key.expectEnd()
            return try RSAPublicKey(modulus: modulus, exponent: try word(exponent))
        }
    }

    /// Reads a private key: PKCS#1 (`RSA PRIVATE KEY`) or PKCS#8 (`PRIVATE KEY`).
    static func privateKey(_ text: String) throws(CryptoError) -> RSAPrivateKey {
        try decode(text).withUnsafeBytes { bytes throws(CryptoError) in
            var file = DERReader(bytes)
            var key = DERReader(try file.element(DERReader.sequence))
            try file.expectEnd()
            try readVersion(&key)
            if key.nextTag == DERReader.sequence {
                try readAlgorithm(&key)
                var inner = DERReader(try key.element(DERReader.octetString))
                key = DERReader(try inner.element(DERReader.sequence))
                try inner.expectEnd()
                try readVersion(&key)
            }
            let modulus = try key.unsignedInteger()
            let exponent = try key.unsignedInteger()
            let privateExponent = try key.unsignedInteger()
            // The primes and the exponents that follow are not used.
            return try RSAPrivateKey(
                modulus: modulus, exponent: try word(exponent), privateExponent: SecureBytes(copying: privateExponent))
        }
    }

    /// Writes a public key as PKCS#1 in PEM armour.
    static func text(of key: RSAPublicKey) -> String {
        var exponent = withUnsafeBytes(of: key.exponent.bigEndian) { Array($0.drop { $0 == 0 }) }
        if exponent[0] >= 0x80 { exponent.insert(0, at: 0) }
        // A modulus of 2,048 bits has its highest bit set, so DER wants a zero before it.
        let content =
            [DERReader.integer, 0x82, 0x01, 0x01, 0x00] + key.modulus
            + [DERReader.integer, UInt8(exponent.count)] + exponent
        let length = UInt16(content.count)
        let file = [DERReader.sequence, 0x82, UInt8(length >> 8), UInt8(length & 255)] + content
        var lines = ["-----BEGIN RSA PUBLIC KEY-----"]
        var digits = Substring(Base64.encode(file))
        while !digits.isEmpty {
            lines.append(String(digits.prefix(64)))
            digits = digits.dropFirst(64)
        }
        return (lines + ["-----END RSA PUBLIC KEY-----", ""]).joined(separator: "\n")
    }

    /// Takes the armour off.
    ///
    /// The structure inside tells what it is, so the label does not matter.
    private static func decode(_ text: String) throws(CryptoError) -> SecureBytes {
        guard text.utf8.count <= maximumByteCount else { throw CryptoError(.rsaKeyEncoding, "the text is too long") }
        var lines = text.split(whereSeparator: \.isNewline).map { $0.filter { !$0.isWhitespace } }
        lines.removeAll(where: \.isEmpty)
        if lines.first?.hasPrefix("-----BEGIN") == true {
            guard lines.count > 2, let end = lines.firstIndex(where: { $0.hasPrefix("-----END") }) else {
                throw CryptoError(.rsaKeyEncoding, "the end of the armour is missing")
            }
            lines = Array(lines[1..<end])
        }
        guard let bytes = Base64.decode(lines.joined().utf8) else {
            throw CryptoError(.rsaKeyEncoding, "the text is no base64")
        }
        return bytes
    }

    private static func readVersion(_ reader: inout DERReader) throws(CryptoError) {
        guard try reader.unsignedInteger().isEmpty else { throw CryptoError(.rsaKeyEncoding, "the version is not 0") }
    }

    private static func readAlgorithm(_ reader: inout DERReader) throws(CryptoError) {
        var algorithm = DERReader(try reader.element(DERReader.sequence))
        let identifier = try algorithm.element(DERReader.objectIdentifier)
        guard identifier.elementsEqual(rsaEncryption) else { throw CryptoError(.rsaKeyEncoding, "no RSA key") }
    }

    private static func word(_ bytes: UnsafeRawBufferPointer) throws(CryptoError) -> UInt64 {
        guard bytes.count <= 8 else { throw CryptoError(.rsaExponent, "\(bytes.count) bytes") }
        return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// 1.2.840.113549.1.1.1.
    private static let rsaEncryption: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
    private static let maximumByteCount = 16_384
}
