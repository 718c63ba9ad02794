// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The salts and the group of a two-step verification password, `passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow`.
///
/// See core.telegram.org/api/srp.
public struct SRPParameters: Hashable, Sendable {
    /// The first salt.
    public let salt1: [UInt8]
    /// The second salt.
    public let salt2: [UInt8]
    /// The group, checked.
    public let group: DiffieHellmanGroup

    /// Checks what a server sent.
    ///
    /// - Parameters:
    ///   - salt1: At most 1,024 bytes.
    ///   - salt2: At most 1,024 bytes.
    ///   - generator: `g`.
    ///   - prime: `p`, big-endian.
    /// - Throws: ``CryptoError``: ``CryptoError/Code/srpSalt``, or a code of ``DiffieHellmanGroup``.
    public init(salt1: [UInt8], salt2: [UInt8], generator: Int32, prime: [UInt8]) throws(CryptoError) {
        try self.init(salt1: salt1, salt2: salt2, group: DiffieHellmanGroup(prime: prime, generator: generator))
    }

    /// Joins salts with a group that was checked before.
    ///
    /// - Parameters:
    ///   - salt1: At most 1,024 bytes.
    ///   - salt2: At most 1,024 bytes.
    ///   - group: The group.
    /// - Throws: ``CryptoError/Code/srpSalt`` if a salt is longer.
    public init(salt1: [UInt8], salt2: [UInt8], group: DiffieHellmanGroup) throws(CryptoError) {
        guard max(salt1.count, salt2.count) <= Self.maximumSaltByteCount else {
            throw CryptoError(.srpSalt, "\(salt1.count) and \(salt2.count) bytes")
        }
        self.salt1 = salt1
        self.salt2 = salt2
        self.group = group
    }

    /// The parameters for a new password: 32 random bytes follow the server's first salt.
    ///
    /// - Parameter generator: A cryptographically secure source.
    /// - Throws: ``CryptoError/Code/srpSalt`` if the salt grows too long.
    /// - Returns: The parameters to send as `new_algo`.
    public func withFreshSalt(using generator: inout some RandomNumberGenerator) throws(CryptoError) -> Self {
        try Self(salt1: salt1 + generator.bytes(count: 32), salt2: salt2, group: group)
    }

    /// Computes what the server keeps of a password, `v`; setting a password sends it as `new_password_hash`.
    ///
    /// It takes about a tenth of a second.
    ///
    /// - Parameter password: The bytes as typed, in UTF-8, neither trimmed nor normalized.
    /// - Returns: 256 bytes.
    public func verifier(password: some ByteSource) -> SecureBytes {
        verifier(passwordHash(password)).secureBytes(count: DiffieHellmanGroup.byteCount)
    }

    func verifier(_ passwordHash: SecureBytes) -> BigNumber {
        BigNumber.power(
            BigNumber(UInt64(group.generator)), secret: BigNumber(passwordHash), modulo: BigNumber(group.prime))
    }

    /// `x`: the password through two salted hashes, PBKDF2, and a salted hash.
    func passwordHash(_ password: some ByteSource) -> SecureBytes {
        let once = SHA256.secureHash(of: salt1, password, salt1)
        let twice = SHA256.secureHash(of: salt2, once, salt2)
        let stretched = PBKDF2.hmacSHA512(password: twice, salt: salt1, iterations: 100_000)
        return SHA256.secureHash(of: salt2, stretched, salt2)
    }

    /// `k`, the hash of prime and generator.
    var multiplier: BigNumber { BigNumber(SHA256.hash(of: group.prime, generatorBytes)) }

    /// The generator as a number of 256 bytes.
    private var generatorBytes: [UInt8] {
        BigNumber(UInt64(group.generator)).bytes(count: DiffieHellmanGroup.byteCount)
    }

    /// `M1`, by which the client proves that it has the shared key `K`.
    func proof(publicValue: [UInt8], serverValue: [UInt8], sharedKey: SecureBytes) -> [UInt8] {
        let mixed = zip(SHA256.hash(of: group.prime), SHA256.hash(of: generatorBytes)).map { $0 ^ $1 }
        return SHA256.hash(
            of: mixed, SHA256.hash(of: salt1), SHA256.hash(of: salt2), publicValue, serverValue, sharedKey)
    }

    private static let maximumSaltByteCount = 1024
}

extension CryptoError.Code {
    /// A salt is too long.
    public static let srpSalt = Self(description: "a salt is longer than 1,024 bytes")
    /// A server's public value is 0, too big or too long.
    public static let srpServerValue = Self(description: "the server's public value is out of range")
    /// A client's public value is out of range.
    public static let srpClientValue = Self(description: "the client's public value is out of range")
    /// The values lead to a shared key that anyone could compute.
    public static let srpDegenerate = Self(description: "the public values lead to a weak key")
    /// A password is wrong.
    public static let srpProof = Self(description: "the proof of the password is wrong")
    /// What is stored of a password is no number of the group.
    public static let srpVerifier = Self(description: "the stored verifier is out of range")
}
