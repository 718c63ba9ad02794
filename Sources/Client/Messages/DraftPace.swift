// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto

/// Lets no more than one text of a draft through in some time.
final class DraftPace: Sendable {
    /// The server wants no more than one in half a second to a second; see core.telegram.org/api/bots.
    private static let interval = Duration.milliseconds(700)

    private let last = Lock<MonotonicTime?>(nil)

    /// Whether a text is shown.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - isLast: Whether it is shown anyway.
    /// - Returns: Whether it is shown.
    func begin(at now: MonotonicTime, isLast: Bool) -> Bool {
        last.withLock { last in
            if !isLast, let last, now < last + Self.interval { return false }
            last = now
            return true
        }
    }
}
