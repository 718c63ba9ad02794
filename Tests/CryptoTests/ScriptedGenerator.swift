// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import XCTest

/// A generator whose every draw is written down beforehand.
///
/// Draws are given in the order in which the code under test fills buffers. A drawn number carries eight bytes, lowest
/// first, and a draw that is no multiple of eight drops the rest, which the script pads with zeros.
struct ScriptedGenerator: RandomNumberGenerator {
    private var numbers: [UInt64]
    private var position = 0

    init(_ draws: [[UInt8]]) {
        numbers = draws.flatMap { draw in
            stride(from: 0, to: draw.count, by: 8).map { start in
                draw[start..<min(start + 8, draw.count)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            }
        }
    }

    var isExhausted: Bool { position == numbers.count }

    mutating func next() -> UInt64 {
        guard position < numbers.count else { fatalError("the script has no more numbers") }
        defer { position += 1 }
        return numbers[position]
    }
}

/// The code of the error that `body` throws, or `nil` if it throws none.
func code(of body: () throws(CryptoError) -> Void) -> CryptoError.Code? {
    do {
        try body()
        return nil
    } catch {
        return error.code
    }
}
