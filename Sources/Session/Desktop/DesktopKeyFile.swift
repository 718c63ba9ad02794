// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// What is in `key_data`: the key of all other files, behind the passcode, and which accounts there are.
struct DesktopKeyFile {
    private static let saltLength = 32
    /// How the part begins that versions from 7.3 on add.
    private static let wrapMagic: UInt32 = 0x4B44_3200
    private static let wrapVersion: UInt32 = 2
    private static let argon2id: UInt32 = 1

    let cipher: DesktopCipher
    let accounts: [Int]
    let active: Int

    init(_ content: UnsafeRawBufferPointer, passcode: SecureBytes) throws(SessionFormatError) {
        var reader = ByteReader(content)
        let salt = try reader.desktopBytes("salt")
        let wrapped = try reader.desktopBlock("key")
        let info = try reader.desktopBytes("accounts")
        let key: SecureBytes
        if let wrapped, !wrapped.isEmpty {
            key = try DesktopCipher(passcode: passcode, salt: salt).open(wrapped, "key")
        } else {
            key = try Self.newerKey(try reader.desktopBytes("wrap"), passcode)
        }
        cipher = try DesktopCipher(try Self.firstKey(key))
        let list = try cipher.open(info, "accounts")
        (accounts, active) = try list.withUnsafeBytes { list throws(SessionFormatError) -> ([Int], Int) in
            var reader = ByteReader(list)
            let count: Int32 = try reader.bigEndian("accounts")
            guard count > 0, Int(count) <= reader.remaining / 4 else { throw reader.failure(.valueInvalid, "accounts") }
            var accounts: [Int] = []
            for _ in 0..<count {
                let index: Int32 = try reader.bigEndian("account")
                guard 0..<1_000 ~= index, !accounts.contains(Int(index)) else { continue }
                accounts.append(Int(index))
            }
            let active: Int32 = reader.remaining >= 4 ? try reader.bigEndian("active account") : -1
            return (accounts, Int(active))
        }
    }

    private static func firstKey(_ bytes: SecureBytes) throws(SessionFormatError) -> SecureBytes {
        try bytes.withUnsafeBytes { bytes throws(SessionFormatError) in
            var reader = ByteReader(bytes)
            return SecureBytes(copying: try reader.bytes(AuthKey.byteCount, "key"))
        }
    }

    /// Opens the key behind a passcode of version 7.3 or later: some copies of it, each under a key of its own.
    private static func newerKey(
        _ bytes: UnsafeRawBufferPointer, _ passcode: SecureBytes
    ) throws(SessionFormatError) -> SecureBytes {
        var reader = ByteReader(bytes)
        guard try reader.bigEndian("wrap") as UInt32 == wrapMagic else {
            throw reader.failure(.signatureMismatch, "wrap")
        }
        guard try reader.bigEndian("wrap") as UInt32 == wrapVersion else {
            throw reader.failure(.versionUnsupported, "wrap")
        }
        let active: UInt32 = try reader.bigEndian("generation")
        let count: UInt32 = try reader.bigEndian("wraps")
        guard Int(count) <= reader.remaining / 28 else { throw reader.failure(.truncated, "wraps") }
        for _ in 0..<count {
            let generation: UInt32 = try reader.bigEndian("generation")
            let kind: UInt32 = try reader.bigEndian("kind of key")
            let numbers: [UInt32] = [
                try reader.bigEndian("memory"), try reader.bigEndian("passes"), try reader.bigEndian("lanes"),
            ]
            let salt = try reader.desktopBytes("salt")
            let wrapped = try reader.desktopBytes("key")
            guard generation == active || count == 1 else { continue }
            guard kind == argon2id else { throw reader.failure(.versionUnsupported, "kind of key") }
            let cost: Argon2id.Cost
            do throws(CryptoError) {
                cost = try Argon2id.Cost(memory: Int(numbers[0]), passes: Int(numbers[1]), lanes: Int(numbers[2]))
            } catch {
                throw reader.failure(.valueInvalid, "cost of the key")
            }
            let outer = try DesktopCipher(passcode: passcode, salt: salt, cost: cost)
            return try outer.open(wrapped, "key")
        }
        throw reader.failure(.valueInvalid, "wraps")
    }

    /// Makes the key of a new folder, and the file with it.
    static func make(
        accountCount: Int, passcode: SecureBytes
    ) throws(SessionFormatError) -> (DesktopCipher, SecureBytes) {
        var generator = SystemRandomness()
        let salt = generator.bytes(count: saltLength)
        let key = SecureBytes(randomCount: AuthKey.byteCount, using: &generator)
        let outer = try salt.withContiguousBytes { salt throws(SessionFormatError) in
            try DesktopCipher(passcode: passcode, salt: salt)
        }
        let cipher = try DesktopCipher(key)
        let wrapped = try outer.seal(key)
        let info = try cipher.seal(
            ByteWriter.write { writer in
                writer.bigEndian(Int32(truncatingIfNeeded: accountCount))
                for index in 0..<accountCount { writer.bigEndian(Int32(truncatingIfNeeded: index)) }
                writer.bigEndian(Int32(0))
            })
        let content = ByteWriter.write { writer in
            writer.desktopBytes(salt)
            writer.desktopBytes(wrapped)
            writer.desktopBytes(info)
        }
        return (cipher, content)
    }
}
