// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Something that happens in a simulated run.
///
/// A run is its seed and its list of events, so that a failing list can be made shorter.
public struct SimulationEvent: Sendable, CustomStringConvertible {
    /// What happens.
    public enum Kind: String, Sendable, CaseIterable {
        case call
        case callBurst
        case cancel
        case update
        case drop
        case duplicate
        case reorder
        case delay
        case split
        case corrupt
        case close
        case extraConnection
        case clockAhead
        case clockBehind
        case saltsLost
        case restart
        case restartWithoutMemory
        case initializationLost
        case keyRenewal

        /// Whether it does harm, and therefore counts in the histogram.
        public var isFault: Bool {
            switch self {
            case .call, .callBurst, .cancel, .update, .extraConnection: false
            case .drop, .duplicate, .reorder, .delay, .split, .corrupt, .close, .clockAhead, .clockBehind, .saltsLost,
                .restart, .restartWithoutMemory, .initializationLost, .keyRenewal:
                true
            }
        }

        /// How often it comes, relative to the others.
        fileprivate var weight: Int {
            switch self {
            case .call: 900
            case .update: 120
            case .cancel, .duplicate, .reorder, .delay, .drop: 60
            case .split, .close: 40
            case .extraConnection, .initializationLost: 12
            case .saltsLost, .restart: 10
            case .corrupt: 8
            case .restartWithoutMemory, .keyRenewal: 4
            case .clockAhead, .clockBehind: 3
            case .callBurst: 1
            }
        }
    }

    /// What happens.
    public let kind: Kind
    /// How long after the event before, in milliseconds.
    public let wait: Int64
    /// Chooses details.
    public let detail: UInt64

    /// Draws the events of a run.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - generator: Where they come from.
    /// - Returns: The events.
    static func draw(_ count: Int, using generator: inout SeededGenerator) -> [Self] {
        let total = Kind.allCases.reduce(0) { $0 + $1.weight }
        return (0..<count).map { _ in
            var ticket = Int.random(in: 0..<total, using: &generator)
            var kind = Kind.call
            for candidate in Kind.allCases {
                ticket -= candidate.weight
                if ticket < 0 {
                    kind = candidate
                    break
                }
            }
            // Mostly busy, now and then quiet for long enough that ids grow too old.
            let wait =
                switch generator.next() % 400 {
                case 0: Int64.random(in: 60_000...400_000, using: &generator)
                case 1...40: Int64.random(in: 1000...20_000, using: &generator)
                default: Int64.random(in: 0...300, using: &generator)
                }
            return Self(kind: kind, wait: wait, detail: generator.next())
        }
    }

    /// A description for people.
    public var description: String { "+\(wait)ms \(kind.rawValue)(\(String(detail & 0xFFFF, radix: 16)))" }
}
