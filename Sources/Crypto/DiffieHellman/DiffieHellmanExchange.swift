// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// One side of a Diffie-Hellman exchange: a secret exponent and the public value to send.
public struct DiffieHellmanExchange: Sendable {
    /// The group of the exchange.
    public let group: DiffieHellmanGroup
    /// `g` to the power of the exponent: 256 bytes, big-endian.
    public let publicValue: [UInt8]
    private let exponent: SecureBytes

    /// Draws an exponent of 2,048 bits, again and again until its public value passes the checks for such values.
    ///
    /// - Parameters:
    ///   - group: The group.
    ///   - generator: A cryptographically secure source; each try draws 256 bytes.
    /// - Throws: ``CryptoError/Code/randomSource`` if no exponent will do.
    public init(
        in group: DiffieHellmanGroup, using generator: inout some RandomNumberGenerator
    ) throws(CryptoError) {
        // All but one value in 2^63 pass.
        for _ in 0..<8 {
            let exponent = SecureBytes(randomCount: DiffieHellmanGroup.byteCount, using: &generator)
            if let exchange = try? Self(in: group, exponent: exponent) {
                self = exchange
                return
            }
        }
        throw CryptoError(.randomSource)
    }

    /// Takes an exponent that was made elsewhere.
    ///
    /// - Parameters:
    ///   - group: The group.
    ///   - exponent: A big-endian number of at most 256 bytes.
    /// - Throws: ``CryptoError/Code/dhExponent`` if it is longer, ``CryptoError/Code/dhValueRange`` or
    ///   ``CryptoError/Code/dhValueNearBounds`` if its public value is a weak one.
    public init(in group: DiffieHellmanGroup, exponent: SecureBytes) throws(CryptoError) {
        guard exponent.count <= DiffieHellmanGroup.byteCount else {
            throw CryptoError(.dhExponent, "\(exponent.count) bytes")
        }
        let base = BigNumber(UInt64(group.generator))
        let value = BigNumber.power(base, secret: BigNumber(exponent), modulo: BigNumber(group.prime))
        try group.check(value)
        self.group = group
        self.exponent = exponent
        publicValue = value.bytes(count: DiffieHellmanGroup.byteCount)
    }

    /// Computes the key that both sides share.
    ///
    /// - Parameter other: The other side's public value, big-endian; it is checked.
    /// - Throws: ``CryptoError/Code/dhValueRange`` or ``CryptoError/Code/dhValueNearBounds``.
    /// - Returns: The key, with leading zeros up to 256 bytes.
    public func authKey(with other: [UInt8]) throws(CryptoError) -> AuthKey {
        try group.check(publicValue: other)
        let shared = BigNumber.power(BigNumber(other), secret: BigNumber(exponent), modulo: BigNumber(group.prime))
        return try AuthKey(shared.secureBytes(count: AuthKey.byteCount))
    }
}

extension DiffieHellmanExchange: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind of value, never the exponent.
    public var description: String { "DiffieHellmanExchange(g: \(group.generator))" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension CryptoError.Code {
    /// An exponent is longer than the prime.
    public static let dhExponent = Self(description: "the exponent is longer than 256 bytes")
}
