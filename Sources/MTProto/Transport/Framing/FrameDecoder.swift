// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Cuts a stream of bytes into frames.
///
/// A frame whose bytes are all in one piece of input is copied once, into the array that is handed out, where it can be
/// decrypted in place. Of a frame in pieces only that array is kept, so memory never exceeds one frame's limit, and
/// what was read is never moved. After an error the decoder must not be used again.
struct FrameDecoder: Sendable {
    /// What a header is read against.
    struct Context: Sendable {
        let framing: Framing
        let role: TransportRole
        /// The longest payload, in bytes.
        let limit: Int
        /// The next frame's number in the full framing.
        var sequence: UInt32 = 0

        func checked(_ count: Int) throws(TransportError) -> Int {
            guard count >= 4 else { throw TransportError(.frameTooShort, found: count, expected: 4) }
            guard count <= limit else { throw TransportError(.frameTooLong, found: count, expected: limit) }
            guard count % 4 == 0 || framing == .paddedIntermediate else {
                throw TransportError(.frameMisaligned, found: count)
            }
            return count
        }
    }

    private var context: Context
    private var partialHeader = PartialHeader()
    /// The body that is being collected and how much of it is still to come.
    private var body: [UInt8] = []
    private var missing = 0
    private var requestsQuickAck = false
    /// The header of the current frame, for the checksum.
    private var header: UInt64 = 0
    /// The server said why it will not go on; what follows means nothing.
    private var hasEnded = false

    init(framing: Framing, role: TransportRole, limit: Int) {
        context = Context(framing: framing, role: role, limit: min(limit, TransportLimits.maximumFrameLength))
    }

    /// How many bytes are kept for frames that are not complete.
    var bufferedCount: Int { partialHeader.count + body.capacity }

    /// Reads all of `input`.
    ///
    /// - Parameters:
    ///   - input: The next bytes, cut anywhere.
    ///   - frames: Where complete frames are appended, also those before an error.
    /// - Throws: ``TransportError`` if the peer broke the framing.
    mutating func receive(
        _ input: UnsafeRawBufferPointer, into frames: inout [TransportFrame]
    ) throws(TransportError) {
        var rest = input
        if missing > 0 {
            collect(&rest)
            guard missing == 0 else { return }
            var whole: [UInt8] = []
            swap(&whole, &body)
            try finish(whole, into: &frames)
        }
        while !rest.isEmpty, !hasEnded {
            let peeked = partialHeader.peek(rest)
            guard let next = try FrameHeader.read(peeked.word, available: peeked.available, in: context) else {
                return partialHeader.keep(peeked)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[partialHeader.finish(length: next.length)...])
            switch next.content {
            case .quickAck(let token):
                frames.append(.quickAck(token: token))
            case .transportError(let code):
                frames.append(.transportError(code: code))
                hasEnded = true
            case .body(let count, let wantsQuickAck):
                header = peeked.word
                requestsQuickAck = wantsQuickAck
                if rest.count >= count {
                    try finish([UInt8](UnsafeRawBufferPointer(rebasing: rest[..<count])), into: &frames)
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else {
                    missing = count
                    body.reserveCapacity(min(count, max(rest.count, TransportLimits.eagerReservation)))
                    collect(&rest)
                }
            }
        }
    }

    private mutating func collect(_ rest: inout UnsafeRawBufferPointer) {
        let count = min(missing, rest.count)
        if body.capacity < body.count + count { body.reserveCapacity(body.count + missing) }
        body.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest[..<count]))
        missing -= count
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }

    /// Takes the whole body; it is consumed, for a second reference would make cutting the checksum off copy it.
    private mutating func finish(
        _ whole: consuming [UInt8], into frames: inout [TransportFrame]
    ) throws(TransportError) {
        var payload = whole
        if context.framing == .full {
            try checkTrailer(of: &payload)
            context.sequence &+= 1
        }
        frames.append(meaning(of: payload))
    }

    private func checkTrailer(of payload: inout [UInt8]) throws(TransportError) {
        let (computed, found) = payload.withUnsafeBytes { bytes in
            let end = bytes.count - FullFrame.checksumLength
            return (
                FullFrame.checksum(header: header, payload: UnsafeRawBufferPointer(rebasing: bytes[..<end])),
                UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self))
            )
        }
        guard computed == found else {
            throw TransportError(.checksumMismatch, found: Int(found), expected: Int(computed))
        }
        payload.removeLast(FullFrame.checksumLength)
    }

    /// Tells codes and quick acknowledgements, which only servers send, from payloads.
    private func meaning(of payload: [UInt8]) -> TransportFrame {
        guard context.role == .client, payload.count <= ShortFrame.maximumLength else {
            return .payload(payload, requestsQuickAck: requestsQuickAck)
        }
        return ShortFrame.meaning(of: payload, framing: context.framing) ?? .payload(payload)
    }
}
