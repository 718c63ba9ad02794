// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The 2,048-bit key that a client shares with a data centre, or two users with each other in a secret chat.
///
/// It is wiped when the last copy goes, compares in constant time and never prints. See
/// core.telegram.org/mtproto/auth_key.
public struct AuthKey: Sendable {
    /// The length in bytes.
    public static let byteCount = 256

    private let bytes: SecureBytes
    /// The key's name on the wire: the last 64 bits of its SHA-1, as a TL long.
    public let id: Int64
    /// The first 64 bits of its SHA-1, as a TL long: the `retry_id` of the key exchange.
    public let auxiliaryHash: Int64

    /// Takes the bytes of a key.
    ///
    /// - Parameter bytes: 256 bytes; a number with leading zeros keeps them.
    /// - Throws: ``CryptoError/Code/authKeyLength`` if there are not 256.
    public init(_ bytes: SecureBytes) throws(CryptoError) {
        guard bytes.count == Self.byteCount else { throw CryptoError(.authKeyLength, "\(bytes.count) bytes") }
        self.bytes = bytes
        let digest = SHA1.hash(of: bytes)
        auxiliaryHash = Int64(littleEndianBytes: digest[0..<8])
        id = Int64(littleEndianBytes: digest[12..<20])
    }

    /// What holds the bytes, for tests that watch it go.
    package var owner: AnyObject { bytes.owner }

    /// Lends the key's bytes, for storing them.
    ///
    /// - Parameter body: Receives the 256 bytes, which are valid until it returns.
    /// - Throws: What `body` throws.
    /// - Returns: What `body` returns.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBytes(body)
    }

    /// What the server's last answer in the key exchange must carry.
    ///
    /// - Parameters:
    ///   - answer: Which of the three answers it is.
    ///   - newNonce: The 32 bytes of the client's `new_nonce`.
    /// - Returns: 16 bytes; compare them with ``ConstantTime/areEqual(_:_:)``.
    public func newNonceHash(for answer: KeyExchangeAnswer, newNonce: some ByteSource) -> [UInt8] {
        let auxiliary = Swift.withUnsafeBytes(of: auxiliaryHash.littleEndian) { Array($0) }
        return Array(SHA1.hash(of: newNonce, [answer.rawValue], auxiliary)[4..<20])
    }
}

/// The three ways in which a server may end the key exchange.
public enum KeyExchangeAnswer: UInt8, Sendable {
    /// `dh_gen_ok`: the key is good.
    case ok = 1
    /// `dh_gen_retry`: another exponent is wanted.
    case retry = 2
    /// `dh_gen_fail`: start over.
    case fail = 3
}

extension AuthKey: ByteSource {
    /// Calls a closure with the bytes, which it must not keep.
    public func withContiguousBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBytes(body)
    }
}

extension AuthKey: Equatable {
    /// Compares in constant time.
    public static func == (left: Self, right: Self) -> Bool {
        left.bytes == right.bytes
    }
}

extension AuthKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The key's public name, never the key.
    public var description: String { "AuthKey(id: \(String(UInt64(bitPattern: id), radix: 16)))" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror that shows the name alone.
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

extension CryptoError.Code {
    /// An authorization key does not have 256 bytes.
    public static let authKeyLength = Self(description: "an authorization key has 256 bytes")
}
