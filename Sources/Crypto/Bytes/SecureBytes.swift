// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// Secret bytes that never change, compare in constant time, never print, and are wiped when the last owner goes.
///
/// Copies of the value share one storage, so a secret exists once however often it is passed on. There is no way to
/// get an array out of it by accident; ``withUnsafeBytes(_:)`` lends the bytes.
public struct SecureBytes: Sendable {
    private let storage: SecureStorage

    /// How many bytes the secret has.
    public var count: Int { storage.buffer.count }

    /// Copies bytes into wiped storage; the original is the caller's to wipe.
    ///
    /// - Parameter bytes: Any number of bytes.
    public init(copying bytes: some ByteSource) {
        storage = bytes.withContiguousBytes { source in
            let storage = SecureStorage(byteCount: source.count)
            storage.buffer.copyMemory(from: source)
            return storage
        }
    }

    /// Creates a secret that `fill` writes in place.
    ///
    /// - Parameters:
    ///   - count: How many bytes, at least 0.
    ///   - fill: Writes the bytes into zeroed memory; it is the only one who ever writes there.
    /// - Throws: What `fill` throws; the memory is wiped then.
    public init<Failure: Error>(
        count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        storage = SecureStorage(byteCount: count)
        try fill(storage.buffer)
    }

    /// Draws a random secret.
    ///
    /// - Parameters:
    ///   - count: How many bytes, at least 0.
    ///   - generator: A cryptographically secure source, outside tests `SystemRandomNumberGenerator`.
    public init(randomCount count: Int, using generator: inout some RandomNumberGenerator) {
        storage = SecureStorage(byteCount: count)
        generator.fill(storage.buffer)
    }

    /// What holds the bytes, for tests that watch it go.
    package var owner: AnyObject { storage }

    /// Lends the bytes.
    ///
    /// - Parameter body: Receives the bytes, which are valid until it returns.
    /// - Throws: What `body` throws.
    /// - Returns: What `body` returns.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(storage.buffer))
    }
}

extension SecureBytes: ByteSource {
    /// Calls a closure with the bytes, which it must not keep.
    public func withContiguousBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBytes(body)
    }
}

extension SecureBytes: Equatable {
    /// Compares in a time that depends on the lengths alone.
    public static func == (left: Self, right: Self) -> Bool {
        ConstantTime.areEqual(left, right)
    }
}

extension SecureBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The number of bytes, never the bytes.
    public var description: String { "SecureBytes(\(count) bytes)" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The memory behind a secret.
///
/// `@unchecked Sendable` is right because the buffer is written only while its creator is the sole owner, before
/// the value is shared, and is read-only from then on; `deinit` runs after the last owner is gone.
private final class SecureStorage: @unchecked Sendable {
    let buffer: UnsafeMutableRawBufferPointer

    init(byteCount: Int) {
        buffer = .allocate(byteCount: byteCount, alignment: 16)
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        OPENSSL_cleanse(buffer.baseAddress, buffer.count)
        buffer.deallocate()
    }
}
