// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How a simulated run went.
public struct SimulationResult: Sendable {
    /// What was broken, or `nil` if nothing was.
    public var violation: String?
    /// How often each kind of event came.
    public var histogram: [SimulationEvent.Kind: Int] = [:]
    /// How many calls were answered.
    public var answered = 0
    /// How many calls ended without anyone knowing whether they ran.
    public var unknown = 0
    /// How many calls were given up after too many attempts.
    public var givenUp = 0
    /// How many packets were sent in either direction.
    public var packets = 0
    /// How often the session was given up for a new one.
    public var resets = 0
    /// How often the session went on under another key.
    public var renewedKeys = 0
    /// How often messages were sent again under their ids, and under new ones.
    public var resends = (same: 0, new: 0)
    /// What happened, line by line, if that was asked for.
    public var trace: [String] = []
}

/// What must never happen in a run.
struct SimulationViolation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
