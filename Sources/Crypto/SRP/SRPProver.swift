// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The client's answer to a password question: `inputCheckPasswordSRP`.
public struct SRPProof: Hashable, Sendable {
    /// `srp_id`, as the server gave it.
    public let id: Int64
    /// `A`, the client's public value: 256 bytes.
    public let publicValue: [UInt8]
    /// `M1`, the proof: 32 bytes.
    public let proof: [UInt8]
}

/// The client's side of a two-step verification, by SRP.
///
/// See core.telegram.org/api/srp.
public enum SRPProver {
    /// Proves that the user knows the password.
    ///
    /// It takes about a tenth of a second; run it off the caller's actor.
    ///
    /// - Parameters:
    ///   - parameters: `current_algo` of `account.password`.
    ///   - password: The bytes as typed, in UTF-8, neither trimmed nor normalized.
    ///   - serverValue: `srp_B`, big-endian.
    ///   - id: `srp_id`; it is good for one try.
    ///   - generator: A cryptographically secure source; each try of an exponent draws 256 bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/srpServerValue`` if the server's value is not between 0 and the
    ///   prime or is longer than 256 bytes, ``CryptoError/Code/srpDegenerate`` if it leads to a weak key,
    ///   ``CryptoError/Code/randomSource`` if no exponent will do.
    /// - Returns: What to send.
    public static func prove(
        _ parameters: SRPParameters, password: some ByteSource, serverValue: [UInt8], id: Int64,
        using generator: inout some RandomNumberGenerator
    ) throws(CryptoError) -> SRPProof {
        let group = parameters.group
        guard serverValue.count <= DiffieHellmanGroup.byteCount else {
            throw CryptoError(.srpServerValue, "\(serverValue.count) bytes")
        }
        let prime = BigNumber(group.prime)
        let server = BigNumber(serverValue)
        guard !server.isZero, server < prime else { throw CryptoError(.srpServerValue) }
        let paddedServerValue = server.bytes(count: DiffieHellmanGroup.byteCount)

        let passwordHash = parameters.passwordHash(password)
        let masked = BigNumber.product(parameters.multiplier, parameters.verifier(passwordHash), modulo: prime)
        let base = BigNumber.difference(server, masked, modulo: prime)
        do {
            try group.check(base)
        } catch {
            throw CryptoError(.srpDegenerate)
        }

        // All but one exponent in 2^63 pass.
        for _ in 0..<8 {
            let exponent = SecureBytes(randomCount: DiffieHellmanGroup.byteCount, using: &generator)
            guard let exchange = try? DiffieHellmanExchange(in: group, exponent: exponent) else { continue }
            let scrambler = BigNumber(SHA256.hash(of: exchange.publicValue, paddedServerValue))
            guard !scrambler.isZero else { continue }
            let combined = BigNumber(exponent) + scrambler * BigNumber(passwordHash)
            let shared = BigNumber.power(base, secret: combined, modulo: prime)
            let sharedKey = SHA256.secureHash(of: shared.secureBytes(count: DiffieHellmanGroup.byteCount))
            let proof = parameters.proof(
                publicValue: exchange.publicValue, serverValue: paddedServerValue, sharedKey: sharedKey)
            return SRPProof(id: id, publicValue: exchange.publicValue, proof: proof)
        }
        throw CryptoError(.randomSource)
    }
}
