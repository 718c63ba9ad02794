// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What a message of a server says: an object, or one as the result of a call.
///
/// A result is framed when it is sent, so that the bytes of a large answer are not copied before.
struct ServerBody: Sendable {
    /// The id and the call before the object of a result.
    private static let headerCount = 4 + 8

    let object: [UInt8]
    /// The call whose result the object is, `nil` for one that stands alone.
    let request: MessageID?

    init(_ object: [UInt8], resultOf request: MessageID? = nil) {
        self.object = object
        self.request = request
    }

    var byteCount: Int { object.count + (request == nil ? 0 : Self.headerCount) }

    /// The bytes as a container takes them.
    var bytes: [UInt8] {
        guard request != nil else { return object }
        return [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
            write(to: UnsafeMutableRawBufferPointer(buffer))
            initialized = byteCount
        }
    }

    /// Writes all bytes.
    func write(to place: UnsafeMutableRawBufferPointer) {
        var start = 0
        if let request {
            place.storeBytes(of: ConstructorID.rpcResult.littleEndian, as: UInt32.self)
            place.storeBytes(of: request.rawValue.littleEndian, toByteOffset: 4, as: Int64.self)
            start = Self.headerCount
        }
        object.withUnsafeBytes { object in
            UnsafeMutableRawBufferPointer(rebasing: place[start..<start + object.count]).copyMemory(from: object)
        }
    }
}
