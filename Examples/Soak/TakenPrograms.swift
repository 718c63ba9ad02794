// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// The programs that something happens to just now, so that nothing else does.
final class TakenPrograms: Sendable {
    private let state = Lock<Set<Int>>([])
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes a program, unless it is taken or too many are.
    func take(_ number: Int) -> Bool {
        state.withLock { $0.count < limit && $0.insert(number).inserted }
    }

    func giveBack(_ number: Int) {
        state.withLock { _ = $0.remove(number) }
    }
}
