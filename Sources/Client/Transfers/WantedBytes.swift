// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which bytes of a file are wanted.
struct WantedBytes: Sendable {
    let start: Int64
    let end: Int64

    /// Those among the bytes that came for a piece.
    func part(of offset: Int64, count: Int) -> Range<Int> {
        let first = min(max(0, start - offset), Int64(count))
        let last = min(Int64(count), max(first, end.subtractingReportingOverflow(offset).partialValue))
        return Int(first)..<Int(max(first, last))
    }
}
