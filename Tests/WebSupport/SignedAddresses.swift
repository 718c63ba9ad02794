// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL
package import FerogramCrypto
import FerogramTLTypes

/// Makes the text in which Telegram publishes addresses, signed with a key of the test.
package enum SignedAddresses {
    /// Makes a text.
    ///
    /// - Parameters:
    ///   - addresses: An IPv4 address, a port and a secret, if there is one, for a data centre.
    ///   - date: From when on they hold.
    ///   - expires: Until when they hold.
    ///   - key: Who signs.
    /// - Returns: Base64.
    /// - Throws: `CryptoError` or `TLError`.
    package static func make(
        _ addresses: [(dataCenter: Int, ipv4: UInt32, port: UInt16, secret: [UInt8]?)], date: Int64, expires: Int64,
        signedBy key: RSAPrivateKey
    ) throws -> String {
        let rules = addresses.map { address in
            let (ipv4, port) = (Int32(bitPattern: address.ipv4), Int32(address.port))
            let place: TL.IpPort =
                if let secret = address.secret {
                    .secret(TL.IpPort.Secret(ipv4: ipv4, port: port, secret: secret))
                } else {
                    .ipPort(TL.IpPort.IpPort(ipv4: ipv4, port: port))
                }
            return TL.AccessPointRule(phonePrefixRules: [], dcID: Int32(address.dataCenter), ips: [place])
        }
        let config = TL.help.ConfigSimple(
            date: Int32(clamping: date), expires: Int32(clamping: expires), rules: rules)
        let body = try config.encoded()
        var plaintext = withUnsafeBytes(of: UInt32(body.count + 4).littleEndian) { Array($0) } + body
        plaintext += [UInt8](repeating: 0xA5, count: 208 - plaintext.count)
        plaintext += SHA256.hash(of: plaintext)[..<16]
        // The first byte keeps the number below the modulus.
        let aesKey: [UInt8] = [0] + (1..<32).map { UInt8($0) }
        let block = aesKey + encrypt(plaintext, key: aesKey, iv: Array(aesKey[16...]))
        return Base64.encode(try key.rawPower(block).withUnsafeBytes { Array($0) })
    }

    private static func encrypt(_ plaintext: [UInt8], key: [UInt8], iv: [UInt8]) -> [UInt8] {
        guard let context = EVP_CIPHER_CTX_new() else { fatalError("OpenSSL makes no cipher") }
        defer { EVP_CIPHER_CTX_free(context) }
        var output = [UInt8](repeating: 0, count: plaintext.count + 16)
        var count: Int32 = 0
        EVP_EncryptInit_ex(context, EVP_aes_256_cbc(), nil, key, iv)
        EVP_CIPHER_CTX_set_padding(context, 0)
        EVP_EncryptUpdate(context, &output, &count, plaintext, Int32(plaintext.count))
        return Array(output[..<Int(count)])
    }
}
