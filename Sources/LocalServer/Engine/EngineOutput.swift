// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

/// What the engine wants to have done.
enum EngineOutput: Sendable {
    /// To seal a packet and send it.
    case packet(ConnectionID, OutgoingPacket, AuthKey)
    /// To send a packet later, if the session still is the account's then.
    case later(Duration, ConnectionID, OutgoingPacket, AuthKey, CallOrigin, account: Int64?)
    /// To have ``Engine/flushGathered(_:)`` called after ``UpdateGathering/window``.
    case gather(CallOrigin)
    /// To close a connection, and to say why if there is a reason.
    case close(ConnectionID, transportError: Int32?)
    /// To run a handler of a test, and to answer the call with what it says.
    case handler(PendingCall, any TLFunction)
}

/// A call that is answered later.
struct PendingCall: Hashable, Sendable {
    let origin: CallOrigin
    let id: MessageID
    let account: Int64?
    let dataCenter: Int
}

/// Names a call of a session.
struct CallName: Hashable, Sendable {
    let origin: CallOrigin
    let id: MessageID
}
