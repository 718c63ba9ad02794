// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The 128 bits that stand before an encrypted message: its checksum, and the seed of its AES key.
public struct MessageKey: Sendable {
    /// The length in bytes.
    public static let byteCount = 16

    private let storage: SIMD2<UInt64>

    /// Reads a message key from a packet.
    ///
    /// - Parameter bytes: 16 bytes.
    /// - Throws: ``CryptoError/Code/messageKeyLength`` if there are not 16.
    public init(_ bytes: some ByteSource) throws(CryptoError) {
        storage = try bytes.withContiguousBytes { bytes throws(CryptoError) in
            guard bytes.count == Self.byteCount else {
                throw CryptoError(.messageKeyLength, "\(bytes.count) bytes")
            }
            return bytes.loadUnaligned(as: SIMD2<UInt64>.self)
        }
    }

    /// Takes 16 bytes of a digest.
    init(digest: UnsafeRawBufferPointer, from offset: Int) {
        storage = digest.loadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self)
    }
}

extension MessageKey: ByteSource {
    /// Calls a closure with the bytes, which it must not keep.
    public func withContiguousBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBytes(of: storage) { bytes throws(Failure) in try body(bytes) }
    }
}

extension MessageKey: Equatable {
    /// Compares in constant time.
    public static func == (left: Self, right: Self) -> Bool {
        ConstantTime.areEqual(left, right)
    }
}

extension CryptoError.Code {
    /// A message key does not have 16 bytes.
    public static let messageKeyLength = Self(description: "a message key has 16 bytes")
}
