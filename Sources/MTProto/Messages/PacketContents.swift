// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The messages of a packet, out of their container and unpacked.
///
/// Reading them needs no session and changes none, so that it can happen anywhere.
public struct PacketContents: Sendable {
    /// What stood before the body of the packet.
    public let header: PacketHeader
    /// Whether the packet was a container, whose own message is not among ``messages``.
    public private(set) var isContainer = false
    /// The messages in order.
    public private(set) var messages: [PlainMessage] = []
    /// How many messages could not be read; the others are not lost for that.
    public private(set) var malformed = 0

    /// How many bytes compressed objects may still grow to.
    private(set) var unpackBudget = SessionLimits.unpackedPacket
    /// What the messages say, if ``readServerMessages()`` has looked.
    private(set) var serverMessages: [ServerMessage]?

    /// Reads what a server's messages say, and unpacks what is packed in them.
    ///
    /// That may take a while, so it is done before the session is locked; a session does it otherwise by itself.
    ///
    /// - Parameter leavesLargePacked: Whether large answers to calls stay packed, for whoever made the call to unpack them
    ///   with ``LargeAnswer``: other messages need not wait for that.
    /// - Throws: ``SessionError/Code/unpackedTooLarge``; nothing of the packet may be used then.
    package mutating func readServerMessages(leavesLargePacked: Bool = false) throws(SessionError) {
        guard serverMessages == nil else { return }
        var read: [ServerMessage] = []
        read.reserveCapacity(messages.count)
        for message in messages {
            if leavesLargePacked, let answer = LargeAnswer(message.body, budget: &unpackBudget) {
                read.append(.result(request: answer.request, .object(answer.packed)))
            } else {
                read.append(try ServerMessage(message.body, budget: &unpackBudget))
            }
        }
        serverMessages = read
    }

    /// Reads the messages of a packet.
    ///
    /// - Parameter packet: The packet.
    /// - Throws: ``SessionError/Code/containerTooLarge`` or ``SessionError/Code/unpackedTooLarge``; nothing of the packet
    ///   may be used then.
    public init(_ packet: OpenedPacket) throws(SessionError) {
        header = packet.header
        guard let body = try PackedObject.unpack(packet.body, budget: &unpackBudget) else {
            // The sender may want an acknowledgement even of what cannot be read.
            malformed = 1
            messages = [message(with: [])]
            return
        }
        guard body.uint32(at: body.startIndex) == ConstructorID.messageContainer else {
            messages = [message(with: body)]
            return
        }
        isContainer = true
        let contents = try MessageContainer.read(body)
        malformed = contents.malformed
        // Mostly none of them is packed.
        guard contents.messages.contains(where: { Self.needsLook($0.body) }) else {
            messages = contents.messages
            return
        }
        messages.reserveCapacity(contents.messages.count)
        for child in contents.messages { try add(child) }
    }

    /// Whether a message in a container is packed, or is what may not be in one.
    private static func needsLook(_ body: ArraySlice<UInt8>) -> Bool {
        switch body.uint32(at: body.startIndex) {
        case ConstructorID.gzipPacked, ConstructorID.messageContainer: true
        default: false
        }
    }

    private func message(with body: ArraySlice<UInt8>) -> PlainMessage {
        PlainMessage(id: header.messageID, sequenceNumber: header.sequenceNumber, body: body)
    }

    private mutating func add(_ child: PlainMessage) throws(SessionError) {
        let unpacked = try PackedObject.unpack(child.body, budget: &unpackBudget)
        // A container never holds another one.
        let body = unpacked.flatMap { $0.uint32(at: $0.startIndex) == ConstructorID.messageContainer ? nil : $0 }
        if body == nil { malformed += 1 }
        messages.append(PlainMessage(id: child.id, sequenceNumber: child.sequenceNumber, body: body ?? []))
    }
}
