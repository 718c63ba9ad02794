// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import Foundation

/// Writes JSON while it walks through bytes.
struct TLJSONEncoder {
    private var cursor: ByteCursor
    private let catalog: TLJSONCatalog
    private let options: TLJSONOptions
    private var output: [UInt8] = []
    private var depth = 0
    /// The last method that was read: within wrappers, the call itself.
    private(set) var innermostMethod: Int?

    init(bytes: [UInt8], catalog: TLJSONCatalog, options: TLJSONOptions) {
        cursor = ByteCursor(bytes)
        self.catalog = catalog
        self.options = options
    }

    func finish() throws(TLJSONError) -> String {
        guard cursor.remaining == 0 else { throw cursor.failure(.trailingBytes) }
        return String(decoding: output, as: UTF8.self)
    }

    /// Writes a value of any boxed type, or a call.
    mutating func object() throws(TLJSONError) {
        guard let index = catalog.index(id: try cursor.uint32()) else { throw cursor.failure(.unknownConstructor) }
        try fields(of: index)
    }

    mutating func value(_ type: TLJSONCatalog.ValueType) throws(TLJSONError) {
        switch type {
        case .int: append(String(Int32(bitPattern: try cursor.uint32())))
        case .long: append("\"\(Int64(bitPattern: try cursor.uint64()))\"")
        case .double: double(try cursor.uint64())
        case .string: string(try cursor.byteString())
        case .bytes: append("\"" + Data(try cursor.byteString()).base64EncodedString() + "\"")
        case .int128: append("\"" + Self.hex(try cursor.take(16)) + "\"")
        case .int256: append("\"" + Self.hex(try cursor.take(32)) + "\"")
        case .bool: append(try bool() ? "true" : "false")
        case .boxed(let name):
            guard let index = catalog.index(id: try cursor.uint32()), catalog.definitions[index].type == name else {
                throw cursor.failure(.unknownConstructor)
            }
            try fields(of: index)
        case .bare(let name):
            guard let index = catalog.index(name: name) else { throw cursor.failure(.unknownConstructor) }
            try fields(of: index)
        case .vector(let element, let isBare): try vector(of: element, isBare: isBare)
        case .method:
            guard let index = catalog.index(id: try cursor.uint32()), catalog.definitions[index].type == nil else {
                throw cursor.failure(.unknownConstructor)
            }
            try fields(of: index)
        }
        guard output.count <= options.maximumLength else { throw cursor.failure(.tooLong) }
    }

    private mutating func fields(of index: Int) throws(TLJSONError) {
        try descend()
        let entry = catalog.definitions[index]
        if entry.type == nil { innermostMethod = index }
        append("{")
        newLine(depth)
        append("\"_\":\(options.isPretty ? " " : "")\"\(entry.name)\"")
        var words: [String: UInt32] = [:]
        for field in entry.fields {
            switch field.kind {
            case .word: words[field.name] = try cursor.uint32()
            case .bit(let flag):
                guard Self.isSet(flag, in: words) else { continue }
                key(field.name)
                append("true")
            case .value(let type, let flag):
                if let flag, !Self.isSet(flag, in: words) { continue }
                key(field.name)
                try value(type, isSecret: field.isSecret)
            }
        }
        guard output.count <= options.maximumLength else { throw cursor.failure(.tooLong) }
        depth -= 1
        newLine(depth)
        append("}")
    }

    private mutating func value(_ type: TLJSONCatalog.ValueType, isSecret: Bool) throws(TLJSONError) {
        guard isSecret, case .digests(let key) = options.secrets else { return try value(type) }
        let (start, written) = (cursor.offset, output.count)
        try value(type)
        output.removeLast(output.count - written)
        let digest = HMACSHA256.authenticationCode(for: Array(cursor.slice(from: start)), key: key)
        append("{\"$digest\":\"\(Self.hex(digest.prefix(8)))\"}")
    }

    private mutating func vector(of element: TLJSONCatalog.ValueType, isBare: Bool) throws(TLJSONError) {
        if !isBare, try cursor.uint32() != 0x1CB5_C415 { throw cursor.failure(.unknownConstructor) }
        let count = try cursor.count()
        try descend()
        append("[")
        for number in 0..<count {
            if number > 0 { append(",") }
            newLine(depth)
            try value(element)
        }
        depth -= 1
        if count > 0 { newLine(depth) }
        append("]")
    }

    private mutating func bool() throws(TLJSONError) -> Bool {
        switch try cursor.uint32() {
        case 0x9972_75B5: return true
        case 0xBC79_9737: return false
        default: throw cursor.failure(.unknownConstructor)
        }
    }

    private mutating func descend() throws(TLJSONError) {
        depth += 1
        if depth > TLJSON.maximumDepth { throw cursor.failure(.nestedTooDeep) }
    }

    // MARK: Text

    private mutating func append(_ text: String) {
        output += text.utf8
    }

    private mutating func key(_ name: String) {
        append(",")
        newLine(depth)
        append(options.isPretty ? "\"\(name)\": " : "\"\(name)\":")
    }

    private mutating func newLine(_ level: Int) {
        if options.isPretty { append("\n" + String(repeating: "  ", count: level)) }
    }

    private mutating func double(_ bits: UInt64) {
        let value = Double(bitPattern: bits)
        append(value.isFinite ? "\(value)" : "{\"$double\":\"\(String(bits, radix: 16))\"}")
    }

    private mutating func string(_ bytes: ArraySlice<UInt8>) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            append("{\"$base64\":\"" + Data(bytes).base64EncodedString() + "\"}")
            return
        }
        output.append(UInt8(ascii: "\""))
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): append("\\n")
            case 0..<0x20, 0x7F: append("\\u00" + Self.hex([byte]))
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func isSet(_ flag: TLJSONCatalog.Flag, in words: [String: UInt32]) -> Bool {
        (words[flag.word] ?? 0) >> UInt32(clamping: flag.bit) & 1 == 1
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
