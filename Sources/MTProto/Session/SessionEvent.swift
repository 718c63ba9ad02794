// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a packet brought.
public enum SessionEvent: Sendable {
    /// A call ended.
    case settled(Settlement)
    /// The server has a call; it says nothing about its success.
    case acknowledged(CallID)
    /// The server sent updates; a message may hold its acknowledgement back until they are safe.
    case update(MessageID, ArraySlice<UInt8>)
    /// Updates may have been lost: `updates.getDifference` is due.
    case updatesLost
    /// ``ClientSession/salts`` changed and should be stored.
    case saltsChanged
    /// The session was given up for a new one; the server may be asked to destroy the old one.
    case sessionReset(old: Int64)
}

/// What is to be done because time passed.
public enum TimerAction: Sendable {
    /// The connection is dead and must be closed; the session has forgotten it.
    case close(ConnectionID)
    /// A call ended.
    case settled(Settlement)
    /// ``ClientSession/salts`` changed and should be stored.
    case saltsChanged
    /// The temporary key ends soon: a new one is to be made and bound, in a session of its own, which then takes over.
    case renewTemporaryKey
}

/// What is to be sent.
public struct FlushedPackets: Sendable {
    /// The packets, in order.
    public package(set) var packets: [OutgoingPacket] = []
    /// Calls that became too old to be sent again.
    public package(set) var settled: [Settlement] = []
    /// Whether calls wait for the next flush because of the limit.
    public package(set) var hasMore = false
}
