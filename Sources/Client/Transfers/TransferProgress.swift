// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How far a transfer has come.
public struct TransferProgress: Hashable, Sendable {
    /// How many bytes are done, those of an earlier run of the program among them.
    public let completed: Int64
    /// How many there are; `nil` if nobody knows.
    public let total: Int64?
    /// How many bytes a second there were over the last seconds.
    public let bytesPerSecond: Double
    /// How long the transfer has run.
    public let elapsed: Duration

    /// How much of it is done, 0 to 1; 0 if nobody knows the total.
    public var fraction: Double {
        guard let total, total > 0 else { return 0 }
        return min(1, Double(completed) / Double(total))
    }

    /// How long it will take yet, as far as can be told.
    public var timeLeft: Duration? {
        guard let total, bytesPerSecond > 0 else { return nil }
        return .seconds(Double(max(0, total - completed)) / bytesPerSecond)
    }

    /// The speed in words: `1.5 MB/s`.
    public var speedDescription: String { Self.words(bytesPerSecond) + "/s" }

    /// The bytes in words: `12.3 MB / 50.0 MB`.
    public var bytesDescription: String {
        Self.words(Double(completed)) + (total.map { " / " + Self.words(Double($0)) } ?? "")
    }

    private static func words(_ bytes: Double) -> String {
        var value = bytes
        for unit in ["B", "KB", "MB"] {
            if value < 1_024 { return unit == "B" ? "\(Int(value)) B" : "\(rounded(value)) \(unit)" }
            value /= 1_024
        }
        return "\(rounded(value)) GB"
    }

    private static func rounded(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// Measures progress: monotonic, and told only so often.
struct ProgressMeter: Sendable {
    /// How long it is between two reports at least.
    static let interval = Duration.milliseconds(250)
    /// Over how long the speed is measured.
    private static let speedWindow = Duration.seconds(5)

    private var samples: [(time: Duration, bytes: Int64)] = []
    private var lastReport: Duration?
    private var completed: Int64 = 0
    private var transferred: Int64 = 0
    private(set) var total: Int64?

    /// Sets what an earlier run has done, which counts but was not transferred now.
    mutating func begin(at completed: Int64, total: Int64?) {
        self.completed = max(self.completed, completed)
        self.total = total ?? self.total
    }

    mutating func learned(total: Int64) { self.total = total }

    /// Bytes are done.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - elapsed: How long the transfer has run.
    /// - Returns: What to report, if it is time for that.
    mutating func add(_ count: Int64, elapsed: Duration) -> TransferProgress? {
        completed += count
        transferred += count
        if let total { completed = min(completed, total) }
        let isComplete = total == completed
        if let lastReport, elapsed - lastReport < Self.interval, !isComplete { return nil }
        lastReport = elapsed
        samples.append((elapsed, transferred))
        while samples.count > 2, let first = samples.first, elapsed - first.time > Self.speedWindow {
            samples.removeFirst()
        }
        return progress(elapsed)
    }

    /// The transfer is over: whatever is done is all.
    mutating func finish(elapsed: Duration) -> TransferProgress {
        total = total ?? completed
        completed = total ?? completed
        return progress(elapsed)
    }

    func progress(_ elapsed: Duration) -> TransferProgress {
        var speed = 0.0
        if let first = samples.first, let last = samples.last, last.time > first.time {
            speed = Double(last.bytes - first.bytes) / ((last.time - first.time) / .seconds(1))
        } else if elapsed > .zero {
            speed = Double(transferred) / (elapsed / .seconds(1))
        }
        return TransferProgress(completed: completed, total: total, bytesPerSecond: max(0, speed), elapsed: elapsed)
    }
}
