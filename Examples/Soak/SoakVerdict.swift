// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramUpdateSupport

/// What a soak has found.
struct SoakVerdict {
    let calls: CallLog
    let ledger: StreamLedger
    let ears: SoakEars
    let figures: SoakFigures
    let server: SoakServer.Report
    let troubles: [String: Int]
    /// What is still there after everything was stopped.
    let leftBehind: [String]

    var problems: [String] {
        var problems = ledger.problems + calls.problems + figures.problems + leftBehind
        let counts = ledger.counts
        if !counts.isClean {
            problems.append(
                "messages: \(counts.lost) lost, \(counts.repeated) repeated, \(counts.outOfOrder) out of order, "
                    + "\(counts.foreign) of others")
        }
        if server.ranTwice > 0 { problems.append("\(server.ranTwice) calls ran twice") }
        return problems
    }

    var isClean: Bool { problems.isEmpty }

    private static func list(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    /// Everything that was counted, and what is wrong.
    var text: String {
        let counts = ledger.counts
        let (succeeded, failed) = calls.counts
        let never = calls.failures
        var lines = [
            "\(counts.sent) messages sent, \(counts.doubtful) of unknown outcome, \(counts.heard) heard, "
                + "\(counts.again) again after a stop, \(ears.missedCount) possible gaps told",
            "\(succeeded) calls succeeded, \(failed) failed, of \(calls.kindCount) kinds; \(server.ran) that must run once, "
                + "\(ears.queryCount) queries heard",
            "\(calls.files.count) files of \(calls.files.bytes) bytes went up and came back",
            "programs: \(Self.list(troubles))",
            "faults: \(Self.list(server.faults))",
            "by quarters:", figures.table,
        ]
        if !never.isEmpty { lines += ["kinds of calls that never succeeded:"] + never.map { "  " + $0 } }
        let problems = problems
        lines += problems.map { "WRONG: \($0)" }
        lines.append(problems.isEmpty ? "verdict: clean" : "verdict: \(problems.count) problems")
        return lines.joined(separator: "\n")
    }
}
