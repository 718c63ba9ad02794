// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes

extension CallOptions {
    /// Whether calls go inside of something.
    var wrapsCalls: Bool { withoutUpdates || takeoutID != nil || businessConnectionID != nil }

    /// The call inside of what the options demand.
    func wrap(_ call: OutgoingCall) throws(TLError) -> OutgoingCall {
        guard wrapsCalls else { return call }
        var wrapped = TLRawFunction(bytes: call.body)
        if let takeoutID {
            wrapped = TLRawFunction(bytes: try TL.InvokeWithTakeout(takeoutID: takeoutID, query: wrapped).encoded())
        }
        if let businessConnectionID {
            let outer = TL.InvokeWithBusinessConnection(connectionID: businessConnectionID, query: wrapped)
            wrapped = TLRawFunction(bytes: try outer.encoded())
        }
        if withoutUpdates { wrapped = TLRawFunction(bytes: try TL.InvokeWithoutUpdates(query: wrapped).encoded()) }
        return OutgoingCall(
            body: wrapped.bytes, repetition: call.repetition, isCompressible: call.isCompressible)
    }
}
