// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// A file of Telegram Desktop: `TDF$`, the program's version, the content, and a checksum.
enum DesktopFile {
    private static let magic: [UInt8] = Array("TDF$".utf8)
    private static let checksumLength = MD5.byteCount
    /// The version of the program that the files claim; older ones of the program read them too.
    private static let version: UInt32 = 5_010_000

    /// Takes the content out of a file.
    static func content(_ file: UnsafeRawBufferPointer) throws(SessionFormatError) -> UnsafeRawBufferPointer {
        var reader = ByteReader(file)
        guard Array(try reader.bytes(magic.count, "file")) == magic else {
            throw SessionFormatError(.signatureMismatch, field: "file", position: 0)
        }
        let version: UInt32 = try reader.integer("version")
        let content = try reader.bytes(reader.remaining - checksumLength, "content")
        guard Array(try reader.bytes(checksumLength, "checksum")) == checksum(content, version) else {
            throw SessionFormatError(.checksumMismatch, field: "file")
        }
        return content
    }

    /// A file with a content.
    static func file(_ content: SecureBytes) -> SecureBytes {
        ByteWriter.write { writer in
            writer.bytes(magic)
            writer.integer(version)
            writer.bytes(content)
            writer.bytes(content.withUnsafeBytes { checksum($0, version) })
        }
    }

    private static func checksum(_ content: UnsafeRawBufferPointer, _ version: UInt32) -> [UInt8] {
        let tail = ByteWriter.write { writer in
            writer.integer(UInt32(truncatingIfNeeded: content.count))
            writer.integer(version)
        }
        return MD5.hash(of: content, tail, magic)
    }

    /// The name of the file of an account, by its place in the list: digits of a digest, the lower half of each byte first.
    static func name(ofAccount index: Int) -> String {
        let name = index == 0 ? "data" : "data#\(index + 1)"
        let digits = Array("0123456789ABCDEF")
        return MD5.hash(of: Array(name.utf8)).prefix(8).reduce(into: "") { text, byte in
            text.append(digits[Int(byte & 15)])
            text.append(digits[Int(byte >> 4)])
        }
    }
}

extension ByteReader {
    /// Reads a length, the highest byte first, and that many bytes; a length of all ones stands for nothing.
    mutating func desktopBlock(_ field: String) throws(SessionFormatError) -> UnsafeRawBufferPointer? {
        let length: UInt32 = try bigEndian(field)
        return length == .max ? nil : try bytes(Int(length), field)
    }

    /// Reads a length and that many bytes, which must be there.
    mutating func desktopBytes(_ field: String) throws(SessionFormatError) -> UnsafeRawBufferPointer {
        guard let bytes = try desktopBlock(field) else { throw failure(.valueInvalid, field) }
        return bytes
    }
}

extension ByteWriter {
    /// Writes a length and that many bytes.
    mutating func desktopBytes(_ source: some ByteSource) {
        bigEndian(UInt32(truncatingIfNeeded: source.withContiguousBytes(\.count)))
        bytes(source)
    }

    /// Writes what stands for nothing.
    mutating func desktopNothing() { integer(UInt32.max) }
}
