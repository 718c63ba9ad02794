// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which packets the server may acknowledge quickly.
///
/// See core.telegram.org/mtproto/mtproto-transports#quick-ack.
struct QuickAckTokens: Sendable {
    private var packets: [UInt32: MessageID] = [:]
    /// Oldest first.
    private var order: [UInt32] = []

    var count: Int { order.count }

    mutating func insert(_ token: UInt32, packet: MessageID) {
        if packets.updateValue(packet, forKey: token) == nil { order.append(token) }
        if order.count > SessionLimits.quickAckTokens { packets[order.removeFirst()] = nil }
    }

    mutating func take(_ token: UInt32) -> MessageID? {
        guard let packet = packets.removeValue(forKey: token) else { return nil }
        order.removeAll { $0 == token }
        return packet
    }
}
