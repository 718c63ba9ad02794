// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The signed address list that reaches clients by DNS or from web servers when no data centre can be reached.
///
/// The text is base64 of a block that only the owner of the private key could make; the public key opens it. What comes out
/// is a boxed `help.configSimple`.
public enum SpecialConfig {
    /// Opens the text.
    ///
    /// - Parameters:
    ///   - text: 344 to 1,024 characters, of which 344 are base64; the others are skipped.
    ///   - key: The key, ``RSAPublicKey/telegramSpecialConfig`` except in tests.
    /// - Throws: ``CryptoError`` with one of the codes that begin with `specialConfig`, or ``CryptoError/Code/rsaBlock``.
    /// - Returns: The object's bytes.
    public static func open(
        _ text: [UInt8], key: RSAPublicKey = .telegramSpecialConfig
    ) throws(CryptoError) -> [UInt8] {
        guard (digitCount...maximumByteCount).contains(text.count) else {
            throw CryptoError(.specialConfigText, "\(text.count) characters")
        }
        let digits = text.filter { Base64.value(of: $0) != nil || $0 == Base64.padding }
        guard digits.count == digitCount, let block = Base64.decode(digits), block.count == RSAPublicKey.byteCount
        else { throw CryptoError(.specialConfigText, "\(digits.count) digits") }
        var opened = try key.rawPower(block)
        let keyBytes = Array(opened[..<AES.keyByteCount])
        try opened.withUnsafeMutableBufferPointer { opened throws(CryptoError) in
            // The vector is the key's second half.
            try AESCBC.decrypt(
                UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(opened)[AES.keyByteCount...]),
                key: keyBytes, iv: keyBytes[AES.blockByteCount...])
        }
        let plaintext = opened[AES.keyByteCount...]
        let hashed = plaintext.prefix(hashedByteCount)
        guard
            ConstantTime.areEqual(SHA256.hash(of: hashed)[..<AES.blockByteCount], plaintext.suffix(AES.blockByteCount))
        else { throw CryptoError(.specialConfigHash) }
        // The length counts its own four bytes.
        let length = hashed.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard (8...UInt32(hashedByteCount)).contains(length) else {
            throw CryptoError(.specialConfigLength, "\(length)")
        }
        return Array(hashed.prefix(Int(length)).dropFirst(4))
    }

    private static let digitCount = 344
    private static let maximumByteCount = 1024
    /// What of the 224 decrypted bytes is neither the hash nor unused.
    private static let hashedByteCount = 208
}

extension CryptoError.Code {
    /// The text is not 344 characters of base64.
    public static let specialConfigText = Self(description: "the special configuration is not 344 characters of base64")
    /// The text was not made with the private key.
    public static let specialConfigHash = Self(description: "the hash of the special configuration is wrong")
    /// The length inside is out of range.
    public static let specialConfigLength = Self(description: "the length in the special configuration is wrong")
}
