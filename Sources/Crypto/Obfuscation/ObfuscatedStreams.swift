// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The client's two key streams of an obfuscated connection, which live as long as it does.
///
/// ```swift
/// let header = ObfuscationHeader(tag: .paddedIntermediate, dcID: 2, using: &generator)
/// let streams = ObfuscatedClientStreams(header: header, secret: secret)
/// // Send streams.firstBytes, then everything through outgoing; read everything through incoming.
/// streams.split { outgoing, incoming in … }
/// ```
public struct ObfuscatedClientStreams: ~Copyable, Sendable {
    /// What goes over the wire first: the header, its last eight bytes encrypted.
    public let firstBytes: [UInt8]
    /// Encrypts what is sent after ``firstBytes``.
    public package(set) var outgoing: AESCTR
    /// Decrypts what is received.
    public package(set) var incoming: AESCTR

    /// Derives the streams.
    ///
    /// - Parameters:
    ///   - header: A fresh header; using one twice would reuse the key stream.
    ///   - secret: The 16 key bytes of a proxy secret or of a `dcOption.secret`, if there is one.
    public init(header: ObfuscationHeader, secret: SecureBytes?) {
        let keys = ObfuscationKeys(header: header.bytes, secret: secret)
        outgoing = AESCTR(key: keys.clientToServer.key, iv: keys.clientToServer.iv)
        incoming = AESCTR(key: keys.serverToClient.key, iv: keys.serverToClient.iv)
        var encrypted = header.bytes
        outgoing.apply(&encrypted)
        let clear = ObfuscationHeader.Layout.iv.upperBound
        firstBytes = Array(header.bytes[..<clear] + encrypted[clear...])
    }

    /// Gives the two streams away, for connections whose halves work on their own.
    ///
    /// - Parameter body: Takes the streams.
    /// - Returns: What `body` returns.
    public consuming func split<Result: ~Copyable>(
        _ body: (_ outgoing: consuming AESCTR, _ incoming: consuming AESCTR) -> Result
    ) -> Result {
        body(outgoing, incoming)
    }
}

/// The server's two key streams of an obfuscated connection, and what its header said.
public struct ObfuscatedServerStreams: ~Copyable, Sendable {
    /// Which framing the client speaks.
    public let tag: ObfuscationTag
    /// The data centre a client of an MTProxy asks for; noise on a direct connection.
    public let dcID: Int16
    /// Encrypts what is sent.
    public package(set) var outgoing: AESCTR
    /// Decrypts what is received after the first 64 bytes.
    public package(set) var incoming: AESCTR

    /// Reads a client's first bytes.
    ///
    /// - Parameters:
    ///   - firstBytes: The first bytes of the connection.
    ///   - secret: The 16 key bytes that the client should know, if any.
    /// - Throws: ``CryptoError/Code/obfuscationHeader`` if there are not exactly 64 bytes, or if no known framing comes out,
    ///   as happens when the client has another secret or speaks another protocol.
    public init(firstBytes: [UInt8], secret: SecureBytes?) throws(CryptoError) {
        guard firstBytes.count == ObfuscationHeader.byteCount else {
            throw CryptoError(.obfuscationHeader, "\(firstBytes.count) bytes")
        }
        let keys = ObfuscationKeys(header: firstBytes, secret: secret)
        var incoming = AESCTR(key: keys.clientToServer.key, iv: keys.clientToServer.iv)
        var header = firstBytes
        incoming.apply(&header)
        guard let tag = ObfuscationTag(filling: header[ObfuscationHeader.Layout.tag]) else {
            throw CryptoError(.obfuscationHeader, "no known framing")
        }
        let field = header[ObfuscationHeader.Layout.dcID]
        self.tag = tag
        dcID = Int16(bitPattern: UInt16(field[field.startIndex]) | UInt16(field[field.startIndex + 1]) << 8)
        self.incoming = incoming
        outgoing = AESCTR(key: keys.serverToClient.key, iv: keys.serverToClient.iv)
    }

    /// Gives the two streams away, for connections whose halves work on their own.
    ///
    /// - Parameter body: Takes the streams.
    /// - Returns: What `body` returns.
    public consuming func split<Result: ~Copyable>(
        _ body: (_ outgoing: consuming AESCTR, _ incoming: consuming AESCTR) -> Result
    ) -> Result {
        body(outgoing, incoming)
    }
}

extension CryptoError.Code {
    /// The first bytes of a connection are no obfuscation header for this secret.
    public static let obfuscationHeader = Self(description: "the connection does not start with an obfuscation header")
}
