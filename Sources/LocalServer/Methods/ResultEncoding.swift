// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

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

    private static let failure = RPCFailure(500, TLErrorName(rawValue: "ENCODING_FAILED"))

    private struct AnyObject: TLEncodable {
        let value: any TLEncodable

        func encode(into writer: inout TLWriter) {
            value.encode(into: &writer)
        }
    }
}
