// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// The file of a store: a header, and a record for each batch that was committed.
///
/// A record is the length of its body, a digest of its place and its body, and the body. What an end while writing leaves at
/// the end of the file counts as none.
enum StoreLog {
    static let signature: [UInt8] = [0x8F] + Array("FGST".utf8) + [0x0D, 0x0A, 0x1A]
    static let headerLength = 16
    static let version: UInt16 = 1
    private static let digestLength = 16
    /// The longest body of a record.
    static let maximumBody = 1 << 28

    static func header() -> SecureBytes {
        ByteWriter.write { writer in
            writer.bytes(signature)
            writer.integer(version)
            writer.bytes([UInt8](repeating: 0, count: 6))
        }
    }

    /// Writes a record.
    ///
    /// - Parameters:
    ///   - changes: What changed.
    ///   - index: How many records come before it.
    /// - Returns: The bytes to append; `nil` if they are too many.
    static func record(_ changes: [StoreBatch.Change], index: UInt64) -> SecureBytes? {
        let body = ByteWriter.write { writer in
            writer.compact(changes.count)
            for change in changes {
                switch change {
                case .put(let key, let value):
                    writer.byte(1)
                    writer.text(key.table)
                    writer.text(key.name)
                    writer.block(value)
                case .remove(let key):
                    writer.byte(2)
                    writer.text(key.table)
                    writer.text(key.name)
                case .removeAll(let table, let prefix):
                    writer.byte(3)
                    writer.text(table)
                    writer.text(prefix)
                }
            }
        }
        guard body.count <= maximumBody else { return nil }
        return ByteWriter.write { writer in
            writer.integer(UInt32(truncatingIfNeeded: body.count))
            writer.bytes(digest(of: body, index: index))
            writer.bytes(body)
        }
    }

    /// What was found in a file.
    struct Contents {
        var tables = StoreTables()
        var recordCount: UInt64 = 0
        /// Where the next record goes.
        var end = headerLength
    }

    /// Reads a whole file.
    ///
    /// - Parameter bytes: The file.
    /// - Returns: What it holds.
    /// - Throws: ``SessionFormatError`` if it is no such file, or if records follow one that is damaged.
    static func read(_ bytes: some ByteSource) throws(SessionFormatError) -> Contents {
        try bytes.withContiguousBytes { bytes throws(SessionFormatError) in
            var reader = ByteReader(bytes)
            guard signature.starts(with: bytes.prefix(signature.count)) else {
                throw SessionFormatError(.signatureMismatch, field: "signature", position: 0)
            }
            guard bytes.count >= headerLength else { return Contents() }
            _ = try reader.bytes(signature.count, "signature")
            let version: UInt16 = try reader.integer("version")
            guard version == Self.version else {
                throw SessionFormatError(.versionUnsupported, field: "version \(version)")
            }
            _ = try reader.bytes(6, "header")
            var contents = Contents()
            while let body = try next(&reader, index: contents.recordCount) {
                var changes = ByteReader(body)
                _ = contents.tables.apply(try batch(&changes))
                contents.recordCount += 1
                contents.end = reader.position
            }
            return contents
        }
    }

    private static func batch(_ reader: inout ByteReader) throws(SessionFormatError) -> StoreBatch {
        var batch = StoreBatch()
        for _ in 0..<(try reader.count("changes", itemSize: 2)) {
            switch try reader.byte("change") {
            case 1:
                let key = StoreKey(try reader.text("table"), try reader.text("name"))
                batch.put(try reader.block("value"), at: key)
            case 2: batch.remove(at: StoreKey(try reader.text("table"), try reader.text("name")))
            case 3:
                let table = try reader.text("table")
                batch.removeAll(in: table, prefix: try reader.text("prefix"))
            default: throw reader.failure(.checksumMismatch, "change")
            }
        }
        try reader.expectEnd("record")
        return batch
    }

    private static func next(
        _ reader: inout ByteReader, index: UInt64
    ) throws(SessionFormatError) -> UnsafeRawBufferPointer? {
        if let body = whole(&reader, index: index) { return body }
        var following = reader
        guard let length: UInt32 = try? following.integer("record"), length <= maximumBody,
            (try? following.bytes(digestLength + Int(length), "record")) != nil,
            whole(&following, index: index + 1) != nil
        else { return nil }
        throw reader.failure(.checksumMismatch, "record")
    }

    private static func whole(_ reader: inout ByteReader, index: UInt64) -> UnsafeRawBufferPointer? {
        var attempt = reader
        do throws(SessionFormatError) {
            let length: UInt32 = try attempt.integer("record")
            let found = try attempt.bytes(digestLength, "record")
            let body = try attempt.bytes(Int(length), "record")
            guard ConstantTime.areEqual(digest(of: body, index: index), found) else { return nil }
            reader = attempt
            return body
        } catch {
            return nil
        }
    }

    private static func digest(of body: some ByteSource, index: UInt64) -> [UInt8] {
        Array(SHA256.hash(of: ByteWriter.write { $0.integer(index) }, body).prefix(digestLength))
    }
}
