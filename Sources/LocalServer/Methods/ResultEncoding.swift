// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Writes what methods answer: values of the schema, and the few other types that occur.
enum ResultEncoding {
    /// The binary form of an answer.
    ///
    /// - Throws: `ENCODING_FAILED`, which Telegram does not have, if a handler answers what cannot be written.
    static func encode(_ value: any Sendable) throws(RPCFailure) -> [UInt8] {
        // Parts of files are long: they are copied once.
        if let part = value as? TL.upload.File, case .file(let file) = part, let bytes = encode(file) { return bytes }
        var writer = TLWriter()
        switch value {
        case let value as any TLEncodable: value.encode(into: &writer)
        case let value as Bool: writer.bool(value)
        case let value as Int32: writer.int32(value)
        case let value as Int64: writer.int64(value)
        case let value as String: writer.string(value)
        case let values as [Int32]: writer.vector(values)
        case let values as [Int64]: writer.vector(values)
        case let values as [String]: writer.vector(values)
        case let values as [any TLEncodable]:
            writer.vector(values.map { AnyObject(value: $0) })
        default: throw failure
        }
        guard let bytes = try? writer.finish() else { throw failure }
        return bytes
    }

    /// The binary form of a part of a file; `nil` for a short one.
    private static func encode(_ file: TL.upload.File.File) -> [UInt8]? {
        let count = file.bytes.count
        guard (254...TLWriter.maximumByteStringLength).contains(count) else { return nil }
        var writer = TLWriter()
        writer.uint32(TL.upload.File.File.constructorID)
        file.type.encode(into: &writer)
        writer.int32(file.mtime)
        // The length as the schema writes that of long strings: 254 and three bytes.
        writer.uint32(UInt32(count) << 8 | 254)
        guard let head = try? writer.finish() else { return nil }
        let end = head.count + count
        let padded = (end + 3) & ~3
        return [UInt8](unsafeUninitializedCapacity: padded) { buffer, initialized in
            let place = UnsafeMutableRawBufferPointer(buffer)
            place.copyBytes(from: head)
            file.bytes.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: place[head.count..<end]).copyMemory(from: bytes)
            }
            for offset in end..<padded { place[offset] = 0 }
            initialized = padded
        }
    }

    private static let failure = RPCFailure(500, TLErrorName(rawValue: "ENCODING_FAILED"))

    private struct AnyObject: TLEncodable {
        let value: any TLEncodable

        func encode(into writer: inout TLWriter) {
            value.encode(into: &writer)
        }
    }
}
