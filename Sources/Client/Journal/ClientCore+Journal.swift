// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramMessageBox
import FerogramSession
import FerogramTLTypes

extension ClientCore {
    /// The longest pause between two attempts to handle an update.
    private static var longestPause: Duration { .seconds(60) }

    /// Takes up what the journal holds for the account.
    ///
    /// - Returns: How far the updates were written; `nil` if the journal does not say.
    func resumeJournal(_ journal: Journal, for userID: Int64, _ generation: UInt64) async -> MessageBoxState? {
        var failures = 0
        while true {
            do throws(StoreError) {
                let contents = try await journal.contents(for: userID)
                for (entry, update) in contents.updates {
                    learn(users: update.users, chats: update.chats, for: generation)
                    updates.append([update.update(self)], [], for: generation, journal: [entry])
                }
                return contents.place
            } catch {
                // Without the journal nothing may be handled.
                if isStopped || Task.isCancelled { return nil }
                if case .closed = error { return nil }
                failures += 1
                try? await configuration.time.sleep(configuration.time.now() + .milliseconds(100 << min(failures, 6)))
            }
        }
    }

    /// Handles an update of the journal, again after a pause if its handlers throw, until it is out of attempts.
    ///
    /// - Returns: Whether it was handled or has become a dead letter.
    func handle(
        _ entry: JournalEntry, in journal: Journal, while goesOn: @Sendable () -> Bool,
        _ body: @Sendable () async -> HandlingOutcome
    ) async -> Bool {
        while goesOn() {
            guard let attempt = await journal.begin(entry) else { return false }
            guard attempt <= journal.configuration.attempts else { return await bury(entry, in: journal, attempt - 1) }
            let scope = journal.scope(entry)
            let outcome = await CallContext.with(isolation: nil, { $0.journal = scope }, body)
            switch outcome {
            case .handled: return true
            case .interrupted: return false
            case .failed where attempt >= journal.configuration.attempts:
                return await bury(entry, in: journal, attempt)
            case .failed:
                let pause = min(Self.longestPause, .milliseconds(250 << min(attempt, 10)))
                guard (try? await configuration.time.sleep(configuration.time.now() + pause)) != nil else { return false }
            }
        }
        return false
    }

    private func bury(_ entry: JournalEntry, in journal: Journal, _ attempts: Int) async -> Bool {
        do throws(StoreError) {
            let bytes = try await journal.store.value(at: StoreKey(journal.entryTable, entry.name))
            if let bytes { journal.bury(entry, bytes, attempts: attempts) }
            configuration.log?(
                LogEntry(level: .error, text: "an update is a dead letter after \(attempts) attempts"))
            return true
        } catch {
            return false
        }
    }
}
