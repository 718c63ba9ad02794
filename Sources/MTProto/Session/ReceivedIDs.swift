// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The ids of the last messages that came, so that none is processed twice.
///
/// See core.telegram.org/mtproto/security_guidelines#checking-msg-id.
struct ReceivedIDs: Sendable {
    enum Verdict: Hashable, Sendable {
        case new
        case duplicate
        /// Lower than all that are remembered: it may be a duplicate, nobody knows.
        case forgotten
    }

    /// Sorted; those before `start` are forgotten.
    private var ids: [MessageID] = []
    private var start = 0

    /// How many ids are remembered.
    var count: Int { ids.count - start }

    /// Judges an id without remembering it.
    func verdict(on id: MessageID) -> Verdict {
        let index = position(of: id)
        if index < ids.count, ids[index] == id { return .duplicate }
        if index == start, count >= SessionLimits.rememberedIDs { return .forgotten }
        return .new
    }

    /// Remembers an id that is new, and forgets the lowest if there are too many.
    mutating func insert(_ id: MessageID) {
        let position = position(of: id)
        if position == ids.count { ids.append(id) } else { ids.insert(id, at: position) }
        guard count > SessionLimits.rememberedIDs else { return }
        start += 1
        // Forgotten ids are moved out of the way together, not one by one.
        guard start >= SessionLimits.rememberedIDs else { return }
        ids.removeSubrange(..<start)
        start = 0
    }

    mutating func removeAll() {
        ids.removeAll(keepingCapacity: true)
        start = 0
    }

    /// Where an id stands or would stand; most are higher than all before.
    private func position(of id: MessageID) -> Int {
        var low = start
        var high = ids.count
        if let last = ids.last, last < id { return high }
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
