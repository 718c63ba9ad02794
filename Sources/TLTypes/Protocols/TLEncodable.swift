// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A value that has a binary form in Telegram's Type Language (TL).
///
/// It does not ask for `Copyable`, so that what is written can be lent; all generated types are copyable.
public protocol TLEncodable: Sendable, ~Copyable {
    /// Writes the value with its constructor id.
    ///
    /// What cannot be written, such as a text of more than 16 MiB, leaves an error in the writer.
    ///
    /// - Parameter writer: Where to write.
    func encode(into writer: inout TLWriter)
}

extension TLEncodable {
    /// The binary form of the value.
    ///
    /// - Returns: A multiple of four bytes.
    /// - Throws: ``TLError`` if the value cannot be written: a text or a vector is too long, or of fields that share a
    ///   flag bit some are set and some are not.
    public func encoded() throws(TLError) -> [UInt8] {
        var writer = TLWriter()
        encode(into: &writer)
        return try writer.finish()
    }

    /// Whether two values have the same binary form; values that cannot be encoded are equal to none.
    ///
    /// Most generated types are not `Equatable`: the conformances would double the time that the module takes to
    /// compile.
    ///
    /// - Parameter other: The value to compare with.
    /// - Returns: Whether both encode to the same bytes.
    public func isEncodedEqual(to other: some TLEncodable) -> Bool {
        guard let bytes = try? encoded(), let otherBytes = try? other.encoded() else { return false }
        return bytes == otherBytes
    }
}
