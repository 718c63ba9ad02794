// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension MessageCipher {
    /// A message that is to be encrypted.
    package struct Text {
        let plaintext: UnsafeRawBufferPointer
        let authKey: AuthKey

        /// Names a message.
        ///
        /// - Parameters:
        ///   - plaintext: The message, as ``MessageCipher/encrypt(_:authKey:direction:)`` takes it.
        ///   - authKey: Its key.
        package init(_ plaintext: UnsafeRawBufferPointer, _ authKey: AuthKey) {
            (self.plaintext, self.authKey) = (plaintext, authKey)
        }
    }

    /// A message whose message key is known.
    package struct DigestedText {
        let text: Text
        let messageKey: MessageKey
        let target: UnsafeMutableRawBufferPointer

        /// Names a message.
        ///
        /// - Parameters:
        ///   - text: The message.
        ///   - messageKey: Its message key.
        ///   - target: Where the ciphertext goes, which may be where the message is.
        package init(_ text: Text, _ messageKey: MessageKey, to target: UnsafeMutableRawBufferPointer) {
            (self.text, self.messageKey, self.target) = (text, messageKey, target)
        }

        var passage: IGEText { IGEText(text.plaintext, to: target) }
    }

    /// Computes the message keys of two messages of the same sender that are encrypted later.
    ///
    /// - Parameters:
    ///   - text: The one.
    ///   - other: The other one.
    ///   - direction: Who sends them.
    /// - Returns: Their message keys.
    package mutating func digests(
        of text: Text, and other: Text, direction: MessageDirection
    ) -> (MessageKey, MessageKey) {
        let texts = hashedTexts(text, other, direction)
        hash.digest(texts.0, and: texts.1)
        return readDigests()
    }

    /// Encrypts two messages, which is faster than one after the other if the processor does it.
    ///
    /// - Parameters:
    ///   - text: The one.
    ///   - other: The other one.
    ///   - direction: Who sends them.
    package mutating func encrypt(_ text: DigestedText, and other: DigestedText, direction: MessageDirection) {
        var second = setKeys(text, other, direction)
        encryptor.encrypt(text.passage, and: &second, other.passage)
        secondEncryptor = consume second
    }

    /// Encrypts two messages and computes the message keys of the next two meanwhile.
    ///
    /// - Parameters:
    ///   - text: The one.
    ///   - other: The other one.
    ///   - next: The one that follows.
    ///   - last: The one after that.
    ///   - direction: Who sends them.
    /// - Returns: The message keys of the next two.
    package mutating func encrypt(
        _ text: DigestedText, and other: DigestedText, digesting next: Text, and last: Text,
        direction: MessageDirection
    ) -> (MessageKey, MessageKey) {
        var second = setKeys(text, other, direction)
        let texts = hashedTexts(next, last, direction)
        encryptor.encrypt(
            text.passage, and: &second, other.passage, hashing: texts.0, and: texts.1, by: &hash)
        secondEncryptor = consume second
        return readDigests()
    }

    /// Installs the keys of two messages.
    ///
    /// - Returns: What encrypts the second one.
    private mutating func setKeys(
        _ text: DigestedText, _ other: DigestedText, _ direction: MessageDirection
    ) -> AESIGEEncryptor {
        deriveKey(text.text.authKey, text.messageKey, direction)
        encryptor.setKey(key, iv: iv)
        deriveKey(other.text.authKey, other.messageKey, direction)
        var second = secondEncryptor.take() ?? AESIGEEncryptor(usesProcessor: usesProcessor)
        second.setKey(key, iv: iv)
        wipe()
        return second
    }

    /// The texts as they are hashed: behind a part of their keys, each with a place of its own.
    private func hashedTexts(
        _ text: Text, _ other: Text, _ direction: MessageDirection
    ) -> (HashedText, HashedText) {
        let rooms = MessageKeyDerivation.rooms(in: scratch, text.authKey, other.authKey, direction)
        return (HashedText(room: rooms.0, text.plaintext), HashedText(room: rooms.1, other.plaintext))
    }

    /// What was hashed.
    private func readDigests() -> (MessageKey, MessageKey) {
        defer { wipe() }
        let rooms = MessageKeyDerivation.rooms(in: scratch)
        return (MessageKeyDerivation.read(rooms.0).messageKey, MessageKeyDerivation.read(rooms.1).messageKey)
    }
}
