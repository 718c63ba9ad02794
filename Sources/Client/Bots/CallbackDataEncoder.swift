// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Packs values one after another, without names but those of cases.
final class CallbackDataEncoder: Encoder, SingleValueEncodingContainer {
    private(set) var bytes: [UInt8]
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// How many elements a list may have: more never fit.
    fileprivate static let mostElements = 63

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        self.bytes.reserveCapacity(64)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Fields<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        bytes.append(0)
        return List(encoder: self, place: bytes.count - 1)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    // MARK: Values

    /// Writes seven bits a byte, the lowest ones first.
    private func write(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Writes small numbers short, whatever their sign.
    private func write(_ value: Int64) {
        write(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    func encodeNil() { bytes.append(0) }
    func encode(_ value: Bool) { bytes.append(value ? 1 : 0) }
    func encode(_ value: Int) { write(Int64(value)) }
    func encode(_ value: Int8) { write(Int64(value)) }
    func encode(_ value: Int16) { write(Int64(value)) }
    func encode(_ value: Int32) { write(Int64(value)) }
    func encode(_ value: Int64) { write(value) }
    func encode(_ value: UInt) { write(UInt64(value)) }
    func encode(_ value: UInt8) { bytes.append(value) }
    func encode(_ value: UInt16) { write(UInt64(value)) }
    func encode(_ value: UInt32) { write(UInt64(value)) }
    func encode(_ value: UInt64) { write(value) }
    func encode(_ value: Float) { encode(Double(value)) }

    func encode(_ value: String) {
        write(UInt64(value.utf8.count))
        bytes += value.utf8
    }

    /// Whole numbers, and so most dates, are shorter than others.
    func encode(_ value: Double) {
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 52, whole != 0 || value.sign == .plus {
            write(whole << 1)
        } else {
            write(Int64(1))
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
        }
    }

    func encode<Value: Encodable>(_ value: Value) throws {
        if let id = value as? UUID {
            withUnsafeBytes(of: id.uuid) { bytes += $0 }
        } else {
            try value.encode(to: self)
        }
    }

    fileprivate func count(_ count: Int, at place: Int) throws {
        guard count <= Self.mostElements else {
            throw CallbackDataError.unsupported("a list of more than \(Self.mostElements) elements")
        }
        bytes[place] = UInt8(truncatingIfNeeded: count)
    }
}

/// The values of a case or a struct, in their order.
private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: CallbackDataEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { encoder.encodeNil() }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try encoder.encode(value) }

    /// A case: its name comes before its values.
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.encode(key.stringValue)
        return encoder.container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoder.unkeyedContainer() }
    func superEncoder() -> any Encoder { encoder }
    func superEncoder(forKey key: Key) -> any Encoder { encoder }

    // An optional value: whether there is one, then the value. Every type has a requirement of its own, whose default would
    // write nothing at all for `nil`.
    private func encode<Value: Encodable>(optional value: Value?) throws {
        encoder.encode(value != nil)
        if let value { try encoder.encode(value) }
    }

    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try encode(optional: value) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try encode(optional: value) }
}

/// The elements of a list, after their number.
private struct List: UnkeyedEncodingContainer {
    let encoder: CallbackDataEncoder
    let place: Int
    var codingPath: [any CodingKey] { [] }
    private(set) var count = 0

    init(encoder: CallbackDataEncoder, place: Int) {
        (self.encoder, self.place) = (encoder, place)
    }

    private mutating func next() throws {
        count += 1
        try encoder.count(count, at: place)
    }

    mutating func encodeNil() throws {
        try next()
        encoder.encodeNil()
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        try next()
        try encoder.encode(value)
    }

    // These cannot throw: an element too many is found when the bytes are counted.
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        try? next()
        return encoder.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        try? next()
        return encoder.unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { encoder }
}
