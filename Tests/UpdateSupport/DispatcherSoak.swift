// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramLocalServer
import FerogramTestSupport

/// A bot whose dispatcher is cancelled, whose client is disconnected, shut down and crashes, and whose session is taken over
/// by another bot now and then, while people write to it, answers are slow and connections drop.
///
/// At the end every message was handled, and those of each person in order.
package enum DispatcherSoak {
    /// What happened in runs.
    package struct Summary: Sendable {
        package var runs = 0
        package var sent = 0
        package var handled = 0
        package var repeated = 0
        package var counts: [String: Int] = [:]
        package var failures: [String] = []

        package init() {}

        /// What must have happened at least once in a complete proof.
        package static let cases = ["cancelled", "disconnected", "shut down", "crashed", "account changed", "dropped"]

        /// The cases that never occurred.
        package var missing: [String] { Self.cases.filter { counts[$0] ?? 0 == 0 } }

        mutating func add(_ other: Summary) {
            runs += other.runs
            sent += other.sent
            handled += other.handled
            repeated += other.repeated
            counts.merge(other.counts, uniquingKeysWith: +)
            failures += other.failures
        }
    }

    /// Runs several seeds, a few at a time.
    package static func run(
        _ seeds: Range<UInt64>, operations: Int = UpdateSoak.operationCount, atOnce: Int = 4
    ) async throws -> Summary {
        let key = try await LocalServer.makeKey()
        return await withTaskGroup(of: Summary.self) { group in
            var rest = seeds
            func begin() {
                guard let seed = rest.popFirst() else { return }
                group.addTask { await run(seed, operations, key) }
            }
            for _ in 0..<atOnce { begin() }
            var sum = Summary()
            for await summary in group {
                sum.add(summary)
                begin()
            }
            return sum
        }
    }

    private static func run(_ seed: UInt64, _ operations: Int, _ key: RSAPrivateKey) async -> Summary {
        let clock = VirtualClock()
        return await withTaskGroup(of: Summary?.self) { group in
            group.addTask {
                await clock.runWhenQuiet()
                return nil
            }
            group.addTask {
                do {
                    var life = try await DispatcherSoakLife(seed, key, clock)
                    return try await life.run(operations)
                } catch {
                    var summary = Summary()
                    summary.failures = ["seed \(seed): \(error)"]
                    return summary
                }
            }
            var summary = Summary()
            for await result in group {
                guard let result else { continue }
                summary = result
                group.cancelAll()
            }
            return summary
        }
    }
}
