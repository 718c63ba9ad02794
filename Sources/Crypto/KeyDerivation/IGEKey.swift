// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A key and an initialisation vector for AES-256-IGE, wiped when the last copy goes.
public struct IGEKey: Equatable, Sendable {
    static let byteCount = AES.keyByteCount + AESIGE.ivByteCount

    private let bytes: SecureBytes

    /// - Parameter fill: Writes 32 bytes of key and 32 bytes of vector.
    init(_ fill: (UnsafeMutableRawBufferPointer) -> Void) {
        bytes = SecureBytes(count: Self.byteCount, fill)
    }

    /// Joins a key and a vector, for example those of a secret chat's file.
    ///
    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - iv: 32 bytes.
    /// - Throws: ``CryptoError/Code/igeKeyLength`` if the lengths are others.
    public init(key: some ByteSource, iv: some ByteSource) throws(CryptoError) {
        let counts = (key.withContiguousBytes(\.count), iv.withContiguousBytes(\.count))
        guard counts == (AES.keyByteCount, AESIGE.ivByteCount) else {
            throw CryptoError(.igeKeyLength, "\(counts.0) and \(counts.1) bytes")
        }
        self.init { bytes in
            bytes.write(key, at: 0)
            bytes.write(iv, at: AES.keyByteCount)
        }
    }

    /// Lends key and vector.
    ///
    /// - Parameter body: Receives 32 bytes of key and 32 bytes of vector, which are valid until it returns.
    /// - Throws: What `body` throws.
    /// - Returns: What `body` returns.
    public func withKeyAndIV<Result, Failure: Error>(
        _ body: (_ key: UnsafeRawBufferPointer, _ iv: UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBytes { bytes throws(Failure) in
            try body(
                UnsafeRawBufferPointer(rebasing: bytes[..<AES.keyByteCount]),
                UnsafeRawBufferPointer(rebasing: bytes[AES.keyByteCount...]))
        }
    }
}

extension IGEKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind of value, never the key.
    public var description: String { "IGEKey" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension AESIGECipher {
    /// Starts with a key.
    ///
    /// - Parameter key: Key and vector.
    public init(_ key: IGEKey) {
        self.init()
        setKey(key)
    }

    /// Starts again in the same context.
    ///
    /// - Parameter key: Key and vector.
    public mutating func setKey(_ key: IGEKey) {
        key.withKeyAndIV { setKey($0, iv: $1) }
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Copies bytes to an offset; they must fit.
    func write(_ bytes: some ByteSource, at offset: Int) {
        bytes.withContiguousBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: self[offset..<offset + bytes.count]).copyMemory(from: bytes)
        }
    }
}

extension CryptoError.Code {
    /// A key or vector for AES-IGE does not have 32 bytes.
    public static let igeKeyLength = Self(description: "a key and a vector for AES-IGE have 32 bytes each")
}
