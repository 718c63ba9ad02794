// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// An update that waits for those before it, or the events of a call of one's own, which have no update.
struct PostponedUpdate: Sendable {
    var mark: UpdatePosition
    var update: TL.Update?
    var peers: ObjectPeers
}

/// The peers that came with an object, which all its updates have, and of which a delivery has one copy.
struct ObjectPeers: Sendable {
    /// Which object it was, by the order in which they came.
    var object: UInt64
    var users: [TL.User]
    var chats: [TL.Chat]
}

/// An `updates` object whose updates without a place of their own wait for the objects before it.
struct PostponedContainer: Sendable {
    var seqStart: Int32
    var seq: Int32
    var date: Int32
    var updates: [TL.Update]
    var peers: ObjectPeers
}
