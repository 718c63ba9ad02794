// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// The messages that came and were not acknowledged yet.
///
/// See core.telegram.org/mtproto/service_messages_about_messages#acknowledgment-of-receipt.
struct Acknowledgements: Sendable {
    private(set) var pending: [MessageID] = []
    /// Those that the receiver of updates releases when they are safe, oldest first.
    private var held: [MessageID] = []
    private var firstAt: MonotonicTime?
    private var lastAt: MonotonicTime?

    /// How many ids are remembered.
    var count: Int { pending.count + held.count }

    mutating func add(_ id: MessageID, at now: MonotonicTime) {
        // A duplicate of a message that is being held is not acknowledged either.
        guard !held.contains(id) else { return }
        // The server sends again what is not acknowledged, so the oldest may be dropped.
        if pending.count >= SessionLimits.idsPerMessage { pending.removeFirst() }
        pending.append(id)
        if firstAt == nil { firstAt = now }
        lastAt = now
    }

    mutating func hold(_ id: MessageID) {
        if held.count >= SessionLimits.heldAcknowledgements { held.removeFirst() }
        held.append(id)
    }

    /// Whether a message waits for ``release(_:at:)``.
    func isHeld(_ id: MessageID) -> Bool { held.contains(id) }

    mutating func release(_ id: MessageID, at now: MonotonicTime) {
        guard let index = held.firstIndex(of: id) else { return }
        held.remove(at: index)
        add(id, at: now)
    }

    /// When the pending ones must go even if nothing else goes.
    var deadline: MonotonicTime? {
        guard let firstAt, let lastAt else { return nil }
        if pending.count >= SessionLimits.eagerAcknowledgements { return firstAt }
        return min(lastAt + SessionLimits.acknowledgementIdle, firstAt + SessionLimits.acknowledgementDelay)
    }

    mutating func take() -> [MessageID] {
        defer { clearPending() }
        return pending
    }

    mutating func removeAll() {
        held = []
        clearPending()
    }

    private mutating func clearPending() {
        pending = []
        firstAt = nil
        lastAt = nil
    }
}
