// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A message as it stands in a container, or alone in a packet.
public struct PlainMessage: Sendable {
    /// The message.
    public let id: MessageID
    /// Its number.
    public let sequenceNumber: Int32
    /// What stands before the body of a message that is sent; long bodies are not copied for it.
    let lead: [UInt8]
    /// The body.
    public let body: ArraySlice<UInt8>

    /// How many bytes are sent.
    var byteCount: Int { lead.count + body.count }

    /// Whether the sender asks for an acknowledgement.
    public var isContentRelated: Bool { sequenceNumber & 1 == 1 }

    /// Creates a message.
    ///
    /// - Parameters:
    ///   - id: The message.
    ///   - sequenceNumber: Its number.
    ///   - body: The body, a multiple of four bytes.
    public init(id: MessageID, sequenceNumber: Int32, body: ArraySlice<UInt8>) {
        self.init(id: id, sequenceNumber: sequenceNumber, lead: [], body: body)
    }

    init(id: MessageID, sequenceNumber: Int32, lead: [UInt8], body: ArraySlice<UInt8>) {
        self.id = id
        self.sequenceNumber = sequenceNumber
        self.lead = lead
        self.body = body
    }

    /// Writes what is sent.
    ///
    /// - Parameter place: Room for ``byteCount`` bytes.
    func write(to place: UnsafeMutableRawBufferPointer) {
        if !lead.isEmpty { lead.withUnsafeBytes { place.copyMemory(from: $0) } }
        body.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: place[lead.count...]).copyMemory(from: $0) }
    }
}

/// Several messages in one packet.
///
/// See core.telegram.org/mtproto/service_messages#simple-container.
enum MessageContainer {
    /// The bytes before the body of each message: id, number, length.
    static let messageHeaderCount = 8 + 4 + 4
    /// The bytes before the first message: constructor id and count.
    static let headerCount = 4 + 4

    /// What could be read of a container.
    struct Contents {
        var messages: [PlainMessage] = []
        /// How many messages could not be read.
        var malformed = 0
    }

    /// Reads the messages of a container.
    ///
    /// A message whose length is no multiple of four is left out; one that is longer than the container ends it. The
    /// others are not lost.
    ///
    /// - Parameter body: The container, with its constructor id.
    /// - Returns: The messages in order.
    /// - Throws: ``SessionError/Code/containerTooLarge`` if more messages are announced than a container may hold.
    static func read(_ body: ArraySlice<UInt8>) throws(SessionError) -> Contents {
        var contents = Contents()
        let start = body.startIndex
        guard let count = body.uint32(at: start + 4).map(Int32.init(bitPattern:)), count >= 0 else {
            contents.malformed = 1
            return contents
        }
        guard count <= SessionLimits.receivedContainerMessages else {
            throw SessionError(
                .containerTooLarge, found: Int64(count), expected: Int64(SessionLimits.receivedContainerMessages))
        }
        var position = start + headerCount
        for index in 0..<Int(count) {
            let bodyStart = position + messageHeaderCount
            guard let id = body.int64(at: position), let number = body.uint32(at: position + 8),
                let length = body.uint32(at: position + 12), Int(length) <= body.endIndex - bodyStart
            else {
                contents.malformed += Int(count) - index
                break
            }
            position = bodyStart + Int(length)
            guard length % 4 == 0 else {
                contents.malformed += 1
                continue
            }
            contents.messages.append(
                PlainMessage(
                    id: MessageID(rawValue: id), sequenceNumber: Int32(bitPattern: number),
                    body: body[bodyStart..<position]))
        }
        return contents
    }

    /// Describes a container.
    static func packet(_ header: PacketHeader, _ messages: [PlainMessage]) -> OutgoingPacket {
        guard let index = messages.firstIndex(where: { $0.body.count >= OutgoingPacket.longCount }) else {
            return OutgoingPacket(header, bodyCount: messages.reduce(headerCount) { $0 + byteCount(of: $1) }) {
                target in
                writeHeader(messages.count, to: target)
                write(messages[...], to: UnsafeMutableRawBufferPointer(rebasing: target[headerCount...]))
            }
        }
        // The long one is sealed from where it is.
        let long = messages[index]
        let before = messages[..<index].reduce(headerCount) { $0 + byteCount(of: $1) }
        let lead = bytes(before + messageHeaderCount + long.lead.count) { place in
            writeHeader(messages.count, to: place)
            write(messages[..<index], to: UnsafeMutableRawBufferPointer(rebasing: place[headerCount...]))
            writeHeader(of: long, to: UnsafeMutableRawBufferPointer(rebasing: place[before...]))
            UnsafeMutableRawBufferPointer(rebasing: place[(before + messageHeaderCount)...]).copyBytes(from: long.lead)
        }
        let after = messages[(index + 1)...]
        let rest = bytes(after.reduce(0) { $0 + byteCount(of: $1) }) { write(after, to: $0) }
        return OutgoingPacket(header, lead: lead, body: long.body, rest: rest)
    }

    private static func bytes(_ count: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
            initialized = count
        }
    }

    private static func byteCount(of message: PlainMessage) -> Int { messageHeaderCount + message.byteCount }

    private static func writeHeader(_ count: Int, to place: UnsafeMutableRawBufferPointer) {
        place.storeBytes(of: ConstructorID.messageContainer.littleEndian, as: UInt32.self)
        place.storeBytes(of: UInt32(count).littleEndian, toByteOffset: 4, as: UInt32.self)
    }

    private static func writeHeader(of message: PlainMessage, to place: UnsafeMutableRawBufferPointer) {
        place.storeBytes(of: message.id.rawValue.littleEndian, as: Int64.self)
        place.storeBytes(of: message.sequenceNumber.littleEndian, toByteOffset: 8, as: Int32.self)
        place.storeBytes(of: UInt32(message.byteCount).littleEndian, toByteOffset: 12, as: UInt32.self)
    }

    private static func write(_ messages: ArraySlice<PlainMessage>, to place: UnsafeMutableRawBufferPointer) {
        var position = 0
        for message in messages {
            let begin = position + messageHeaderCount
            writeHeader(of: message, to: UnsafeMutableRawBufferPointer(rebasing: place[position..<begin]))
            position = begin + message.byteCount
            message.write(to: UnsafeMutableRawBufferPointer(rebasing: place[begin..<position]))
        }
    }
}

extension ArraySlice where Element == UInt8 {
    /// Reads four bytes at an index, least significant byte first, or gives `nil` where there are fewer.
    package func uint32(at index: Int) -> UInt32? {
        guard index >= startIndex, index <= endIndex - 4 else { return nil }
        return withUnsafeBytes { bytes in
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index - startIndex, as: UInt32.self))
        }
    }

    /// Reads eight bytes at an index, least significant byte first, or gives `nil` where there are fewer.
    package func int64(at index: Int) -> Int64? {
        guard index >= startIndex, index <= endIndex - 8 else { return nil }
        return withUnsafeBytes { bytes in
            Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: index - startIndex, as: Int64.self))
        }
    }
}
