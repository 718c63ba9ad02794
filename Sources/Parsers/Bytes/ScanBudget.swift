// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Bounds what looking ahead in vain, or looking at the same bytes again, may cost.
///
/// Some forms ask for it: a link without a URL uses its own text as URL, a tag that never ends has to be scanned to
/// the end of the input. Nested by the thousand they would take quadratic time. The budget keeps everything linear and
/// is far above what any message that can be sent needs.
struct ScanBudget {
    private var remaining: Int

    init(markupSize: Int) {
        remaining = markupSize &* 8 &+ 65536
    }

    /// Takes the cost of one look; false if the budget is spent.
    mutating func allows(_ size: Int) -> Bool {
        remaining -= size
        return remaining >= 0
    }
}
