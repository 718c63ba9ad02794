// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import XCTest

/// Long packets are hashed while those before them are encrypted, and a handler may wait for more of them.
final class SealingAheadTests: ConnectTestCase {
    /// Sends packets, long ones by twos.
    private final class PacketSender: ConnectionHandler {
        private struct Work: ~Copyable {
            var packets: ArraySlice<OutgoingPacket>
            var cipher = PacketCipher()
            var generator = SystemRandomNumberGenerator()
        }

        private let work: Lock<Work>
        private let authKey: AuthKey

        init(_ packets: [OutgoingPacket], _ authKey: AuthKey) {
            work = Lock(Work(packets: packets[...]))
            self.authKey = authKey
        }

        func connectionOpened(_ connection: Connection) { connection.signalOutput() }

        func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome {
            work.withLock { work in
                while frames.byteCount < limit {
                    guard let packet = work.packets.popFirst() else {
                        frames.finish(direction: .fromClient, cipher: &work.cipher)
                        return .all
                    }
                    guard packet.isLong, let other = work.packets.first, other.isLong else {
                        frames.append(
                            packet, authKey: authKey, direction: .fromClient, cipher: &work.cipher,
                            using: &work.generator)
                        continue
                    }
                    work.packets.removeFirst()
                    frames.append(
                        PacketPair(packet, authKey, other, authKey),
                        isFollowed: work.packets.prefix(2).count { $0.isLong } == 2, direction: .fromClient,
                        cipher: &work.cipher, using: &work.generator)
                }
                return .more
            }
        }

        func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand { .more }
        func connectionDeadlineReached(_ connection: Connection) {}
        func connection(_ connection: Connection, closed error: ConnectionError) {}
    }

    func testPacketsComeInOrderWhateverIsSealedTogether() async throws {
        let authKey = try AuthKey(SecureBytes(copying: (0..<256).map { UInt8(truncatingIfNeeded: $0 &* 7) }))
        let (long, short) = (150_000, 40)
        let orders = [
            [long], [long, long], [long, long, long], [long, long, long, long], [long, long, short, long, long],
            [long, long, long, long, long, long, long, short, short, long, long, long, long, long, short],
        ]
        for network in try TestNetwork.all() {
            for transport in [TransportConfiguration.plain(.full), .obfuscated(.paddedIntermediate)] {
                for order in orders {
                    let bodies = order.enumerated().map { payload(UInt32($0) &* 0x0101_0107, count: $1) }
                    let packets = bodies.enumerated().map { index, body in
                        OutgoingPacket(
                            PacketHeader(
                                salt: 1, sessionID: 2, messageID: MessageID(rawValue: Int64(4 * index + 4)),
                                sequenceNumber: 1), body: body)
                    }
                    let receiver = Recorder()
                    let service = try network.listen(makeAcceptor: { TransportAcceptor() }) { _ in receiver }
                    let connection = try await network.connect(
                        to: service, transport: transport, handler: PacketSender(packets, authKey))
                    await receiver.waitForPayloads(packets.count)
                    var cipher = PacketCipher()
                    for (payload, body) in zip(receiver.payloads, bodies) {
                        let opened = try cipher.open(payload, authKey: authKey, direction: .fromClient)
                        XCTAssertTrue(Array(opened.body) == body, "\(network.name), \(order)")
                    }
                    connection.close()
                }
            }
        }
    }

    func testAHandlerThatWantsMoreAtOnceHearsWhenNothingIsThere() async throws {
        for network in try TestNetwork.all() {
            let server = Recorder { _, _, _ in .moreAtOnce }
            let service = try network.listen { _ in server }
            let client = Recorder()
            let connection = try await network.connect(to: service, handler: client)
            client.send(payload(1), on: connection)
            await server.wait { $0.contains(.ranDry) }
            XCTAssertEqual(server.events.count, 3, "\(network.name): opened, a frame, nothing more")
            XCTAssertEqual(server.events.last, .ranDry, network.name)

            // Long frames are handled elsewhere, and others have their turn in between.
            client.queue((0..<400).map { payload($0, count: $0 % 40 == 39 ? 100_000 : 1_000) })
            connection.signalOutput()
            await server.waitForPayloads(401)
            await server.wait { $0.last == .ranDry }
            var inRow = 0
            for event in server.events {
                if case .frames = event { inRow += 1 } else { inRow = 0 }
                XCTAssertLessThanOrEqual(inRow, 4, network.name)
            }
            XCTAssertEqual(server.payloads.count, 401, network.name)
            connection.close()
            await client.waitForEnd()
        }
    }
}
