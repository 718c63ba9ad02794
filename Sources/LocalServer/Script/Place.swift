// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// How far somebody has come in the messages of an account.
final class Place: Sendable {
    private let id = Lock<Int32>(0)

    var value: Int32 { id.withLock { $0 } }

    func advance(to id: Int32) {
        self.id.withLock { $0 = max($0, id) }
    }
}
