// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Something that must hold of very many inputs, each of which is made from its number alone.
///
/// The tests look at a few of the inputs; the release build of `ExampleProofs` looks at all of them, on all cores.
package struct Proof: Sendable {
    /// What it is called.
    package let name: String
    /// How many inputs make the proof complete.
    package let count: Int
    /// Looks at inputs and says what is wrong with the first that fails.
    package let check: @Sendable (Range<Int>) -> String?

    package init(_ name: String, count: Int, check: @escaping @Sendable (Range<Int>) -> String?) {
        self.name = name
        self.count = count
        self.check = check
    }

    /// Looks at one input after the other.
    ///
    /// - Parameters:
    ///   - name: What the proof is called.
    ///   - count: How many inputs make the proof complete.
    ///   - failure: Says what is wrong with an input.
    package init(_ name: String, count: Int, ofEach failure: @escaping @Sendable (Int) -> String?) {
        self.init(name, count: count) { range in
            for index in range {
                if let failure = failure(index) { return "\(name), input \(index): \(failure)" }
            }
            return nil
        }
    }

    /// Looks at all inputs, on several cores.
    ///
    /// - Returns: What is wrong with one that fails.
    package func prove() async -> String? {
        let size = max(1, count / 200)
        let pieces = stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
        var failure: String?
        await ParallelPieces.run(pieces, check) { found in
            failure = failure ?? found
            return failure == nil
        }
        return failure
    }
}

extension SeededGenerator {
    /// A generator of its own for each input, so that one can be made again without those before it.
    ///
    /// - Parameters:
    ///   - seed: What all inputs have in common.
    ///   - index: The input's number.
    package init(seed: UInt64, index: Int) {
        self.init(seed: seed &+ UInt64(truncatingIfNeeded: index) &* 0xD134_2543_DE82_EF95)
    }
}
