// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A type whose values bring users and chats along, as answers do.
package protocol TLPeerBearing {
    /// The users that stand beside what was asked for.
    var carriedUsers: [TL.User] { get }
    /// The chats and channels that stand beside what was asked for.
    var carriedChats: [TL.Chat] { get }
}

/// A type whose values bring updates along in a field.
package protocol TLUpdatesBearing {
    /// The updates, if the value has some.
    var carriedUpdates: TL.Updates? { get }
}
