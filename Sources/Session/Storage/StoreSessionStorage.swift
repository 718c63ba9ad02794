// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// Keeps a session in a store, which may hold other sessions and other things as well.
///
///     let store = FileStore(path: "bot.store")
///     let client = try await TelegramClient.builder()
///         .session(.store(store, name: "bot"))
///
/// Each peer and each channel is a value of its own, so that a change costs as much as what changed. The program closes the
/// store when all who use it are done.
public actor StoreSessionStorage {
    /// The name of the session in its store.
    public nonisolated let name: String
    private let store: any Store
    private var lease: StoreLease
    private let waits: Bool
    private let slots: Int
    /// Which of the sessions of that name is open.
    private var slot = 0
    private var data: SessionData?
    /// What is not in the store yet.
    private var dirty: Set<SessionPart> = []
    private var isRewritten = false
    private var isSaving = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    private var table: String { "session:" + Self.name(name, slot) }
    private static let pageSize = 5_000

    /// Names a session; nothing is read before it is opened.
    ///
    /// - Parameters:
    ///   - store: Where it is kept.
    ///   - name: Its name, which tells the sessions of one store apart.
    ///   - waits: Whether opening waits while another process has the session, instead of failing.
    ///   - slots: How many sessions of that name there are, at least 1: each process opens one that no other has. Processes
    ///     that share a journal need one each.
    public init(_ store: any Store, name: String = "main", waits: Bool = false, slots: Int = 1) {
        self.waits = waits
        self.slots = max(1, slots)
        self.store = store
        self.name = name
        lease = StoreLease("session:" + name, in: store)
    }

    private static func name(_ name: String, _ slot: Int) -> String { slot == 0 ? name : "\(name)#\(slot + 1)" }

    /// Takes the first session that is free.
    ///
    /// - Returns: Who has the last one if none is; `nil` if one was taken.
    private func acquire() async throws(StoreError) -> SessionHolder? {
        if slots == 1 {
            if case .inUse(let holder) = try await lease.acquire(waits: waits) { return holder }
            return nil
        }
        while true {
            var holder: SessionHolder?
            for slot in 0..<slots {
                let lease = StoreLease("session:" + Self.name(name, slot), in: store)
                switch try await lease.acquire() {
                case .held:
                    self.lease = lease
                    self.slot = slot
                    return nil
                case .inUse(let other): holder = other
                }
            }
            guard waits else { return holder }
            do { try await Task.sleep(for: .milliseconds(500)) } catch { throw .cancelled }
        }
    }

    /// One at a time, in the order in which they came.
    private func enter() async {
        guard isSaving else {
            isSaving = true
            return
        }
        await withCheckedContinuation { waiters.append($0) }
    }

    private func leave() {
        if waiters.isEmpty { isSaving = false } else { waiters.removeFirst().resume() }
    }

    private func load() async throws(SessionStorageError) -> SessionData {
        var data = SessionData()
        var last: String?
        while true {
            let page: [StoreEntry]
            do throws(StoreError) {
                page = try await store.entries(in: table, prefix: "", after: last, limit: Self.pageSize)
            } catch {
                throw SessionStorageError(error)
            }
            for entry in page {
                do throws(SessionFormatError) {
                    try SessionPart.read(entry.value, into: &data)
                } catch {
                    throw error.code == .versionUnsupported
                        ? .unsupportedVersion(path: name, error) : .damaged(path: "\(name) (\(entry.name))", error)
                }
            }
            guard page.count == Self.pageSize, let end = page.last else { return data }
            last = end.name
        }
    }

    private func note(_ change: SessionChange) {
        switch change {
        case .updates: dirty.insert(.updates)
        case .channel(let id, _): dirty.insert(.channel(id))
        case .peer(let peer): dirty.insert(.peer(peer.id))
        case .peerRemoved(let id): dirty.insert(.peer(id))
        case .everything:
            isRewritten = true
            dirty = SessionPart.all(of: data ?? SessionData())
        default: dirty.insert(.core)
        }
    }
}

extension StoreSessionStorage: SessionStorage {
    /// Opens the session, and returns what it holds.
    public func open() async throws(SessionStorageError) -> SessionData {
        await enter()
        defer { leave() }
        if data != nil { throw .inUse(path: name, holder: LockHolder.current.holder) }
        do throws(StoreError) {
            if let holder = try await acquire() { throw .inUse("\(holder)") }
        } catch {
            if case .inUse = error { throw .inUse(path: name, holder: await lease.holder()) }
            throw SessionStorageError(error)
        }
        do throws(SessionStorageError) {
            let loaded = try await load()
            data = loaded
            dirty = []
            isRewritten = false
            return loaded
        } catch {
            await lease.release()
            throw error
        }
    }

    /// Keeps changes.
    public func save(_ changes: [SessionChange]) async throws(SessionStorageError) {
        await enter()
        defer { leave() }
        guard data != nil else { throw .notOpen }
        for change in changes {
            data?.apply(change)
            note(change)
        }
        var batch = StoreBatch()
        if isRewritten { batch.removeAll(in: table) }
        for part in dirty {
            let key = StoreKey(table, part.name)
            if let value = data.flatMap(part.bytes) { batch.put(value, at: key) } else { batch.remove(at: key) }
        }
        batch.isDurable = changes.contains(where: \.isDurable)
        guard !batch.isEmpty else { return }
        guard lease.guarding(&batch) else { throw .notOpen }
        do throws(StoreError) {
            guard try await store.commit(batch) else { throw .inUse("") }
        } catch {
            if case .inUse = error { throw .inUse(path: name, holder: await lease.holder()) }
            throw SessionStorageError(error)
        }
        dirty = []
        isRewritten = false
    }

    /// Closes the session.
    public func close() async {
        await enter()
        defer { leave() }
        guard data != nil else { return }
        data = nil
        await lease.release()
    }
}

extension SessionStorageError {
    init(_ error: StoreError) {
        if case .closed = error { self = .notOpen } else { self = .storage(error) }
    }
}

extension SessionStorage where Self == StoreSessionStorage {
    /// Keeps the session in a store, for example beside the journal.
    ///
    /// - Parameters:
    ///   - store: The store; the program closes it.
    ///   - name: The session's name, which tells the sessions of one store apart.
    ///   - slots: How many sessions of that name there are, at least 1: each process opens one that no other has.
    /// - Returns: The storage.
    public static func store(_ store: any Store, name: String = "main", slots: Int = 1) -> StoreSessionStorage {
        StoreSessionStorage(store, name: name, slots: slots)
    }
}
