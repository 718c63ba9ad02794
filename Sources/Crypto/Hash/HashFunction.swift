// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// A message digest: ``SHA1``, ``SHA256``, ``SHA512`` or ``MD5``.
///
/// The static functions hash at once; ``HashStream`` hashes as bytes arrive.
public protocol HashFunction: Sendable {
    /// The length of the digest in bytes.
    static var byteCount: Int { get }
    /// How the digest is computed.
    static var implementation: HashImplementation { get }
}

/// A digest of the OpenSSL library, for the conformances of ``HashFunction`` in this module.
///
/// `@unchecked Sendable` is right because the pointer names a fetched algorithm, which is immutable and lives as long
/// as the process.
public struct HashImplementation: @unchecked Sendable {
    let algorithm: OpaquePointer
    let name: StaticString
}

/// SHA-1, which MTProto uses for identifiers and key derivation, never as a signature.
public enum SHA1: HashFunction {
    /// How many bytes a digest has.
    public static var byteCount: Int { 20 }
    /// The function of the system that computes it.
    public static var implementation: HashImplementation { .init(algorithm: DigestAlgorithm.sha1, name: "SHA1") }
}

/// SHA-256.
public enum SHA256: HashFunction {
    /// How many bytes a digest has.
    public static var byteCount: Int { 32 }
    /// The function of the system that computes it.
    public static var implementation: HashImplementation { .init(algorithm: DigestAlgorithm.sha256, name: "SHA256") }
}

/// SHA-512.
public enum SHA512: HashFunction {
    /// How many bytes a digest has.
    public static var byteCount: Int { 64 }
    /// The function of the system that computes it.
    public static var implementation: HashImplementation { .init(algorithm: DigestAlgorithm.sha512, name: "SHA512") }
}

/// MD5, which Telegram asks for as a checksum of small uploaded files; it protects nothing.
public enum MD5: HashFunction {
    /// How many bytes a digest has.
    public static var byteCount: Int { 16 }
    /// The function of the system that computes it.
    public static var implementation: HashImplementation { .init(algorithm: DigestAlgorithm.md5, name: "MD5") }
}

extension HashFunction {
    /// Hashes several pieces as if they were one string, without joining them.
    ///
    /// - Parameter pieces: The pieces in order.
    /// - Returns: ``byteCount`` bytes.
    public static func hash<each Piece: ByteSource>(of pieces: repeat each Piece) -> [UInt8] {
        var stream = HashStream<Self>()
        for piece in repeat each pieces { stream.update(piece) }
        return stream.finish()
    }

    /// Hashes several pieces whose digest is a secret.
    ///
    /// - Parameter pieces: The pieces in order.
    /// - Returns: ``byteCount`` bytes.
    public static func secureHash<each Piece: ByteSource>(of pieces: repeat each Piece) -> SecureBytes {
        var stream = HashStream<Self>()
        for piece in repeat each pieces { stream.update(piece) }
        return SecureBytes(count: byteCount) { stream.finish(into: $0) }
    }
}
