// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Counts the messages of one side of a session.
///
/// A content-related message gets an odd number and must be acknowledged; any other gets an even one. See
/// core.telegram.org/mtproto/description#message-sequence-number-msg-seqno.
public struct SequenceNumbers: Sendable {
    private var contentRelated: UInt32 = 0

    /// Creates the numbers of a new session.
    public init() {}

    /// Draws the number of the next message, in the order of the message ids.
    ///
    /// - Parameter isContentRelated: Whether the message must be acknowledged.
    /// - Returns: Twice the number of content-related messages before, plus one for such a message.
    public mutating func next(isContentRelated: Bool) -> Int32 {
        let number = contentRelated &* 2
        guard isContentRelated else { return Int32(bitPattern: number) }
        contentRelated &+= 1
        return Int32(bitPattern: number | 1)
    }
}
