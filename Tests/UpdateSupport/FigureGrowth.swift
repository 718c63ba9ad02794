// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Whether a figure grows while a program runs for long.
///
/// A program that has begun needs more than one that begins, so the first quarter does not count; what has come to rest
/// after it must stay so.
package struct FigureGrowth: Sendable {
    private var samples: [Double] = []

    package init() {}

    package mutating func add(_ value: Int) {
        samples.append(Double(value))
    }

    /// The averages of the four quarters; none if there are fewer samples than quarters.
    package var quarters: [Double] {
        guard samples.count >= 4 else { return [] }
        return (0..<4).map { quarter in
            let part = samples[(samples.count * quarter / 4)..<(samples.count * (quarter + 1) / 4)]
            return part.reduce(0, +) / Double(part.count)
        }
    }

    /// By how much the last quarter is above the second one.
    package var growth: Double {
        let quarters = quarters
        return quarters.isEmpty ? 0 : quarters[3] - quarters[1]
    }

    /// Whether the last quarter is above the second one by no more than an allowance.
    ///
    /// - Parameters:
    ///   - allowance: How much is no growth.
    ///   - share: Which part of the second quarter is no growth either.
    /// - Returns: Whether it is flat.
    package func isFlat(allowance: Double, share: Double) -> Bool {
        let quarters = quarters
        return quarters.isEmpty || growth <= allowance + share * quarters[1]
    }
}
