// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Where a call came from: whoever makes a change hears of it in the answer, not by an update.
package struct CallOrigin: Hashable, Sendable {
    package let authKeyID: Int64
    package let sessionID: Int64

    package init(authKeyID: Int64, sessionID: Int64) {
        self.authKeyID = authKeyID
        self.sessionID = sessionID
    }
}

/// Updates for the sessions of one account.
struct Push: Sendable {
    let account: Int64
    /// The session that need not be told.
    let except: CallOrigin?
    let updates: TL.Updates
    /// The channel whose change it is.
    let channel: Channel?

    /// A channel and how far it has come.
    struct Channel: Sendable {
        let id: Int64
        let pts: Int32
    }
}
