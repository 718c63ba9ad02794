// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How long a ``MessageBox`` waits and how much it holds.
public struct MessageBoxLimits: Hashable, Sendable {
    /// How long a gap may stay before the server is asked.
    public var gapWait = Duration.milliseconds(500)
    /// How many differences in a row may leave a gap as it is; after the last one the updates behind it are delivered.
    public var fruitlessDifferences = 4
    /// After how long without any update the server is asked.
    public var silence = Duration.seconds(15 * 60)
    /// How long it waits after the first failure; the time doubles with each further one.
    public var firstPause = Duration.seconds(1)
    /// How long it waits at most.
    public var longestPause = Duration.seconds(60)
    /// How many updates of one sequence are held until those before them come.
    public var heldPerDomain = 1_000
    /// How many updates are held in all.
    public var heldInAll = 10_000
    /// How many channels are asked for at once.
    public var channelRequests = 10
    /// Of how many channels that became inaccessible it is remembered how far they were seen.
    public var lostChannels = 1_000
    /// With how many updates that nobody took yet the server is not asked for more.
    public var backlog = 10_000
    /// By how much a number may lie behind before it is taken for a new count rather than an old update.
    public var jumpBack = 19_999

    /// The limits that official applications use, where they are known.
    public static var standard: Self { Self() }

    /// Creates the standard limits.
    public init() {}
}
