// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// How Telegram Desktop encrypts its files: as messages of MTProto 1.0 from the server are, under a key of 256 bytes.
struct DesktopCipher {
    private static let keyLength = 16
    private static let localKeyLength = AuthKey.byteCount
    private static let passcodeIterations: Int32 = 100_000

    private let key: AuthKey

    init(_ key: SecureBytes) throws(SessionFormatError) {
        do throws(CryptoError) {
            self.key = try AuthKey(key)
        } catch {
            throw SessionFormatError(.valueInvalid, field: "key of the files")
        }
    }

    /// The cipher of what a passcode protects, up to version 7.2 of the program.
    init(passcode: SecureBytes, salt: UnsafeRawBufferPointer) throws(SessionFormatError) {
        let digest = SHA512.secureHash(of: salt, passcode, salt)
        try self.init(
            PBKDF2.hmacSHA512(
                password: digest, salt: salt, iterations: passcode.count == 0 ? 1 : Self.passcodeIterations,
                byteCount: Self.localKeyLength))
    }

    /// The cipher of what a passcode protects, from version 7.3 on.
    init(passcode: SecureBytes, salt: UnsafeRawBufferPointer, cost: Argon2id.Cost) throws(SessionFormatError) {
        try self.init(Argon2id.key(password: passcode, salt: salt, cost: cost, byteCount: Self.localKeyLength))
    }

    /// Decrypts what stands in a file.
    ///
    /// - Parameters:
    ///   - block: 16 bytes of a digest, and whole blocks of the cipher.
    ///   - field: What it is, for errors.
    /// - Returns: The content.
    /// - Throws: ``SessionFormatError``, with the code ``SessionFormatError/Code/passcodeWrong`` if the key does not fit.
    func open(_ block: UnsafeRawBufferPointer, _ field: String) throws(SessionFormatError) -> SecureBytes {
        guard block.count > Self.keyLength, block.count.isMultiple(of: 16) else {
            throw SessionFormatError(.lengthInvalid, field: field)
        }
        let digest = UnsafeRawBufferPointer(rebasing: block[..<Self.keyLength])
        let cipher = UnsafeRawBufferPointer(rebasing: block[Self.keyLength...])
        let ige = try igeKey(digest, field)
        let plain: SecureBytes
        do throws(CryptoError) {
            plain = try SecureBytes(count: cipher.count) { memory throws(CryptoError) in
                memory.copyMemory(from: cipher)
                var decryptor = AESIGEDecryptor(ige)
                try decryptor.decrypt(memory)
            }
        } catch {
            throw SessionFormatError(.lengthInvalid, field: field)
        }
        guard ConstantTime.areEqual(Array(SHA1.hash(of: plain).prefix(Self.keyLength)), digest) else {
            throw SessionFormatError(.passcodeWrong, field: field)
        }
        return try plain.withUnsafeBytes { plain throws(SessionFormatError) in
            var reader = ByteReader(plain)
            let size: UInt32 = try reader.integer(field)
            guard size >= 4, Int(size) <= plain.count, Int(size) > plain.count - 16 else {
                throw SessionFormatError(.lengthInvalid, field: field)
            }
            return SecureBytes(copying: try reader.bytes(Int(size) - 4, field))
        }
    }

    /// Encrypts a content.
    func seal(_ content: SecureBytes) throws(SessionFormatError) -> SecureBytes {
        var generator = SystemRandomness()
        let padding = generator.bytes(count: (16 - (content.count + 4) % 16) % 16)
        let plain = ByteWriter.write { writer in
            writer.integer(UInt32(truncatingIfNeeded: content.count + 4))
            writer.bytes(content)
            writer.bytes(padding)
        }
        let digest = Array(SHA1.hash(of: plain).prefix(Self.keyLength))
        let ige = try digest.withContiguousBytes { digest throws(SessionFormatError) in try igeKey(digest, "file") }
        return SecureBytes(count: Self.keyLength + plain.count) { memory in
            memory.copyBytes(from: digest)
            let body = UnsafeMutableRawBufferPointer(rebasing: memory[Self.keyLength...])
            plain.withUnsafeBytes { body.copyMemory(from: $0) }
            var encryptor = AESIGEEncryptor(ige)
            encryptor.encrypt(body)
        }
    }

    private func igeKey(_ digest: UnsafeRawBufferPointer, _ field: String) throws(SessionFormatError) -> IGEKey {
        do throws(CryptoError) {
            return IGEKey(
                versionOneMessageKey: try MessageKey(digest), authKey: key, direction: .fromServer)
        } catch {
            throw SessionFormatError(.lengthInvalid, field: field)
        }
    }
}
