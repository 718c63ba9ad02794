// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMarkupSupport
import FerogramTestSupport
import FerogramUpdateSupport
import Foundation

/// Looks at all inputs of the proofs, of which the tests look at some, on all cores.
///
/// `swift run -c release ExampleProofs [TEXT [RUNS]]` runs those whose names hold the text, the simulations RUNS times
/// (without it, that of the session 10,000 times, those of updates 200 times).
@main
struct ProofsMain {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        var runs: UInt64?
        if let argument = arguments.dropFirst().first {
            runs = UInt64(argument)
            guard let runs, runs > 0 else {
                print("RUNS must be a number above 0")
                exit(2)
            }
        }
        guard try await run(arguments.first ?? "", runs: runs) else { exit(1) }
    }

    /// How many runs the simulation of the session has, and how many events each of them.
    private static let sessionRuns: UInt64 = 10_000
    private static let eventCount = 220

    /// Runs proofs on all cores and prints what they show.
    ///
    /// - Parameters:
    ///   - text: What the names of the wanted proofs hold.
    ///   - runs: How many runs each simulation has; `nil` for as many as usual.
    /// - Returns: Whether everything held.
    /// - Throws: An error if a file that the proofs need cannot be read.
    private static func run(_ text: String, runs: UInt64?) async throws -> Bool {
        let clock = ContinuousClock()
        var holds = true
        var count = 0
        // Foundation finds an empty text nowhere.
        func isWanted(_ name: String) -> Bool {
            guard text.isEmpty || name.contains(text) else { return false }
            count += 1
            return true
        }
        for proof in try Proof.ofMarkup() + Proof.ofSessionMutation where isWanted(proof.name) {
            let begin = clock.now
            let failure = await proof.prove()
            holds = holds && failure == nil
            print(failure ?? "\(proof.name): \(proof.count) inputs, \(seconds(clock.now - begin))")
        }
        if isWanted(sessionName) {
            let begin = clock.now
            let summary = await SimulationRunner.runInParallel(0..<(runs ?? sessionRuns), eventCount: eventCount)
            print(summary.table)
            let failure = summary.failure ?? summary.weakness
            holds = holds && failure == nil
            print(failure ?? "\(sessionName): \(summary.runs) runs, \(seconds(clock.now - begin))")
        }
        if isWanted(soakName) {
            let begin = clock.now
            let summary = try await UpdateSoak.run(0..<(runs ?? soakRuns))
            print(summary.table)
            let missing = summary.missing
            holds = holds && summary.failures.isEmpty && missing.isEmpty
            for failure in summary.failures { print(failure) }
            if !missing.isEmpty { print("\(soakName): never occurred: \(missing.joined(separator: ", "))") }
            print("\(soakName): \(summary.runs) runs, \(seconds(clock.now - begin))")
        }
        if isWanted(dispatcherName) {
            let begin = clock.now
            let summary = try await DispatcherSoak.run(0..<(runs ?? soakRuns))
            let missing = summary.missing
            holds = holds && summary.failures.isEmpty && missing.isEmpty
            for failure in summary.failures { print(failure) }
            if !missing.isEmpty { print("\(dispatcherName): never occurred: \(missing.joined(separator: ", "))") }
            print(
                "\(dispatcherName): \(summary.runs) runs, \(summary.sent) messages, \(summary.repeated) repeated, "
                    + seconds(clock.now - begin))
        }
        if count == 0 { print("no proof is called \(text)") }
        if holds, count > 0 { print("all \(count) proofs hold") }
        return holds && count > 0
    }

    private static let sessionName = "the session survives the network"
    private static let soakName = "each program hears what the server says"
    private static let dispatcherName = "whatever ends a dispatcher's run, each message is handled in order"
    /// How many runs a soak has.
    private static let soakRuns: UInt64 = 200

    private static func seconds(_ duration: Duration) -> String {
        "\(duration.components.seconds) s"
    }
}
