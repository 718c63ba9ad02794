// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
package import FerogramSession
import FerogramTestSupport

/// A sequence of saves of which each leaves a session that shows, by itself, whether all of the save is there.
package enum SessionScript {
    /// What a save changes: every third one is durable, and each has 1 to 500 kilobytes.
    ///
    /// - Parameter index: The number of the save, from 1.
    /// - Returns: What changes, in order.
    package static func changes(_ index: Int) -> [SessionChange] {
        var generator = SeededGenerator(seed: UInt64(index))
        let size = Int.random(in: 1_000...500_000, using: &generator)
        let fill = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: size)
        var changes: [SessionChange] = [.account(.init(userID: Int64(index), isBot: false))]
        if !index.isMultiple(of: 3) { changes.removeAll() }
        changes.append(.updates(UpdateState(pts: Int32(index), qts: 0, date: 0, seq: 0)))
        changes.append(.channel(Int64(index % 5), pts: Int32(index)))
        changes.append(
            .peer(
                StoredPeer(
                    id: .channel(1), accessHash: Int64(index), usernames: [String(decoding: fill, as: UTF8.self)],
                    phone: "\(index)")))
        return changes
    }

    /// The session after so many saves.
    package static func session(after index: Int) -> SessionData {
        var data = SessionData()
        // What lies further back has been overwritten.
        for index in max(1, index - 6)..<(index + 1) {
            for change in changes(index) { data.apply(change) }
        }
        return data
    }

    /// How many saves a session has seen.
    package static func index(of data: SessionData) -> Int {
        Int(data.updates?.pts ?? 0)
    }
}
