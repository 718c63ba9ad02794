// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Which calls have waited so long for an answer that the server is to be asked.
///
/// A call that is slow is asked about more and more rarely.
struct AnswerWatch: Sendable {
    struct Entry: Sendable {
        let call: CallID
        let sentAt: MonotonicTime
    }

    private var entries = DeadlineHeap<Entry>()

    /// How many entries there are, also of calls that are settled.
    var count: Int { entries.count }

    var deadline: MonotonicTime? { entries.first?.time }

    /// Adds a call.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - sentAt: Since when it waits.
    ///   - questions: How often the server has been asked about it.
    mutating func add(_ call: CallID, sentAt: MonotonicTime, questions: Int) {
        // A multiplication of durations takes longer than the rest.
        let delay = questions <= 1 ? SessionLimits.stateQuestionDelay : Self.delay(after: questions)
        entries.insert(Entry(call: call, sentAt: sentAt), at: sentAt + delay)
    }

    /// How long a call waits until the server is asked, once it was asked some times: twice the same, for only the second
    /// answer can tell that an answer is lost, and twice as long each time from then on.
    private static func delay(after questions: Int) -> Duration {
        let doublings = min(max(questions - 1, 0), 8)
        return min(SessionLimits.stateQuestionDelay * (1 << doublings), SessionLimits.longestStateQuestionDelay)
    }

    /// Forgets the entries that are worth nothing.
    ///
    /// - Parameter isWanted: Whether an entry is still worth something.
    mutating func filter(_ isWanted: (Entry) -> Bool) {
        entries.prune(keeping: isWanted)
    }

    /// Takes the next entry whose time has come.
    mutating func next(at now: MonotonicTime) -> Entry? {
        entries.removeFirst(notAfter: now)?.id
    }
}
