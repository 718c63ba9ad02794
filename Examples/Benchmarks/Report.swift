// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Prints measurements, as a table or as JSON.
struct Report {
    private let json: Bool
    private var rows: [[String: Any]] = []

    init(json: Bool) {
        self.json = json
    }

    mutating func add(group: String, _ measurements: [Measurement]) {
        if json {
            rows += measurements.map { row(group: group, $0) }
            return
        }
        print(group)
        for measurement in measurements {
            var line = "  " + measurement.name.padding(toLength: 44, withPad: " ", startingAt: 0)
            line += String(format: "%12.1f ns  p90 %12.1f ns", measurement.median, measurement.p90)
            line += measurement.megabytesPerSecond.map { String(format: "  %9.1f MB/s", $0) } ?? "                "
            line += measurement.ratio.map { String(format: "  ratio %6.3f", $0) } ?? "              "
            line += measurement.allocations.map { String(format: "  %.2f allocations", $0) } ?? ""
            print(line)
        }
    }

    mutating func add(group: String, _ figures: [Figure]) {
        for figure in figures {
            if json {
                var row: [String: Any] = [
                    "group": group, "name": figure.name, "value": figure.value, "unit": figure.unit,
                ]
                row["ratio"] = figure.ratio
                rows.append(row)
                continue
            }
            var line = "  " + figure.name.padding(toLength: 44, withPad: " ", startingAt: 0)
            line += String(format: "%12.1f ", figure.value) + figure.unit
            line += figure.ratio.map { String(format: "  ratio %6.3f", $0) } ?? ""
            print(line)
        }
    }

    func finish() {
        guard json else { return }
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys]
        guard let data = try? JSONSerialization.data(withJSONObject: rows, options: options) else { return }
        print(String(decoding: data, as: UTF8.self))
    }

    private func row(group: String, _ measurement: Measurement) -> [String: Any] {
        var row: [String: Any] = [
            "group": group, "name": measurement.name, "median_ns": measurement.median, "p90_ns": measurement.p90,
            "samples": measurement.nanoseconds.count,
        ]
        row["megabytes_per_second"] = measurement.megabytesPerSecond
        row["ratio_to_first"] = measurement.ratio
        row["allocations"] = measurement.allocations
        return row
    }
}
