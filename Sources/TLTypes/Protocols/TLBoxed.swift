// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A type of the schema: its values carry the id of one of its constructors.
///
/// Printing a value shows the constructors' names in the schema and the fields that are present, and hides what must
/// not reach a log: tokens, codes, phone numbers, passwords, hashes, keys, secrets and file references.
public protocol TLBoxed: TLEncodable, TLDecodable, TextOutputStreamable {}

extension TLBoxed {
    /// The id of the constructor that the value was made with.
    ///
    /// It is read from the binary form; a value that cannot be encoded has it all the same.
    public var constructorID: UInt32 {
        var writer = TLWriter()
        encode(into: &writer)
        return writer.withBytes { $0.count >= 4 ? UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) : 0 }
    }
}
