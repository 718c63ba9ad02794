// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Cuts a stream of bytes into frames.
///
/// A frame whose bytes are all in one piece of input is copied once, into the array that is handed out, where it can be
/// decrypted in place; the bytes of a long one can be read straight into it. Of a frame in pieces only that array is kept,
/// so memory never exceeds one frame's limit, and what was read is hardly ever moved. After an error the decoder must not
/// be used again.
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
    /// The body that is being collected, as long as there is room for, how much of it came, and how much did not.
    private var body: [UInt8] = []
    private var filled = 0
    private var missing = 0
    /// Whether the last frame was read straight into its place, which the next one may be as well.
    private(set) var expectsLongFrame = false
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
            try finishCollected(into: &frames)
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
                expectsLongFrame = false
                requestsQuickAck = wantsQuickAck
                if rest.count >= count {
                    try finish([UInt8](UnsafeRawBufferPointer(rebasing: rest[..<count])), into: &frames)
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else {
                    missing = count
                    makeRoom(min(count, max(rest.count, TransportLimits.eagerReservation)))
                    collect(&rest)
                }
            }
        }
    }

    private mutating func collect(_ rest: inout UnsafeRawBufferPointer) {
        let count = min(missing, rest.count)
        if body.count < filled + count { makeRoom(filled + missing) }
        body.withUnsafeMutableBytes { place in
            UnsafeMutableRawBufferPointer(rebasing: place[filled..<filled + count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
        }
        (filled, missing) = (filled + count, missing - count)
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }

    /// Makes the body so long, with what came of it.
    ///
    /// What lay in that memory is there until it is overwritten, and nobody gets the body before.
    private mutating func makeRoom(_ count: Int) {
        let (former, kept) = (body, filled)
        body = [UInt8](unsafeUninitializedCapacity: count) { place, initialized in
            former.withUnsafeBytes { former in
                UnsafeMutableRawBufferPointer(place)
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: former[..<kept]))
            }
            initialized = count
        }
    }

    /// Lets the next bytes of a long frame be read straight into their place.
    ///
    /// - Parameters:
    ///   - read: Puts bytes to the start of the place and says how many, which may be none.
    ///   - frames: Where the frame is appended if it is complete then.
    /// - Returns: `false` if no such bytes are missing; nothing is read then.
    /// - Throws: ``TransportError`` if the peer broke the framing.
    mutating func receive(
        directly read: (UnsafeMutableRawBufferPointer) -> Int, into frames: inout [TransportFrame]
    ) throws(TransportError) -> Bool {
        let room = min(missing, body.count - filled)
        guard missing >= TransportLimits.directReading, room > 0 else { return false }
        let count = body.withUnsafeMutableBytes { place in
            min(room, read(UnsafeMutableRawBufferPointer(rebasing: place[filled..<filled + room])))
        }
        (filled, missing) = (filled + count, missing - count)
        if missing == 0 {
            expectsLongFrame = true
            try finishCollected(into: &frames)
        }
        return true
    }

    private mutating func finishCollected(into frames: inout [TransportFrame]) throws(TransportError) {
        var whole: [UInt8] = []
        swap(&whole, &body)
        filled = 0
        try finish(whole, into: &frames)
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
