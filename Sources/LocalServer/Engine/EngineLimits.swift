// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The bounds of what the server remembers of its clients.
public struct SessionBounds: Hashable, Sendable {
    /// How many authorization keys there may be; the one that was used least recently goes first.
    public var keys = 10_000
    /// How many sessions there may be, of all keys together; those without a connection go first, and of them the one
    /// that was used least recently.
    public var sessions = 20_000
    /// How many updates wait for a session that has no connection; if there are more, it is told to ask for the difference.
    public var waitingUpdates = 256
    /// How many authorizations may be on their way from one data centre to another.
    public var exports = 1_000
    /// How many connections one listener serves at a time.
    public var connections = 2_000
    /// How many handlers of a test run at a time; calls beyond that are answered with `FLOOD_WAIT_1`.
    public var handlers = 1_024
    /// How many packets ``LocalFault/Kind/delayAnswer(_:)`` holds back at a time; any more are sent at once.
    public var delayedPackets = 1_024

    /// The default bounds.
    public init() {}
}
