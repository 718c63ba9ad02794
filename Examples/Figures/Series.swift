// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import Foundation

/// What the same operation took, several times one after the other.
///
/// One that takes milliseconds says little alone. The first finds nothing ready and is a line of its own.
struct Series {
    private let name: String
    private let resident = Figures.resident
    private var marks = [Figures.now()]

    /// Begins, with the first operation.
    init(_ name: String) {
        self.name = name
    }

    /// An operation is over, and the next one begins.
    mutating func add() { marks.append(.now()) }

    /// Writes lines of JSON: the first operation, and the median time and the mean CPU of the others.
    func write(bytes: Int64) throws {
        if marks.count > 2 { try write("\(name), first", bytes, marks[...1]) }
        try write(name, bytes, marks.count > 2 ? marks[1...] : marks[...])
    }

    private func write(_ name: String, _ bytes: Int64, _ marks: ArraySlice<Figures>) throws {
        guard let first = marks.first, let last = marks.last, marks.count > 1 else { return }
        let times = zip(marks.dropFirst(), marks).map { $0.seconds - $1.seconds }.sorted()
        let line: [String: Double] = [
            "seconds": (times[times.count / 2] + times[(times.count - 1) / 2]) / 2,
            "cpu": (last.cpu - first.cpu) / Double(times.count), "bytes": Double(bytes),
            // The most since the program began, above what it had before these.
            "memory": max(0, last.peak - resident),
        ]
        let data = try JSONEncoder().encode([name: line])
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
}

/// What the process has used so far.
struct Figures {
    let seconds: Double
    let cpu: Double
    /// In bytes.
    let peak: Double

    /// How much memory there is now, in bytes.
    static var resident: Double {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Double(fields[1]) ?? 0) * 4_096 : 0
    }

    static func now() -> Self {
        var usage = rusage()
        #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
        let unit = 1.0
        #else
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let unit = 1_024.0
        #endif
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return Self(
            seconds: Double(DispatchTime.now().uptimeNanoseconds) / 1e9,
            cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime), peak: Double(usage.ru_maxrss) * unit)
    }
}
