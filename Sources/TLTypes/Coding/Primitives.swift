// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Bool: TLDecodable {
    /// Reads a `Bool`.
    public init(from reader: inout TLReader) throws(TLError) { self = try reader.bool() }
}

extension Int32: TLDecodable {
    /// Reads an `int`.
    public init(from reader: inout TLReader) throws(TLError) { self = try reader.int32() }
}

extension Int64: TLDecodable {
    /// Reads a `long`.
    public init(from reader: inout TLReader) throws(TLError) { self = try reader.int64() }
}

extension Double: TLDecodable {
    /// Reads a `double`.
    public init(from reader: inout TLReader) throws(TLError) { self = try reader.double() }
}

extension String: TLDecodable {
    /// Reads a `string`; bytes that are not UTF-8 are replaced by U+FFFD.
    public init(from reader: inout TLReader) throws(TLError) { self = try reader.string() }
}

/// Arrays are read as boxed vectors.
extension Array: TLDecodable where Element: TLDecodable {
    /// Reads a boxed vector.
    public init(from reader: inout TLReader) throws(TLError) { self = try reader.vector(of: Element.self) }
}
