// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Something whose bytes lie together in memory and can be lent for the length of a call.
///
/// It lets every function of this module take arrays, slices, raw buffers and ``SecureBytes`` alike, without a copy
/// and without turning a secret into an array. Other modules may conform their own fixed-size types.
public protocol ByteSource {
    /// Lends the bytes.
    ///
    /// - Parameter body: Receives the bytes, which are valid until it returns.
    /// - Throws: What `body` throws.
    /// - Returns: What `body` returns.
    func withContiguousBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result
}

extension Array: ByteSource where Element == UInt8 {
    /// Calls a closure with the bytes, which it must not keep.
    public func withContiguousBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer { buffer throws(Failure) in try body(UnsafeRawBufferPointer(buffer)) }
    }
}

extension ArraySlice: ByteSource where Element == UInt8 {
    /// Calls a closure with the bytes, which it must not keep.
    public func withContiguousBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer { buffer throws(Failure) in try body(UnsafeRawBufferPointer(buffer)) }
    }
}

extension UnsafeRawBufferPointer: ByteSource {
    /// Calls a closure with the bytes, which it must not keep.
    public func withContiguousBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self)
    }
}

extension UnsafeMutableRawBufferPointer: ByteSource {
    /// Calls a closure with the bytes, which it must not keep.
    public func withContiguousBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(self))
    }
}
