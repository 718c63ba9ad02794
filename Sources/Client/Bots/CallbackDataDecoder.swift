// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Reads what ``CallbackDataEncoder`` packed; any bytes may come, and none make it trap.
final class CallbackDataDecoder: Decoder, SingleValueDecodingContainer {
    private(set) var bytes: ArraySlice<UInt8>
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    /// How deep values are inside one another: types that contain themselves must not go on for ever.
    private var depth = 0

    fileprivate static let endsEarly = CallbackDataError.outdated("it ends too early")
    private static let tooLarge = CallbackDataError.outdated("a number is too large")
    private static let deepest = 64

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Fields<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        List(decoder: self, size: Int(try byte()))
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    // MARK: Values

    private func byte() throws -> UInt8 {
        guard let byte = bytes.popFirst() else { throw Self.endsEarly }
        return byte
    }

    private func unsigned() throws -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = try byte()
            // The tenth byte has the last bit.
            guard shift < 63 || shift == 63 && byte < 2 else { throw Self.tooLarge }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    private func signed() throws -> Int64 {
        let value = try unsigned()
        return Int64(bitPattern: value >> 1) ^ (0 &- Int64(bitPattern: value & 1))
    }

    private func number<Number: FixedWidthInteger>(_ value: some BinaryInteger) throws -> Number {
        guard let number = Number(exactly: value) else { throw Self.tooLarge }
        return number
    }

    func decodeNil() -> Bool {
        guard bytes.first == 0 else { return false }
        bytes.removeFirst()
        return true
    }

    func decode(_ type: Bool.Type) throws -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw CallbackDataError.outdated("something is neither true nor false")
        }
    }

    func decode(_ type: String.Type) throws -> String {
        let count = try unsigned()
        guard count <= UInt64(bytes.count) else { throw Self.endsEarly }
        let text = bytes.prefix(Int(count))
        guard let value = String(validating: text, as: UTF8.self) else {
            throw CallbackDataError.outdated("a text is none")
        }
        bytes.removeFirst(text.count)
        return value
    }

    func decode(_ type: Double.Type) throws -> Double {
        let whole = try signed()
        guard whole & 1 == 1 else { return Double(whole >> 1) }
        var pattern: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 8) { pattern |= UInt64(try byte()) << UInt64(shift) }
        return Double(bitPattern: pattern)
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try number(signed()) }
    func decode(_ type: Int8.Type) throws -> Int8 { try number(signed()) }
    func decode(_ type: Int16.Type) throws -> Int16 { try number(signed()) }
    func decode(_ type: Int32.Type) throws -> Int32 { try number(signed()) }
    func decode(_ type: Int64.Type) throws -> Int64 { try signed() }
    func decode(_ type: UInt.Type) throws -> UInt { try number(unsigned()) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try byte() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try number(unsigned()) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try number(unsigned()) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try unsigned() }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type == UUID.self {
            guard bytes.count >= 16 else { throw Self.endsEarly }
            let raw = Array(bytes.prefix(16))
            bytes.removeFirst(16)
            let id = raw.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
            if let value = UUID(uuid: id) as? Value { return value }
        }
        guard depth < Self.deepest else { throw CallbackDataError.outdated("it is nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        return try Value(from: self)
    }
}

/// The values of a case or a struct, in their order.
private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: CallbackDataDecoder
    var codingPath: [any CodingKey] { [] }

    /// Enums with values ask for it, to find out the case.
    var allKeys: [Key] {
        guard let name = try? decoder.decode(String.self), let key = Key(stringValue: name) else { return [] }
        return [key]
    }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { decoder.decodeNil() }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try decoder.decode(type) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { decoder.container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder.unkeyedContainer()
    }

    func superDecoder() -> any Decoder { decoder }
    func superDecoder(forKey key: Key) -> any Decoder { decoder }

    // A value that was added at the end is missing in old buttons.
    private func decode<Value: Decodable>(optional type: Value.Type) throws -> Value? {
        if decoder.bytes.isEmpty { return nil }
        return try decoder.decode(Bool.self) ? try decoder.decode(type) : nil
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try decode(optional: type)
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try decode(optional: type) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try decode(optional: type) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try decode(optional: type) }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try decode(optional: type) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try decode(optional: type) }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try decode(optional: type) }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try decode(optional: type) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try decode(optional: type) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try decode(optional: type) }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try decode(optional: type) }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try decode(optional: type) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try decode(optional: type) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try decode(optional: type) }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try decode(optional: type) }
}

/// The elements of a list, after their number.
private struct List: UnkeyedDecodingContainer {
    let decoder: CallbackDataDecoder
    let size: Int
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { size }
    var isAtEnd: Bool { currentIndex >= size }

    init(decoder: CallbackDataDecoder, size: Int) {
        (self.decoder, self.size) = (decoder, size)
    }

    private mutating func next() throws {
        guard !isAtEnd else { throw CallbackDataDecoder.endsEarly }
        currentIndex += 1
    }

    mutating func decodeNil() throws -> Bool {
        guard decoder.decodeNil() else { return false }
        try next()
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next()
        return try decoder.decode(type)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try next()
        return decoder.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next()
        return try decoder.unkeyedContainer()
    }

    mutating func superDecoder() -> any Decoder { decoder }
}
