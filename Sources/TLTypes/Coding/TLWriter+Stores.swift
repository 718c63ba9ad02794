// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

// Values of a fixed size, stored into room that `reserve` has made: generated code makes room for a whole run of such
// fields at once. A store into room that was not made is a bug of the generator, which debug builds find.
extension TLWriter {
    @inline(__always)
    private mutating func advance(_ byteCount: Int) -> UnsafeMutableRawPointer {
        assert(end - cursor >= byteCount, "no room was made")
        let place = cursor
        cursor += byteCount
        return place
    }

    /// Stores an id.
    @inline(__always)
    mutating func store(_ value: UInt32) {
        advance(4).storeBytes(of: value.littleEndian, as: UInt32.self)
    }

    /// Stores a flags word.
    @inline(__always)
    mutating func storeFlags(_ flags: TLFlags) {
        store(flags.rawValue)
    }

    /// Stores an `int`.
    @inline(__always)
    mutating func storeInt32(_ value: Int32) {
        store(UInt32(bitPattern: value))
    }

    /// Stores a `long`.
    @inline(__always)
    mutating func storeInt64(_ value: Int64) {
        advance(8).storeBytes(of: value.littleEndian, as: Int64.self)
    }

    /// Stores a `double`.
    @inline(__always)
    mutating func storeDouble(_ value: Double) {
        storeInt64(Int64(bitPattern: value.bitPattern))
    }

    /// Stores an `int128`.
    @inline(__always)
    mutating func storeInt128(_ value: TL.Int128) {
        advance(16).storeBytes(of: value.words, as: TL.Int128.Words.self)
    }

    /// Stores an `int256`.
    @inline(__always)
    mutating func storeInt256(_ value: TL.Int256) {
        advance(32).storeBytes(of: value.words, as: TL.Int256.Words.self)
    }

    /// Stores a `Bool`.
    @inline(__always)
    mutating func storeBool(_ value: Bool) {
        store(value ? TL.boolTrueID : TL.boolFalseID)
    }
}
