// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// A whole session as the bytes of a file.
///
/// | bytes | content |
/// |---|---|
/// | 8 | signature |
/// | 2 | version |
/// | 6 | zero |
/// | 8 | generation, a random number that ties a log of changes to this file |
/// | 8 | length of the body |
/// | 32 | SHA-256 of the 32 bytes before and of the body |
/// | … | body: changes |
///
/// Numbers begin with the lowest byte.
struct SessionSnapshot {
    /// The session.
    var data: SessionData
    /// What the log that belongs to it must say.
    var generation: UInt64

    /// The version that is written; earlier ones are read.
    static let version: UInt16 = 2
    /// The longest file that is read or written, in bytes.
    static let maximumSize = 1 << 30
    /// The signature: it has a byte that no text has, and line ends that a careless copy would change.
    static let signature: [UInt8] = [0x8F] + Array("FGSS".utf8) + [0x0D, 0x0A, 0x1A]

    private static let headLength = 32
    private static let headerLength = headLength + SHA256.byteCount

    /// How many bytes the file will have.
    var encodedSize: Int {
        var counter = ByteWriter.counter
        counter.session(data)
        return Self.headerLength + counter.count
    }

    /// Writes the bytes of the file.
    func encoded() -> SecureBytes {
        let size = encodedSize
        return SecureBytes(count: size) { memory in
            var writer = ByteWriter(memory)
            writer.bytes(Self.signature)
            writer.integer(Self.version)
            writer.bytes([UInt8](repeating: 0, count: 6))
            writer.integer(generation)
            writer.integer(UInt64(size - Self.headerLength))
            writer.bytes([UInt8](repeating: 0, count: SHA256.byteCount))
            writer.session(data)
            let digest = Self.digest(of: UnsafeRawBufferPointer(memory))
            UnsafeMutableRawBufferPointer(rebasing: memory[Self.headLength..<Self.headerLength]).copyBytes(from: digest)
        }
    }

    /// The hash of a file that is as long as its header at least.
    private static func digest(of file: UnsafeRawBufferPointer) -> [UInt8] {
        SHA256.hash(
            of: UnsafeRawBufferPointer(rebasing: file[..<headLength]),
            UnsafeRawBufferPointer(rebasing: file[headerLength...]))
    }

    /// Reads the bytes of a file.
    ///
    /// - Parameter bytes: The whole file.
    /// - Throws: ``SessionFormatError`` for anything but a complete file of a known version.
    init(_ bytes: some ByteSource) throws(SessionFormatError) {
        self = try bytes.withContiguousBytes { bytes throws(SessionFormatError) in
            try Self(reading: bytes)
        }
    }

    private init(reading bytes: UnsafeRawBufferPointer) throws(SessionFormatError) {
        var reader = ByteReader(bytes)
        guard Self.signature.starts(with: bytes.prefix(Self.signature.count)) else {
            throw SessionFormatError(.signatureMismatch, field: "signature", position: 0)
        }
        _ = try reader.bytes(Self.signature.count, "signature")
        let version: UInt16 = try reader.integer("version")
        guard (1...Self.version).contains(version) else {
            throw SessionFormatError(.versionUnsupported, field: "version \(version)")
        }
        _ = try reader.bytes(6, "header")
        generation = try reader.integer("header")
        let length: UInt64 = try reader.integer("header")
        let digest = try reader.bytes(SHA256.byteCount, "header")
        guard length <= UInt64(reader.remaining) else { throw reader.failure(.truncated, "body") }
        guard length == UInt64(reader.remaining) else { throw reader.failure(.trailingBytes, "body") }
        guard ConstantTime.areEqual(Self.digest(of: bytes), digest) else {
            throw SessionFormatError(.checksumMismatch, field: "body")
        }
        data = SessionData()
        // Most of a long file is peers.
        data.peers.reserveCapacity(reader.remaining / 64)
        var changes = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[Self.headerLength...]))
        try changes.applyChanges(to: &data)
    }

    init(data: SessionData, generation: UInt64) {
        self.data = data
        self.generation = generation
    }
}
