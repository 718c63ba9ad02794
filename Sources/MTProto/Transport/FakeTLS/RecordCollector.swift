// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Collects the records of a handshake, which are only looked at when they are complete.
///
/// Each record's type and length are checked when its header is there, so no more is kept than the records may hold.
struct RecordCollector: Sendable {
    /// A record that must come, and how long its content may be.
    struct Expectation: Sendable {
        let kind: TLSRecord.Kind
        let length: ClosedRange<Int>
        /// What to call a record whose length is outside.
        let code: TransportError.Code
    }

    private var expectations: ArraySlice<Expectation>
    private(set) var bytes: [UInt8] = []
    /// How long ``bytes`` must be to go on.
    private var target = TLSRecord.headerLength
    private var isInHeader = true

    init(_ expectations: [Expectation]) {
        self.expectations = expectations[...]
    }

    /// Takes what it needs.
    ///
    /// - Parameters:
    ///   - input: Bytes of the stream.
    ///   - offset: Where to go on; moved beyond what was taken.
    /// - Throws: ``TransportError`` if a record is not the expected one.
    /// - Returns: Whether all records are there.
    mutating func receive(
        _ input: UnsafeRawBufferPointer, from offset: inout Int
    ) throws(TransportError) -> Bool {
        while let next = expectations.first {
            let count = min(target - bytes.count, input.count - offset)
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: input[offset..<offset + count]))
            offset += count
            guard bytes.count == target else { return false }
            if isInHeader {
                let word = bytes.suffix(TLSRecord.headerLength).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                let length = try next.kind.length(of: word)
                guard next.length.contains(length) else {
                    throw TransportError(next.code, found: length, expected: next.length.lowerBound)
                }
                target += length
            } else {
                expectations.removeFirst()
                target += TLSRecord.headerLength
            }
            isInHeader.toggle()
        }
        return true
    }
}
