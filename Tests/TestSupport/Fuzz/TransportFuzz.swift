// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramMTProto

/// One input for every reader of the transports that bytes from outside can reach.
///
/// It uses the public interface alone, so any driver can call it: the seeded one of the tests, or libFuzzer.
package enum TransportFuzz {
    /// An invariant that did not hold.
    package struct Violation: Error {
        package let what: String
    }

    /// The longest payload the codecs under test accept, in bytes.
    package static let limit = 4096
    /// What one may keep for incomplete input, in bytes: three records of a handshake, in an array that has grown.
    package static let bufferLimit = 8 * TransportLimits.maximumRecordLength
    package static let unixTime = 1_750_000_000

    /// Who reads the input.
    package enum Target: UInt8, CaseIterable {
        case abridgedClient
        case intermediateClient
        case paddedClient
        case fullClient
        case obfuscatedClient
        case fakeTLSClient
        case directServer
        case proxyServer
        case secret
        case link
    }

    /// The secrets of ``Target/proxyServer``; its client under ``Target/fakeTLSClient`` has the last one.
    package static let secrets: [ProxySecret] = {
        let key = [UInt8](0x30..<0x40)
        let forms = [key, [0xDD] + key.reversed(), [0xEE] + key + Array("www.example.org".utf8)]
        return forms.compactMap { try? ProxySecret(bytes: $0) }
    }()

    /// Feeds one input: a byte that chooses the reader, one that chooses where to cut, and a stream.
    ///
    /// - Parameter input: Any bytes.
    /// - Throws: ``Violation`` if an invariant does not hold. Errors of the readers are what they should be.
    package static func run(_ input: [UInt8]) throws {
        guard input.count > 2 else { return }
        let target = Target.allCases[Int(input[0]) % Target.allCases.count]
        let stream = input[2...]
        switch target {
        case .abridgedClient: try client(.plain(.abridged), stream, seed: input[1])
        case .intermediateClient: try client(.plain(.intermediate), stream, seed: input[1])
        case .paddedClient: try client(.plain(.paddedIntermediate), stream, seed: input[1])
        case .fullClient: try client(.plain(.full), stream, seed: input[1])
        case .obfuscatedClient: try client(.obfuscated(.intermediate), stream, seed: input[1])
        case .fakeTLSClient: try client(.proxy(secrets[2], dataCenter: nil), stream, seed: input[1])
        case .directServer: try server([], stream, seed: input[1])
        case .proxyServer: try server(secrets, stream, seed: input[1])
        case .secret: try text(String(decoding: stream, as: UTF8.self))
        case .link: try link(String(decoding: stream, as: UTF8.self))
        }
    }

    private static func client(
        _ configuration: TransportConfiguration, _ stream: ArraySlice<UInt8>, seed: UInt8
    ) throws {
        // Always the same client, so that an answer recorded once is right for it.
        var generator = SeededGenerator(seed: 1)
        var configuration = configuration
        configuration.maximumFrameLength = limit
        var codec = TransportCodec(client: configuration, unixTime: unixTime, using: &generator)
        var frames: [TransportFrame] = []
        var cutter = SeededGenerator(seed: UInt64(seed))
        var rest = stream
        while !rest.isEmpty {
            var piece = nextPiece(&rest, using: &cutter)
            do {
                try piece.withUnsafeMutableBytes { try codec.receive($0, into: &frames) }
            } catch is TransportError {
                break
            }
            try check(codec.bufferedCount <= bufferLimit, "the codec keeps \(codec.bufferedCount) bytes")
        }
        try check(frames, streamLength: stream.count)
    }

    private static func server(_ secrets: [ProxySecret], _ stream: ArraySlice<UInt8>, seed: UInt8) throws {
        var generator = SeededGenerator(seed: 2)
        var acceptor = TransportAcceptor(
            secrets: secrets, acceptsDirect: secrets.isEmpty, maximumFrameLength: limit)
        var codec: TransportCodec?
        var isAccepted = false
        var frames: [TransportFrame] = []
        var answer: [UInt8] = []
        var cutter = SeededGenerator(seed: UInt64(seed))
        var rest = stream
        while !rest.isEmpty {
            var piece = nextPiece(&rest, using: &cutter)
            do {
                try piece.withUnsafeMutableBytes { bytes in
                    if isAccepted {
                        try codec?.receive(bytes, into: &frames)
                    } else {
                        codec = try acceptor.receive(
                            bytes, into: &frames, answer: &answer, unixTime: unixTime, using: &generator)
                        isAccepted = codec != nil
                    }
                }
            } catch is TransportError {
                break
            }
            try check(acceptor.bufferedCount <= bufferLimit, "the acceptor keeps \(acceptor.bufferedCount) bytes")
        }
        try check(frames, streamLength: stream.count)
        try check(answer.count < 8192, "the answer has \(answer.count) bytes")
    }

    private static func text(_ text: String) throws {
        guard let secret = try? ProxySecret(text) else { return }
        try check((try? ProxySecret(secret.text)) == secret, "a secret's canonical text is another secret")
    }

    private static func link(_ text: String) throws {
        guard let link = try? ProxyLink(text) else { return }
        try check((try? ProxyLink(link.text)) == link, "a link's canonical text is another link")
    }

    private static func nextPiece(
        _ rest: inout ArraySlice<UInt8>, using cutter: inout SeededGenerator
    ) -> [UInt8] {
        let bound = [1, 4, 16, 64, 4096][Int(cutter.next() % 5)]
        let count = min(rest.count, 1 + Int(cutter.next() % UInt64(bound)))
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// Frames cannot hold more than came, nor a payload exceed the limit.
    private static func check(_ frames: [TransportFrame], streamLength: Int) throws {
        var total = 0
        for case .payload(let bytes, _) in frames {
            try check((4...limit).contains(bytes.count), "a payload has \(bytes.count) bytes")
            total += bytes.count
        }
        try check(total <= streamLength, "payloads have \(total) bytes of \(streamLength)")
        try check(frames.count <= streamLength, "\(frames.count) frames of \(streamLength) bytes")
    }

    private static func check(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw Violation(what: what()) }
    }
}
