// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramCrypto
public import FerogramTLTypes

/// The binding of a temporary key to a permanent one, `auth.bindTempAuthKey`.
///
/// The request proves that the owner of both keys sends it: it carries a message under the permanent key, in the manner of
/// MTProto 1.0, which repeats the id of the request itself. A request that is sent again under another id must be built
/// again. See core.telegram.org/api/pfs.
public struct KeyBinding: Sendable {
    /// The lengths of the parts of the encrypted message in bytes.
    enum Layout {
        /// Random bytes where other messages have salt and session.
        static let randomByteCount = 16
        /// The random bytes, message id, sequence number and length.
        static let headerByteCount = randomByteCount + 8 + 4 + 4
        static let objectByteCount = 40
        static let paddingByteCount = 8
        /// The key's id, the message key, and everything above.
        static let messageByteCount = 8 + MessageKey.byteCount + headerByteCount + objectByteCount + paddingByteCount
    }

    /// The key that stays.
    public let permanentKey: AuthKey
    /// The id of the key that expires.
    public let temporaryKeyID: Int64
    /// The session in which the request is sent, under the temporary key.
    public let sessionID: Int64
    /// When the temporary key expires, in seconds since 1970 by the server's clock.
    public let expiresAt: Int32
    /// What ties the request to its encrypted part.
    public let nonce: Int64

    /// Describes a binding and draws its nonce.
    ///
    /// - Parameters:
    ///   - permanentKey: The key that stays.
    ///   - temporaryKeyID: The id of the key that expires.
    ///   - sessionID: The session in which the request is sent, under the temporary key.
    ///   - expiresAt: When the temporary key expires, as the exchange said.
    ///   - generator: Where randomness comes from.
    public init(
        permanentKey: AuthKey, temporaryKeyID: Int64, sessionID: Int64, expiresAt: Int32,
        using generator: inout some RandomNumberGenerator
    ) {
        self.permanentKey = permanentKey
        self.temporaryKeyID = temporaryKeyID
        self.sessionID = sessionID
        self.expiresAt = expiresAt
        nonce = Int64(bitPattern: generator.next())
    }

    /// Builds the request for one message id.
    ///
    /// - Parameters:
    ///   - messageID: The id under which the request itself is sent.
    ///   - generator: Where randomness comes from.
    /// - Returns: The request, to be sent by itself, as a content message.
    public func request(
        messageID: Int64, using generator: inout some RandomNumberGenerator
    ) -> TL.auth.BindTempAuthKey {
        let inner = TL.BindAuthKeyInner(
            nonce: nonce, tempAuthKeyID: temporaryKeyID, permAuthKeyID: permanentKey.id, tempSessionID: sessionID,
            expiresAt: expiresAt
        ).messageBytes
        var plaintext = generator.bytes(count: Layout.randomByteCount)
        withUnsafeBytes(of: messageID.littleEndian) { plaintext.append(contentsOf: $0) }
        withUnsafeBytes(of: Int32(0).littleEndian) { plaintext.append(contentsOf: $0) }
        withUnsafeBytes(of: Int32(inner.count).littleEndian) { plaintext.append(contentsOf: $0) }
        plaintext += inner
        let messageKey = VersionOneKeyDerivation.messageKey(of: plaintext)
        plaintext += generator.bytes(count: Layout.paddingByteCount)
        var encryptor = AESIGEEncryptor(
            IGEKey(versionOneMessageKey: messageKey, authKey: permanentKey, direction: .fromClient))
        plaintext.withUnsafeMutableBytes { encryptor.encrypt($0) }
        var message = withUnsafeBytes(of: permanentKey.id.littleEndian) { Array($0) }
        messageKey.withContiguousBytes { message.append(contentsOf: $0) }
        return TL.auth.BindTempAuthKey(
            permAuthKeyID: permanentKey.id, nonce: nonce, expiresAt: expiresAt, encryptedMessage: message + plaintext)
    }
}

extension KeyBinding: CustomStringConvertible {
    /// A description for people.
    public var description: String { "KeyBinding(\(permanentKey))" }
}
