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

    /// Reads what was not handled, and how far the updates were written; what belongs to another account is removed.
    ///
    /// - Parameter userID: The account.
    func contents(for userID: Int64) async throws(StoreError) -> Contents {
        // What was handled is not to come again.
        guard await commit({ _ in }) else { throw .closed }
        let owner = try await store.value(at: StoreKey(metaTable, "owner")).flatMap(JournalBytes.number)
        guard owner == UInt64(bitPattern: userID) else {
            let isDone = await commit { batch in
                for table in [entryTable, attemptTable, deadTable] { batch.removeAll(in: table) }
                batch.removeAll(in: metaTable, prefix: "place/")
                batch.put(JournalBytes.bytes(UInt64(bitPattern: userID)), at: StoreKey(metaTable, "owner"))
            }
            guard isDone else { throw .closed }
            setAttempts([:])
            return Contents()
        }
        var contents = Contents()
        contents.place = try await place()
        var attempts: [UInt64: Int] = [:]
        for entry in try await all(attemptTable) {
            if let number = UInt64(entry.name, radix: 16), let count = JournalBytes.number(entry.value) {
                attempts[number] = Int(clamping: count)
            }
        }
        setAttempts(attempts)
        for entry in try await all(entryTable) {
            guard let number = UInt64(entry.name, radix: 16) else { continue }
            let journaled = JournalEntry(number: number)
            if let update = JournaledUpdate(entry.value) {
                contents.updates.append((journaled, update))
            } else {
                // Another version wrote it; it is kept for that one.
                bury(journaled, entry.value, attempts: attempts[number] ?? 0)
            }
        }
        return contents
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

    private func place() async throws(StoreError) -> MessageBoxState? {
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
        return await commit { batch in
            for (entry, bytes) in updates { batch.put(bytes, at: StoreKey(entryTable, entry.name)) }
            if !updates.isEmpty { batch.put(JournalBytes.bytes(next), at: StoreKey(metaTable, "next")) }
            put(changes, into: &batch)
        }
    }

    /// Makes an update a dead letter.
    func bury(_ entry: JournalEntry, _ bytes: [UInt8], attempts: Int) {
        submit { batch in
            batch.put(JournalBytes.bytes(UInt64(max(0, attempts))) + bytes, at: StoreKey(deadTable, entry.name))
        }
        finish(entry)
    }
}
