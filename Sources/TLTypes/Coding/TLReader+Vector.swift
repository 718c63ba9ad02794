// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension TLReader {
    /// Reads the id of a boxed vector.
    @inline(__always)
    private mutating func vectorID() throws(TLError) {
        let id = try uint32()
        guard id == TL.vectorID else { throw unexpectedConstructor(id, of: "Vector") }
    }

    /// Reads a vector's count and compares it with the bytes that are left.
    // Inlined, so that nothing is divided by a size that the compiler does not know.
    @inline(__always)
    private mutating func count(minimumElementSize: Int) throws(TLError) -> Int {
        let count = try int32()
        guard count >= 0, Int(count) <= remaining / minimumElementSize else { throw invalidCount() }
        return Int(count)
    }

    /// Reads a boxed vector.
    ///
    /// - Parameter type: The type of the elements.
    /// - Returns: The elements.
    /// - Throws: ``TLError`` with the position of what cannot be read.
    public mutating func vector<Element: TLDecodable>(of type: Element.Type) throws(TLError) -> [Element] {
        try vectorID()
        return try bareVector(of: type)
    }

    /// Reads a vector that has no id before its count.
    ///
    /// No element takes less than four bytes. Elements take more room in memory than on the wire, so the room reserved
    /// ahead is bounded by the bytes that are left; beyond it the array grows with what is really read.
    ///
    /// - Parameter type: The type of the elements.
    /// - Returns: The elements.
    /// - Throws: ``TLError`` with the position of what cannot be read.
    public mutating func bareVector<Element: TLDecodable>(of type: Element.Type) throws(TLError) -> [Element] {
        try bareVector { (reader) throws(TLError) in try Element(from: &reader) }
    }

    /// Reads a boxed vector of elements that a closure reads.
    mutating func vector<Element>(
        _ read: (inout TLReader) throws(TLError) -> Element
    ) throws(TLError) -> [Element] {
        try vectorID()
        return try bareVector(read)
    }

    /// Reads a vector without an id before its count, of elements that a closure reads.
    @inline(__always)
    mutating func bareVector<Element>(
        _ read: (inout TLReader) throws(TLError) -> Element
    ) throws(TLError) -> [Element] {
        let count = try count(minimumElementSize: 4)
        var elements: [Element] = []
        elements.reserveCapacity(min(count, remaining / MemoryLayout<Element>.stride))
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }

    /// Reads a boxed vector of byte strings.
    ///
    /// - Parameter type: Names the element type.
    /// - Returns: The byte strings.
    /// - Throws: ``TLError`` with the position of what cannot be read.
    public mutating func vector(of type: [UInt8].Type) throws(TLError) -> [[UInt8]] {
        try vectorID()
        return try bareVector { (reader) throws(TLError) in try reader.bytes() }
    }

    /// Reads a boxed vector of `long`.
    ///
    /// - Parameter type: Names the element type.
    /// - Returns: The numbers.
    /// - Throws: ``TLError`` with the position of what cannot be read.
    public mutating func vector(of type: Int64.Type) throws(TLError) -> [Int64] {
        try integers()
    }

    /// Reads a boxed vector of `int`.
    ///
    /// - Parameter type: Names the element type.
    /// - Returns: The numbers.
    /// - Throws: ``TLError`` with the position of what cannot be read.
    public mutating func vector(of type: Int32.Type) throws(TLError) -> [Int32] {
        try integers()
    }

    // Inlined into its two callers, where the size of a number is known. An array that is made with room for all of them at
    // once would ask the runtime for its type each time.
    @inline(__always)
    private mutating func integers<Number: FixedWidthInteger>() throws(TLError) -> [Number] {
        try vectorID()
        let size = MemoryLayout<Number>.size
        let count = try count(minimumElementSize: size)
        let base = cursor
        cursor += count * size
        var numbers: [Number] = []
        numbers.reserveCapacity(count)
        for index in 0..<count {
            let number = base.loadUnaligned(fromByteOffset: index * size, as: Number.self)
            numbers.append(Number(littleEndian: number))
        }
        return numbers
    }
}
