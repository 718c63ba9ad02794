// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto
internal import FerogramMTProto

/// Collects frames as the bytes of one write.
package struct OutgoingFrames: ~Copyable {
    /// It is there before anybody appends a frame.
    private var encoder: TransportEncoder?
    private var generator: any RandomNumberGenerator & Sendable
    private var bytes: [UInt8] = []
    /// How many of the bytes have been written.
    private var writtenCount = 0
    /// Whether nothing is going to follow for a while.
    private(set) var isLast = false
    /// Packets that are hashed and not sealed.
    var prepared: PreparedPair?

    init(generator: any RandomNumberGenerator & Sendable) {
        self.generator = generator
    }

    /// How many bytes wait to be written.
    package var byteCount: Int { bytes.count - writtenCount }

    /// Whether there are packets that ``finish(direction:cipher:)`` is going to seal; they do not count as bytes.
    package var hasPrepared: Bool { prepared != nil }

    /// Appends a payload.
    ///
    /// - Parameters:
    ///   - payload: A multiple of 4 bytes, 4 to `TransportLimits.maximumPayloadLength`.
    ///   - requestsQuickAck: Whether a client asks for a quick acknowledgement; not with the full framing.
    package mutating func append(_ payload: [UInt8], requestsQuickAck: Bool = false) {
        encoder?.encode(payload, requestsQuickAck: requestsQuickAck, into: &bytes, using: &generator)
    }

    /// Appends a payload that is written into its place.
    ///
    /// - Parameters:
    ///   - count: A multiple of 4 bytes, 4 to `TransportLimits.maximumPayloadLength`.
    ///   - requestsQuickAck: Whether a client asks for a quick acknowledgement; not with the full framing.
    ///   - fill: Writes all of the payload.
    package mutating func append(
        count: Int, requestsQuickAck: Bool = false, fill: (UnsafeMutableRawBufferPointer) -> Void
    ) {
        encoder?.encode(
            count: count, requestsQuickAck: requestsQuickAck, into: &bytes, using: &generator, fill: fill)
    }

    /// Appends two payloads that are written into their places together.
    ///
    /// - Parameters:
    ///   - counts: The lengths of the payloads, as above.
    ///   - fill: Writes all of the payloads.
    package mutating func append(counts: (Int, Int), fill: (MessageCipher.Places) -> Void) {
        encoder?.encode(counts: counts, into: &bytes, using: &generator) { fill(($0, $1)) }
    }

    /// Appends a server's quick acknowledgement.
    ///
    /// - Parameter token: The first four bytes of the large message key; the top bit is set here.
    package mutating func appendQuickAck(token: UInt32) {
        encoder?.encodeQuickAck(token: token, into: &bytes, using: &generator)
    }

    /// Appends a server's error code.
    ///
    /// - Parameter code: A negative code such as -404, or 0 for a frame that says nothing.
    package mutating func appendTransportError(code: Int32) {
        encoder?.encodeTransportError(code: code, into: &bytes, using: &generator)
    }

    /// Says that nothing is going to follow for a while, so that no memory is kept for it.
    package mutating func expectNothing() {
        isLast = true
    }

    // MARK: For the connection

    /// Makes the sending half known.
    mutating func install(_ encoder: consuming TransportEncoder) {
        self.encoder = consume encoder
    }

    /// Appends bytes that are no frame but part of a handshake.
    mutating func append(handshake: [UInt8]) {
        bytes += handshake
    }

    /// Lends the bytes that wait to be written.
    borrowing func withUnwritten<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[writtenCount...])) }
    }

    /// Takes note that bytes were written.
    mutating func wrote(_ count: Int) {
        writtenCount += count
    }

    /// Forgets all bytes.
    ///
    /// - Parameter limit: How much memory to keep for the next frames, in bytes.
    mutating func removeAll(keeping limit: Int) {
        bytes.removeAll(keepingCapacity: !isLast && bytes.capacity <= limit)
        writtenCount = 0
        isLast = false
    }
}
