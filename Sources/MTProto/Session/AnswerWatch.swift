// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Which calls have waited so long for an answer that the server is to be asked, in the order of their sending.
struct AnswerWatch: Sendable {
    struct Entry: Sendable {
        let call: CallID
        let sentAt: MonotonicTime
    }

    private var entries = FIFO<Entry>()

    /// How many entries there are, also of calls that are settled.
    var count: Int { entries.count }

    var deadline: MonotonicTime? { entries.first.map { $0.sentAt + SessionLimits.stateQuestionDelay } }

    mutating func add(_ call: CallID, sentAt: MonotonicTime) {
        entries.append(Entry(call: call, sentAt: sentAt))
    }

    /// Forgets the entries that are worth nothing.
    ///
    /// - Parameter isWanted: Whether an entry is still worth something.
    mutating func filter(_ isWanted: (Entry) -> Bool) {
        entries.filter(isWanted)
    }

    /// Takes the next entry whose time has come.
    mutating func next(at now: MonotonicTime) -> Entry? {
        guard let deadline, now >= deadline else { return nil }
        return entries.popFirst()
    }
}
