// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto

/// How fast the transports put payloads into frames and take them out again.
enum TransportBenchmarks {
    /// What arrives in one read.
    private static let readSize = 64 << 10

    static var groups: [BenchmarkGroup] {
        sizes.flatMap { size in
            [
                BenchmarkGroup("transport encode, \(size.name)") { encoding(size) },
                BenchmarkGroup("transport decode, \(size.name)") { decoding(size) },
                BenchmarkGroup("transport round trip, \(size.name)") { try roundTrips(size) },
            ]
        }
    }

    private struct Size {
        let name: String
        let payload: Int
        /// How many frames make a run, as many small ones make a read.
        let frames: Int
        var bytes: Int { payload * frames }
    }

    private static let sizes = [
        Size(name: "200 B", payload: 200, frames: 300), Size(name: "512 KiB", payload: 512 << 10, frames: 1),
    ]

    private static func payload(_ size: Size) -> [UInt8] {
        (0..<size.payload).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    }

    private static func benchmark(_ name: String, _ size: Size, _ run: @escaping () -> Void) -> Benchmark {
        Benchmark(name, bytes: size.bytes, operations: size.frames, run: run)
    }

    /// Copies as many bytes into memory that is there, without any framing.
    private static func copying(_ size: Size) -> Benchmark {
        let payload = payload(size)
        let target = UnsafeMutableRawBufferPointer.allocate(byteCount: size.bytes, alignment: 16)
        return benchmark("memcpy", size) {
            for index in 0..<size.frames {
                let place = target[index * size.payload..<(index + 1) * size.payload]
                payload.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: place).copyMemory(from: $0) }
            }
            blackHole(target[size.bytes - 1])
        }
    }

    // MARK: One direction

    private static func encoding(_ size: Size) -> [Benchmark] {
        let payload = payload(size)
        return [copying(size)]
            + Framing.allCases.map { framing in
                var generator = SystemRandomNumberGenerator()
                let pipe = Pipe(TransportCodec(client: .plain(framing), unixTime: 0, using: &generator))
                var output: [UInt8] = []
                return benchmark("\(framing)", size) {
                    output.removeAll(keepingCapacity: true)
                    for _ in 0..<size.frames { pipe.encode(payload, into: &output) }
                    blackHole(output.count)
                }
            }
    }

    private static func decoding(_ size: Size) -> [Benchmark] {
        let payload = payload(size)
        let arrays = benchmark("copy into fresh arrays", size) {
            var frames: [[UInt8]] = []
            for _ in 0..<size.frames { frames.append(payload.withUnsafeBytes { [UInt8]($0) }) }
            blackHole(frames.count)
        }
        return [copying(size), arrays]
            + Framing.allCases.map { framing in
                var generator = SystemRandomNumberGenerator()
                let encoder = Pipe(TransportCodec(client: .plain(framing), unixTime: 0, using: &generator))
                var stream: [UInt8] = []
                for _ in 0..<size.frames { encoder.encode(payload, into: &stream) }
                // The bytes that choose the framing go one way only.
                stream.removeFirst(framing == .full ? 0 : framing == .abridged ? 1 : 4)
                var frames: [TransportFrame] = []
                return benchmark("\(framing)", size) {
                    // A new one each time, for full frames are numbered.
                    let decoder = Pipe(TransportCodec(client: .plain(framing), unixTime: 0, using: &generator))
                    frames.removeAll(keepingCapacity: true)
                    decoder.receive(&stream, into: &frames)
                    precondition(frames.count == size.frames)
                }
            }
    }

    // MARK: Both directions

    /// Key streams run on, so a client's bytes can be read once: what is encoded is decoded at once.
    private static func roundTrips(_ size: Size) throws -> [Benchmark] {
        let key = [UInt8](0..<16)
        let secret = try ProxySecret(bytes: [0xEE] + key + Array("www.example.org".utf8))
        let configurations: [(String, TransportConfiguration, [ProxySecret])] = [
            ("abridged", .plain(.abridged), []), ("intermediate", .plain(.intermediate), []),
            ("obfuscated abridged", .obfuscated(.abridged), []),
            ("obfuscated padded", .obfuscated(.paddedIntermediate), []),
            ("FakeTLS", .proxy(secret, dataCenter: nil), [secret]),
        ]
        let payload = payload(size)
        return [cipher(size)]
            + (try configurations.map { name, configuration, secrets in
                let (client, server) = try connected(configuration, secrets: secrets)
                var stream: [UInt8] = []
                var frames: [TransportFrame] = []
                return benchmark(name, size) {
                    stream.removeAll(keepingCapacity: true)
                    frames.removeAll(keepingCapacity: true)
                    for _ in 0..<size.frames { client.encode(payload, into: &stream) }
                    server.receive(&stream, into: &frames)
                    precondition(frames.count == size.frames)
                }
            })
    }

    /// Encrypts and decrypts as many bytes and copies them into arrays, without any framing.
    private static func cipher(_ size: Size) -> Benchmark {
        final class Streams {
            var outgoing = AESCTR(key: [UInt8](0..<32), iv: [UInt8](0..<16))
            var incoming = AESCTR(key: [UInt8](0..<32), iv: [UInt8](0..<16))
        }
        let streams = Streams()
        var bytes = [UInt8](repeating: 1, count: size.bytes)
        return benchmark("raw CTR, twice", size) {
            streams.outgoing.apply(&bytes)
            streams.incoming.apply(&bytes)
            blackHole(bytes.count)
        }
    }

    /// A client and a server that have read each other's openings.
    private static func connected(
        _ configuration: TransportConfiguration, secrets: [ProxySecret]
    ) throws -> (client: Pipe, server: Pipe) {
        var generator = SystemRandomNumberGenerator()
        let client = Pipe(TransportCodec(client: configuration, unixTime: 0, using: &generator))
        var acceptor = TransportAcceptor(secrets: secrets)
        var answer: [UInt8] = []
        var frames: [TransportFrame] = []
        _ = try feed(client.takeHandshake(), to: &acceptor, answer: &answer)
        client.receive(&answer, into: &frames)
        var opening: [UInt8] = []
        client.encode([UInt8](0..<24), into: &opening)
        guard let codec = try feed(opening, to: &acceptor, answer: &answer) else {
            fatalError("the server has not understood the client")
        }
        return (client, Pipe(codec))
    }

    private static func feed(
        _ stream: [UInt8], to acceptor: inout TransportAcceptor, answer: inout [UInt8]
    ) throws -> TransportCodec? {
        var stream = stream
        var generator = SystemRandomNumberGenerator()
        var frames: [TransportFrame] = []
        var codec: TransportCodec?
        try stream.withUnsafeMutableBytes { bytes in
            codec = try acceptor.receive(bytes, into: &frames, answer: &answer, unixTime: 0, using: &generator)
        }
        return codec
    }

    /// Holds a codec, which cannot be copied, for closures.
    private final class Pipe {
        private var codec: TransportCodec
        private var generator = BufferedRandomNumberGenerator()

        init(_ codec: consuming TransportCodec) {
            self.codec = codec
        }

        func takeHandshake() -> [UInt8] { codec.takeHandshake() }

        func encode(_ payload: [UInt8], into output: inout [UInt8]) {
            codec.encode(payload, into: &output, using: &generator)
        }

        /// Reads a stream in pieces as they come from a socket.
        func receive(_ stream: inout [UInt8], into frames: inout [TransportFrame]) {
            stream.withUnsafeMutableBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let piece = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(readSize))
                    do {
                        try codec.receive(piece, into: &frames)
                    } catch {
                        fatalError("\(error)")
                    }
                    rest = rest.dropFirst(readSize)
                }
            }
        }
    }
}
