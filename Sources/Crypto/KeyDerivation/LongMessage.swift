// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A message that is long enough to be encrypted together with another one, in the pieces in which it is there, so that
/// nothing of it is copied before.
package struct LongMessage: Sendable {
    /// Its beginning, which ends where a unit of its hash does.
    let head: [UInt8]
    /// Most of it, in whole units of the hash.
    let middle: ArraySlice<UInt8>
    /// Its end and its padding.
    let tail: [UInt8]
    /// Its key.
    package let authKey: AuthKey

    /// How much of a message goes before the middle: this and any multiple of ``unit`` bytes.
    package static let headCount = SHA256.byteCount
    /// In what the middle is measured, in bytes.
    package static let unit = MessageHash.roomByteCount

    /// Puts a message together.
    ///
    /// - Parameters:
    ///   - head: ``headCount`` bytes and any multiple of ``unit``.
    ///   - middle: A multiple of ``unit``, and some.
    ///   - tail: Whole blocks of 16 bytes, and some.
    ///   - authKey: Its key.
    package init(head: [UInt8], middle: ArraySlice<UInt8>, tail: [UInt8], authKey: AuthKey) {
        precondition(
            head.count % Self.unit == Self.headCount && middle.count % Self.unit == 0 && !middle.isEmpty
                && tail.count % AES.blockByteCount == 0 && !tail.isEmpty, "a long message comes in whole units")
        (self.head, self.middle, self.tail, self.authKey) = (head, middle, tail, authKey)
    }

    /// How many bytes it has.
    package var byteCount: Int { head.count + middle.count + tail.count }
}

/// Two long messages of the same sender.
package struct LongMessages: Sendable {
    package let first: LongMessage
    package let second: LongMessage

    /// Puts two messages together.
    package init(_ first: LongMessage, _ second: LongMessage) {
        (self.first, self.second) = (first, second)
    }

    func withMiddles<Result>(_ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Result) -> Result {
        first.middle.withUnsafeBytes { first in second.middle.withUnsafeBytes { second in body(first, second) } }
    }
}
