// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// The two ends of a stream, with the codecs that real connections have.
///
/// What goes in at one end comes out at the other in pieces that have nothing to do with frames.
final class SimulatedStream {
    private var client: TransportCodec
    private var acceptor: TransportAcceptor
    private var server: TransportCodec?
    /// The client's packets that wait until it may send.
    private var waiting: [[UInt8]] = []

    /// What came out at an end.
    struct Output {
        /// Whole packets.
        var packets: [[UInt8]] = []
        /// What this end says in return, without being asked.
        var reply: [UInt8] = []
    }

    /// Makes a stream.
    ///
    /// - Parameters:
    ///   - kind: Which transport it has.
    ///   - unixTime: The time, in seconds since 1970.
    ///   - generator: Where keys come from.
    init(kind: UInt64, unixTime: Int, using generator: inout SeededGenerator) {
        let secrets = TransportFuzz.secrets
        let kinds: [TransportConfiguration] =
            Framing.allCases.map { .plain($0) } + Framing.allCases.filter { $0 != .full }.map { .obfuscated($0) }
            + secrets.map { .proxy($0, dataCenter: nil) }
        let configuration = kinds[Int(kind % UInt64(kinds.count))]
        client = TransportCodec(client: configuration, unixTime: unixTime, using: &generator)
        acceptor = TransportAcceptor(secrets: secrets, acceptsDirect: true)
    }

    /// What the client says first.
    func opening() -> [UInt8] { client.takeHandshake() }

    /// The bytes of a packet, none while they have to wait.
    func encode(_ packet: [UInt8], toServer: Bool, using generator: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        if toServer {
            guard client.isReady else {
                waiting.append(packet)
                return []
            }
            client.encode(packet, into: &bytes, using: &generator)
        } else {
            server?.encode(packet, into: &bytes, using: &generator)
        }
        return bytes
    }

    /// Takes the next bytes at an end.
    func receive(
        _ bytes: [UInt8], atServer: Bool, unixTime: Int, using generator: inout SeededGenerator
    ) throws(TransportError) -> Output {
        var output = Output()
        var frames: [TransportFrame] = []
        var bytes = bytes
        try bytes.withUnsafeMutableBufferPointer { buffer throws(TransportError) in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            if !atServer {
                try client.receive(bytes, into: &frames)
            } else if server != nil {
                try server?.receive(bytes, into: &frames)
            } else {
                server = try acceptor.receive(
                    bytes, into: &frames, answer: &output.reply, unixTime: unixTime, using: &generator)
            }
        }
        for case .payload(let packet, _) in frames { output.packets.append(packet) }
        if !atServer, client.isReady, !waiting.isEmpty {
            for packet in waiting { client.encode(packet, into: &output.reply, using: &generator) }
            waiting = []
        }
        return output
    }
}
