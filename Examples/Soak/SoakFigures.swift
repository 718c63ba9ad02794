// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTestSupport
import FerogramUpdateSupport

/// What the process of the clients holds, from time to time.
struct SoakFigures: Sendable {
    private(set) var memory = FigureGrowth()
    private(set) var descriptors = FigureGrowth()
    private(set) var threads = FigureGrowth()

    /// How much memory is no growth.
    static let allowedMemory = 24 << 20

    /// What the process holds.
    static var memory: Int { ProcessFigures.liveMemory ?? ProcessFigures.residentMemory }
    static var descriptors: Int { (try? ProcessFigures.descriptorCount()) ?? 0 }
    static var threads: Int { ProcessFigures.threadCount }

    mutating func sample() {
        memory.add(Self.memory)
        descriptors.add(Self.descriptors)
        threads.add(Self.threads)
    }

    /// What grows that should not.
    var problems: [String] {
        var problems: [String] = []
        // Clients come and go, and each keeps what it has sent lately; what leaks comes on top again and again.
        if !memory.isFlat(allowance: Double(Self.allowedMemory), share: 0.1) {
            problems.append("memory grows: \(Self.list(memory.quarters.map { $0 / 1_048_576 })) MiB")
        }
        if !descriptors.isFlat(allowance: 12, share: 0.1) {
            problems.append("descriptors grow: \(Self.list(descriptors.quarters))")
        }
        if !threads.isFlat(allowance: 4, share: 0.1) {
            problems.append("threads grow: \(Self.list(threads.quarters))")
        }
        return problems
    }

    /// The averages of the quarters.
    var table: String {
        """
          memory       \(Self.list(memory.quarters.map { $0 / 1_048_576 })) MiB
          descriptors  \(Self.list(descriptors.quarters))
          threads      \(Self.list(threads.quarters))
        """
    }

    private static func list(_ numbers: [Double]) -> String {
        numbers.map { "\(($0 * 10).rounded() / 10)" }.joined(separator: ", ")
    }
}
