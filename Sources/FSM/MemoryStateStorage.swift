// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Keeps states and values in memory, for bots that may forget them when they end.
///
/// A conversation that nothing has been written to for a while can expire; the clock is a parameter.
public actor MemoryStateStorage<StorageClock: Clock> where StorageClock.Duration == Duration {
    private struct Entry {
        var state: String?
        var values: [String: [UInt8]] = [:]
        var expiry: StorageClock.Instant?

        var isEmpty: Bool { state == nil && values.isEmpty }
    }

    private let clock: StorageClock
    private let lifetime: Duration?
    private var entries: [ConversationKey: Entry] = [:]
    private var nextSweep: StorageClock.Instant?

    /// Creates an empty storage.
    ///
    /// - Parameters:
    ///   - lifetime: How long after the last change a conversation is forgotten; `nil` for never.
    ///   - clock: What tells the time.
    public init(lifetime: Duration? = nil, clock: StorageClock) {
        self.lifetime = lifetime
        self.clock = clock
    }

    /// How many conversations there are.
    public var count: Int {
        removeExpired()
        return entries.count
    }

    /// How many conversations are in memory, expired or not.
    package var entryCount: Int { entries.count }

    /// Whether there is no conversation.
    public var isEmpty: Bool { count == 0 }

    /// Forgets what has expired.
    ///
    /// It also happens by itself: at once for a conversation that is asked for, and now and then for all.
    public func removeExpired() {
        guard let lifetime else { return }
        let now = clock.now
        entries = entries.filter { entry in entry.value.expiry.map { $0 > now } ?? true }
        nextSweep = now.advanced(by: lifetime)
    }

    private func entry(for key: ConversationKey) -> Entry? {
        guard let entry = entries[key] else { return nil }
        if let expiry = entry.expiry, expiry <= clock.now {
            entries[key] = nil
            return nil
        }
        return entry
    }

    private func change(_ key: ConversationKey, _ body: (inout Entry) -> Void) {
        var entry = entry(for: key) ?? Entry()
        body(&entry)
        if let lifetime {
            let now = clock.now
            entry.expiry = now.advanced(by: lifetime)
            if nextSweep.map({ $0 <= now }) ?? true { removeExpired() }
        }
        entries[key] = entry.isEmpty ? nil : entry
    }
}

extension MemoryStateStorage<ContinuousClock> {
    /// Creates an empty storage that lives by the system's clock.
    ///
    /// - Parameter lifetime: How long after the last change a conversation is forgotten; `nil` for never.
    public init(lifetime: Duration? = nil) {
        self.init(lifetime: lifetime, clock: ContinuousClock())
    }
}

extension MemoryStateStorage: StateStorage {
    /// The state of a conversation.
    public func state(for key: ConversationKey) -> String? { entry(for: key)?.state }
    /// Sets the state of a conversation.
    public func setState(_ state: String, for key: ConversationKey) { change(key) { $0.state = state } }
    /// Ends the state of a conversation.
    public func clearState(for key: ConversationKey) { change(key) { $0.state = nil } }
    /// A value of a conversation.
    public func value(of field: String, for key: ConversationKey) -> [UInt8]? { entry(for: key)?.values[field] }
    /// All values of a conversation.
    public func values(for key: ConversationKey) -> [String: [UInt8]] { entry(for: key)?.values ?? [:] }
    /// Forgets the values of a conversation.
    public func clearValues(for key: ConversationKey) { change(key) { $0.values = [:] } }
    /// Forgets a conversation.
    public func clearAll(for key: ConversationKey) { entries[key] = nil }

    /// Sets a value of a conversation.
    public func setValue(_ value: [UInt8]?, of field: String, for key: ConversationKey) {
        change(key) { $0.values[field] = value }
    }
}
