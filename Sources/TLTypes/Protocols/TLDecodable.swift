// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A value that can be read from its binary form.
public protocol TLDecodable: Sendable {
    /// Reads the value with its constructor id, if it has one.
    ///
    /// - Parameter reader: Where to read; behind the value afterwards, anywhere if an error is thrown.
    /// - Throws: ``TLError`` with the position of what cannot be read.
    init(from reader: inout TLReader) throws(TLError)
}

extension TLDecodable {
    /// Reads a value from bytes.
    ///
    /// - Parameters:
    ///   - bytes: The binary form.
    ///   - allowingTrailingBytes: Whether bytes may follow the value; the default refuses them.
    /// - Throws: ``TLError`` with the position of what cannot be read.
    public init(decoding bytes: [UInt8], allowingTrailingBytes: Bool = false) throws(TLError) {
        self = try TLReader.read(bytes) { reader throws(TLError) in
            let value = try Self(from: &reader)
            if !allowingTrailingBytes { try reader.finish() }
            return value
        }
    }
}
