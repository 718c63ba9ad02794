// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// The receiving half of a connection: turns received bytes into frames.
///
/// It does no input or output. All bytes of the connection must pass in order and once, since a key stream may run over
/// them.
public struct TransportDecoder: ~Copyable, Sendable {
    private var frames: FrameDecoder
    private var stream: AESCTR?
    private var records: RecordDecoder?
    private var failure: TransportError?

    init(frames: FrameDecoder, stream: consuming AESCTR?, records: RecordDecoder?) {
        self.frames = frames
        self.stream = stream
        self.records = records
    }

    /// How many bytes are kept for a frame that is not complete.
    public var bufferedCount: Int { frames.bufferedCount }

    /// Reads received bytes, all of them.
    ///
    /// A frame that is complete in `bytes` is copied once, into the array of its payload.
    ///
    /// - Parameters:
    ///   - bytes: The next bytes of the stream, cut anywhere. They are decrypted in place and worthless afterwards.
    ///   - frames: Where complete frames are appended, also those before an error.
    /// - Throws: ``TransportError`` if the peer broke a rule, and the same again from then on.
    public mutating func receive(
        _ bytes: UnsafeMutableRawBufferPointer, into frames: inout [TransportFrame]
    ) throws(TransportError) {
        if let failure { throw failure }
        do throws(TransportError) {
            try read(bytes, into: &frames)
        } catch {
            failure = error
            throw error
        }
    }

    /// Whether the next bytes are probably a header and the beginning of a long frame: the rest of it may be read
    /// straight into its place.
    package var expectsLongFrame: Bool { records == nil && frames.expectsLongFrame }

    /// Lets the next bytes of a long frame be read straight into their place.
    ///
    /// - Parameters:
    ///   - read: Puts bytes to the start of the place and says how many, which may be none.
    ///   - frames: Where the frame is appended if it is complete then.
    /// - Returns: `false` if no such bytes are missing; nothing is read then.
    /// - Throws: ``TransportError`` if the peer broke a rule, and the same again from then on.
    package mutating func receive(
        directly read: (UnsafeMutableRawBufferPointer) -> Int, into frames: inout [TransportFrame]
    ) throws(TransportError) -> Bool {
        if let failure { throw failure }
        // What is wrapped into records has their headers in between.
        guard records == nil else { return false }
        do throws(TransportError) {
            // The closure may not use this value while its frames change.
            var stream = self.stream.take()
            defer { self.stream = stream.take() }
            return try self.frames.receive(
                directly: { place in
                    let count = min(place.count, read(place))
                    stream?.apply(UnsafeMutableRawBufferPointer(rebasing: place[..<count]))
                    return count
                }, into: &frames)
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func read(
        _ bytes: UnsafeMutableRawBufferPointer, into frames: inout [TransportFrame]
    ) throws(TransportError) {
        guard records != nil else { return try open(bytes, into: &frames) }
        var offset = 0
        while let piece = try records?.next(in: UnsafeRawBufferPointer(bytes), from: &offset) {
            try open(UnsafeMutableRawBufferPointer(rebasing: bytes[piece]), into: &frames)
        }
    }

    /// Decrypts content and reads the frames in it.
    private mutating func open(
        _ content: UnsafeMutableRawBufferPointer, into frames: inout [TransportFrame]
    ) throws(TransportError) {
        stream?.apply(content)
        try self.frames.receive(UnsafeRawBufferPointer(content), into: &frames)
    }
}
