// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes

/// Writes what methods answer: values of the schema, and the few other types that occur.
enum ResultEncoding {
    /// The binary form of an answer.
    ///
    /// - Throws: `ENCODING_FAILED`, which Telegram does not have, if a handler answers what cannot be written.
    static func encode(_ value: any Sendable) throws(RPCFailure) -> [UInt8] {
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

    /// The binary form of `upload.file` with a part of a file; a long one is lent, or read straight into its place.
    static func part(
        of content: FileContent, from offset: Int64, limit: Int, date: Int32
    ) throws(RPCFailure) -> ServerObject {
        let (type, count) = (World.type(of: content), content.count(from: offset, limit: limit))
        guard (254...TLWriter.maximumByteStringLength).contains(count) else {
            let bytes = content.read(at: offset, count: limit)
            return ServerObject(try encode(TL.upload.File.file(.init(type: type, mtime: date, bytes: bytes))))
        }
        var writer = TLWriter()
        writer.uint32(TL.upload.File.File.constructorID)
        type.encode(into: &writer)
        writer.int32(date)
        // The length as the schema writes that of long strings: 254 and three bytes.
        writer.uint32(UInt32(count) << 8 | 254)
        guard let head = try? writer.finish() else { throw failure }
        if count % 4 == 0, let bytes = content.lend(at: offset, count: count) {
            return ServerObject(head: head, body: bytes)
        }
        let end = head.count + count
        let padded = (end + 3) & ~3
        var isRead = false
        let answer = [UInt8](unsafeUninitializedCapacity: padded) { buffer, initialized in
            let place = UnsafeMutableRawBufferPointer(buffer)
            place.copyBytes(from: head)
            isRead = content.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: place[head.count..<end]))
            for index in end..<padded { place[index] = 0 }
            initialized = isRead ? padded : 0
        }
        guard isRead else { throw RPCFailure(500, .storageFailed) }
        return ServerObject(answer)
    }

    private static let failure = RPCFailure(500, TLErrorName(rawValue: "ENCODING_FAILED"))

    private struct AnyObject: TLEncodable {
        let value: any TLEncodable

        func encode(into writer: inout TLWriter) {
            value.encode(into: &writer)
        }
    }
}
