// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto

/// A key with its session.
///
/// A sender has one that works, and others while keys change.
struct KeyedSession: Sendable {
    enum Role: Hashable, Sendable {
        /// It carries the calls.
        case current
        /// Its key is being bound to the permanent one, and takes over then.
        case candidate
        /// Its key is being bound only to learn whether the server still has the permanent one.
        case probe
        /// It waits for the answers to the calls that it sent, and takes no more.
        case draining
    }

    /// Counts the lanes of a sender, since sessions name their calls alike.
    let generation: UInt32
    let key: AuthKey
    /// When a temporary key ends.
    let end: MonotonicTime?
    var session: ClientSession
    var role: Role
    var bindingCall: CallID?

    /// Whether a key is being bound.
    var isBinding: Bool { role == .candidate || role == .probe }
}

/// Names a call of a lane.
struct LaneCall: Equatable, Sendable {
    let generation: UInt32
    let call: CallID
}
