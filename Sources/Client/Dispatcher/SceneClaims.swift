// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramFSM

/// Which conversations are in a scene that runs.
final class SceneClaims: Sendable {
    private let counts = Lock<[ConversationKey: Int]>([:])

    /// Notes that a scene begins.
    func enter(_ key: ConversationKey) -> SceneClaim {
        counts.withLock { $0[key, default: 0] += 1 }
        return SceneClaim(key, self)
    }

    /// Notes that a scene goes on; `nil` if one of the conversation runs already, in another chat for example.
    func resume(_ key: ConversationKey) -> SceneClaim? {
        let isFree = counts.withLock { counts in
            guard counts[key] == nil else { return false }
            counts[key] = 1
            return true
        }
        return isFree ? SceneClaim(key, self) : nil
    }

    fileprivate func leave(_ key: ConversationKey) {
        counts.withLock { counts in
            let count = (counts[key] ?? 1) - 1
            counts[key] = count > 0 ? count : nil
        }
    }
}

/// That a scene runs; it ends with the object at the latest.
final class SceneClaim: Sendable {
    private let key: ConversationKey
    private let claims: SceneClaims
    private let isOver = Lock(false)

    fileprivate init(_ key: ConversationKey, _ claims: SceneClaims) {
        (self.key, self.claims) = (key, claims)
    }

    deinit { end() }

    func end() {
        let isFirst = isOver.withLock { isOver in
            defer { isOver = true }
            return !isOver
        }
        if isFirst { claims.leave(key) }
    }
}
