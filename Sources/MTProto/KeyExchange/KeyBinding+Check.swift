// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramCrypto
public import FerogramTLTypes

extension KeyBinding {
    /// Checks a request as a server does.
    ///
    /// - Parameters:
    ///   - request: The request, which came under the temporary key.
    ///   - messageID: The id of the message that the request came in.
    ///   - permanentKey: The key that the request names.
    ///   - temporaryKeyID: The id of the key that the request came under.
    ///   - sessionID: The session that the request came in.
    ///   - now: The time since 1970.
    /// - Throws: ``KeyBindingError``.
    public static func check(
        _ request: TL.auth.BindTempAuthKey, messageID: Int64, permanentKey: AuthKey, temporaryKeyID: Int64,
        sessionID: Int64, now: Duration
    ) throws(KeyBindingError) {
        try require(request.permAuthKeyID == permanentKey.id, .permanentKeyMismatch)
        let plaintext = try open(request.encryptedMessage, permanentKey)
        let message: Message
        do {
            message = try Message(decoding: plaintext)
        } catch {
            throw KeyBindingError(code: .unexpectedObject)
        }
        try require(message.id == messageID, .messageIDMismatch)
        try require(message.sequenceNumber == 0, .sequenceNumber)
        try require(message.length == Layout.objectByteCount, .objectLength)
        let object = message.object
        try require(object.nonce == request.nonce, .nonceMismatch)
        try require(object.permAuthKeyID == permanentKey.id, .objectPermanentKeyMismatch)
        try require(object.tempAuthKeyID == temporaryKeyID, .temporaryKeyMismatch)
        try require(object.tempSessionID == sessionID, .sessionMismatch)
        try require(object.expiresAt == request.expiresAt, .expiryMismatch)
        // A client's idea of the server's clock may be behind or ahead by as much as its message ids may.
        let seconds = now.components.seconds
        let latest = seconds + Int64(KeyExchangeRequest.maximumLifetime) + 300
        try require((seconds...latest).contains(Int64(object.expiresAt)), .expiryRange)
    }

    private static func require(_ condition: Bool, _ code: KeyBindingError.Code) throws(KeyBindingError) {
        if !condition { throw KeyBindingError(code: code) }
    }

    /// Decrypts the message and checks its message key before anything of it is looked at.
    ///
    /// - Returns: The plaintext without its padding.
    private static func open(_ message: [UInt8], _ permanentKey: AuthKey) throws(KeyBindingError) -> [UInt8] {
        try require(message.count == Layout.messageByteCount, .messageLength)
        let keyID = withUnsafeBytes(of: permanentKey.id.littleEndian) { Array($0) }
        try require(Array(message[..<8]) == keyID, .messagePermanentKeyMismatch)
        let start = 8 + MessageKey.byteCount
        var plaintext = Array(message[start...])
        guard let messageKey = try? MessageKey(message[8..<start]) else { throw KeyBindingError(code: .messageLength) }
        var decryptor = AESIGEDecryptor(
            IGEKey(versionOneMessageKey: messageKey, authKey: permanentKey, direction: .fromClient))
        let isDecrypted = plaintext.withUnsafeMutableBytes { (try? decryptor.decrypt($0)) != nil }
        plaintext.removeLast(Layout.paddingByteCount)
        try require(
            isDecrypted && VersionOneKeyDerivation.messageKey(of: plaintext) == messageKey, .messageKeyMismatch)
        return plaintext
    }

    /// The decrypted message.
    private struct Message: TLDecodable {
        let id: Int64
        let sequenceNumber: Int32
        let length: Int32
        let object: TL.BindAuthKeyInner

        init(from reader: inout TLReader) throws(TLError) {
            _ = try reader.int128()
            id = try reader.int64()
            sequenceNumber = try reader.int32()
            length = try reader.int32()
            object = try TL.BindAuthKeyInner(from: &reader)
        }
    }
}
