// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Bytes that stand for a value of any type, up to the end of what is read.
public struct TLRawObject: TLEncodable, TLDecodable {
    /// The binary form, constructor id first.
    public let bytes: [UInt8]

    /// Creates a value.
    ///
    /// - Parameter bytes: The binary form, constructor id first, a multiple of four bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Takes all bytes that are left.
    ///
    /// - Parameter reader: Where to read.
    public init(from reader: inout TLReader) {
        bytes = reader.remainingBytes()
    }

    /// Writes the bytes as they are.
    ///
    /// - Parameter writer: Where to write.
    public func encode(into writer: inout TLWriter) {
        writer.raw(bytes)
    }
}

/// A call of any method, as bytes: for methods that the schema does not know, and for wrapped calls on a server.
public struct TLRawFunction: TLFunction {
    /// The answer, as bytes.
    public typealias Response = TLRawObject

    /// The call, id first.
    public let bytes: [UInt8]

    /// No fixed id belongs to calls of any kind.
    public static var constructorID: UInt32 { 0 }

    /// Creates a call.
    ///
    /// - Parameter bytes: The id and the arguments, a multiple of four bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    // Takes all bytes that are left; it throws because generated code treats it like any other call.
    package init(from reader: inout TLReader) throws(TLError) {
        bytes = reader.remainingBytes()
    }

    /// Writes the bytes as they are.
    ///
    /// - Parameter writer: Where to write.
    public func encode(into writer: inout TLWriter) {
        writer.raw(bytes)
    }
}
