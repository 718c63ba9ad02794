// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes TL values to bytes.
///
/// Values that cannot be written leave the first error in the writer; ``finish()`` throws it, so nothing malformed can
/// leave.
public struct TLWriter: ~Copyable {
    private var base: UnsafeMutableRawPointer
    var cursor: UnsafeMutableRawPointer
    private(set) var end: UnsafeMutableRawPointer
    private var error: TLError?

    /// How many bytes have been written.
    public var count: Int { cursor - base }

    /// The largest text or byte string, in bytes, that has a length prefix.
    public static var maximumByteStringLength: Int { 0xFF_FFFF }

    /// Creates a writer.
    ///
    /// - Parameter capacity: How many bytes to make room for at first; the writer grows as needed.
    public init(capacity: Int = 256) {
        let capacity = max(16, capacity)
        base = .allocate(byteCount: capacity, alignment: 16)
        cursor = base
        end = base + capacity
    }

    deinit {
        base.deallocate()
    }

    /// The bytes written so far.
    ///
    /// - Returns: A copy of the bytes.
    /// - Throws: The first error of a value that could not be written.
    public func finish() throws(TLError) -> [UInt8] {
        if let error { throw error }
        let count = count
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            guard let target = buffer.baseAddress else { return }
            UnsafeMutableRawPointer(target).copyInPieces(from: base, byteCount: count)
            initializedCount = count
        }
    }

    /// The first error of a value that could not be written.
    package var firstError: TLError? { error }

    /// Runs a closure with the bytes written so far.
    package func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Forgets what was written and keeps the room.
    package mutating func removeAll() {
        cursor = base
        error = nil
    }

    // MARK: Numbers

    /// Writes four bytes, least significant byte first.
    @inline(never)
    public mutating func uint32(_ value: UInt32) {
        reserve(4)
        store(value)
    }

    /// Writes an `int`.
    public mutating func int32(_ value: Int32) {
        uint32(UInt32(bitPattern: value))
    }

    /// Writes a `long`.
    @inline(never)
    public mutating func int64(_ value: Int64) {
        reserve(8)
        storeInt64(value)
    }

    /// Writes a `double`.
    @inline(never)
    public mutating func double(_ value: Double) {
        reserve(8)
        storeDouble(value)
    }

    /// Writes an `int128`.
    @inline(never)
    public mutating func int128(_ value: TL.Int128) {
        reserve(16)
        storeInt128(value)
    }

    /// Writes an `int256`.
    @inline(never)
    public mutating func int256(_ value: TL.Int256) {
        reserve(32)
        storeInt256(value)
    }

    /// Writes a `Bool`.
    @inline(never)
    public mutating func bool(_ value: Bool) {
        reserve(4)
        storeBool(value)
    }

    // MARK: Text and bytes

    /// Writes a `string`.
    @inline(never)
    public mutating func string(_ value: String) {
        if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
            // In place, without a reference of its own.
            return value.utf8Span.span.withUnsafeBytes { byteString($0) }
        }
        // Every string but one bridged from Objective-C lends its bytes without being copied.
        let lent: Void? = value.utf8.withContiguousStorageIfAvailable { byteString(UnsafeRawBufferPointer($0)) }
        if lent == nil { bytes([UInt8](value.utf8)) }
    }

    /// Writes `bytes`.
    @inline(never)
    public mutating func bytes(_ value: [UInt8]) {
        value.withUnsafeBytes { byteString($0) }
    }

    /// Writes bytes as they are.
    public mutating func raw(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { raw($0) }
    }

    /// Writes bytes as they are.
    package mutating func raw(_ buffer: UnsafeRawBufferPointer) {
        guard let source = buffer.baseAddress else { return }
        reserve(buffer.count)
        cursor.copyInPieces(from: source, byteCount: buffer.count)
        cursor += buffer.count
    }

    @inline(never)
    private mutating func byteString(_ content: UnsafeRawBufferPointer) {
        let length = content.count
        guard length <= Self.maximumByteStringLength else {
            refuse(TLError(.tooLong, offset: count))
            return
        }
        let header = length < 254 ? 1 : 4
        let padded = (header + length + 3) & ~3
        reserve(padded)
        let start = cursor
        // Zeros first, for the padding: the last word is always there to be overwritten in part.
        (start + (padded - 4)).storeBytes(of: 0, as: UInt32.self)
        if length < 254 {
            start.storeBytes(of: UInt8(truncatingIfNeeded: length), as: UInt8.self)
        } else {
            start.storeBytes(of: (UInt32(truncatingIfNeeded: length) << 8 | 254).littleEndian, as: UInt32.self)
        }
        if let source = content.baseAddress { (start + header).copyInPieces(from: source, byteCount: length) }
        cursor += padded
    }

    // MARK: Vectors

    /// Writes a boxed vector.
    public mutating func vector(_ elements: [some TLEncodable]) {
        boxedCount(elements.count)
        encodeAll(elements.span)
    }

    /// Writes a vector without an id before its count.
    public mutating func bareVector(_ elements: [some TLEncodable]) {
        elementCount(elements.count)
        encodeAll(elements.span)
    }

    // Elements that need not be copyable are lent; any others would be retained, which took a sixth of the time.
    private mutating func encodeAll<Element: TLEncodable & ~Copyable>(_ elements: Span<Element>) {
        for index in elements.indices { elements[index].encode(into: &self) }
    }

    /// Writes a boxed vector of elements that a closure writes.
    mutating func vector<Element>(_ elements: [Element], _ write: (Element, inout TLWriter) -> Void) {
        boxedCount(elements.count)
        for element in elements { write(element, &self) }
    }

    /// Writes a vector without an id before its count, of elements that a closure writes.
    mutating func bareVector<Element>(_ elements: [Element], _ write: (Element, inout TLWriter) -> Void) {
        elementCount(elements.count)
        for element in elements { write(element, &self) }
    }

    /// Writes a boxed vector of `int`.
    @inline(never)
    public mutating func vector(_ elements: [Int32]) {
        boxedCount(elements.count)
        reserve(elements.count * 4)
        for element in elements { storeInt32(element) }
    }

    /// Writes a boxed vector of `long`.
    @inline(never)
    public mutating func vector(_ elements: [Int64]) {
        boxedCount(elements.count)
        reserve(elements.count * 8)
        for element in elements { storeInt64(element) }
    }

    /// Writes a boxed vector of `double`.
    @inline(never)
    public mutating func vector(_ elements: [Double]) {
        boxedCount(elements.count)
        reserve(elements.count * 8)
        for element in elements { storeDouble(element) }
    }

    /// Writes a boxed vector of `string`.
    @inline(never)
    public mutating func vector(_ elements: [String]) {
        boxedCount(elements.count)
        for element in elements { string(element) }
    }

    /// Writes a boxed vector of `bytes`.
    @inline(never)
    public mutating func vector(_ elements: [[UInt8]]) {
        boxedCount(elements.count)
        for element in elements { bytes(element) }
    }

    @inline(never)
    private mutating func boxedCount(_ number: Int) {
        reserve(8)
        store(TL.vectorID)
        elementCount(number)
    }

    private mutating func elementCount(_ number: Int) {
        guard let number = Int32(exactly: number) else {
            refuse(TLError(.tooLong, offset: count))
            return
        }
        int32(number)
    }

    // MARK: Errors

    /// Refuses a value of which a field is set and another is not, although they share a flag bit.
    @inline(never)
    mutating func check(_ flags: TLFlags, _ bit: UInt32, _ isPresent: Bool, _ fields: StaticString) {
        if flags.contains(bit) != isPresent { refuseIncompleteGroup(fields) }
    }

    @inline(never)
    private mutating func refuseIncompleteGroup(_ fields: StaticString) {
        refuse(TLError(.incompleteFlagGroup, offset: count, context: fields.description))
    }

    private mutating func refuse(_ error: TLError) {
        if self.error == nil { self.error = error }
    }

    // MARK: Room

    /// Makes room for values that are stored one after the other without another look at the room that is left.
    @inline(__always)
    mutating func reserve(_ byteCount: Int) {
        if end - cursor < byteCount { grow(byteCount) }
    }

    @inline(never)
    private mutating func grow(_ additional: Int) {
        let count = count
        // Most of what is long becomes much longer: by twos the bytes would be copied twice.
        let factor = end - base < 64 << 10 ? 4 : 2
        let capacity = max((end - base) * factor, count + additional)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        memory.copyInPieces(from: base, byteCount: count)
        base.deallocate()
        base = memory
        cursor = memory + count
        end = memory + capacity
    }
}
