// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes

/// A session and the connections on which it speaks.
struct ServedSession: Sendable {
    var machine: ServerSession
    /// The connections on which the session has spoken, the latest last.
    var connections: [ConnectionID] = []
    /// Updates that came while there was no connection.
    private(set) var waiting: [[UInt8]] = []
    var lastUsed: Int64

    init(id: Int64, policy: ServerPolicy, now: Int64) {
        machine = ServerSession(id: id, policy: policy)
        lastUsed = now
    }

    /// Notes that the session speaks on a connection, and lets what waited for one go out on it.
    mutating func attach(_ connection: ConnectionID) {
        if connections.last == connection { return }
        let isNew = !connections.contains(connection)
        connections.removeAll { $0 == connection }
        connections.append(connection)
        guard isNew else { return }
        machine.connected()
        for update in waiting { machine.push(update) }
        waiting = []
    }

    /// Forgets everything but the highest id that came.
    mutating func forget() {
        machine.forgetEverything()
        waiting = []
    }

    mutating func push(_ updates: [UInt8], limit: Int) {
        if !connections.isEmpty {
            machine.push(updates)
        } else if waiting.count < limit {
            waiting.append(updates)
        } else if let tooLong = try? TL.Updates.tooLong.encoded() {
            waiting = [tooLong]
        }
    }
}
