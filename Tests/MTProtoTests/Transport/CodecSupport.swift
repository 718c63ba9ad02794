// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport

@testable import FerogramMTProto

extension TransportCodec {
    // Mutating, since an optional codec cannot be read through without.
    mutating func kept() -> Int { bufferedCount }

    mutating func acceptance() -> Acceptance {
        Acceptance(framing: framing, secretIndex: secretIndex, dataCenter: dataCenter)
    }

    /// Feeds a copy of `stream`, cut before each of the given offsets.
    mutating func frames(of stream: [UInt8], cuts: [Int] = []) throws(TransportError) -> [TransportFrame] {
        var frames: [TransportFrame] = []
        for piece in stream.pieces(cuts) {
            var copy = piece
            try copy.withUnsafeMutableBufferPointer { buffer throws(TransportError) in
                try receive(UnsafeMutableRawBufferPointer(buffer), into: &frames)
            }
        }
        return frames
    }
}

/// What is to be known about a server's codec.
struct Acceptance {
    let framing: Framing
    let secretIndex: Int?
    let dataCenter: ProxyDataCenter?
}

/// A server's end of a connection, from its first byte on.
struct ServerEnd: ~Copyable {
    private var acceptor: TransportAcceptor
    private var codec: TransportCodec?
    private(set) var acceptance: Acceptance?
    private(set) var frames: [TransportFrame] = []
    /// What the acceptor wants to be sent.
    private(set) var answer: [UInt8] = []
    private let unixTime: Int
    private var generator: SeededGenerator

    init(
        secrets: [ProxySecret] = [], acceptsDirect: Bool = true, limit: Int = TransportLimits.defaultFrameLength,
        unixTime: Int = 1_750_000_000, seed: UInt64 = 1
    ) {
        acceptor = TransportAcceptor(secrets: secrets, acceptsDirect: acceptsDirect, maximumFrameLength: limit)
        self.unixTime = unixTime
        generator = SeededGenerator(seed: seed)
    }

    mutating func bufferedCount() -> Int { (codec?.kept() ?? 0) + acceptor.bufferedCount }

    mutating func receive(_ stream: [UInt8], cuts: [Int] = []) throws(TransportError) {
        for piece in stream.pieces(cuts) {
            var copy = piece
            try copy.withUnsafeMutableBufferPointer { buffer throws(TransportError) in
                let bytes = UnsafeMutableRawBufferPointer(buffer)
                if acceptance != nil {
                    try codec?.receive(bytes, into: &frames)
                } else {
                    codec = try acceptor.receive(
                        bytes, into: &frames, answer: &answer, unixTime: unixTime, using: &generator)
                    acceptance = codec?.acceptance()
                }
            }
        }
    }

    /// What the server sends, by a closure that encodes it; nothing while the transport is unknown.
    mutating func encode(_ body: (inout TransportEncoder, inout SeededGenerator, inout [UInt8]) -> Void) -> [UInt8] {
        var output: [UInt8] = []
        codec?.withEncoder { body(&$0, &generator, &output) }
        return output
    }
}

/// The configurations that a client may have, with the secrets that the server must know for them.
enum SampleConfigurations {
    static let key = [UInt8](0x30..<0x40)
    static let domain = "www.example.org"

    static func plainSecret() throws -> ProxySecret { try ProxySecret(bytes: key) }
    static func paddedSecret() throws -> ProxySecret { try ProxySecret(bytes: [0xDD] + key) }
    static func fakeTLSSecret() throws -> ProxySecret { try ProxySecret(bytes: [0xEE] + key + Array(domain.utf8)) }

    static func all() throws -> [(name: String, client: TransportConfiguration, secrets: [ProxySecret])] {
        let dataCenter = ProxyDataCenter(id: 2)
        var rows: [(String, TransportConfiguration, [ProxySecret])] = []
        for framing in Framing.allCases { rows.append(("plain \(framing)", .plain(framing), [])) }
        for framing in Framing.allCases where framing != .full {
            rows.append(("obfuscated \(framing)", .obfuscated(framing, dataCenter: dataCenter), []))
            let secret = try plainSecret()
            rows.append(
                ("keyed \(framing)", .proxy(secret, dataCenter: dataCenter, framing: framing), [secret]))
        }
        let padded = try paddedSecret()
        rows.append(("padded secret", .proxy(padded, dataCenter: dataCenter), [padded]))
        let fakeTLS = try fakeTLSSecret()
        for profile in FakeTLSProfile.allCases {
            rows.append(
                ("FakeTLS \(profile)", .proxy(fakeTLS, dataCenter: dataCenter, profile: profile), [fakeTLS]))
        }
        return rows
    }
}

/// A random number generator that gives what it was told.
struct ScriptedGenerator: RandomNumberGenerator {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    mutating func next() -> UInt64 {
        defer { bytes = bytes.dropFirst(8) }
        return bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
