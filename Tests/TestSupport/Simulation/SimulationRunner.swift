// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Runs many seeds and says what was found.
public struct SimulationRunner {
    /// Every run's results together.
    public struct Summary: Sendable {
        /// In how many runs each kind of event came.
        public var runsWith: [SimulationEvent.Kind: Int] = [:]
        /// How many runs there were.
        public var runs = 0
        /// How many events there were.
        public var events = 0
        /// Sums of what the runs say.
        public var answered = 0
        /// How many calls ended without anybody knowing whether they ran.
        public var unknown = 0
        /// How many calls were given up.
        public var givenUp = 0
        /// How many packets were sent.
        public var packets = 0
        /// How many connections were lost.
        public var resets = 0
        /// How many keys were made anew.
        public var renewedKeys = 0
        /// What was broken, with the line that runs it again, if anything was.
        public var failure: String?

        /// Adds the figures of other runs.
        mutating func add(_ other: Summary) {
            runsWith.merge(other.runsWith, uniquingKeysWith: +)
            runs += other.runs
            events += other.events
            answered += other.answered
            unknown += other.unknown
            givenUp += other.givenUp
            packets += other.packets
            resets += other.resets
            renewedKeys += other.renewedKeys
            failure = failure ?? other.failure
        }

        /// What the figures themselves say against the runs: faults that are too rare, or runs that do nothing.
        public var weakness: String? {
            for kind in SimulationEvent.Kind.allCases where kind.isFault && runsWith[kind, default: 0] * 100 < runs {
                return "\(kind) is in less than 1 % of the runs"
            }
            return answered <= runs * 10 ? "the runs do next to nothing" : nil
        }

        /// The figures as a table.
        public var table: String {
            var lines = [
                "\(runs) runs, \(events) events, \(packets) packets: \(answered) calls answered,"
                    + " \(unknown) unknown, \(givenUp) given up, \(resets) sessions given up, \(renewedKeys) keys renewed"
            ]
            for kind in SimulationEvent.Kind.allCases {
                let share = Double(runsWith[kind, default: 0]) / Double(max(runs, 1)) * 100
                let mark = kind.isFault ? "fault" : "     "
                lines.append("  \(mark) \(kind.rawValue): \((share * 10).rounded() / 10) % of runs")
            }
            return lines.joined(separator: "\n")
        }
    }

    /// Runs seeds one after the other, until one fails.
    ///
    /// - Parameters:
    ///   - seeds: Which.
    ///   - eventCount: How many events each run has.
    /// - Returns: What was found.
    public static func run(_ seeds: Range<UInt64>, eventCount: Int) -> Summary {
        var summary = Summary()
        for seed in seeds {
            let simulation = SessionSimulation(seed: seed, eventCount: eventCount)
            let events = simulation.events
            let result = simulation.run()
            summary.runs += 1
            summary.events += events.count
            summary.answered += result.answered
            summary.unknown += result.unknown
            summary.givenUp += result.givenUp
            summary.packets += result.packets
            summary.resets += result.resets
            summary.renewedKeys += result.renewedKeys
            for kind in result.histogram.keys { summary.runsWith[kind, default: 0] += 1 }
            if let violation = result.violation {
                summary.failure = report(seed: seed, events: events, eventCount: eventCount, violation: violation)
                break
            }
        }
        return summary
    }

    /// Runs seeds on all cores, until one fails.
    ///
    /// - Parameters:
    ///   - seeds: Which.
    ///   - eventCount: How many events each run has.
    /// - Returns: What was found.
    package static func runInParallel(_ seeds: Range<UInt64>, eventCount: Int) async -> Summary {
        let pieces = stride(from: seeds.lowerBound, to: seeds.upperBound, by: 24).map {
            $0..<min($0 + 24, seeds.upperBound)
        }
        var summary = Summary()
        await ParallelPieces.run(
            pieces,
            { run($0, eventCount: eventCount) },
            receive: { piece in
                summary.add(piece)
                return summary.failure == nil
            })
        return summary
    }

    /// Says what was broken, how to see it again, and which events are enough for it.
    static func report(seed: UInt64, events: [SimulationEvent], eventCount: Int, violation: String) -> String {
        let least = shrink(events) { SessionSimulation(seed: seed, events: $0).run().violation != nil }
        var last = SessionSimulation(seed: seed, events: least)
        last.trace = []
        let result = last.run()
        let after = result.violation ?? violation
        return """
            seed \(seed): \(violation)
            again: FEROGRAM_SEED=\(seed) FEROGRAM_EVENTS=\(eventCount) swift test --filter SessionSimulationTests.testReplay
            \(least.count) of \(events.count) events are enough for: \(after)
            \(least.map { "  \($0)" }.joined(separator: "\n"))
            the last steps:
            \(result.trace.suffix(60).map { "  \($0)" }.joined(separator: "\n"))
            """
    }

    /// Leaves out events, in ever smaller pieces, as long as the rest still fails.
    ///
    /// - Parameters:
    ///   - events: A failing list.
    ///   - fails: Whether a list fails.
    /// - Returns: A failing list from which no single event can be left out.
    static func shrink<Element>(_ events: [Element], fails: ([Element]) -> Bool) -> [Element] {
        var events = events
        var size = max(events.count / 2, 1)
        var attempts = 0
        while attempts < 2000 {
            var start = 0
            var hasShrunk = false
            while start < events.count, attempts < 2000 {
                var candidate = events
                candidate.removeSubrange(start..<min(start + size, events.count))
                attempts += 1
                if fails(candidate) {
                    events = candidate
                    hasShrunk = true
                } else {
                    start += size
                }
            }
            if size == 1, !hasShrunk { break }
            size = max(size / 2, 1)
        }
        return events
    }
}
