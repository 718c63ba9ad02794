// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// The server's side of a connection that has just been opened: finds out how the client speaks.
///
/// It takes bytes from the first one on and needs no more than the client has to send. Of a client that never says anything
/// useful it keeps at most a ClientHello.
public struct TransportAcceptor: ~Copyable, Sendable {
    private struct Limits: Sendable {
        var frameLength: Int
        var recordPayload: Int
    }

    private enum Stage: Sendable {
        case sniffing([UInt8])
        case clientHello(RecordCollector)
        case header([UInt8], RecordDecoder, secretIndex: Int)
        case failed(TransportError)
        case finished
    }

    private let secrets: [ProxySecret]
    private let acceptsDirect: Bool
    private let limits: Limits
    private var stage = Stage.sniffing([])

    /// Creates an acceptor for one connection.
    ///
    /// - Parameters:
    ///   - secrets: The secrets that clients may use.
    ///   - acceptsDirect: Whether clients may come without a secret.
    ///   - maximumFrameLength: The longest payload to accept, in bytes.
    ///   - recordPayload: How much to put into one TLS record at most, in bytes; see
    ///     ``TransportLimits/recordPayloads``.
    public init(
        secrets: [ProxySecret] = [], acceptsDirect: Bool = true,
        maximumFrameLength: Int = TransportLimits.defaultFrameLength,
        recordPayload: Int = TransportLimits.defaultRecordPayload
    ) {
        precondition(TransportLimits.recordPayloads.contains(recordPayload), "a record holds 128 to 16,384 bytes")
        self.secrets = secrets
        self.acceptsDirect = acceptsDirect
        limits = Limits(frameLength: maximumFrameLength, recordPayload: recordPayload)
    }

    /// How many bytes are kept.
    public var bufferedCount: Int {
        switch stage {
        case .sniffing(let bytes), .header(let bytes, _, _): bytes.capacity
        case .clientHello(let collector): collector.bytes.capacity
        case .failed, .finished: 0
        }
    }

    /// Reads received bytes, all of them.
    ///
    /// - Parameters:
    ///   - bytes: The next bytes of the stream, cut anywhere. They may be overwritten.
    ///   - frames: Where frames are appended that came with the opening.
    ///   - answer: Where bytes are appended that must be sent to the client now.
    ///   - unixTime: The time in seconds since 1970.
    ///   - generator: Where the random part of an answer comes from.
    /// - Returns: The codec for everything from here on, or `nil` if more bytes are needed.
    /// - Throws: ``TransportError`` if the client is none that is welcome, and the same again from then on.
    public mutating func receive(
        _ bytes: UnsafeMutableRawBufferPointer, into frames: inout [TransportFrame], answer: inout [UInt8],
        unixTime: Int, using generator: inout some RandomNumberGenerator
    ) throws(TransportError) -> TransportCodec? {
        do throws(TransportError) {
            return try read(bytes, into: &frames, answer: &answer, unixTime: unixTime, using: &generator)
        } catch {
            stage = .failed(error)
            throw error
        }
    }

    private mutating func read(
        _ bytes: UnsafeMutableRawBufferPointer, into frames: inout [TransportFrame], answer: inout [UInt8],
        unixTime: Int, using generator: inout some RandomNumberGenerator
    ) throws(TransportError) -> TransportCodec? {
        let input = UnsafeRawBufferPointer(bytes)
        var offset = 0
        while true {
            var current = Stage.finished
            swap(&current, &stage)
            switch current {
            case .sniffing(var sniffed):
                let count = min(ObfuscationHeader.byteCount - sniffed.count, input.count - offset)
                sniffed.append(contentsOf: UnsafeRawBufferPointer(rebasing: input[offset..<offset + count]))
                offset += count
                switch try FirstBytes(sniffed) {
                case .incomplete:
                    stage = .sniffing(sniffed)
                    return nil
                case .plain(let framing, let length):
                    guard acceptsDirect else { throw TransportError(.secretRequired) }
                    var codec = codec(framing)
                    try sniffed.withUnsafeMutableBufferPointer { sniffed throws(TransportError) in
                        let rest = UnsafeMutableRawBufferPointer(sniffed)[length...]
                        try codec.receive(UnsafeMutableRawBufferPointer(rebasing: rest), into: &frames)
                    }
                    return try finish(codec, with: bytes, from: offset, into: &frames)
                case .obfuscated:
                    let codec = try match(sniffed)
                    return try finish(codec, with: bytes, from: offset, into: &frames)
                case .clientHello:
                    var collector = RecordCollector([Self.clientHello])
                    var taken = 0
                    try sniffed.withUnsafeBufferPointer { sniffed throws(TransportError) in
                        _ = try collector.receive(UnsafeRawBufferPointer(sniffed), from: &taken)
                    }
                    stage = .clientHello(collector)
                }
            case .clientHello(var collector):
                guard try collector.receive(input, from: &offset) else {
                    stage = .clientHello(collector)
                    return nil
                }
                let index = try check(collector.bytes, unixTime: unixTime)
                answer += FakeTLSAnswer.make(to: collector.bytes, secret: secrets[index], using: &generator)
                stage = .header([], RecordDecoder(role: .server), secretIndex: index)
            case .header(var header, var records, let secretIndex):
                let missing = ObfuscationHeader.byteCount - header.count
                guard let piece = try records.next(atMost: missing, in: input, from: &offset) else {
                    stage = .header(header, records, secretIndex: secretIndex)
                    return nil
                }
                header.append(contentsOf: UnsafeRawBufferPointer(rebasing: input[piece]))
                guard header.count == ObfuscationHeader.byteCount else {
                    stage = .header(header, records, secretIndex: secretIndex)
                    continue
                }
                guard let codec = open(header, secretIndex: secretIndex, records: records) else {
                    throw TransportError(.unknownTransport)
                }
                return try finish(codec, with: bytes, from: offset, into: &frames)
            case .failed(let error):
                throw error
            case .finished:
                preconditionFailure("the acceptor has given its codec already")
            }
        }
    }

    private func codec(_ framing: Framing) -> TransportCodec {
        TransportCodec(
            decoder: TransportDecoder(frames: frameDecoder(framing), stream: nil, records: nil),
            encoder: TransportEncoder(role: .server, framing: framing, stream: nil, recordPayload: nil))
    }

    private func frameDecoder(_ framing: Framing) -> FrameDecoder {
        FrameDecoder(framing: framing, role: .server, limit: limits.frameLength)
    }

    private func finish(
        _ codec: consuming TransportCodec, with bytes: UnsafeMutableRawBufferPointer, from offset: Int,
        into frames: inout [TransportFrame]
    ) throws(TransportError) -> TransportCodec {
        try codec.receive(UnsafeMutableRawBufferPointer(rebasing: bytes[offset...]), into: &frames)
        return codec
    }

    // MARK: Obfuscated headers

    /// Finds the secret under which a header makes sense.
    private func match(_ header: [UInt8]) throws(TransportError) -> TransportCodec {
        if acceptsDirect, let codec = open(header, secretIndex: nil, records: nil) { return codec }
        for (index, secret) in secrets.enumerated() {
            guard let codec = open(header, secretIndex: index, records: nil) else { continue }
            guard secret.kind == .plain || (secret.kind == .padded && codec.framing == .paddedIntermediate) else {
                throw TransportError(.secretRequired)
            }
            return codec
        }
        throw TransportError(.unknownTransport)
    }

    /// Tries to read a header under one secret.
    private func open(_ header: [UInt8], secretIndex: Int?, records: RecordDecoder?) -> TransportCodec? {
        guard
            let streams = try? ObfuscatedServerStreams(
                firstBytes: header, secret: secretIndex.map { secrets[$0].key }),
            let framing = Framing(obfuscationTag: streams.tag)
        else { return nil }
        let dataCenter = ProxyDataCenter(rawValue: streams.dcID)
        let frames = frameDecoder(framing)
        let recordPayload = records == nil ? nil : limits.recordPayload
        return streams.split { outgoing, incoming in
            TransportCodec(
                decoder: TransportDecoder(frames: frames, stream: incoming, records: records),
                encoder: TransportEncoder(
                    role: .server, framing: framing, stream: outgoing, recordPayload: recordPayload),
                dataCenter: dataCenter, secretIndex: secretIndex)
        }
    }

    // MARK: FakeTLS

    private static let clientHello = RecordCollector.Expectation(
        kind: .clientHello, length: 512...TransportLimits.maximumClientHelloLength, code: .clientHelloMalformed)

    /// How far a client's clock may be behind or ahead, in seconds.
    private static let clockSkew = -1200...600

    /// Finds the secret that signed a ClientHello.
    private func check(_ hello: [UInt8], unixTime: Int) throws(TransportError) -> Int {
        guard hello[ClientHello.sessionIDLengthOffset] == UInt8(ClientHello.sessionIDLength) else {
            throw TransportError(.clientHelloMalformed)
        }
        for (index, secret) in secrets.enumerated() where secret.kind == .fakeTLS {
            guard let opened = try? FakeTLSDigest.open(clientHello: hello, secret: secret.key) else { continue }
            let skew = unixTime - Int(opened.unixTime)
            guard Self.clockSkew.contains(skew) else { throw TransportError(.clientClockSkew, found: skew) }
            return index
        }
        throw TransportError(.clientDigestMismatch)
    }
}
