// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes

/// A call that is being run.
struct Call: Sendable {
    let pending: PendingCall
    /// The permanent key of the client, `nil` while its temporary key is not bound.
    let owner: Int64?
    let account: Account?

    var origin: CallOrigin { pending.origin }
    var dataCenter: Int { pending.dataCenter }
}

/// Who calls a method that needs an account.
@dynamicMemberLookup
struct Caller: Sendable {
    /// The account as it was when the call began.
    let account: Account
    let call: Call

    /// The user id.
    var id: Int64 { account.id }
    /// The session that learns of changes from the answer, and needs no update about them.
    var origin: CallOrigin { call.origin }

    /// - Throws: `AUTH_KEY_UNREGISTERED` if nobody is logged in.
    init(_ call: Call) throws(RPCFailure) {
        guard let account = call.account else { throw RPCFailure(401, .authKeyUnregistered) }
        self.account = account
        self.call = call
    }

    subscript<Value>(dynamicMember member: KeyPath<Account, Value>) -> Value { account[keyPath: member] }
}
