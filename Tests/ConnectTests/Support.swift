// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto

/// A clock that a test moves.
final class ManualClock: Sendable {
    private let time = Lock(MonotonicTime(nanoseconds: 1))

    var now: MonotonicTime { time.withLock { $0 } }

    func advance(by duration: Duration, _ threads: IOThread...) {
        time.withLock { $0 = $0 + duration }
        for thread in threads { thread.clockHasChanged() }
    }
}

/// A payload of which the first bytes say who sent it.
func payload(_ tag: UInt32, count: Int = 8) -> [UInt8] {
    var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: tag), count: count)
    for index in 0..<min(4, count) { bytes[index] = UInt8(truncatingIfNeeded: tag >> (8 * UInt32(index))) }
    return bytes
}

/// A value that closures share.
final class Shared<Value: Sendable>: Sendable {
    private let value: Lock<Value>

    init(_ value: Value) {
        self.value = Lock(value)
    }

    func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        value.withLock { body(&$0) }
    }
}
