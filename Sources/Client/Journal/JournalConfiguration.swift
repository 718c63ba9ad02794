// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramSession

/// Where a client keeps the updates that are not handled yet, and how often it tries to handle one.
///
/// See ``ClientBuilder/journal(_:name:attempts:)``.
public struct JournalConfiguration: Sendable {
    /// Where the journal is kept.
    public var store: any Store
    /// The name of the journal, which tells those of several clients in one store apart.
    public var name = "main"
    /// How often an update is tried before it becomes a dead letter, at least 1; 5 by default.
    public var attempts = 5
    /// Whether to wait while another process has the journal, instead of failing.
    public var waits = false
    /// Whether several processes handle what is in the journal, each its share of the chats.
    public var isShared = false

    /// Creates a configuration.
    ///
    /// - Parameter store: Where the journal is kept; the program closes it.
    public init(store: any Store) {
        self.store = store
    }
}

extension ClientBuilder {
    /// Handles each update exactly once, also if the program is killed.
    ///
    /// An update and its place in the row of updates are written into the journal together, before the place advances; it is
    /// removed when the handlers of a ``Dispatcher`` have returned. After a crash it is handled again, and what its handlers
    /// sent before is not sent twice: messages carry numbers that derive from the update and the content. An update whose
    /// handlers throw is tried again after a pause, and becomes a dead letter after some attempts; see
    /// ``TelegramClient/deadLetters(limit:)``. Queries, whose senders wait for an answer for moments only, and updates of the
    /// moment such as "typing" pass the journal by.
    ///
    /// - Parameters:
    ///   - store: Where the journal is kept, which may be where the session is; the program closes it.
    ///   - name: The name of the journal, which tells those of several clients in one store apart.
    ///   - attempts: How often an update is tried, at least 1.
    /// - Returns: The builder with that.
    public func journal(_ store: any Store, name: String = "main", attempts: Int = 5) -> Self {
        with { [journalWaits, sharesJournal] configuration in
            var journal = JournalConfiguration(store: store)
            journal.name = name
            journal.attempts = max(1, attempts)
            journal.waits = journalWaits ?? configuration.journal?.waits ?? false
            journal.isShared = sharesJournal ?? configuration.journal?.isShared ?? false
            configuration.journal = journal
        }
    }

    /// Waits until the journal of ``journal(_:name:attempts:)`` is free while another process has it, so that a process
    /// stands by and takes over within 10 seconds when the other one dies, at once on the same machine.
    ///
    /// A session in the same store waits as well with ``StoreSessionStorage/init(_:name:waits:slots:)``.
    ///
    /// - Parameter waits: Whether to wait.
    /// - Returns: The builder with that.
    public func standby(_ waits: Bool = true) -> Self {
        var copy = with { $0.journal?.waits = waits }
        copy.journalWaits = waits
        return copy
    }

    /// Lets several processes, of one machine or of many, handle what is in the journal of ``journal(_:name:attempts:)``:
    /// each handles its share of the chats, the updates of a chat in their order.
    ///
    /// One of them receives updates for all, and another one takes that over within 5 seconds after its death; then the
    /// chats of the dead one are divided among the others. Each has a session of its own, in which the same account is
    /// signed in: ``StoreSessionStorage/init(_:name:waits:slots:)`` gives every process one. Queries are
    /// handled by the process that receives. See <doc:Lifecycle>.
    ///
    /// - Parameter isShared: Whether to share.
    /// - Returns: The builder with that.
    public func sharedJournal(_ isShared: Bool = true) -> Self {
        var copy = with { $0.journal?.isShared = isShared }
        copy.sharesJournal = isShared
        return copy
    }
}
