// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A transport that takes part in a race.
public struct TransportCandidate: Hashable, Sendable {
    /// The transport.
    public var transport: ClientTransport
    /// How long after the candidate before it this one begins at the latest; a candidate that fails makes way at once.
    public var delay: Duration

    /// Describes a candidate.
    ///
    /// - Parameters:
    ///   - transport: The transport.
    ///   - delay: How long after the candidate before it this one begins at the latest.
    public init(_ transport: ClientTransport, delay: Duration = .milliseconds(200)) {
        self.transport = transport
        self.delay = delay
    }

    /// The shortest framing first, the one that looks like noise 200 ms later.
    public static let usual = [TransportCandidate(.abridged, delay: .zero), TransportCandidate(.obfuscated)]
}
