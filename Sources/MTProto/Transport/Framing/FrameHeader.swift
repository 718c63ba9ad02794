// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The bytes in front of a frame's body, read.
struct FrameHeader {
    enum Content {
        /// A body of `count` bytes follows.
        case body(count: Int, requestsQuickAck: Bool)
        /// The header itself was a quick acknowledgement.
        case quickAck(UInt32)
        /// The header itself was an error code.
        case transportError(Int32)
    }

    /// How many bytes the header had.
    let length: Int
    let content: Content
}

extension FrameHeader {
    /// Reads a header from the first bytes of a frame.
    ///
    /// What comes out depends on no more than the first ``length`` bytes, so a header may be read again when more
    /// bytes are there. The length is checked here, before anything of the body is kept.
    ///
    /// - Parameters:
    ///   - word: The next bytes of the stream, the first one lowest; what is not available is zero.
    ///   - available: How many bytes of `word` are there, 1 to 8.
    ///   - context: The framing and its state.
    /// - Throws: ``TransportError`` if length or number is not allowed.
    /// - Returns: The header, or `nil` if more bytes are needed.
    static func read(
        _ word: UInt64, available: Int, in context: FrameDecoder.Context
    ) throws(TransportError) -> FrameHeader? {
        switch context.framing {
        case .abridged: try abridged(word, available: available, in: context)
        case .intermediate, .paddedIntermediate: try intermediate(word, available: available, in: context)
        case .full: try full(word, available: available, in: context)
        }
    }

    private static func abridged(
        _ word: UInt64, available: Int, in context: FrameDecoder.Context
    ) throws(TransportError) -> FrameHeader? {
        let first = UInt8(truncatingIfNeeded: word)
        let marked = first & 0x80 != 0
        if marked, context.role == .client {
            guard available >= 4 else { return nil }
            return FrameHeader(length: 4, content: .quickAck(UInt32(truncatingIfNeeded: word).byteSwapped))
        }
        var length = 1
        var words = Int(first & 0x7F)
        if words == 0x7F {
            guard available >= 4 else { return nil }
            length = 4
            words = Int(UInt32(truncatingIfNeeded: word) >> 8)
        }
        let count = try context.checked(words * 4)
        return FrameHeader(length: length, content: .body(count: count, requestsQuickAck: marked))
    }

    private static func intermediate(
        _ word: UInt64, available: Int, in context: FrameDecoder.Context
    ) throws(TransportError) -> FrameHeader? {
        guard available >= 4 else { return nil }
        let value = UInt32(truncatingIfNeeded: word)
        let marked = value & 0x8000_0000 != 0
        if marked, context.role == .client { return FrameHeader(length: 4, content: .quickAck(value)) }
        let count = try context.checked(Int(value & 0x7FFF_FFFF))
        return FrameHeader(length: 4, content: .body(count: count, requestsQuickAck: marked))
    }

    private static func full(
        _ word: UInt64, available: Int, in context: FrameDecoder.Context
    ) throws(TransportError) -> FrameHeader? {
        guard available >= 4 else { return nil }
        let total = Int32(truncatingIfNeeded: word)
        // Servers that refuse a connection were seen to send their code in place of the length.
        if total < 0, context.role == .client { return FrameHeader(length: 4, content: .transportError(total)) }
        let payload = try context.checked(Int(total) - FullFrame.overhead)
        guard available >= 8 else { return nil }
        let sequence = UInt32(truncatingIfNeeded: word >> 32)
        guard sequence == context.sequence else {
            throw TransportError(.sequenceMismatch, found: Int(sequence), expected: Int(context.sequence))
        }
        return FrameHeader(
            length: 8, content: .body(count: payload + FullFrame.checksumLength, requestsQuickAck: false))
    }
}
