// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What a message of a server says: an object, or one as the result of a call.
///
/// A result is framed when it is sent, so that the bytes of a large answer are not copied before.
struct ServerBody: Sendable {
    /// What stands before the object of a result: its id, and the call.
    private let lead: [UInt8]
    private let object: ServerObject
    /// The call whose result the object is, `nil` for one that stands alone.
    let request: MessageID?

    init(_ object: ServerObject, resultOf request: MessageID? = nil) {
        self.object = object
        self.request = request
        lead = (request.map(Self.lead) ?? []) + object.head
    }

    init(_ object: [UInt8], resultOf request: MessageID? = nil) {
        self.init(ServerObject(object), resultOf: request)
    }

    private static func lead(_ request: MessageID) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 4 + 8) { buffer, initialized in
            let place = UnsafeMutableRawBufferPointer(buffer)
            place.storeBytes(of: ConstructorID.rpcResult.littleEndian, as: UInt32.self)
            place.storeBytes(of: request.rawValue.littleEndian, toByteOffset: 4, as: Int64.self)
            initialized = 4 + 8
        }
    }

    var byteCount: Int { lead.count + object.body.count }

    /// The message that says it.
    func message(_ id: MessageID, sequenceNumber: Int32) -> PlainMessage {
        PlainMessage(id: id, sequenceNumber: sequenceNumber, lead: lead, body: object.body)
    }
}
