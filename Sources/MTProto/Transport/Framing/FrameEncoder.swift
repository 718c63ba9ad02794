// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Puts payloads into frames.
struct FrameEncoder: Sendable {
    let framing: Framing
    /// The next frame's number in the full framing.
    private var sequence: UInt32 = 0

    init(framing: Framing) {
        self.framing = framing
    }

    /// The header of a frame as it stands on the wire, the first byte lowest.
    private struct Header {
        let word: UInt64
        let length: Int
    }

    /// Appends one frame.
    ///
    /// - Parameters:
    ///   - count: The payload's length: a multiple of 4, 4 to ``TransportLimits/maximumPayloadLength``.
    ///   - requestsQuickAck: Whether to ask the server for a quick acknowledgement; not with the full framing.
    ///   - padding: The padding of the padded intermediate framing; nothing elsewhere.
    ///   - output: Where the frame goes.
    ///   - fill: Writes all bytes of the payload into the place it is given.
    mutating func append(
        count: Int, requestsQuickAck: Bool, padding: FramePadding, to output: inout [UInt8],
        fill: (UnsafeMutableRawBufferPointer) -> Void
    ) {
        precondition(count >= 4 && count % 4 == 0, "a payload is a positive multiple of 4 bytes")
        precondition(count <= TransportLimits.maximumPayloadLength, "a payload stays below 16 MiB")
        precondition(!requestsQuickAck || framing.supportsQuickAck, "the full framing has no quick acknowledgements")
        precondition(padding.count == 0 || framing == .paddedIntermediate, "only one framing has padding")
        let header = header(count: count, requestsQuickAck: requestsQuickAck, padding: padding.count)
        let trailer = framing == .full ? FullFrame.checksumLength : padding.count
        let total = header.length + count + trailer
        output.append(addingCapacity: total) { span in
            span.withUnsafeMutableBufferPointer { buffer, initialized in
                let bytes = UnsafeMutableRawBufferPointer(buffer)
                let end = header.length + count
                withUnsafeBytes(of: header.word.littleEndian) { word in
                    bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: word[..<header.length]))
                }
                let payload = UnsafeMutableRawBufferPointer(rebasing: bytes[header.length..<end])
                fill(payload)
                if framing == .full {
                    let checksum = FullFrame.checksum(header: header.word, payload: UnsafeRawBufferPointer(payload))
                    bytes.storeBytes(of: checksum.littleEndian, toByteOffset: end, as: UInt32.self)
                } else {
                    padding.write(to: UnsafeMutableRawBufferPointer(rebasing: bytes[end...]))
                }
                initialized = total
            }
        }
        sequence &+= 1
    }

    /// Room for the headers and trailers of two frames and for small frames that follow, in bytes.
    private static let roomBehindTwo = 4_096

    /// Appends two frames whose payloads are written together.
    ///
    /// - Parameters:
    ///   - counts: The lengths of the payloads.
    ///   - paddings: The paddings, as above.
    ///   - output: Where the frames go.
    ///   - fill: Writes all bytes of the payloads into the places it is given.
    mutating func append(
        counts: (Int, Int), paddings: (FramePadding, FramePadding), to output: inout [UInt8],
        fill: (UnsafeMutableRawBufferPointer, UnsafeMutableRawBufferPointer) -> Void
    ) {
        // Growing for the second frame, or for a small one after it, would move the first one.
        output.reserveCapacity(output.count + counts.0 + counts.1 + Self.roomBehindTwo)
        let first = reserve(counts.0, paddings.0, in: &output)
        let second = reserve(counts.1, paddings.1, in: &output)
        output.withUnsafeMutableBytes { bytes in
            fill(
                UnsafeMutableRawBufferPointer(rebasing: bytes[first]),
                UnsafeMutableRawBufferPointer(rebasing: bytes[second]))
            guard framing == .full else { return }
            for payload in [first, second] {
                let header = bytes.loadUnaligned(fromByteOffset: payload.lowerBound - 8, as: UInt64.self)
                let checksum = FullFrame.checksum(
                    header: UInt64(littleEndian: header), payload: UnsafeRawBufferPointer(rebasing: bytes[payload]))
                bytes.storeBytes(of: checksum.littleEndian, toByteOffset: payload.upperBound, as: UInt32.self)
            }
        }
    }

    /// Appends a frame without its payload, and gives the payload's place.
    private mutating func reserve(_ count: Int, _ padding: FramePadding, in output: inout [UInt8]) -> Range<Int> {
        let hasChecksum = framing == .full
        append(count: count, requestsQuickAck: false, padding: padding, to: &output) { place in
            // A checksum is made of what lies there, and again when the payload does.
            if hasChecksum { place.initializeMemory(as: UInt8.self, repeating: 0) }
        }
        let trailer = hasChecksum ? FullFrame.checksumLength : padding.count
        let end = output.count - trailer
        return end - count..<end
    }

    private func header(count: Int, requestsQuickAck: Bool, padding: Int) -> Header {
        switch framing {
        case .abridged:
            let mark: UInt64 = requestsQuickAck ? 0x80 : 0
            let words = UInt64(count / 4)
            return words < 0x7F
                ? Header(word: words | mark, length: 1) : Header(word: words << 8 | 0x7F | mark, length: 4)
        case .intermediate, .paddedIntermediate:
            return Header(word: UInt64(count + padding) | (requestsQuickAck ? 0x8000_0000 : 0), length: 4)
        case .full:
            return Header(word: UInt64(count + FullFrame.overhead) | UInt64(sequence) << 32, length: 8)
        }
    }

    /// Appends a server's quick acknowledgement.
    ///
    /// - Parameters:
    ///   - token: The packet's token; its top bit is set here.
    ///   - padding: Up to 8 bytes in the padded intermediate framing, nothing elsewhere.
    ///   - output: Where it goes.
    mutating func appendQuickAck(token: UInt32, padding: FramePadding, to output: inout [UInt8]) {
        let token = token | 0x8000_0000
        switch framing {
        case .abridged:
            withUnsafeBytes(of: token.bigEndian) { output.append(contentsOf: $0) }
        case .intermediate:
            withUnsafeBytes(of: token.littleEndian) { output.append(contentsOf: $0) }
        case .paddedIntermediate:
            precondition(padding.count <= 8, "a quick acknowledgement has at most 8 bytes of padding")
            append(count: 8, requestsQuickAck: false, padding: padding, to: &output) { bytes in
                bytes.storeBytes(of: UInt32.max, as: UInt32.self)
                bytes.storeBytes(of: token.littleEndian, toByteOffset: 4, as: UInt32.self)
            }
        case .full:
            preconditionFailure("the full framing has no quick acknowledgements")
        }
    }

    /// Appends a server's error code.
    ///
    /// - Parameters:
    ///   - code: The code, or 0 for a frame that says nothing.
    ///   - padding: Up to 11 bytes in the padded intermediate framing, nothing elsewhere.
    ///   - output: Where it goes.
    mutating func appendCode(_ code: Int32, padding: FramePadding, to output: inout [UInt8]) {
        precondition(padding.count <= 11, "a code has at most 11 bytes of padding, or it would not be seen as one")
        append(count: 4, requestsQuickAck: false, padding: padding, to: &output) { bytes in
            bytes.storeBytes(of: code.littleEndian, as: Int32.self)
        }
    }
}
