// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// The changes since the last whole session, as the bytes of a file that grows at its end.
///
/// The file begins with a signature of 8 bytes and the generation of the whole session. For each save a record follows:
/// the length of its body in 4 bytes, 16 bytes of a SHA-256, and the changes. The hash covers the generation, the
/// number of the record and the body, so a record counts in its own place alone.
///
/// Only changes that are not durable are written here. A process that ends while it writes leaves a record without its
/// end, which then never happened; that costs no key.
enum SessionLog {
    static let signature: [UInt8] = [0x8F] + Array("FGSL".utf8) + [0x0D, 0x0A, 0x1A]
    static let headerLength = 16
    private static let digestLength = 16
    private static let recordHeaderLength = 4 + digestLength
    /// The longest body of a record; what is longer is written as a whole session.
    static let maximumBody = 1 << 26

    /// The beginning of a file.
    static func header(generation: UInt64) -> SecureBytes {
        ByteWriter.write { writer in
            writer.bytes(signature)
            writer.integer(generation)
        }
    }

    /// Writes a record.
    ///
    /// - Parameters:
    ///   - changes: What changed.
    ///   - generation: That of the whole session.
    ///   - index: How many records come before it.
    /// - Returns: The bytes to append, or `nil` if they are too many.
    static func record(_ changes: [SessionChange], generation: UInt64, index: UInt64) -> SecureBytes? {
        let body = ByteWriter.write { $0.changes(changes) }
        guard body.count <= maximumBody else { return nil }
        return ByteWriter.write { writer in
            writer.integer(UInt32(truncatingIfNeeded: body.count))
            writer.bytes(digest(of: body, generation: generation, index: index))
            writer.bytes(body)
        }
    }

    /// What was found in a file.
    struct Contents {
        /// How many records there are.
        var recordCount: UInt64 = 0
        /// Where the next one goes; what lies beyond is a record without its end.
        var end = 0
    }

    /// Reads a file and applies its changes.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - generation: That of the whole session.
    ///   - data: The whole session.
    /// - Returns: How far it reaches, or `nil` if it belongs to another session, as after an end between two files.
    /// - Throws: ``SessionFormatError`` if it is no such file, or if records follow one that is damaged.
    static func apply(
        _ bytes: some ByteSource, generation: UInt64, to data: inout SessionData
    ) throws(SessionFormatError) -> Contents? {
        try bytes.withContiguousBytes { bytes throws(SessionFormatError) in
            var reader = ByteReader(bytes)
            guard signature.starts(with: bytes.prefix(signature.count)) else {
                throw SessionFormatError(.signatureMismatch, field: "signature of the log", position: 0)
            }
            guard bytes.count >= headerLength else { return nil }
            _ = try reader.bytes(signature.count, "signature of the log")
            guard try reader.integer("generation") as UInt64 == generation else { return nil }
            var contents = Contents(end: headerLength)
            while let body = try next(&reader, generation: generation, index: contents.recordCount) {
                var changes = ByteReader(body)
                try changes.applyChanges(to: &data)
                contents.recordCount += 1
                contents.end = reader.position
            }
            return contents
        }
    }

    private static func next(
        _ reader: inout ByteReader, generation: UInt64, index: UInt64
    ) throws(SessionFormatError) -> UnsafeRawBufferPointer? {
        if let body = whole(&reader, generation: generation, index: index) { return body }
        // An end while writing leaves the last record unfinished. A record that lies before a good one is another
        // matter.
        var following = reader
        guard let length: UInt32 = try? following.integer("record"), length <= maximumBody,
            (try? following.bytes(digestLength + Int(length), "record")) != nil,
            whole(&following, generation: generation, index: index + 1) != nil
        else { return nil }
        throw reader.failure(.checksumMismatch, "record of the log")
    }

    private static func whole(
        _ reader: inout ByteReader, generation: UInt64, index: UInt64
    ) -> UnsafeRawBufferPointer? {
        var attempt = reader
        do throws(SessionFormatError) {
            let length: UInt32 = try attempt.integer("record")
            let found = try attempt.bytes(digestLength, "record")
            let body = try attempt.bytes(Int(length), "record")
            guard ConstantTime.areEqual(digest(of: body, generation: generation, index: index), found) else {
                return nil
            }
            reader = attempt
            return body
        } catch {
            return nil
        }
    }

    private static func digest(of body: some ByteSource, generation: UInt64, index: UInt64) -> [UInt8] {
        let place = ByteWriter.write { writer in
            writer.integer(generation)
            writer.integer(index)
        }
        return Array(SHA256.hash(of: place, body).prefix(digestLength))
    }
}
