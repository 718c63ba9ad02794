// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which calls have waited so long for an answer that the server is to be asked, in the order of their sending.
struct AnswerWatch: Sendable {
    struct Entry: Sendable {
        let call: CallID
        let sentAt: MonotonicTime
    }

    private var entries: [Entry] = []
    private var start = 0

    /// How many entries there are, also of calls that are settled.
    var count: Int { entries.count - start }

    var deadline: MonotonicTime? {
        start < entries.count ? entries[start].sentAt + SessionLimits.stateQuestionDelay : nil
    }

    mutating func add(_ call: CallID, sentAt: MonotonicTime) {
        entries.append(Entry(call: call, sentAt: sentAt))
    }

    /// Forgets entries, once those that are worth nothing may be the larger part.
    ///
    /// - Parameters:
    ///   - live: How many calls there are.
    ///   - isWanted: Whether an entry is still worth something.
    mutating func compact(live: Int, _ isWanted: (Entry) -> Bool) {
        guard count > 2 * live + SessionLimits.staleEntries else { return }
        entries = entries[start...].filter(isWanted)
        start = 0
    }

    /// Takes the next entry whose time has come.
    mutating func next(at now: MonotonicTime) -> Entry? {
        guard let deadline, now >= deadline else { return nil }
        defer {
            start += 1
            if start == entries.count || start >= 1024 {
                entries.removeSubrange(..<start)
                start = 0
            }
        }
        return entries[start]
    }
}
