// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramCrypto

/// The right of one process to something that is kept in a store, for as long as it shows that it is alive.
///
/// The holder writes a beat every quarter of the lease's duration. Who wants the lease watches the beat on a clock of its
/// own, so that the clocks of two machines need not agree, and takes the lease when the beat has stood still for the whole
/// duration. Each holder has a higher fencing token than the one before, and what it commits requires that token, so that an
/// old holder that comes back, after its machine slept for example, changes nothing any more.
package actor StoreLease {
    /// How it went to ask for the lease.
    package enum Outcome: Sendable {
        case held
        case inUse(SessionHolder)
    }

    private struct State {
        var owner: [UInt8]?
        /// When the last beat that arrived was sent.
        var beatSent: MonotonicTime?
    }

    package nonisolated let name: String
    private let store: any Store
    private let time: Timekeeper
    private let duration: Duration
    private nonisolated let state = Lock(State())
    private nonisolated let resumed: @Sendable () -> Void
    private nonisolated let loss = Lock<(@Sendable () -> Void)?>(nil)
    private var beat: UInt64 = 0
    private var heart: Task<Void, Never>?
    private var registered: String?

    private nonisolated var ownerKey: StoreKey { StoreKey(Self.table, name) }
    private nonisolated var beatKey: StoreKey { StoreKey(Self.table, name + Self.beatSuffix) }

    static let table = "leases"
    static let beatSuffix = "/beat"
    /// How long a holder may be silent.
    package static let defaultDuration = Duration.seconds(4)

    /// Names a lease; nothing is read before it is asked for.
    ///
    /// - Parameters:
    ///   - name: What the lease is for.
    ///   - store: Where it is kept.
    ///   - duration: How long a holder may be silent.
    ///   - time: The clock.
    ///   - resumed: Called when a lease that may have been somebody else's turns out to be held.
    package init(
        _ name: String, in store: any Store, duration: Duration = StoreLease.defaultDuration,
        _ time: Timekeeper = .system, resumed: @escaping @Sendable () -> Void = {}
    ) {
        self.resumed = resumed
        self.name = name
        self.store = store
        self.duration = duration
        self.time = time
    }

    deinit {
        heart?.cancel()
        // Or a lease that is dropped would keep others of this process out until its time is over.
        if let registered { OpenSessions.shared.remove(registered) }
    }

    /// Whether nobody else can have the lease at this moment.
    package nonisolated var isHeld: Bool {
        state.withLock { state in
            guard state.owner != nil, let sent = state.beatSent else { return false }
            return time.now() < sent + duration
        }
    }

    /// Sets what is called when it turns out that another process has taken the lease.
    package nonisolated func onLoss(_ body: @escaping @Sendable () -> Void) {
        loss.withLock { $0 = body }
    }

    /// Makes the changes of a batch only if the lease is still held.
    ///
    /// - Returns: Whether the lease was ever held; if not, nothing may be committed.
    package nonisolated func guarding(_ batch: inout StoreBatch) -> Bool {
        guard let owner = state.withLock({ $0.owner }) else { return false }
        batch.require(owner, at: ownerKey)
        return true
    }

    /// Asks for the lease.
    ///
    /// - Parameter waits: Whether to wait until the lease is free, instead of failing while a living process has it.
    /// - Returns: How it went.
    /// - Throws: ``StoreError``.
    package func acquire(waits: Bool = false) async throws(StoreError) -> Outcome {
        var seen: (beat: [UInt8]?, owner: [UInt8], since: MonotonicTime)?
        while true {
            let owner = try await store.value(at: ownerKey)
            let beat = try await store.value(at: beatKey)
            let record = owner.map { LockHolder(String(decoding: $0, as: UTF8.self)) }
            if let owner, let record, let token = record.lines["token"], !isFree(record, token) {
                let holder = record.holder
                let isNear =
                    holder.isThisProcess
                    || record.lines["space"] == LockHolder.processSpace
                        && record.lines["boot"] == LockHolder.current.lines["boot"]
                if isNear, !waits { return .inUse(holder) }
                if let known = seen, known.owner == owner, known.beat == beat {
                    guard time.now() >= known.since + duration else {
                        try await pause()
                        continue
                    }
                } else {
                    if seen != nil, !waits { return .inUse(holder) }
                    seen = (beat, owner, time.now())
                    try await pause()
                    continue
                }
            }
            if try await take(from: owner, beat, fence: record?.lines["fence"].flatMap { UInt64($0) } ?? 0) {
                return .held
            }
        }
    }

    /// Gives the lease back.
    ///
    /// - Parameter isForgotten: Whether nobody is to have the lease any more, so that nothing stays behind.
    package func release(forgetting isForgotten: Bool = false) async {
        heart?.cancel()
        heart = nil
        let owner = state.withLock { state in
            defer { state = State() }
            return state.owner
        }
        if let registered { OpenSessions.shared.remove(registered) }
        registered = nil
        guard let owner else { return }
        let record = LockHolder(String(decoding: owner, as: UTF8.self))
        var batch = StoreBatch()
        batch.require(owner, at: ownerKey)
        if isForgotten {
            batch.remove(at: ownerKey)
            batch.remove(at: beatKey)
        } else {
            // The token stays, so that the next one is higher.
            batch.put(Array("fence: \(record.lines["fence"] ?? "0")\n".utf8), at: ownerKey)
        }
        _ = try? await store.commit(batch)
    }

    /// Who has the lease, as far as the store says.
    package func holder() async -> SessionHolder {
        let bytes = try? await store.value(at: ownerKey)
        return LockHolder(bytes.map { String(decoding: $0, as: UTF8.self) } ?? "").holder
    }

    /// Whether the holder that a record names is gone without doubt.
    private func isFree(_ record: LockHolder, _ token: String) -> Bool {
        if record.holder.isThisProcess, record.lines["space"] == LockHolder.processSpace {
            // An earlier process had the same number, or a storage of ours was dropped.
            return !OpenSessions.shared.contains(Self.registration(token))
        }
        return record.hasEnded
    }

    static func registration(_ token: String) -> String { "lease:" + token }

    private func take(from owner: [UInt8]?, _ beat: [UInt8]?, fence: UInt64) async throws(StoreError) -> Bool {
        var generator = SystemRandomness()
        let token = String(generator.next(), radix: 16) + String(generator.next(), radix: 16)
        let text =
            LockHolder.current.text + "space: \(LockHolder.processSpace)\nfence: \(fence &+ 1)\ntoken: \(token)\n"
        let mine = Array(text.utf8)
        var batch = StoreBatch()
        batch.require(owner, at: ownerKey)
        batch.require(beat, at: beatKey)
        batch.put(mine, at: ownerKey)
        batch.put(Self.bytes(0), at: beatKey)
        let sent = time.now()
        guard OpenSessions.shared.insert(Self.registration(token)) else { return false }
        do throws(StoreError) {
            guard try await store.commit(batch) else {
                OpenSessions.shared.remove(Self.registration(token))
                return false
            }
        } catch {
            OpenSessions.shared.remove(Self.registration(token))
            throw error
        }
        registered = Self.registration(token)
        state.withLock { $0 = State(owner: mine, beatSent: sent) }
        self.beat = 0
        heart = Task { [weak self, time, duration] in
            while (try? await time.sleep(time.now() + duration / 4)) != nil, await self?.sendBeat() == true {}
        }
        return true
    }

    /// - Returns: Whether the lease may still be ours.
    private func sendBeat() async -> Bool {
        guard let owner = state.withLock({ $0.owner }) else { return false }
        beat &+= 1
        var batch = StoreBatch()
        batch.require(owner, at: ownerKey)
        batch.put(Self.bytes(beat), at: beatKey)
        let sent = time.now()
        do throws(StoreError) {
            let isOurs = try await store.commit(batch)
            let wasHeld = isHeld
            state.withLock { state in
                guard state.owner == owner else { return }
                state.beatSent = isOurs ? sent : nil
            }
            if !wasHeld, isHeld { resumed() }
            if !isOurs { loss.withLock { $0 }?() }
            return isOurs
        } catch {
            // The store may come back before the lease has moved.
            if case .closed = error { return false }
            return true
        }
    }

    private func pause() async throws(StoreError) {
        do { try await time.sleep(time.now() + duration / 8) } catch { throw .cancelled }
    }

    private static func bytes(_ number: UInt64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
}
