// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The server's side of a two-step verification, by SRP: one question, for one answer.
public struct SRPVerifier: Sendable {
    /// `srp_B`, the question: 256 bytes.
    public let publicValue: [UInt8]
    private let parameters: SRPParameters
    private let verifier: SecureBytes
    private let exponent: SecureBytes

    /// Makes a question.
    ///
    /// - Parameters:
    ///   - parameters: The salts and the group of the password.
    ///   - verifier: What ``SRPParameters/verifier(password:)`` gave when the password was set.
    ///   - generator: A cryptographically secure source; each try of an exponent draws 256 bytes.
    /// - Throws: ``CryptoError/Code/srpVerifier`` if the verifier is no number of the group,
    ///   ``CryptoError/Code/randomSource`` if no exponent will do.
    public init(
        _ parameters: SRPParameters, verifier: SecureBytes, using generator: inout some RandomNumberGenerator
    ) throws(CryptoError) {
        let prime = BigNumber(parameters.group.prime)
        guard verifier.count <= DiffieHellmanGroup.byteCount else { throw CryptoError(.srpVerifier) }
        let number = BigNumber(verifier)
        guard !number.isZero, number < prime else { throw CryptoError(.srpVerifier) }
        let masked = BigNumber.product(parameters.multiplier, number, modulo: prime)
        for _ in 0..<8 {
            let exponent = SecureBytes(randomCount: DiffieHellmanGroup.byteCount, using: &generator)
            guard let exchange = try? DiffieHellmanExchange(in: parameters.group, exponent: exponent) else { continue }
            // masked + g^b = masked - (0 - g^b)
            let opposite = BigNumber.difference(BigNumber(0), BigNumber(exchange.publicValue), modulo: prime)
            let value = BigNumber.difference(masked, opposite, modulo: prime)
            guard !value.isZero else { continue }
            self.parameters = parameters
            self.verifier = verifier
            self.exponent = exponent
            publicValue = value.bytes(count: DiffieHellmanGroup.byteCount)
            return
        }
        throw CryptoError(.randomSource)
    }

    /// Checks an answer.
    ///
    /// - Parameters:
    ///   - clientValue: `A`, big-endian.
    ///   - proof: `M1`.
    /// - Throws: ``CryptoError``: ``CryptoError/Code/srpClientValue`` if the client's value is out of range,
    ///   ``CryptoError/Code/srpDegenerate`` if the values lead to a weak key, ``CryptoError/Code/srpProof`` if the password
    ///   is wrong.
    public func check(clientValue: [UInt8], proof: [UInt8]) throws(CryptoError) {
        do {
            try parameters.group.check(publicValue: clientValue)
        } catch {
            throw CryptoError(.srpClientValue)
        }
        let prime = BigNumber(parameters.group.prime)
        let client = BigNumber(clientValue)
        let paddedClientValue = client.bytes(count: DiffieHellmanGroup.byteCount)
        let scrambler = BigNumber(SHA256.hash(of: paddedClientValue, publicValue))
        guard !scrambler.isZero else { throw CryptoError(.srpDegenerate) }
        let blinded = BigNumber.power(BigNumber(verifier), scrambler, modulo: prime)
        let base = BigNumber.product(client, blinded, modulo: prime)
        let shared = BigNumber.power(base, secret: BigNumber(exponent), modulo: prime)
        let sharedKey = SHA256.secureHash(of: shared.secureBytes(count: DiffieHellmanGroup.byteCount))
        let expected = parameters.proof(
            publicValue: paddedClientValue, serverValue: publicValue, sharedKey: sharedKey)
        guard ConstantTime.areEqual(expected, proof) else { throw CryptoError(.srpProof) }
    }
}

extension SRPVerifier: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind of value, never the verifier or the exponent.
    public var description: String { "SRPVerifier" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
