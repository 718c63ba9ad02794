// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// One OpenSSL cipher context and its key schedule, which is wiped when the context goes.
struct CipherContext: ~Copyable {
    enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    private let context: OpaquePointer

    /// Creates a context without a key.
    ///
    /// - Parameters:
    ///   - algorithm: A cipher of ``CipherAlgorithm``.
    ///   - direction: Whether `update` encrypts.
    init(_ algorithm: OpaquePointer, _ direction: Direction) {
        guard let context = EVP_CIPHER_CTX_new() else { openSSLFailure("create a cipher context") }
        self.context = context
        guard EVP_CipherInit_ex2(context, algorithm, nil, nil, direction.rawValue, nil) == 1,
            EVP_CIPHER_CTX_set_padding(context, 0) == 1
        else { openSSLFailure("set up a cipher context") }
    }

    deinit {
        EVP_CIPHER_CTX_free(context)
    }

    /// Installs a key, or an initialisation vector, or both; `nil` keeps what is there.
    ///
    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - iv: 16 bytes, for the modes that have one.
    func set(key: UnsafeRawPointer?, iv: UnsafeRawPointer?) {
        let key = key?.assumingMemoryBound(to: UInt8.self)
        let iv = iv?.assumingMemoryBound(to: UInt8.self)
        guard EVP_CipherInit_ex2(context, nil, key, iv, -1, nil) == 1 else { openSSLFailure("install a cipher key") }
    }

    /// Runs the cipher over `count` bytes; `output` may be `input` itself.
    ///
    /// For the block modes `count` is a whole number of blocks, so that nothing stays inside the context.
    @inline(__always)
    func update(_ output: UnsafeMutableRawPointer, from input: UnsafeRawPointer, count: Int) {
        var done = 0
        while done < count {
            // OpenSSL counts in Int32; a piece of 1 GiB keeps block borders.
            let piece = min(count - done, 1 << 30)
            var written: Int32 = 0
            let status = EVP_CipherUpdate(
                context, (output + done).assumingMemoryBound(to: UInt8.self), &written,
                (input + done).assumingMemoryBound(to: UInt8.self), Int32(piece))
            guard status == 1, Int(written) == piece else { openSSLFailure("run a cipher") }
            done += piece
        }
    }
}
