// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
package import FerogramMTProto

/// The receiving half of a connection's transport, from the first byte on.
struct IncomingBytes: ~Copyable {
    private enum Stage {
        case accepting, handshake, open
    }

    /// What a connection needs until it is open; it is large, and idle ones do without.
    private final class Beginning {
        var acceptor: TransportAcceptor?
        var codec: TransportCodec?
    }

    private var stage: Stage
    private var beginning: Beginning? = Beginning()
    private var decoder: TransportDecoder?
    private(set) var peer: TransportPeer?
    private var generator: any RandomNumberGenerator & Sendable
    let isServer: Bool

    init(_ role: consuming ConnectionRole, generator: any RandomNumberGenerator & Sendable) {
        self.generator = generator
        switch consume role {
        case .client(let codec):
            beginning?.codec = consume codec
            stage = .handshake
            isServer = false
        case .server(let acceptor):
            beginning?.acceptor = consume acceptor
            stage = .accepting
            isServer = true
        }
    }

    /// Whether the handshake is over.
    var isOpen: Bool { stage == .open }

    /// Whether an end of the stream here leaves something incomplete.
    var isInFrame: Bool {
        // Looking into an optional that cannot be copied counts as a change.
        mutating get {
            guard stage == .open, let count = decoder?.bufferedCount else { return true }
            return count > 0
        }
    }

    /// Makes what a client must send before anything else, and the sending half if that is all.
    mutating func begin(opening: inout [UInt8]) -> TransportEncoder? {
        guard stage == .handshake else { return nil }
        opening += beginning?.codec?.takeHandshake() ?? []
        return split()
    }

    /// Reads bytes, all of them.
    ///
    /// - Parameters:
    ///   - bytes: The next bytes; they are overwritten.
    ///   - frames: Where complete frames are appended, also those before an error.
    ///   - answer: Where bytes are appended that belong to the handshake.
    /// - Returns: The sending half, when the handshake has just ended.
    /// - Throws: ``TransportError`` if the peer broke a rule.
    mutating func receive(
        _ bytes: UnsafeMutableRawBufferPointer, into frames: inout [TransportFrame], answer: inout [UInt8]
    ) throws(TransportError) -> TransportEncoder? {
        switch stage {
        case .open:
            try decoder?.receive(bytes, into: &frames)
            return nil
        case .accepting:
            let unixTime = Int(clamping: WallClock.sinceEpoch.components.seconds)
            guard
                let codec = try beginning?.acceptor?.receive(
                    bytes, into: &frames, answer: &answer, unixTime: unixTime, using: &generator)
            else { return nil }
            beginning?.acceptor = nil
            beginning?.codec = consume codec
        case .handshake:
            try beginning?.codec?.receive(bytes, into: &frames)
        }
        return split()
    }

    /// How many bytes to read at once: few where a long frame probably begins, since the rest of it need not be copied.
    mutating func readingSize(_ most: Int) -> Int {
        guard stage == .open, decoder?.expectsLongFrame ?? false else { return most }
        return min(most, TransportLimits.readingOfHeader)
    }

    /// Lets the next bytes of a long frame be read straight into their place.
    ///
    /// - Parameters:
    ///   - read: Puts bytes to the start of the place and says how many, which may be none.
    ///   - frames: Where the frame is appended if it is complete then.
    /// - Returns: `false` if no such bytes are missing; nothing is read then.
    /// - Throws: ``TransportError`` if the peer broke a rule.
    mutating func receive(
        directly read: (UnsafeMutableRawBufferPointer) -> Int, into frames: inout [TransportFrame]
    ) throws(TransportError) -> Bool {
        guard stage == .open else { return false }
        return try decoder?.receive(directly: read, into: &frames) ?? false
    }

    private mutating func split() -> TransportEncoder? {
        guard let beginning, beginning.codec?.isReady ?? false, let codec = beginning.codec.take() else { return nil }
        stage = .open
        self.beginning = nil
        peer = TransportPeer(framing: codec.framing, dataCenter: codec.dataCenter, secretIndex: codec.secretIndex)
        var encoder: TransportEncoder?
        codec.split { receiving, sending in
            decoder = consume receiving
            encoder = consume sending
        }
        return encoder
    }
}

/// How a connection begins.
package enum ConnectionRole: ~Copyable, Sendable {
    /// This side speaks first, in the way the codec was made for.
    case client(TransportCodec)
    /// The peer's first bytes say how it speaks.
    case server(TransportAcceptor)
}

/// How the two sides speak, and what a client said when it came.
package struct TransportPeer: Hashable, Sendable {
    /// The framing, inside of any disguise.
    package let framing: Framing
    /// The data centre that a client named, on the server's side.
    package let dataCenter: ProxyDataCenter?
    /// Which of a server's secrets the client used, `nil` if none.
    package let secretIndex: Int?
}
