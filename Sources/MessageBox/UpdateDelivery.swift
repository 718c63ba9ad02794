// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// Updates that are next in their order, and the state once they are handled.
public struct UpdateDelivery: Sendable {
    /// Events that cannot be had any more.
    public struct Gap: Sendable {
        /// The sequence they were in.
        public var domain: UpdateDomain
        /// The number of the last event that may be lost: what comes later is delivered.
        public var pts: Int32
        /// Whether the channel cannot be seen any more; it begins anew with the next update that comes.
        public var isInaccessible = false
        /// The newest messages of a channel, of which some may have been delivered before.
        public var messages: [TL.Message]

        package init(
            domain: UpdateDomain, pts: Int32, isInaccessible: Bool = false, messages: [TL.Message]
        ) {
            self.domain = domain
            self.pts = pts
            self.isInaccessible = isInaccessible
            self.messages = messages
        }
    }

    /// The updates, oldest first within each sequence; empty if only the state changed.
    ///
    /// A message that comes from a difference is in `updateNewMessage` or `updateNewChannelMessage` with a `pts` of 0.
    public internal(set) var updates: [TL.Update]
    /// The users that the updates speak of; to be stored before the updates are handled.
    public internal(set) var users: [TL.User]
    /// The chats that the updates speak of; to be stored before the updates are handled.
    public internal(set) var chats: [TL.Chat]
    /// What to store, before the updates are handled for at most once, after that for at least once.
    public internal(set) var changes: [MessageBoxState.Change] = []
    /// What was lost before these updates, if the server could not give it.
    public internal(set) var gap: Gap?
}
