// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// The sending half of a connection: turns payloads into the bytes to send.
///
/// It does no input or output. What it appends must be sent in the order of the calls and once, since a key stream may
/// run over it; several frames may go into one buffer and so into one write.
public struct TransportEncoder: ~Copyable, Sendable {
    /// What goes before the first frame.
    struct Opening: Sendable {
        /// Before the first record.
        var preface: [UInt8] = []
        /// Before the first frame, inside of its record; it is not encrypted again.
        var initialBytes: [UInt8] = []
    }

    /// The side this is.
    public let role: TransportRole
    private var frames: FrameEncoder
    private var stream: AESCTR?
    /// How much goes into one TLS record, `nil` if there are none.
    private let recordPayload: Int?
    private var opening: Opening

    init(
        role: TransportRole, framing: Framing, stream: consuming AESCTR?, recordPayload: Int?,
        opening: Opening = Opening()
    ) {
        precondition(
            recordPayload.map(TransportLimits.recordPayloads.contains) ?? true, "a record holds 128 to 16,384 bytes")
        self.role = role
        frames = FrameEncoder(framing: framing)
        self.stream = stream
        self.recordPayload = recordPayload
        self.opening = opening
    }

    /// The framing, inside of any disguise.
    public var framing: Framing { frames.framing }

    /// Appends a payload as a frame to the bytes to send.
    ///
    /// The first frame of a client brings the bytes that open the connection.
    ///
    /// - Parameters:
    ///   - count: The payload's length in bytes: a multiple of 4, 4 to ``TransportLimits/maximumPayloadLength``.
    ///   - requestsQuickAck: Whether a client asks for a quick acknowledgement; not with the full framing.
    ///   - output: The bytes to send.
    ///   - generator: Where padding comes from.
    ///   - fill: Writes the payload, all of its bytes, into its place.
    public mutating func encode(
        count: Int, requestsQuickAck: Bool = false, into output: inout [UInt8],
        using generator: inout some RandomNumberGenerator, fill: (UnsafeMutableRawBufferPointer) -> Void
    ) {
        precondition(!requestsQuickAck || role == .client, "a server cannot ask for quick acknowledgements")
        // Clients such as Telethon find the end of a packet by rounding its length down to four bytes.
        let padding = padding(upTo: role == .server ? 3 : 15, using: &generator)
        seal(into: &output) { frames, output in
            frames.append(
                count: count, requestsQuickAck: requestsQuickAck, padding: padding, to: &output, fill: fill)
        }
    }

    /// Appends two payloads, each as a frame, to the bytes to send.
    ///
    /// - Parameters:
    ///   - counts: The payloads' lengths, as above.
    ///   - output: The bytes to send.
    ///   - generator: Where padding comes from.
    ///   - fill: Writes the payloads, all of their bytes, into their places.
    package mutating func encode(
        counts: (Int, Int), into output: inout [UInt8], using generator: inout some RandomNumberGenerator,
        fill: (UnsafeMutableRawBufferPointer, UnsafeMutableRawBufferPointer) -> Void
    ) {
        let most = role == .server ? 3 : 15
        let paddings = (padding(upTo: most, using: &generator), padding(upTo: most, using: &generator))
        seal(into: &output) { frames, output in
            frames.append(counts: counts, paddings: paddings, to: &output, fill: fill)
        }
    }

    /// Appends a payload as a frame to the bytes to send.
    ///
    /// - Parameters:
    ///   - payload: A multiple of 4 bytes, 4 to ``TransportLimits/maximumPayloadLength``.
    ///   - requestsQuickAck: Whether a client asks for a quick acknowledgement; not with the full framing.
    ///   - output: The bytes to send.
    ///   - generator: Where padding comes from.
    public mutating func encode(
        _ payload: [UInt8], requestsQuickAck: Bool = false, into output: inout [UInt8],
        using generator: inout some RandomNumberGenerator
    ) {
        encode(count: payload.count, requestsQuickAck: requestsQuickAck, into: &output, using: &generator) { place in
            payload.withUnsafeBytes { place.copyMemory(from: $0) }
        }
    }

    /// Appends a server's quick acknowledgement to the bytes to send.
    ///
    /// - Parameters:
    ///   - token: The first four bytes of the large message key, read in little-endian order; the top bit is set here.
    ///   - output: The bytes to send.
    ///   - generator: Where padding comes from.
    public mutating func encodeQuickAck(
        token: UInt32, into output: inout [UInt8], using generator: inout some RandomNumberGenerator
    ) {
        precondition(role == .server, "only servers acknowledge")
        let padding = padding(upTo: 8, using: &generator)
        seal(into: &output) { frames, output in frames.appendQuickAck(token: token, padding: padding, to: &output) }
    }

    /// Appends a server's error code to the bytes to send.
    ///
    /// - Parameters:
    ///   - code: A negative code such as -404, or 0 for a frame that says nothing.
    ///   - output: The bytes to send.
    ///   - generator: Where padding comes from.
    public mutating func encodeTransportError(
        code: Int32, into output: inout [UInt8], using generator: inout some RandomNumberGenerator
    ) {
        precondition(role == .server && code <= 0, "only servers send codes, and none is positive")
        let padding = padding(upTo: 11, using: &generator)
        seal(into: &output) { frames, output in frames.appendCode(code, padding: padding, to: &output) }
    }

    private func padding(upTo maximum: Int, using generator: inout some RandomNumberGenerator) -> FramePadding {
        framing == .paddedIntermediate ? FramePadding(upTo: maximum, using: &generator) : .none
    }

    /// Appends what `write` writes, encrypted and cut into records as the connection demands.
    private mutating func seal(into output: inout [UInt8], _ write: (inout FrameEncoder, inout [UInt8]) -> Void) {
        output.append(contentsOf: opening.preface)
        let start = output.count
        if recordPayload != nil { output.append(contentsOf: repeatElement(0, count: TLSRecord.headerLength)) }
        output.append(contentsOf: opening.initialBytes)
        opening = Opening()
        let frame = output.count
        write(&frames, &output)
        output.withUnsafeMutableBytes { stream?.apply(UnsafeMutableRawBufferPointer(rebasing: $0[frame...])) }
        if let recordPayload { TLSRecord.cut(&output, from: start, payload: recordPayload) }
    }
}
