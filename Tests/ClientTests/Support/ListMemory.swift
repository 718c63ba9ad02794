// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import Ferogram

/// What stays in memory of a list while it is read.
enum ListMemory {
    /// How many bytes each element leaves behind, from the first fifth of a list to the last one.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - step: After how many elements the memory is looked at.
    /// - Returns: The number of bytes.
    /// - Throws: What the list throws, and `XCTSkip` where nobody says how much memory is in use.
    static func growth<Element, Cursor>(of list: Paged<Element, Cursor>, each step: Int = 200) async throws -> Double {
        var count = 0
        var samples: [(count: Int, bytes: Int)] = []
        samples.reserveCapacity(1_000)
        for try await _ in list {
            count += 1
            guard count % step == 0 else { continue }
            guard let bytes = ProcessFigures.liveMemory else { throw XCTSkip("nobody says it here") }
            samples.append((count, bytes))
        }
        let fifth = samples.count / 5
        let first = try XCTUnwrap(samples.prefix(fifth).min { $0.bytes < $1.bytes })
        let last = try XCTUnwrap(samples.suffix(fifth).min { $0.bytes < $1.bytes })
        return Double(last.bytes - first.bytes) / Double(last.count - first.count)
    }
}
