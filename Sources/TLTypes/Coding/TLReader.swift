// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads TL values from bytes.
///
/// Nothing that stands in the bytes can make it trap, read beyond their end, or allocate more than a small multiple
/// of their number: lengths and counts are compared with what is left before anything is reserved.
///
/// A reader exists only inside the closure of ``read(_:_:)``, which keeps the bytes in place.
public struct TLReader {
    var cursor: UnsafeRawPointer
    private let end: UnsafeRawPointer
    private let start: UnsafeRawPointer
    private var depth = 0

    /// How deep values that can contain themselves may be nested; rich texts within page blocks come nowhere near.
    public static var maximumDepth: Int { 64 }

    @usableFromInline
    init(start: UnsafeRawPointer, count: Int) {
        self.start = start
        cursor = start
        end = start + count
    }

    /// Runs a closure with a reader at the beginning of some bytes.
    ///
    /// - Parameters:
    ///   - bytes: What to read.
    ///   - body: Reads; the reader must not leave it.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws.
    public static func read<Value>(
        _ bytes: [UInt8], _ body: (inout TLReader) throws(TLError) -> Value
    ) throws(TLError) -> Value {
        let result: Result<Value, TLError> = bytes.withUnsafeBytes { read(buffer: $0, body) }
        return try result.get()
    }

    /// Runs a closure with a reader at the beginning of a buffer.
    ///
    /// - Parameters:
    ///   - buffer: What to read; must stay in place while the closure runs.
    ///   - body: Reads; the reader must not leave it.
    /// - Returns: What the closure returned or threw.
    @inlinable
    package static func read<Value>(
        buffer: UnsafeRawBufferPointer, _ body: (inout TLReader) throws(TLError) -> Value
    ) -> Result<Value, TLError> {
        do throws(TLError) {
            return .success(try reading(buffer, body))
        } catch {
            return .failure(error)
        }
    }

    /// Runs a closure with a reader at the beginning of a buffer.
    ///
    /// - Parameters:
    ///   - buffer: What to read; must stay in place while the closure runs.
    ///   - body: Reads; the reader must not leave it.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws.
    @inlinable
    package static func reading<Value>(
        _ buffer: UnsafeRawBufferPointer, _ body: (inout TLReader) throws(TLError) -> Value
    ) throws(TLError) -> Value {
        if let base = buffer.baseAddress {
            var reader = TLReader(start: base, count: buffer.count)
            return try body(&reader)
        }
        // An empty buffer may have no address; any address will do for a reader that has nothing to read.
        return try withUnsafePointer(to: 0) { (pointer) throws(TLError) in
            var reader = TLReader(start: UnsafeRawPointer(pointer), count: 0)
            return try body(&reader)
        }
    }

    /// How many bytes have been read.
    public var offset: Int { cursor - start }

    /// How many bytes are left.
    public var remaining: Int { end - cursor }

    /// Refuses bytes that nobody has read.
    ///
    /// - Throws: ``TLError`` if bytes are left.
    public func finish() throws(TLError) {
        if remaining > 0 { throw TLError(.trailingBytes, offset: offset) }
    }

    // MARK: Numbers

    /// Reads four bytes as an unsigned number, least significant byte first.
    public mutating func uint32() throws(TLError) -> UInt32 {
        guard remaining >= 4 else { throw unexpectedEnd() }
        let value = cursor.loadUnaligned(as: UInt32.self)
        cursor += 4
        return UInt32(littleEndian: value)
    }

    /// Reads what ``uint32()`` would read and stays in place.
    public func peekUInt32() throws(TLError) -> UInt32 {
        guard remaining >= 4 else { throw unexpectedEnd() }
        return UInt32(littleEndian: cursor.loadUnaligned(as: UInt32.self))
    }

    /// Reads a flags word.
    package mutating func flags() throws(TLError) -> TLFlags {
        TLFlags(rawValue: try uint32())
    }

    /// Reads an id and compares it with the only one that may stand there.
    mutating func expect(_ id: UInt32, of type: StaticString) throws(TLError) {
        let found = try uint32()
        if found != id { throw unexpectedConstructor(found, of: type) }
    }

    /// Reads an `int`.
    public mutating func int32() throws(TLError) -> Int32 {
        Int32(bitPattern: try uint32())
    }

    /// Reads a `long`.
    public mutating func int64() throws(TLError) -> Int64 {
        guard remaining >= 8 else { throw unexpectedEnd() }
        let value = cursor.loadUnaligned(as: Int64.self)
        cursor += 8
        return Int64(littleEndian: value)
    }

    /// Reads a `double`.
    @inline(never)
    public mutating func double() throws(TLError) -> Double {
        Double(bitPattern: UInt64(bitPattern: try int64()))
    }

    /// Reads an `int128`.
    @inline(never)
    public mutating func int128() throws(TLError) -> TL.Int128 {
        guard remaining >= 16 else { throw unexpectedEnd() }
        let value = TL.Int128(words: cursor.loadUnaligned(as: TL.Int128.Words.self))
        cursor += 16
        return value
    }

    /// Reads an `int256`.
    @inline(never)
    public mutating func int256() throws(TLError) -> TL.Int256 {
        guard remaining >= 32 else { throw unexpectedEnd() }
        let value = TL.Int256(words: cursor.loadUnaligned(as: TL.Int256.Words.self))
        cursor += 32
        return value
    }

    /// Reads a `Bool`.
    @inline(never)
    public mutating func bool() throws(TLError) -> Bool {
        switch try uint32() {
        case TL.boolTrueID: return true
        case TL.boolFalseID: return false
        case let id: throw unexpectedConstructor(id, of: "Bool")
        }
    }

    // MARK: Text and bytes

    /// Reads a `string`; bytes that are not UTF-8 are replaced by U+FFFD.
    @inline(never)
    public mutating func string() throws(TLError) -> String {
        UTF8Text.string(try byteString())
    }

    /// Reads `bytes`.
    @inline(never)
    public mutating func bytes() throws(TLError) -> [UInt8] {
        [UInt8](try byteString())
    }

    /// Takes all bytes that are left.
    public mutating func remainingBytes() -> [UInt8] {
        let rest = [UInt8](UnsafeRawBufferPointer(start: cursor, count: remaining))
        cursor = end
        return rest
    }

    /// Moves behind a byte string.
    ///
    /// - Returns: Its content, which stays where it is.
    @inline(__always)
    private mutating func byteString() throws(TLError) -> UnsafeRawBufferPointer {
        guard remaining >= 4 else { throw unexpectedEnd() }
        let word = UInt32(littleEndian: cursor.loadUnaligned(as: UInt32.self))
        let first = word & 0xFF
        let length: Int
        let header: Int
        if first < 254 {
            length = Int(first)
            header = 1
        } else if first == 254 {
            length = Int(word >> 8)
            header = 4
        } else {
            throw TLError(.invalidLength, offset: offset)
        }
        let padded = (header + length + 3) & ~3
        guard remaining >= padded else { throw unexpectedEnd() }
        let content = UnsafeRawBufferPointer(start: cursor + header, count: length)
        cursor += padded
        return content
    }

    // MARK: Nesting

    /// Notes that a value begins that can contain itself.
    ///
    /// - Throws: ``TLError`` if such values are nested deeper than ``maximumDepth``.
    public mutating func descend() throws(TLError) {
        depth += 1
        if depth > Self.maximumDepth { throw TLError(.nestedTooDeep, offset: offset) }
    }

    /// Notes that a value ends that can contain itself.
    public mutating func ascend() {
        depth -= 1
    }

    // MARK: Errors

    @inline(never)
    func unexpectedEnd() -> TLError {
        TLError(.unexpectedEnd, offset: offset)
    }

    /// The error for an id that was just read.
    ///
    /// - Parameters:
    ///   - id: The id.
    ///   - type: The type that was expected, as the schema spells it.
    /// - Returns: The error, with the position of the id.
    @inline(never)
    public func unexpectedConstructor(_ id: UInt32, of type: StaticString) -> TLError {
        TLError(.unexpectedConstructor, offset: offset - 4, constructorID: id, context: type.description)
    }

    @inline(never)
    func invalidCount() -> TLError {
        TLError(.invalidCount, offset: offset - 4)
    }
}
