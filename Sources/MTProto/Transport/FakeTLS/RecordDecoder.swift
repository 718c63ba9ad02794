// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Finds the content of application records in a stream of bytes.
///
/// Nothing is kept but the position: the content stays where it is.
struct RecordDecoder: Sendable {
    private var partialHeader = PartialHeader()
    /// How much content of the current record is still to come.
    private var missing = 0
    private var awaitsChangeCipherSpec: Bool

    /// Creates a decoder.
    ///
    /// - Parameter role: A server first reads the client's ChangeCipherSpec record.
    init(role: TransportRole) {
        awaitsChangeCipherSpec = role == .server
    }

    /// Takes the next piece of content.
    ///
    /// - Parameters:
    ///   - limit: The longest piece wanted, in bytes.
    ///   - input: Bytes of the stream.
    ///   - offset: Where to go on; everything before it was taken.
    /// - Returns: Where in `input` the piece is, or `nil` at the end.
    /// - Throws: ``TransportError`` if something else than an application record comes.
    mutating func next(
        atMost limit: Int = .max, in input: UnsafeRawBufferPointer, from offset: inout Int
    ) throws(TransportError) -> Range<Int>? {
        while offset < input.count {
            if missing > 0 {
                let piece = offset..<offset + min(missing, limit, input.count - offset)
                missing -= piece.count
                offset = piece.upperBound
                return piece
            }
            let peeked = partialHeader.peek(UnsafeRawBufferPointer(rebasing: input[offset...]))
            let length = awaitsChangeCipherSpec ? TLSRecord.changeCipherSpec.count : TLSRecord.headerLength
            guard peeked.available >= length else {
                partialHeader.keep(peeked)
                offset = input.count
                return nil
            }
            try read(peeked.word)
            offset += partialHeader.finish(length: length)
        }
        return nil
    }

    private mutating func read(_ word: UInt64) throws(TransportError) {
        if awaitsChangeCipherSpec {
            guard word & 0xFFFF_FFFF_FFFF == 0x0101_0003_0314 else {
                throw TransportError(.changeCipherSpecMalformed)
            }
            awaitsChangeCipherSpec = false
            return
        }
        missing = try TLSRecord.Kind.applicationData.length(of: word)
    }
}
