// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramSession
import FerogramTLTypes

/// The peers that were seen, with what the server wants to know when they are named.
///
/// It holds so many at most; then those go that have not been seen for longest.
final class PeerCache: Sendable {
    private struct State {
        var entries: [StoredPeer.ID: PeerEntry] = [:]
        var names: [String: StoredPeer.ID] = [:]
        var phones: [String: StoredPeer.ID] = [:]
        /// When a name or a phone number was last seen with its owner; those of the session have no such time.
        var seenNames: [String: MonotonicTime] = [:]
        var clock: UInt64 = 0
    }

    static let usualCapacity = 100_000
    /// How many peers it holds at most.
    let capacity: Int
    /// By how many messages the one that names a peer may lie behind before a newer one takes its place in the session.
    private static let contextAge = 100

    private let state: Lock<State>
    private let time: Timekeeper
    private let nameLifetime: Duration
    /// After how many seconds the names of a peer of which nothing is new are noted again.
    private let notedSeconds: Int64

    init(
        _ peers: some Collection<StoredPeer>, _ time: Timekeeper = .system,
        nameLifetime: Duration = .seconds(8 * 3600), capacity: Int = usualCapacity
    ) {
        self.capacity = max(1_000, capacity)
        self.time = time
        self.nameLifetime = nameLifetime
        notedSeconds = (nameLifetime / 64).components.seconds
        var state = State()
        for peer in peers { _ = Self.insert(peer, into: &state) }
        self.state = Lock(state)
    }

    var statistics: PeerCacheStatistics {
        state.withLock { state in
            var statistics = PeerCacheStatistics(capacity: capacity)
            for (id, entry) in state.entries {
                switch id.kind {
                case .user: statistics.users += 1
                case .chat: statistics.groups += 1
                case .channel: statistics.channels += 1
                }
                if entry.isMin { statistics.incomplete += 1 }
            }
            statistics.usernames = state.names.count
            return statistics
        }
    }

    /// The peer as calls name it, if enough is known of it: by its access hash, or by a message that names it.
    ///
    /// See core.telegram.org/api/min.
    func inputPeer(_ id: PeerID) -> TL.InputPeer? {
        if let full = fullInputPeer(id) { return full }
        let context = state.withLock { state -> StoredPeer.MinContext? in
            guard let entry = state.entries[id.stored], entry.isMin else { return nil }
            return entry.minContext
        }
        guard let context, let chat = fullInputPeer(PeerID(context.chat)) else { return nil }
        return switch id {
        case .user(let id): .userFromMessage(.init(peer: chat, msgID: context.messageID, userID: id))
        case .channel(let id): .channelFromMessage(.init(peer: chat, msgID: context.messageID, channelID: id))
        case .chat: nil
        }
    }

    /// The peer as calls name it by its access hash, if that is known.
    func fullInputPeer(_ id: PeerID) -> TL.InputPeer? {
        if case .chat(let chat) = id { return .chat(.init(chatID: chat)) }
        let hash = state.withLock { state -> Int64? in
            guard let entry = state.entries[id.stored], !entry.isMin else { return nil }
            return entry.accessHash
        }
        return hash.map(id.inputPeer(accessHash:))
    }

    /// Whose a user name is, unless that was seen too long ago.
    func id(named name: String) -> PeerID? {
        id(name.lowercased(), \.names)
    }

    /// Whose a phone number is, unless that was seen too long ago.
    func id(withPhone phone: String) -> PeerID? {
        id(phone, \.phones)
    }

    private func id(_ name: String, _ table: KeyPath<State, [String: StoredPeer.ID]>) -> PeerID? {
        let now = time.now()
        return state.withLock { state -> StoredPeer.ID? in
            guard let seen = state.seenNames[name], now - seen < nameLifetime else { return nil }
            return state[keyPath: table][name]
        }.map(PeerID.init)
    }

    /// Whether a peer has a user name, as far as is known.
    func hasName(_ name: String, _ id: PeerID) -> Bool {
        let name = name.lowercased()
        return state.withLock { state in
            state.entries[id.stored]?.usernames.contains { $0.lowercased() == name } ?? false
        }
    }

    /// Whether a user is known to have another phone number.
    func hasOtherPhone(than phone: String, _ id: PeerID) -> Bool {
        let digits = phone.filter(\.isNumber)
        let known = state.withLock { $0.entries[id.stored]?.phone }
        return known.map { $0.filter(\.isNumber) != digits } ?? false
    }

    /// Forgets whose a user name or a phone number is, because the server says that nobody has it.
    ///
    /// - Parameters:
    ///   - name: The user name, or the phone number.
    ///   - store: Takes the change, as for ``insert(users:chats:seenIn:store:)``.
    func forget(name: String, store: ([SessionChange]) -> Void) {
        let name = name.lowercased()
        state.withLock { state in
            state.seenNames[name] = nil
            let owners = [state.names.removeValue(forKey: name), state.phones.removeValue(forKey: name)]
            for id in owners.compactMap(\.self) {
                guard let entry = state.entries[id] else { continue }
                var peer = entry.peer(id)
                peer.usernames.removeAll { $0.lowercased() == name }
                if peer.phone == name { peer.phone = nil }
                state.entries[id] = PeerEntry(peer, seen: entry.seen)
                // A stored peer is merged, which would bring the name back.
                store([.peerRemoved(id), .peer(peer)])
            }
        }
    }

    /// Forgets all peers, because another account follows.
    func removeAll() {
        state.withLock { $0 = State() }
    }

    /// Takes note of users and chats that came with an answer or an update.
    ///
    /// - Parameters:
    ///   - users: The users.
    ///   - chats: The chats.
    ///   - messages: Which messages name those of whom too little is known.
    ///   - store: Takes what is new; it is called under the cache's lock, so that changes are stored in the order in which
    ///     they were made, and must not come back to the cache.
    func insert(
        users: [TL.User], chats: [TL.Chat], seenIn messages: SeenInMessages? = nil,
        store: ([SessionChange]) -> Void
    ) {
        guard !users.isEmpty || !chats.isEmpty else { return }
        let now = time.now()
        // Most users have been seen just so before, which is found out without taking them apart.
        let users = state.withLock { state in users.filter { !isKnown($0, at: now, in: &state) } }
        var peers = users.compactMap(StoredPeer.init) + chats.compactMap(StoredPeer.init)
        guard !peers.isEmpty else { return }
        if let messages { for index in peers.indices { peers[index].minContext = messages.contexts[peers[index].id] } }
        state.withLock { state in
            peers.removeAll { isKnown($0, at: now, in: &state) }
            var changes = peers.compactMap { Self.insert($0, into: &state, at: now).map(SessionChange.peer) }
            for peer in peers where !peer.isMin {
                for name in peer.usernames { state.seenNames[name.lowercased()] = now }
                if let phone = peer.phone { state.seenNames[phone] = now }
            }
            if state.entries.count > capacity { changes += Self.evict(capacity / 10, from: &state) }
            if !changes.isEmpty { store(changes) }
        }
    }

    /// Forgets a peer, so that the next caller who names it asks the server.
    ///
    /// - Parameters:
    ///   - id: The peer.
    ///   - store: Takes the change, as for ``insert(users:chats:seenIn:store:)``.
    func remove(_ id: PeerID, store: ([SessionChange]) -> Void) {
        state.withLock { state in
            guard let entry = state.entries.removeValue(forKey: id.stored) else { return }
            Self.forgetNames(of: entry.peer(id.stored), in: &state)
            store([.peerRemoved(id.stored)])
        }
    }

    /// Takes note of a peer of which nothing is new, and whose names need not be noted again; most are of that kind.
    private func isKnown(_ peer: StoredPeer, at now: MonotonicTime, in state: inout State) -> Bool {
        guard let index = state.entries.index(forKey: peer.id),
            state.entries.values[index].isUpToDate(peer, at: now, for: notedSeconds)
        else { return false }
        state.clock += 1
        state.entries.values[index].seen = state.clock
        return true
    }

    private func isKnown(_ user: TL.User, at now: MonotonicTime, in state: inout State) -> Bool {
        guard case .user(let user) = user, !user.min, let index = state.entries.index(forKey: .user(user.id)),
            state.entries.values[index].isUpToDate(user, at: now, for: notedSeconds)
        else { return false }
        state.clock += 1
        state.entries.values[index].seen = state.clock
        return true
    }

    /// - Returns: The peer as it is now known, if that changed.
    private static func insert(_ peer: StoredPeer, into state: inout State, at now: MonotonicTime? = nil) -> StoredPeer?
    {
        state.clock += 1
        let known = state.entries[peer.id]?.peer(peer.id)
        var merged = known ?? peer
        if known != nil { merged.merge(peer) }
        // One message is as good as the next; but it may be deleted one day, so a newer one is noted now and then.
        if let old = known?.minContext, let new = merged.minContext, old.chat == new.chat,
            (0..<Self.contextAge).contains(Int(new.messageID) - Int(old.messageID))
        {
            merged.minContext = old
        }
        state.entries[peer.id] = PeerEntry(merged, seen: state.clock, named: peer.isMin ? nil : now)
        guard merged != known else { return nil }
        if let known { forgetNames(of: known, in: &state) }
        if !merged.isMin {
            for name in merged.usernames { state.names[name.lowercased()] = merged.id }
            if let phone = merged.phone { state.phones[phone] = merged.id }
        }
        return merged
    }

    private static func forgetNames(of peer: StoredPeer, in state: inout State) {
        for name in peer.usernames where state.names[name.lowercased()] == peer.id {
            state.names[name.lowercased()] = nil
            state.seenNames[name.lowercased()] = nil
        }
        if let phone = peer.phone, state.phones[phone] == peer.id {
            state.phones[phone] = nil
            state.seenNames[phone] = nil
        }
    }

    /// Forgets those that have not been seen for longest, many at once, so that this is rare.
    private static func evict(_ count: Int, from state: inout State) -> [SessionChange] {
        let oldest = state.entries.sorted { $0.value.seen < $1.value.seen }.prefix(count)
        for (id, entry) in oldest {
            forgetNames(of: entry.peer(id), in: &state)
            state.entries[id] = nil
        }
        return oldest.map { .peerRemoved($0.key) }
    }
}

extension PeerID {
    var stored: StoredPeer.ID {
        switch self {
        case .user(let id): .user(id)
        case .chat(let id): .chat(id)
        case .channel(let id): .channel(id)
        }
    }

    init(_ stored: StoredPeer.ID) {
        switch stored.kind {
        case .user: self = .user(stored.value)
        case .chat: self = .chat(stored.value)
        case .channel: self = .channel(stored.value)
        }
    }

    /// The peer as calls name it.
    func inputPeer(accessHash: Int64) -> TL.InputPeer {
        switch self {
        case .user(let id): .user(.init(userID: id, accessHash: accessHash))
        case .chat(let id): .chat(.init(chatID: id))
        case .channel(let id): .channel(.init(channelID: id, accessHash: accessHash))
        }
    }
}

extension StoredPeer {
    init?(_ user: TL.User) {
        guard case .user(let user) = user else { return nil }
        let names = Self.names(user.username, user.usernames)
        self.init(
            id: .user(user.id), accessHash: Self.known(user.accessHash), traits: user.bot ? .bot : [], usernames: names,
            phone: user.phone, isMin: user.min)
    }

    init?(_ chat: TL.Chat) {
        switch chat {
        case .channel(let channel):
            var traits: Traits = []
            if channel.broadcast { traits.insert(.broadcast) }
            if channel.megagroup { traits.insert(.megagroup) }
            if channel.gigagroup { traits.insert(.gigagroup) }
            if channel.forum { traits.insert(.forum) }
            if channel.monoforum { traits.insert(.monoforum) }
            let names = Self.names(channel.username, channel.usernames)
            self.init(
                id: .channel(channel.id), accessHash: Self.known(channel.accessHash), traits: traits, usernames: names,
                isMin: channel.min)
        case .channelForbidden(let channel):
            self.init(id: .channel(channel.id), accessHash: Self.known(channel.accessHash))
        case .chat(let chat):
            self.init(id: .chat(chat.id))
        case .forbidden(let chat):
            self.init(id: .chat(chat.id))
        default:
            return nil
        }
    }

    private static func names(_ first: String?, _ others: [TL.Username]?) -> [String] {
        var names: [String] = []
        if let first { names.append(first) }
        for name in others ?? [] where name.active { names.append(name.username) }
        return names
    }

    /// Zero stands for a hash that the server does not tell; it must not replace one that it told before.
    private static func known(_ hash: Int64?) -> Int64? { hash == 0 ? nil : hash }
}
