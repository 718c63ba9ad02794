// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

extension ByteWriter {
    /// Writes changes one after the other.
    mutating func changes(_ changes: [SessionChange]) {
        for change in changes { self.change(change) }
    }

    /// Writes a whole session: the changes that make it from an empty one.
    ///
    /// The order is fixed, so that equal sessions have equal files, except for that of peers and channels.
    mutating func session(_ data: SessionData) {
        change(.homeDataCenter(data.homeDataCenter))
        change(.isTest(data.isTest))
        change(.serverFingerprints(data.serverFingerprints))
        for entry in data.dataCenters { change(.dataCenter(entry)) }
        change(.account(data.account))
        change(.stateOwner(data.stateOwner))
        change(.updates(data.updates))
        change(.futureAuthTokens(data.futureAuthTokens))
        for (id, pts) in data.channels { change(.channel(id, pts: pts)) }
        for peer in data.peers.values { change(.peer(peer)) }
    }

    private mutating func change(_ change: SessionChange) {
        switch change {
        case .homeDataCenter(let id):
            tag(.homeDataCenter)
            optional(id) { writer, id in writer.compact(id) }
        case .isTest(let flag):
            tag(.isTest)
            self.flag(flag)
        case .serverFingerprints(let fingerprints):
            tag(.serverFingerprints)
            compact(fingerprints.count)
            for fingerprint in fingerprints { integer(fingerprint) }
        case .dataCenter(let entry):
            tag(.dataCenter)
            dataCenter(entry)
            if !entry.rejectedKeys.isEmpty { self.change(.rejectedKeys(entry.rejectedKeys, dataCenter: entry.id)) }
        case .addresses(let addresses, let id):
            tag(.addresses)
            compact(id)
            self.addresses(addresses)
        case .authKey(let key, let id):
            tag(.authKey)
            compact(id)
            optional(key) { writer, key in writer.bytes(key) }
        case .rejectedKeys(let keys, let id):
            tag(.rejectedKeys)
            compact(id)
            compact(keys.count)
            for key in keys { bytes(key) }
        case .salts(let salts, let id):
            tag(.salts)
            compact(id)
            self.salts(salts)
        case .isAuthorized(let flag, let id):
            tag(.isAuthorized)
            compact(id)
            self.flag(flag)
        case .account(let account):
            tag(.account)
            optional(account) { writer, account in
                writer.compact(account.userID)
                writer.flag(account.isBot)
            }
        case .stateOwner(let id):
            tag(.stateOwner)
            optional(id) { writer, id in writer.compact(id) }
        case .updates(let state):
            tag(.updates)
            optional(state) { writer, state in
                for number in [state.pts, state.qts, state.date, state.seq] { writer.integer(number) }
            }
        case .channel(let id, let pts):
            tag(.channel)
            compact(id)
            optional(pts) { writer, pts in writer.integer(pts) }
        case .peer(let peer):
            tag(.peer)
            self.peer(peer)
        case .peerRemoved(let id):
            tag(.peerRemoved)
            peerID(id)
        case .futureAuthTokens(let tokens):
            tag(.futureAuthTokens)
            compact(tokens.count)
            for token in tokens { block(token) }
        case .everything(let data):
            tag(.everything)
            var counter = Self.counter
            counter.session(data)
            compact(counter.count)
            session(data)
        }
    }

    private mutating func dataCenter(_ entry: DataCenterEntry) {
        compact(entry.id)
        addresses(entry.addresses)
        optional(entry.authKey) { writer, key in writer.bytes(key) }
        salts(entry.salts)
        flag(entry.isAuthorized)
    }

    private mutating func addresses(_ addresses: [DataCenterAddress]) {
        compact(addresses.count)
        for address in addresses {
            text(address.host)
            integer(address.port)
            compact(address.options.rawValue)
            optional(address.secret) { writer, secret in writer.block(secret) }
        }
    }

    private mutating func salts(_ salts: [ServerSalt]) {
        compact(salts.count)
        for salt in salts {
            integer(salt.salt)
            integer(salt.validSince)
            integer(salt.validUntil)
        }
    }

    private mutating func peer(_ peer: StoredPeer) {
        peerID(peer.id)
        var parts: PeerParts = []
        if peer.accessHash != nil { parts.insert(.accessHash) }
        if !peer.usernames.isEmpty { parts.insert(.usernames) }
        if peer.phone != nil { parts.insert(.phone) }
        if peer.isMin { parts.insert(.isMin) }
        if peer.minContext != nil { parts.insert(.minContext) }
        byte(parts.rawValue)
        compact(peer.traits.rawValue)
        if let hash = peer.accessHash { integer(hash) }
        if !peer.usernames.isEmpty {
            compact(peer.usernames.count)
            for name in peer.usernames { text(name) }
        }
        if let phone = peer.phone { text(phone) }
        if let context = peer.minContext {
            peerID(context.chat)
            integer(context.messageID)
        }
    }

    private mutating func peerID(_ id: StoredPeer.ID) {
        byte(id.kind.rawValue)
        compact(id.value)
    }

    private mutating func tag(_ tag: ChangeTag) {
        byte(tag.rawValue)
    }

    private mutating func flag(_ flag: Bool) {
        byte(flag ? 1 : 0)
    }

    private mutating func optional<Value>(_ value: Value?, _ body: (inout Self, Value) -> Void) {
        flag(value != nil)
        if let value { body(&self, value) }
    }
}

/// Which optional parts of a peer follow in a file.
struct PeerParts: OptionSet {
    let rawValue: UInt8

    static let accessHash = Self(rawValue: 1)
    static let usernames = Self(rawValue: 1 << 1)
    static let phone = Self(rawValue: 1 << 2)
    static let isMin = Self(rawValue: 1 << 3)
    static let minContext = Self(rawValue: 1 << 4)
    static let all: Self = [.accessHash, .usernames, .phone, .isMin, .minContext]
}
