// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox
import FerogramSession

extension Journal {
    /// What the journal holds for an account.
    struct Contents: Sendable {
        var place: MessageBoxState?
        var updates: [(JournalEntry, JournaledUpdate)] = []
    }

    private static let pageSize = 1_000

    /// Makes the journal an account's; what belongs to another one is removed.
    ///
    /// - Parameter userID: The account.
    /// - Returns: Whether it was the account's before.
    /// - Throws: `StoreError`.
    func adopt(_ userID: Int64) async throws(StoreError) -> Bool {
        // What was handled is not to come again.
        guard await receiving.commit({ _ in }) else { throw .closed }
        if try await isOwned(by: userID) {
            place = try await storedPlace() ?? MessageBoxState()
            return true
        }
        let isDone = await receiving.commit { batch in
            for table in [entryTable, attemptTable, deadTable, answerTable] { batch.removeAll(in: table) }
            batch.removeAll(in: metaTable, prefix: "place/")
            batch.put(JournalBytes.bytes(UInt64(bitPattern: userID)), at: StoreKey(metaTable, "owner"))
        }
        guard isDone else { throw .closed }
        setAttempts([:])
        place = MessageBoxState()
        return false
    }

    /// Whether the journal is an account's.
    func isOwned(by userID: Int64) async throws(StoreError) -> Bool {
        let owner = try await store.value(at: StoreKey(metaTable, "owner")).flatMap(JournalBytes.number)
        return owner == UInt64(bitPattern: userID)
    }

    /// Reads what was not handled, and how far the updates were written.
    ///
    /// - Parameter userID: The account.
    /// - Returns: What there is.
    /// - Throws: `StoreError`.
    func contents(for userID: Int64) async throws(StoreError) -> Contents {
        guard try await adopt(userID) else { return Contents() }
        var contents = Contents()
        contents.place = place.account == nil ? nil : place
        setAttempts(try await storedAttempts())
        for stored in try await all(entryTable) {
            guard var entry = JournalEntry(name: stored.name) else { continue }
            if let update = JournaledUpdate(stored.value) {
                entry.place = update.place
                contents.updates.append((entry, update))
            } else {
                // Another version wrote it; it is kept for that one.
                bury(entry, stored.value)
            }
        }
        return contents
    }

    /// How often updates were tried that are not handled.
    func storedAttempts() async throws(StoreError) -> [UInt64: JournalAttempts] {
        var attempts: [UInt64: JournalAttempts] = [:]
        for stored in try await all(attemptTable) {
            if let entry = JournalEntry(name: stored.name), let count = JournalAttempts(stored.value) {
                attempts[entry.number] = count
            }
        }
        return attempts
    }

    /// How often somebody put something back into the journal.
    func rescans() async throws(StoreError) -> UInt64 {
        try await store.value(at: StoreKey(metaTable, "rescans")).flatMap(JournalBytes.number) ?? 0
    }

    private func all(_ table: String) async throws(StoreError) -> [StoreEntry] {
        var entries: [StoreEntry] = []
        while true {
            let page = try await store.entries(
                in: table, prefix: "", after: entries.last?.name, limit: Self.pageSize)
            entries += page
            if page.count < Self.pageSize { return entries }
        }
    }

    private func storedPlace() async throws(StoreError) -> MessageBoxState? {
        var state = MessageBoxState()
        if let bytes = try await store.value(at: StoreKey(metaTable, "place/account")), bytes.count == 16 {
            let numbers = stride(from: 0, to: 16, by: 4).map { start in
                Int32(bitPattern: bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) })
            }
            state.account = .init(pts: numbers[0], qts: numbers[1], date: numbers[2], seq: numbers[3])
        }
        var last: String?
        while true {
            let page = try await store.entries(
                in: metaTable, prefix: "place/channel/", after: last, limit: Self.pageSize)
            for entry in page {
                guard let id = Int64(entry.name.dropFirst("place/channel/".count)),
                    let pts = JournalBytes.number(entry.value)
                else { continue }
                state.channels[id] = Int32(truncatingIfNeeded: pts)
            }
            guard page.count == Self.pageSize else { return state.account == nil ? nil : state }
            last = page.last?.name
        }
    }

    /// Adds a place to what is committed.
    func put(_ changes: [MessageBoxState.Change], into batch: inout StoreBatch) {
        for change in changes {
            switch change {
            case .account(let account):
                let numbers = [account.pts, account.qts, account.date, account.seq]
                let bytes = numbers.flatMap { number in withUnsafeBytes(of: number.bigEndian) { Array($0) } }
                batch.put(bytes, at: StoreKey(metaTable, "place/account"))
            case .channel(let id, let pts):
                let key = StoreKey(metaTable, "place/channel/\(id)")
                if let pts {
                    batch.put(JournalBytes.bytes(UInt64(UInt32(bitPattern: pts))), at: key)
                } else {
                    batch.remove(at: key)
                }
            }
        }
    }

    /// Writes updates and their place.
    ///
    /// - Returns: Whether they are written; if not, the end has come.
    func append(
        _ updates: [(JournalEntry, [UInt8])], _ changes: [MessageBoxState.Change]
    ) async -> Bool {
        let next = next
        let isDone = await receiving.commit { batch in
            for (entry, bytes) in updates { batch.put(bytes, at: StoreKey(entryTable, entry.name)) }
            if !updates.isEmpty { batch.put(JournalBytes.bytes(next), at: StoreKey(metaTable, "next")) }
            put(changes, into: &batch)
        }
        if isDone, !updates.isEmpty { member?.ring() }
        return isDone
    }

    /// Makes an update a dead letter.
    func bury(_ entry: JournalEntry, _ bytes: [UInt8], attempts: Int = 0) {
        handling.submit { batch in
            batch.put(JournalBytes.bytes(UInt64(max(0, attempts))) + bytes, at: StoreKey(deadTable, entry.name))
        }
        finish([entry])
    }
}
