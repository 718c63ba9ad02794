// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

/// What the session itself has to say to the server.
enum ServiceMessage: Sendable {
    case acknowledgement([MessageID])
    case ping(Int64, ConnectionID)
    case saltQuestion
    case stateQuestion([MessageID])
    case stateInfo(request: MessageID, [UInt8])
    case resendRequest([MessageID])
    case dropAnswer(MessageID)

    var body: [UInt8] {
        // By far the most frequent one, and the simplest.
        if case .acknowledgement(let ids) = self { return Self.acknowledgement(ids) }
        var writer = TLWriter(capacity: 64)
        switch self {
        case .acknowledgement(let ids):
            TL.MsgsAck(msgIDs: ids.map(\.rawValue)).encode(into: &writer)
        case .ping(let id, _):
            TL.PingDelayDisconnect(pingID: id, disconnectDelay: SessionLimits.disconnectDelay).encode(into: &writer)
        case .saltQuestion:
            TL.GetFutureSalts(num: Int32(SessionLimits.futureSalts)).encode(into: &writer)
        case .stateQuestion(let ids):
            TL.MsgsStateReq(msgIDs: ids.map(\.rawValue)).encode(into: &writer)
        case .stateInfo(let request, let info):
            TL.MsgsStateInfo(reqMsgID: request.rawValue, info: info).encode(into: &writer)
        case .resendRequest(let ids):
            TL.MsgResendReq.msgResendReq(.init(msgIDs: ids.map(\.rawValue))).encode(into: &writer)
        case .dropAnswer(let id):
            TL.RpcDropAnswer(reqMsgID: id.rawValue).encode(into: &writer)
        }
        guard let bytes = try? writer.finish() else { preconditionFailure("service messages can be written") }
        return bytes
    }

    /// `msgs_ack`, as the schema writes it.
    static func acknowledgement(_ ids: [MessageID]) -> [UInt8] {
        let count = 12 + 8 * ids.count
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let place = UnsafeMutableRawBufferPointer(buffer)
            place.storeBytes(of: TL.MsgsAck.constructorID.littleEndian, as: UInt32.self)
            place.storeBytes(of: ConstructorID.vector.littleEndian, toByteOffset: 4, as: UInt32.self)
            place.storeBytes(of: UInt32(clamping: ids.count).littleEndian, toByteOffset: 8, as: UInt32.self)
            for (index, id) in ids.enumerated() {
                place.storeBytes(of: id.rawValue.littleEndian, toByteOffset: 12 + 8 * index, as: Int64.self)
            }
            initialized = count
        }
    }
}

/// The service messages that wait, and the last ones that went out.
struct ServiceOutbox: Sendable {
    private var waiting: [ServiceMessage] = []
    /// Oldest first, which is by their ids.
    private var sent: [(id: MessageID, message: ServiceMessage)] = []

    var isEmpty: Bool { waiting.isEmpty }
    var waitingCount: Int { waiting.count }
    var sentCount: Int { sent.count }

    mutating func append(_ message: ServiceMessage) {
        // None of them is indispensable, and only a server that asks for thousands of things can get here.
        guard waiting.count < SessionLimits.waitingServiceMessages else { return }
        waiting.append(message)
    }

    /// Whether anything can go out on a connection.
    func isWaiting(on connection: ConnectionID) -> Bool {
        waiting.contains { $0.fits(connection) }
    }

    /// Takes what can go out on a connection.
    mutating func take(on connection: ConnectionID, limit: Int) -> [ServiceMessage] {
        guard !waiting.isEmpty else { return [] }
        var taken: [ServiceMessage] = []
        var rest: [ServiceMessage] = []
        for message in waiting {
            if taken.count < limit, message.fits(connection) { taken.append(message) } else { rest.append(message) }
        }
        waiting = rest
        return taken
    }

    mutating func remember(_ message: ServiceMessage, as id: MessageID) {
        // Several at a time, since the others are moved.
        if sent.count >= SessionLimits.rememberedServiceMessages { sent.removeFirst(sent.count / 8) }
        sent.append((id, message))
    }

    subscript(id: MessageID) -> ServiceMessage? {
        var low = 0
        var high = sent.count
        while low < high {
            let middle = (low + high) / 2
            if sent[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < sent.count && sent[low].id == id ? sent[low].message : nil
    }

    /// Forgets the pings of a connection that is gone.
    mutating func removePings(on connection: ConnectionID) {
        waiting.removeAll { message in
            if case .ping(_, connection) = message { return true }
            return false
        }
    }

    mutating func removeAll() {
        self = Self()
    }
}

extension ServiceMessage {
    fileprivate func fits(_ connection: ConnectionID) -> Bool {
        if case .ping(_, let own) = self { return own == connection }
        return true
    }
}
