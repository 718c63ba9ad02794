// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramSession

/// An update that could not be handled in all its attempts.
public struct DeadLetter: Sendable, Identifiable {
    /// Its number in the journal.
    public let id: UInt64
    /// What happened; `nil` if another version of the library wrote it.
    public let update: Update?
    /// How often it was tried.
    public let attempts: Int
    let entry: JournalEntry
}

extension TelegramClient {
    /// The updates that could not be handled, oldest first; empty without a journal.
    ///
    /// - Parameter limit: How many at most, at least 1.
    /// - Returns: The dead letters.
    /// - Throws: ``StoreError``.
    public func deadLetters(limit: Int = 100) async throws(StoreError) -> [DeadLetter] {
        guard let journal = core.journal else { return [] }
        let entries = try await journal.store.entries(
            in: journal.deadTable, prefix: "", after: nil, limit: max(1, limit))
        return entries.compactMap { [core] entry in
            guard let number = JournalEntry(name: entry.name),
                let attempts = JournalBytes.number(Array(entry.value.prefix(8)))
            else { return nil }
            let update = JournaledUpdate(Array(entry.value.dropFirst(8)))
            return DeadLetter(
                id: number.number, update: update?.update(core), attempts: Int(clamping: attempts), entry: number)
        }
    }

    /// Removes an update that could not be handled.
    ///
    /// - Parameter letter: The dead letter.
    public func removeDeadLetter(_ letter: DeadLetter) async {
        guard let journal = core.journal else { return }
        _ = await journal.handling.commit { batch in
            batch.remove(at: StoreKey(journal.deadTable, letter.entry.name))
        }
    }

    /// Handles an update again that could not be handled, with all its attempts.
    ///
    /// What its handlers have sent before is not sent twice.
    ///
    /// - Parameter letter: The dead letter.
    public func retryDeadLetter(_ letter: DeadLetter) async {
        guard let journal = core.journal, let update = letter.update else { return }
        var entry = letter.entry
        let generation = core.currentGeneration
        guard let stored = try? await journal.store.value(at: StoreKey(journal.deadTable, entry.name)),
            let rescans = try? await journal.rescans()
        else { return }
        let bytes = Array(stored.dropFirst(8))
        entry.place = JournaledUpdate(bytes)?.place
        let isMoved = await journal.handling.commit { batch in
            batch.put(bytes, at: StoreKey(journal.entryTable, entry.name))
            batch.remove(at: StoreKey(journal.deadTable, entry.name))
            batch.put(JournalBytes.bytes(rescans &+ 1), at: StoreKey(journal.metaTable, "rescans"))
        }
        // Where several processes share the journal, the one that has the chat finds it.
        if isMoved, journal.member == nil {
            core.updates.append([update], [], for: generation, journal: [entry])
        }
    }
}
