// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What was measured for one benchmark.
struct Measurement {
    let name: String
    /// Nanoseconds for one operation, one entry a sample, sorted.
    let nanoseconds: [Double]
    /// Bytes of one operation.
    let bytes: Double
    /// Heap allocations of one operation, if they can be counted here.
    let allocations: Double?
    /// Time of the group's first benchmark divided by this one's, medians of the same run.
    var ratio: Double?

    var median: Double { percentile(0.5) }
    var p90: Double { percentile(0.9) }

    /// Megabytes (10^6 bytes) a second at the median.
    var megabytesPerSecond: Double? {
        bytes > 0 ? bytes * 1000 / median : nil
    }

    private func percentile(_ fraction: Double) -> Double {
        nanoseconds[min(nanoseconds.count - 1, Int(Double(nanoseconds.count) * fraction))]
    }
}

/// Takes samples of the benchmarks of one group, in turn.
///
/// - Parameters:
///   - benchmarks: What to measure; the first is the reference of the ratios.
///   - samples: How many samples to take of each.
/// - Returns: One measurement for each benchmark, in the same order.
func measure(_ benchmarks: [Benchmark], samples: Int) -> [Measurement] {
    guard !benchmarks.isEmpty else { return [] }
    let clock = ContinuousClock()
    let calls = benchmarks.map { benchmark in callsPerSample(of: benchmark, clock: clock) }
    let allocations = benchmarks.map { benchmark -> Double? in
        let count = benchmark.countsAllocations ? AllocationCounter.count(benchmark.run) : nil
        return count.map { Double($0) / Double(benchmark.operations) }
    }
    var times = [[Double]](repeating: [], count: benchmarks.count)
    for _ in 0..<samples {
        for (index, benchmark) in benchmarks.enumerated() {
            let start = clock.now
            for _ in 0..<calls[index] { benchmark.run() }
            let elapsed = nanoseconds(clock.now - start)
            times[index].append(elapsed / Double(calls[index] * benchmark.operations))
        }
    }
    var measurements = benchmarks.indices.map { index in
        Measurement(
            name: benchmarks[index].name, nanoseconds: times[index].sorted(),
            bytes: Double(benchmarks[index].bytes) / Double(benchmarks[index].operations),
            allocations: allocations[index])
    }
    let reference = measurements[0].median
    for index in measurements.indices.dropFirst() {
        measurements[index].ratio = reference / measurements[index].median
    }
    return measurements
}

/// Warms up and finds how many calls make a sample of about five milliseconds.
private func callsPerSample(of benchmark: Benchmark, clock: ContinuousClock) -> Int {
    var calls = 1
    while true {
        let start = clock.now
        for _ in 0..<calls { benchmark.run() }
        let elapsed = nanoseconds(clock.now - start)
        if elapsed >= 5_000_000 || calls >= 1 << 24 { return calls }
        calls *= elapsed < 500_000 ? 8 : 2
    }
}

private func nanoseconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) * 1e9 + Double(attoseconds) / 1e9
}
