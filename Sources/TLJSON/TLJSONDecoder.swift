// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Writes bytes while it walks through JSON.
struct TLJSONDecoder {
    private let catalog: TLJSONCatalog
    private(set) var bytes: [UInt8] = []
    private var path: [String] = []

    init(catalog: TLJSONCatalog) {
        self.catalog = catalog
    }

    /// What may stand in a place.
    enum Place {
        case type(String)
        case constructor(String)
        case method
    }

    /// Writes an object with the fields of a definition; `nil` takes any.
    mutating func object(_ node: JSONNode, of place: Place?, boxed: Bool) throws(TLJSONError) {
        guard case .object(let members) = node else { throw failure(.invalidValue) }
        if members["$digest"] != nil { throw failure(.digest) }
        guard path.count < TLJSON.maximumDepth else { throw failure(.nestedTooDeep) }
        guard case .string(let name)? = members["_"], let index = catalog.index(name: name) else {
            throw failure(.unknownName)
        }
        let entry = catalog.definitions[index]
        let fits =
            switch place {
            case nil: true
            case .type(let type): entry.type == type
            case .constructor(let constructor): entry.name == constructor
            case .method: entry.type == nil
            }
        guard fits else { throw failure(.unknownName) }
        if boxed { append(entry.id) }
        try fields(of: entry, members)
    }

    private mutating func fields(
        of entry: TLJSONCatalog.Entry, _ members: [String: JSONNode]
    ) throws(TLJSONError) {
        let names = Set(entry.fields.map(\.name) + ["_"])
        if let unknown = members.keys.filter({ !names.contains($0) }).min() {
            path.append(unknown)
            throw failure(.unknownField)
        }
        let words = try words(of: entry, members)
        for field in entry.fields {
            path.append(field.name)
            switch field.kind {
            case .word: append(words[field.name] ?? 0)
            case .bit: break
            case .value(let type, let flag):
                if let node = members[field.name], !node.isNull {
                    try value(node, of: type)
                } else if flag == nil {
                    throw failure(.missingField)
                }
            }
            path.removeLast()
        }
    }

    private mutating func words(
        of entry: TLJSONCatalog.Entry, _ members: [String: JSONNode]
    ) throws(TLJSONError) -> [String: UInt32] {
        var presence: [TLJSONCatalog.Flag: Bool] = [:]
        for field in entry.fields {
            guard let flag = field.flag else { continue }
            path.append(field.name)
            let isPresent = try isPresent(field, members[field.name])
            if let other = presence.updateValue(isPresent, forKey: flag), other != isPresent {
                throw failure(.incompleteFlagGroup)
            }
            path.removeLast()
        }
        return presence.reduce(into: [:]) { words, item in
            if item.value { words[item.key.word, default: 0] |= 1 << UInt32(clamping: item.key.bit) }
        }
    }

    private func isPresent(_ field: TLJSONCatalog.Field, _ node: JSONNode?) throws(TLJSONError) -> Bool {
        guard case .bit = field.kind else { return node.map { !$0.isNull } ?? false }
        switch node {
        case nil, .null: return false
        case .bool(let value): return value
        default: throw failure(.invalidValue)
        }
    }

    mutating func value(_ node: JSONNode, of type: TLJSONCatalog.ValueType) throws(TLJSONError) {
        if case .object(let members) = node, members["$digest"] != nil { throw failure(.digest) }
        switch type {
        case .int:
            guard case .integer(let number) = node, let value = Int32(exactly: number) else {
                throw failure(.invalidValue)
            }
            append(UInt32(bitPattern: value))
        case .long: append(UInt64(bitPattern: try long(node)))
        case .double: append(try double(node))
        case .string: try string(node)
        case .bytes:
            guard case .string(let text) = node, let data = Data(base64Encoded: text) else {
                throw failure(.invalidValue)
            }
            try append(byteString: [UInt8](data))
        case .int128: bytes += try hex(node, count: 16)
        case .int256: bytes += try hex(node, count: 32)
        case .bool:
            guard case .bool(let value) = node else { throw failure(.invalidValue) }
            append(value ? UInt32(0x9972_75B5) : 0xBC79_9737)
        case .boxed(let name): try object(node, of: .type(name), boxed: true)
        case .bare(let name): try object(node, of: .constructor(name), boxed: false)
        case .method: try object(node, of: .method, boxed: true)
        case .vector(let element, let isBare):
            guard case .array(let elements) = node, let count = Int32(exactly: elements.count) else {
                throw failure(.invalidValue)
            }
            if !isBare { append(UInt32(0x1CB5_C415)) }
            append(UInt32(bitPattern: count))
            for (index, element_) in elements.enumerated() {
                path.append(String(index))
                try value(element_, of: element)
                path.removeLast()
            }
        }
    }

    private func long(_ node: JSONNode) throws(TLJSONError) -> Int64 {
        switch node {
        case .integer(let number): return number
        case .string(let text):
            guard let number = Int64(text) else { throw failure(.invalidValue) }
            return number
        default: throw failure(.invalidValue)
        }
    }

    private func double(_ node: JSONNode) throws(TLJSONError) -> UInt64 {
        switch node {
        case .integer(let number): return Double(number).bitPattern
        case .number(let number): return number.bitPattern
        case .object(let members):
            guard members.count == 1, case .string(let text)? = members["$double"], let bits = UInt64(text, radix: 16)
            else { throw failure(.invalidValue) }
            return bits
        default: throw failure(.invalidValue)
        }
    }

    private mutating func string(_ node: JSONNode) throws(TLJSONError) {
        switch node {
        case .string(let text): try append(byteString: [UInt8](text.utf8))
        case .object(let members):
            guard members.count == 1, case .string(let text)? = members["$base64"],
                let data = Data(base64Encoded: text)
            else { throw failure(.invalidValue) }
            try append(byteString: [UInt8](data))
        default: throw failure(.invalidValue)
        }
    }

    private func hex(_ node: JSONNode, count: Int) throws(TLJSONError) -> [UInt8] {
        guard case .string(let text) = node else { throw failure(.invalidValue) }
        let digits = Array(text.utf8)
        guard digits.count == 2 * count else { throw failure(.invalidValue) }
        var result: [UInt8] = []
        for position in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[position..<position + 2], as: UTF8.self), radix: 16) else {
                throw failure(.invalidValue)
            }
            result.append(byte)
        }
        return result
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    private mutating func append(byteString content: [UInt8]) throws(TLJSONError) {
        guard content.count < 1 << 24 else { throw failure(.tooLong) }
        let start = bytes.count
        if content.count < 254 {
            bytes.append(UInt8(content.count))
        } else {
            append(UInt32(content.count) << 8 | 254)
        }
        bytes += content
        while (bytes.count - start) % 4 != 0 { bytes.append(0) }
    }

    private func failure(_ reason: TLJSONError.Reason) -> TLJSONError {
        TLJSONError(reason, path: path)
    }
}

extension JSONNode {
    fileprivate var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
