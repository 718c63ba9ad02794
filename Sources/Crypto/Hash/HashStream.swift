// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// A digest computed as bytes arrive.
///
/// ```swift
/// var stream = HashStream<SHA256>()
/// stream.update(firstPart)
/// stream.update(secondPart)
/// let digest = stream.finish()
/// ```
public struct HashStream<Function: HashFunction>: ~Copyable {
    private let context: OpaquePointer

    /// Starts a digest.
    public init() {
        guard let context = EVP_MD_CTX_new() else { openSSLFailure("create a digest context") }
        self.context = context
        restart()
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Takes the next bytes.
    ///
    /// - Parameter bytes: Any number of bytes.
    public mutating func update(_ bytes: some ByteSource) {
        bytes.withContiguousBytes { update($0) }
    }

    /// Takes the next bytes.
    ///
    /// - Parameter buffer: Any number of bytes.
    public mutating func update(_ buffer: UnsafeRawBufferPointer) {
        guard EVP_DigestUpdate(context, buffer.baseAddress, buffer.count) == 1 else { openSSLFailure("hash") }
    }

    /// Gives the digest of everything since the start and starts again.
    ///
    /// - Returns: As many bytes as the function's digest has.
    public mutating func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Function.byteCount) { buffer, initialized in
            finish(into: UnsafeMutableRawBufferPointer(buffer))
            initialized = Function.byteCount
        }
    }

    /// Writes the digest of everything since the start and starts again.
    ///
    /// - Parameter buffer: Room for the digest; its first bytes are written.
    public mutating func finish(into buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count >= Function.byteCount, "the digest needs more room")
        let start = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        guard EVP_DigestFinal_ex(context, start, nil) == 1 else { openSSLFailure("finish a digest") }
        restart()
    }

    private func restart() {
        guard EVP_DigestInit_ex2(context, Function.implementation.algorithm, nil) == 1 else {
            openSSLFailure("start a digest")
        }
    }
}

// The value owns its context alone and cannot be copied, so at any time one thread at most can use it.
extension HashStream: @unchecked Sendable {}
