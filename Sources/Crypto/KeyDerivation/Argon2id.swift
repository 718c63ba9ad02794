// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The derivation of keys from passwords that takes memory (RFC 9106, Argon2id, version 19), without a secret and
/// without associated data.
///
/// Telegram Desktop keeps sessions behind it. OpenSSL has it from 3.2 on only, so it stands here, over OpenSSL's
/// BLAKE2b.
public enum Argon2id {
    /// How much work a derivation is.
    public struct Cost: Hashable, Sendable {
        /// How many KiB of memory are filled, at least 8 for each lane.
        public let memory: Int
        /// How often the memory is filled.
        public let passes: Int
        /// In how many lanes the memory is divided.
        public let lanes: Int

        /// Describes how much work a derivation is.
        ///
        /// - Parameters:
        ///   - memory: How many KiB of memory are filled, 8 for each lane to 1,048,576.
        ///   - passes: How often the memory is filled, 1 to 64.
        ///   - lanes: In how many lanes the memory is divided, 1 to 64.
        /// - Throws: ``CryptoError/Code/argon2Cost`` if a number is another.
        public init(memory: Int, passes: Int, lanes: Int) throws(CryptoError) {
            guard 1...64 ~= lanes, 1...64 ~= passes, 8 * lanes...1 << 20 ~= memory else {
                throw CryptoError(.argon2Cost, "\(memory) KiB, \(passes) passes, \(lanes) lanes")
            }
            (self.memory, self.passes, self.lanes) = (memory, passes, lanes)
        }
    }

    /// Derives a key; with 64 MiB and 8 passes about a second.
    ///
    /// - Parameters:
    ///   - password: Any number of bytes.
    ///   - salt: Any number of bytes, 16 as a rule.
    ///   - cost: How much work it is.
    ///   - byteCount: The length of the key in bytes, 64 or more, a multiple of 32.
    /// - Returns: The key.
    public static func key(
        password: some ByteSource, salt: some ByteSource, cost: Cost, byteCount: Int
    ) -> SecureBytes {
        precondition(byteCount >= 64 && byteCount.isMultiple(of: 32), "a key of Argon2id has whole halves of digests")
        let passwordCount = password.withContiguousBytes(\.count)
        let saltCount = salt.withContiguousBytes(\.count)
        let seed = BLAKE2b.secureHash(
            of: words([cost.lanes, byteCount, cost.memory, cost.passes, version, kind, passwordCount]), password,
            words([saltCount]), salt, words([0, 0]))
        var memory = Argon2Memory(cost)
        memory.begin(seed)
        memory.fill()
        return memory.finish(byteCount)
    }

    private static let version = 0x13
    static let kind = 2

    /// Numbers of four bytes, the lowest first.
    static func words(_ values: [Int]) -> [UInt8] {
        values.flatMap { value in
            let word = UInt32(truncatingIfNeeded: value)
            return (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
        }
    }

    /// The hash of RFC 9106 with a digest of any length: the first halves of a chain of digests, and all of the last one.
    static func write(_ bytes: SecureBytes, _ suffix: [UInt8], into target: UnsafeMutableRawBufferPointer) {
        var digest = BLAKE2b.secureHash(of: words([target.count]), bytes, suffix)
        var position = 0
        while true {
            let isLast = target.count - position == BLAKE2b.byteCount
            digest.withUnsafeBytes { digest in
                let part = UnsafeRawBufferPointer(rebasing: digest[..<(isLast ? BLAKE2b.byteCount : 32)])
                target.write(part, at: position)
            }
            if isLast { return }
            position += 32
            digest = BLAKE2b.secureHash(of: digest)
        }
    }
}

/// BLAKE2b with its whole digest.
enum BLAKE2b: HashFunction {
    static var byteCount: Int { 64 }
    static var implementation: HashImplementation { .init(algorithm: DigestAlgorithm.blake2b, name: "BLAKE2b") }
}

extension CryptoError.Code {
    /// A derivation with Argon2id would take too much memory or time, or too little memory.
    public static let argon2Cost = Self(description: "this is no cost that Argon2id can have here")
}
