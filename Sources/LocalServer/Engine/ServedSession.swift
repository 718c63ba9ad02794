// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes

/// A session and the connections on which it speaks.
struct ServedSession: Sendable {
    struct Waiting: Sendable {
        let updates: [UInt8]
        let channel: Push.Channel?
    }

    var machine: ServerSession
    /// The connections on which the session has spoken, the latest last.
    var connections: [ConnectionID] = []
    /// Updates that came while there was no connection.
    private(set) var waiting: [Waiting] = []
    var lastUsed: Int64
    var gathering = UpdateGathering()

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
        for update in waiting { machine.push(update.updates) }
        waiting = []
    }

    /// Forgets everything but the highest id that came.
    mutating func forget() {
        machine.forgetEverything()
        waiting = []
    }

    /// Drops the updates that the client does not have yet.
    mutating func dropUpdates() {
        machine.dropUpdates()
        waiting = []
    }

    /// Tells the session something, or keeps it until there is a connection.
    ///
    /// - Parameters:
    ///   - updates: What to tell.
    ///   - channel: The channel whose change it is.
    ///   - limit: How much may wait. What is too much of channels becomes the word that there is something new in them, and
    ///     what is too much altogether the word that there is something.
    mutating func push(_ updates: [UInt8], of channel: Push.Channel?, limit: Int) {
        if !connections.isEmpty { return machine.push(updates) }
        waiting.append(Waiting(updates: updates, channel: channel))
        if waiting.count > limit { shorten(limit: limit) }
    }

    private mutating func shorten(limit: Int) {
        var channels: [Int64: Int32] = [:]
        for channel in waiting.compactMap(\.channel) {
            channels[channel.id] = max(channels[channel.id] ?? 0, channel.pts)
        }
        waiting.removeAll { $0.channel != nil }
        for (id, pts) in channels.sorted(by: { $0.key < $1.key }) {
            let update = TL.Update.channelTooLong(.init(channelID: id, pts: pts))
            guard let bytes = try? TL.Updates.updateShort(.init(update: update, date: 0)).encoded() else { continue }
            waiting.append(Waiting(updates: bytes, channel: .init(id: id, pts: pts)))
        }
        if waiting.count > limit, let tooLong = try? TL.Updates.tooLong.encoded() {
            waiting = [Waiting(updates: tooLong, channel: nil)]
        }
    }
}
