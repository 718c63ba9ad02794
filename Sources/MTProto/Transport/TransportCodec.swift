// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// Both halves of a connection, from its first byte on.
///
/// A client sends ``takeHandshake()`` at once, feeds what comes to ``receive(_:into:)``, and may encode payloads when
/// ``isReady``. A server gets its codec from ``TransportAcceptor``. Where reading and writing happen on different
/// threads, ``split(_:)`` gives two independent halves.
public struct TransportCodec: ~Copyable, Sendable {
    /// The data centre that the client named, on the server's side.
    public let dataCenter: ProxyDataCenter?
    /// Which of the acceptor's secrets the client used, `nil` if none.
    public let secretIndex: Int?

    private var decoder: TransportDecoder
    private var encoder: TransportEncoder
    private var handshake: FakeTLSClientHandshake?
    private var handshakeBytes: [UInt8] = []
    private var failure: TransportError?

    /// Creates a client's codec.
    ///
    /// - Parameters:
    ///   - configuration: How the connection looks.
    ///   - unixTime: The server's time in seconds since 1970; proxies refuse FakeTLS clients that are more than some ten
    ///     minutes off.
    ///   - generator: Keys come from it, so outside of tests it must be the system's.
    public init(
        client configuration: TransportConfiguration, unixTime: Int,
        using generator: inout some RandomNumberGenerator
    ) {
        let framing = configuration.framing
        switch configuration.disguise {
        case .none:
            let frames = FrameDecoder(framing: framing, role: .client, limit: configuration.maximumFrameLength)
            self.init(
                decoder: TransportDecoder(frames: frames, stream: nil, records: nil),
                encoder: TransportEncoder(
                    role: .client, framing: framing, stream: nil, recordPayload: nil,
                    opening: TransportEncoder.Opening(initialBytes: framing.initialBytes)))
        case .obfuscated(let secret):
            self = Self.obfuscated(configuration, secret: secret, handshake: nil, using: &generator)
        case .fakeTLS(let secret, let profile):
            let handshake = FakeTLSClientHandshake(
                secret: secret, profile: profile, unixTime: unixTime, using: &generator)
            self = Self.obfuscated(configuration, secret: secret, handshake: handshake, using: &generator)
        }
    }

    /// Creates a client's codec with key streams, inside of records if there is a handshake.
    static func obfuscated(
        _ configuration: TransportConfiguration, secret: ProxySecret?, handshake: FakeTLSClientHandshake?,
        using generator: inout some RandomNumberGenerator
    ) -> TransportCodec {
        let frames = FrameDecoder(
            framing: configuration.framing, role: .client, limit: configuration.maximumFrameLength)
        guard let tag = configuration.framing.obfuscationTag else {
            preconditionFailure("the full framing cannot be obfuscated")
        }
        let header = ObfuscationHeader(tag: tag, dcID: configuration.dataCenter?.rawValue, using: &generator)
        let streams = ObfuscatedClientStreams(header: header, secret: secret?.key)
        let opening = TransportEncoder.Opening(
            preface: handshake == nil ? [] : TLSRecord.changeCipherSpec, initialBytes: streams.firstBytes)
        return streams.split { outgoing, incoming in
            var codec = TransportCodec(
                decoder: TransportDecoder(
                    frames: frames, stream: incoming, records: handshake.map { _ in RecordDecoder(role: .client) }),
                encoder: TransportEncoder(
                    role: .client, framing: configuration.framing, stream: outgoing,
                    recordPayload: handshake.map { _ in configuration.recordPayload }, opening: opening))
            codec.handshakeBytes = handshake?.hello ?? []
            codec.handshake = handshake
            return codec
        }
    }

    /// Joins two halves.
    init(
        decoder: consuming TransportDecoder, encoder: consuming TransportEncoder, dataCenter: ProxyDataCenter? = nil,
        secretIndex: Int? = nil
    ) {
        self.decoder = decoder
        self.encoder = encoder
        self.dataCenter = dataCenter
        self.secretIndex = secretIndex
    }

    /// The side this is.
    public var role: TransportRole { encoder.role }

    /// The framing, inside of any disguise.
    public var framing: Framing { encoder.framing }

    /// Whether payloads may be encoded.
    ///
    /// It is false only while a FakeTLS client waits for the server's answer: nothing may follow the hello before that.
    public var isReady: Bool { handshake == nil }

    /// How many bytes are kept for what is not complete.
    public var bufferedCount: Int { decoder.bufferedCount + (handshake?.bufferedCount ?? 0) }

    /// Takes what a client must send before anything else, nothing if that can wait for the first payload.
    ///
    /// - Returns: The bytes; empty the second time.
    public mutating func takeHandshake() -> [UInt8] {
        defer { handshakeBytes = [] }
        return handshakeBytes
    }

    /// Gives the halves away, once the codec is ready.
    ///
    /// - Parameter body: Takes them.
    /// - Returns: What `body` returns.
    public consuming func split<Result: ~Copyable>(
        _ body: (consuming TransportDecoder, consuming TransportEncoder) -> Result
    ) -> Result {
        precondition(isReady, "the handshake is not complete")
        return body(decoder, encoder)
    }

    /// Reads received bytes, all of them.
    ///
    /// - Parameters:
    ///   - bytes: The next bytes of the stream, cut anywhere. They are decrypted in place and worthless afterwards.
    ///   - frames: Where complete frames are appended, also those before an error.
    /// - Throws: ``TransportError`` if the peer broke a rule, and the same again from then on.
    public mutating func receive(
        _ bytes: UnsafeMutableRawBufferPointer, into frames: inout [TransportFrame]
    ) throws(TransportError) {
        if let failure { throw failure }
        var offset = 0
        do throws(TransportError) {
            guard try handshake?.receive(UnsafeRawBufferPointer(bytes), from: &offset) ?? true else { return }
        } catch {
            failure = error
            throw error
        }
        handshake = nil
        try decoder.receive(UnsafeMutableRawBufferPointer(rebasing: bytes[offset...]), into: &frames)
    }

    /// Appends a payload as a frame to the bytes to send.
    ///
    /// The codec must be ready; see ``TransportEncoder/encode(count:requestsQuickAck:into:using:fill:)``.
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
        withEncoder { encoder in
            encoder.encode(payload, requestsQuickAck: requestsQuickAck, into: &output, using: &generator)
        }
    }

    /// Lends the sending half; the codec must be ready.
    ///
    /// - Parameter body: Uses it.
    /// - Returns: What `body` returns.
    public mutating func withEncoder<Result>(_ body: (inout TransportEncoder) -> Result) -> Result {
        precondition(isReady, "nothing can be sent before the handshake is complete")
        return body(&encoder)
    }
}
