// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Telling sessions what is new.
extension Engine {
    /// Gives updates to the sessions that are to have them.
    ///
    /// What comes for a session in one turn, or soon after its last packet of updates, goes out together.
    mutating func deliver() {
        world.sendDue()
        world.closeDuePolls()
        // A fault befalls a packet, and is meant for one update: with faults about, updates of several turns share none.
        let gathers = faults.isEmpty
        var pushed: [CallOrigin] = []
        for push in world.takePushes() {
            guard let bytes = try? push.updates.encoded() else { continue }
            for owner in (keysByAccount[push.account] ?? []).sorted() {
                for origin in listenersInOrder(behind: owner) where origin != push.except {
                    if !gathers, sessions[origin]?.gathering.isWaiting == true { flushGathered(origin) }
                    for _ in 0..<drawFault(ofUpdatesFor: origin, push.account) {
                        sessions[origin]?.push(bytes, of: push.channel, limit: bounds.waitingUpdates)
                    }
                    if pushed.last != origin, !pushed.contains(origin) { pushed.append(origin) }
                }
            }
            drawFault(ofNumbersOf: push.account)
        }
        for origin in pushed {
            guard gathers else {
                flush(origin)
                continue
            }
            switch sessions[origin]?.gathering.pushed(at: unixNanoseconds) {
            case .flush: flush(origin)
            case .wait: append(.gather(origin))
            case .isWaiting, nil: break
            }
        }
    }

    /// Sends the updates that waited for others.
    mutating func flushGathered(_ origin: CallOrigin) {
        sessions[origin]?.gathering.ended(at: unixNanoseconds)
        flush(origin)
    }

    private func listenersInOrder(behind owner: Int64) -> [CallOrigin] {
        (listeners[owner] ?? []).sorted { ($0.authKeyID, $0.sessionID) < ($1.authKeyID, $1.sessionID) }
    }
}
