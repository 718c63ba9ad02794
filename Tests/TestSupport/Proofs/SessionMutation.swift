// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
package import FerogramMTProto
import FerogramTLTypes

/// A client's session that is given damaged packets: nothing traps, every error is one of the session's, and a refused
/// packet leaves no trace.
package struct SessionMutation {
    private static let epoch: Int64 = 1_800_000_000

    private var session: ClientSession
    private var generator: SeededGenerator
    private let key: AuthKey
    private let link = ConnectionID(number: 1)
    private let now = MonotonicTime(nanoseconds: 0)
    private var serverIDs = MessageIDGenerator()
    private var bodies: [[UInt8]] = []
    private let original: ClientSession

    /// How often which error refused a packet.
    package private(set) var refused: [SessionError.Code: Int] = [:]
    /// How many packets were taken.
    package private(set) var accepted = 0

    /// Connects a session that waits for the answer to one call.
    ///
    /// - Parameter seed: What is damaged how.
    /// - Throws: An error if the packets to begin with cannot be made.
    package init(seed: UInt64) throws {
        generator = SeededGenerator(seed: seed)
        key = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
        session = ClientSession(clock: ServerClock(unixTime: Self.epoch, now: now), using: &generator)
        session.connected(link, now: now)
        _ = session.send(OutgoingCall(body: [1, 2, 3, 4], repetition: .harmless))
        var cipher = PacketCipher()
        var call = MessageID(rawValue: 0)
        for packet in session.flush(on: link, now: now, using: &generator).packets {
            let sealed = cipher.seal(packet, authKey: key, using: &generator)
            let contents = try PacketContents(try cipher.open(sealed.bytes, authKey: key, direction: .fromClient))
            call = contents.messages.last { $0.isContentRelated }?.id ?? call
        }
        original = session
        bodies = try makeBodies(call)
    }

    /// Bodies that a server may send, to start from.
    private mutating func makeBodies(_ call: MessageID) throws -> [[UInt8]] {
        let id = call.rawValue
        var bodies = [
            try Self.result(of: call, [9, 9, 9, 9]),
            try Self.result(of: call, PackedObject.pack([UInt8](repeating: 1, count: 600))),
            try Self.result(of: call, TL.RpcError(errorCode: 420, errorMessage: "FLOOD_WAIT_3").encoded()),
            try TL.NewSession(firstMsgID: id, uniqueID: 1, serverSalt: 2).encoded(),
            try TL.MsgsAck(msgIDs: [id]).encoded(),
            try TL.MsgsStateReq(msgIDs: [id]).encoded(),
            try TL.MsgsStateInfo(reqMsgID: id, info: [4]).encoded(),
            try TL.MsgsAllInfo(msgIDs: [id], info: [1]).encoded(),
            try TL.MsgResendReq.msgResendReq(.init(msgIDs: [id])).encoded(),
            try TL.MsgDetailedInfo.msgDetailedInfo(
                .init(msgID: id, answerMsgID: id + 1, bytes: 4, status: 0)
            ).encoded(),
            try TL.Pong(msgID: id, pingID: 7).encoded(),
            try TL.FutureSalts(
                reqMsgID: id, now: Int32(Self.epoch), salts: [.init(validSince: 0, validUntil: .max, salt: 3)]
            ).encoded(),
            try TL.Updates.tooLong.encoded(),
            try TL.BadMsgNotification.badServerSalt(
                .init(badMsgID: id, badMsgSeqno: 1, errorCode: 48, newServerSalt: 5)
            ).encoded(),
        ]
        for code: Int32 in [16, 17, 20, 32, 64] {
            bodies.append(
                try TL.BadMsgNotification.badMsgNotification(
                    .init(badMsgID: id, badMsgSeqno: 1, errorCode: code)
                ).encoded())
        }
        var container = TLWriter()
        container.uint32(0x73F1_F8DC)
        container.int32(Int32(bodies.count))
        for body in bodies {
            container.int64(serverID().rawValue)
            container.int32(1)
            container.int32(Int32(body.count))
            container.raw(body)
        }
        bodies.append(try container.finish())
        return bodies
    }

    private static func result(of request: MessageID, _ object: [UInt8]) throws -> [UInt8] {
        var writer = TLWriter()
        writer.uint32(0xF35C_6D01)
        writer.int64(request.rawValue)
        writer.raw(object)
        return try writer.finish()
    }

    private mutating func serverID() -> MessageID {
        serverIDs.next(unixNanoseconds: Self.epoch * 1_000_000_000, origin: .answer, using: &generator)
    }

    // MARK: Rounds

    /// Damages the plaintext of a packet, encrypts it correctly, and delivers it.
    ///
    /// - Returns: What is wrong, `nil` if nothing.
    package mutating func damagePlaintext() -> String? {
        var bytes = plaintext()
        for _ in 0..<1 + generator.next() % 3 { mutate(&bytes) }
        bytes.append(contentsOf: repeatElement(0, count: (16 - bytes.count % 16) % 16))
        // What was taken changes the session; every round begins anew.
        session = original
        let before = fingerprint
        var cipher = PacketCipher()
        do throws(SessionError) {
            let contents = try PacketContents(try cipher.open(encrypt(bytes), authKey: key))
            _ = try session.received(contents, on: link, now: now, using: &generator)
            accepted += 1
            _ = session.flush(on: link, now: now, using: &generator)
            return nil
        } catch {
            refused[error.code, default: 0] += 1
            if error.code == .messageKeyMismatch { return "a packet that was encrypted correctly: \(error)" }
            return fingerprint == before ? nil : "\(error) left a trace"
        }
    }

    /// Damages an encrypted packet, and tries to open it.
    ///
    /// - Returns: What is wrong, `nil` if nothing.
    package mutating func damageCiphertext() -> String? {
        let right = encrypt(plaintext())
        var packet = right
        for _ in 0..<1 + generator.next() % 3 { mutate(&packet) }
        guard packet.prefix(right.count) != right[...] else { return nil }
        var cipher = PacketCipher()
        do throws(SessionError) {
            _ = try cipher.open(packet, authKey: key)
            // Up to fifteen bytes at the end are a transport's padding.
            let isWhole = packet.prefix(right.count / 16 * 16 + 8) == right[...]
            return isWhole ? nil : "a damaged packet was opened"
        } catch {
            let codes: [SessionError.Code] = [.authKeyMismatch, .messageKeyMismatch, .packetTooShort]
            return codes.contains(error.code) ? nil : "\(error)"
        }
    }

    /// What the session would do and knows, as far as it can be seen.
    private var fingerprint: String {
        "\(session.id) \(session.remembered.map(\.count)) \(session.salts) \(session.clock) \(session.statistics)"
            + " \(session.pendingCallCount)"
    }

    /// The plaintext of a packet, header and padding included.
    private mutating func plaintext() -> [UInt8] {
        let body = bodies[Int(generator.next() % UInt64(bodies.count))]
        var bytes: [UInt8] = []
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(Int64(1))
        append(original.id)
        append(serverID().rawValue)
        append(Int32(1))
        append(Int32(body.count))
        bytes += body
        let padding = 12 + (16 - (bytes.count + 12) % 16) % 16
        return bytes + [UInt8](repeating: 0, count: padding)
    }

    private func encrypt(_ plaintext: [UInt8]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 24) + plaintext
        var cipher = MessageCipher()
        bytes.withUnsafeMutableBytes { buffer in
            let sealed = cipher.encrypt(
                UnsafeMutableRawBufferPointer(rebasing: buffer[24...]), authKey: key, direction: .fromServer)
            buffer.storeBytes(of: key.id.littleEndian, as: Int64.self)
            sealed.messageKey.withContiguousBytes { messageKey in
                UnsafeMutableRawBufferPointer(rebasing: buffer[8..<24]).copyMemory(from: messageKey)
            }
        }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let index = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 6 {
        case 0: bytes[index] ^= 1 << UInt8(generator.next() & 7)
        case 1: bytes[index] = UInt8(truncatingIfNeeded: generator.next())
        case 2: bytes.removeSubrange(max(32, index)..<max(32, min(bytes.count, index + 8)))
        case 3: bytes.insert(contentsOf: repeatElement(0xFF, count: 8), at: index)
        case 4:
            for offset in index..<min(bytes.count, index + 4) { bytes[offset] = 0xFF }
        default:
            // The body is where most of the reading happens.
            guard bytes.count > 33 else { return }
            bytes[32 + Int(generator.next() % UInt64(bytes.count - 32))] = UInt8(truncatingIfNeeded: generator.next())
        }
    }
}

extension Proof {
    /// What must hold of damaged packets.
    package static var ofSessionMutation: [Proof] {
        [
            Proof("damaged plaintexts, encrypted correctly, leave no trace", count: 300_000) { range in
                check(range) { $0.damagePlaintext() }
            },
            Proof("damaged ciphertexts are refused", count: 10_000) { range in
                check(range) { $0.damageCiphertext() }
            },
        ]
    }

    private static func check(_ range: Range<Int>, _ round: (inout SessionMutation) -> String?) -> String? {
        do {
            var mutation = try SessionMutation(seed: UInt64(range.lowerBound))
            for index in range {
                if let failure = round(&mutation) { return "input \(index): \(failure)" }
            }
            return nil
        } catch {
            return "\(error)"
        }
    }
}
