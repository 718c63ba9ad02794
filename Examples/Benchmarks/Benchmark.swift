// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// One thing to measure.
struct Benchmark {
    /// What the line is called; also what `--filter` looks at.
    let name: String
    /// How many bytes one call of `run` handles, or 0 where a rate makes no sense.
    let bytes: Int
    /// How many operations one call of `run` stands for; times and allocations are given for one of them.
    let operations: Int
    /// Whether its allocations can be counted.
    ///
    /// Not if it copies strings of up to 15 bytes: see `AllocationCounter`.
    let countsAllocations: Bool
    /// The work.
    ///
    /// It must use what it computes, for example through `blackHole(_:)`.
    let run: () -> Void

    init(_ name: String, bytes: Int = 0, operations: Int = 1, countsAllocations: Bool = true, run: @escaping () -> Void)
    {
        self.name = name
        self.bytes = bytes
        self.operations = operations
        self.countsAllocations = countsAllocations
        self.run = run
    }
}

/// Benchmarks whose figures belong beside each other.
///
/// They are sampled in turn, so that a change of the machine's speed hits all of them alike, and each is
/// compared with the first.
struct BenchmarkGroup {
    let name: String
    /// Builds the benchmarks; it runs only if the filter selects the group.
    let make: () throws -> [Benchmark]
    /// Measures what is no time of a benchmark; `nil` if there is nothing of the kind.
    let figures: (() throws -> [Figure])?

    init(_ name: String, figures: (() throws -> [Figure])? = nil, make: @escaping () throws -> [Benchmark]) {
        self.name = name
        self.make = make
        self.figures = figures
    }
}

/// A figure that a group measures itself.
struct Figure {
    let name: String
    let value: Double
    let unit: String
    /// A reference divided by the value, where there is a reference.
    var ratio: Double?
}

/// Keeps the optimiser from removing the work that made `value`.
@inline(never)
func blackHole<Value>(_ value: Value) {
    withExtendedLifetime(value) {}
}

/// Hides from the optimiser that `value` is known.
@inline(never)
func opaque<Value>(_ value: Value) -> Value {
    value
}
