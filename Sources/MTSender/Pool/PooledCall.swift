// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto

/// A call on its way through the pool, and what became of it so far.
struct PooledCall: Sendable {
    /// Writes the call, for each attempt anew: what is kept between them would have no bound.
    let write: @Sendable () throws(InvocationError) -> OutgoingCall
    /// The id of the method.
    let method: UInt32
    let policy: any RetryPolicy
    let floodScope: UInt64?
    let begun: MonotonicTime
    /// When to give up.
    let deadline: MonotonicTime?
    /// Where it stands if it runs after others.
    var place: OrderedPlace?
    var destination: CallDestination
    /// Whether it follows a file to another data centre.
    var followsFiles = true
    var migrations = 0
    var failures = 0
    var rebindings = 0
    /// Whether the policy has let this attempt through, redirections included.
    var isPermitted = false
    var slept = Duration.zero
    var wasReauthorized = false
    /// How often it waited because its key is new.
    var newKeyPauses = 0
    /// Whether it was reported that it waits for that.
    var isInNewKeyWait = false
    /// Whether the keys of the content delivery network were fetched anew for it.
    var hasFetchedKeys = false
    /// Who made the last attempt.
    var sender: Sender?
    /// For which account it is made; `nil` before the first attempt.
    var accountNumber: Int?
    /// Whether it has a place of ``AccountJourneys``, or all of them, so that nobody else changes the account meanwhile.
    var holdsAccount = false

    var name: String { SenderState.name(of: method) }
    var mayChangeAccount: Bool { AccountChange.mayBeMade(by: method) }
    /// Whether the policy wants to know of it.
    var isFollowed: Bool { policy.followsCalls }

    /// Whether a point in time comes too late for the caller.
    func isTooLate(_ time: MonotonicTime) -> Bool { deadline.map { time >= $0 } ?? false }
}
