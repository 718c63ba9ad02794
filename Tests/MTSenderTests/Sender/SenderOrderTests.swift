// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramMTSender

final class SenderOrderTests: XCTestCase {
    /// What happens, in its order.
    private final class Log: Sendable {
        private let words = Lock<[String]>([])

        var all: [String] { words.withLock(\.self) }

        func add(_ word: String) { words.withLock { $0.append(word) } }
    }

    /// Notes that a task is to go on at the moment at which it is told to.
    private final class NotingExecutor: TaskExecutor {
        private let log: Log
        private let queue = DispatchQueue(label: "noting executor")

        init(_ log: Log) { self.log = log }

        func enqueue(_ job: consuming ExecutorJob) {
            log.add("task")
            let job = UnownedJob(job)
            queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }

        /// Waits until all that began has come to its end or waits.
        func settle() async {
            await withCheckedContinuation { continuation in
                queue.async { continuation.resume() }
            }
        }
    }

    /// An answer may say that another account is signed in, and what came before it is not for that one.
    func testUpdatesOfAPacketAreToldBeforeItsAnswersAreGiven() async throws {
        try await within {
            var generator = SeededGenerator(seed: 7)
            let log = Log()
            let key = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
            let configuration = SenderConfiguration(
                dataCenter: ProxyDataCenter(id: 2, isTest: false), endpoint: Endpoint(host: "dc2", port: 443),
                transport: .plain(.abridged), dialer: MemoryNetwork())
            let sender = Sender(configuration, key: KeyMaterial(authKey: key, salts: SaltSchedule(salt: 1))) { event in
                if case .updates = event { log.add("updates") }
            }
            let link = SenderLink(sender, ConnectionID(number: 1))
            sender.withState { $0.connected(link.id, now: sender.time.now()) }
            let executor = NotingExecutor(log)
            let method = TL.help.GetNearestDc.constructorID
            let body: [UInt8] = [1, 2, 3, 4]
            let call = Task(executorPreference: executor) {
                try await sender.invoke(OutgoingCall(body: body, repetition: .harmless), method: method)
            }
            var message: (id: MessageID, session: Int64)?
            while message == nil {
                for packet in sender.packets(on: link.id, limit: .max).outgoing.flatMap(\.packets) {
                    message = try Self.message(with: body, in: packet, key) ?? message
                }
                await Task.yield()
            }
            let (id, session) = try XCTUnwrap(message)
            // What is answered before its task waits is not told to go on.
            await executor.settle()
            log.add("packet")
            let generation = try XCTUnwrap(sender.withState { $0.lane(withKey: key.id)?.generation })
            try sender.received(Self.packet(answering: id, session, key), in: generation, on: link)
            let answer = try await call.value
            XCTAssertEqual(Array(answer), [0xB5, 0x75, 0x72, 0x99])
            let words = log.all
            let end = try XCTUnwrap(words.firstIndex(of: "packet"))
            XCTAssertEqual(Array(words[(end + 1)...].prefix(2)), ["updates", "task"])
            sender.close()
        }
    }

    /// Finds the message with a body in a packet.
    private static func message(
        with body: [UInt8], in packet: OutgoingPacket, _ key: AuthKey
    ) throws -> (id: MessageID, session: Int64)? {
        var cipher = PacketCipher()
        var generator = SeededGenerator(seed: 8)
        let sealed = cipher.seal(packet, authKey: key, using: &generator)
        let contents = try PacketContents(try cipher.open(sealed.bytes, authKey: key, direction: .fromClient))
        return contents.messages.first { $0.body.suffix(body.count).elementsEqual(body) }
            .map { ($0.id, contents.header.sessionID) }
    }

    /// A container with an update and the answer to a call.
    private static func packet(answering id: MessageID, _ session: Int64, _ key: AuthKey) throws -> PacketContents {
        var cipher = PacketCipher()
        var generator = SeededGenerator(seed: 9)
        var ids = MessageIDGenerator()
        func next(_ origin: MessageID.Origin) -> MessageID {
            ids.next(unixNanoseconds: (id.rawValue >> 32) * 1_000_000_000, origin: origin, using: &generator)
        }
        var result = TLWriter()
        result.uint32(0xF35C_6D01)
        result.int64(id.rawValue)
        result.raw([0xB5, 0x75, 0x72, 0x99])
        let update = try TL.Updates.updateShort(.init(update: .config, date: 1)).encoded()
        var container = TLWriter()
        container.uint32(0x73F1_F8DC)
        container.int32(2)
        for (number, body) in [update, try result.finish()].enumerated() {
            container.int64(next(number == 0 ? .server : .answer).rawValue)
            container.int32(Int32(2 * number + 1))
            container.int32(Int32(body.count))
            container.raw(body)
        }
        let header = PacketHeader(salt: 1, sessionID: session, messageID: next(.server), sequenceNumber: 4)
        let sealed = cipher.seal(
            OutgoingPacket(header, body: try container.finish()), authKey: key, direction: .fromServer,
            using: &generator)
        return try PacketContents(try cipher.open(sealed.bytes, authKey: key))
    }
}
