// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

/// The connections for files to one data centre.
struct TransferName: Hashable, Sendable {
    let dataCenter: Int
    let purpose: ConnectionPurpose
}

/// One of them.
struct Transfer: Sendable {
    let sender: Sender
    /// Whether it makes the temporary key that the others have as well.
    var makesKeys = false
    /// How many calls are under way.
    var active = 0
    /// Whether the last call that was given to any of them went here, as the first of two.
    var awaitsSecond = false
    /// Since when there are none.
    var idleSince: MonotonicTime
}

extension SenderPool {
    /// How many calls a connection has when another one is opened beside it.
    private static var busyCount: Int { 4 }
    /// How long to wait for the key of a data centre, connecting included.
    private static var keyTimeout: Duration { .seconds(30) }

    // MARK: Calls

    /// Makes an attempt at a call over a connection for files.
    func transfer(
        _ call: inout PooledCall, over name: TransferName, trusting keys: [RSAPublicKey]? = nil
    ) async throws(InvocationError) -> ArraySlice<UInt8>? {
        let sender = try beginTransfer(over: name, trusting: keys)
        defer { endTransfer(over: name, by: sender) }
        call.sender = sender
        return try await attempt(call, by: sender)
    }

    /// Takes the connection that has least to do, or opens another.
    ///
    /// Calls go by twos: two long ones are sealed in the time of one.
    private func beginTransfer(
        over name: TransferName, trusting keys: [RSAPublicKey]?
    ) throws(InvocationError) -> Sender {
        guard let delegate else { throw .disconnected }
        let now = time.now()
        let (sender, isNew) = try state.withLock { state throws(InvocationError) -> (Sender, Bool) in
            if let failure = state.failure { throw failure }
            var list = (state.transfers[name] ?? []).filter { $0.sender.failure == nil }
            defer { state.transfers[name] = list.isEmpty ? nil : list }
            // One that trusts other keys, which were not the right ones, does not come to life any more.
            let fit = list.indices.filter { keys == nil || list[$0].sender.configuration.trustedKeys == keys }
            let least = fit.min { list[$0].active < list[$1].active }
            if let least, list[least].active < Self.busyCount || fit.count >= configuration.transferConnections {
                let most = list[least].active + 1
                let first = fit.first { list[$0].awaitsSecond && (1...most).contains(list[$0].active) }
                let chosen = first ?? least
                for index in list.indices { list[index].awaitsSecond = index == chosen && first == nil }
                list[chosen].active += 1
                return (list[chosen].sender, false)
            }
            let transfer = try makeTransfer(name, keys, delegate, isFirst: !list.contains(where: \.makesKeys), now)
            list.append(transfer)
            return (transfer.sender, true)
        }
        if isNew { start(sender) }
        return sender
    }

    private func endTransfer(over name: TransferName, by sender: Sender) {
        let now = time.now()
        let isKept = state.withLock { state in
            guard let index = state.transfers[name]?.firstIndex(where: { $0.sender === sender }) else { return false }
            state.transfers[name]?[index].active -= 1
            state.transfers[name]?[index].idleSince = now
            return true
        }
        if isKept { clean(at: now + configuration.transferIdle.clamped) }
    }

    /// Sees to it that connections without use are looked for at a point in time, if not earlier.
    func clean(at time: MonotonicTime) {
        cleaning.set(time) { [weak self] in self?.closeIdleTransfers() }
    }

    /// Closes connections for files, and those to data centres that are not the account's, over which nothing has gone
    /// for a while, and says when floods are over.
    private func closeIdleTransfers() {
        let now = time.now()
        let idle = configuration.transferIdle.clamped
        let foreignIdle = configuration.foreignIdle.clamped
        let home = delegate?.homeDataCenter
        let (expired, next, isFloodOver) = state.withLock { state in
            var expired: [Sender] = []
            var next: MonotonicTime?
            let isFloodOver = state.floodEnd.map { $0 <= now } ?? false
            if isFloodOver { state.floodEnd = nil }
            if let end = state.floodEnd { next = end }
            for (name, list) in state.transfers {
                var rest = list.filter { $0.active > 0 || $0.idleSince + idle > now }
                // The others could not get another key without the one that makes it.
                if !rest.isEmpty {
                    rest = list.filter { $0.makesKeys || $0.active > 0 || $0.idleSince + idle > now }
                }
                expired += list.filter { one in !rest.contains { $0.sender === one.sender } }.map(\.sender)
                state.transfers[name] = rest.isEmpty ? nil : rest
                for transfer in rest where transfer.active == 0 && transfer.idleSince + idle > now {
                    let end = transfer.idleSince + idle
                    next = min(next ?? end, end)
                }
            }
            for (id, sender) in state.senders.entries where id != home {
                let end = (state.uses[id] ?? now) + foreignIdle
                if end > now || sender.pendingCallCount > 0 || sharesKey(of: id, state) {
                    // A call that takes long is looked at again after as much time.
                    let again = end > now ? end : now + foreignIdle
                    next = min(next ?? again, again)
                } else {
                    expired.append(sender)
                    state.senders[id] = nil
                }
            }
            return (expired, next, isFloodOver)
        }
        for sender in expired { sender.close() }
        if isFloodOver { delegate?.poolDidReport(.floodOver) }
        if let next { clean(at: next) }
    }

    // MARK: Senders

    private func makeTransfer(
        _ name: TransferName, _ keys: [RSAPublicKey]?, _ delegate: any PoolDelegate, isFirst: Bool, _ now: MonotonicTime
    ) throws(InvocationError) -> Transfer {
        let id = name.dataCenter
        guard (1...9_999).contains(id), let place = delegate.place(of: id, for: name.purpose) else {
            throw .unknownDataCenter(id)
        }
        let dataCenter = ProxyDataCenter(id: id, isTest: configuration.isTest, isMediaOnly: place.isMediaOnly)
        var sender = SenderConfiguration(
            dataCenter: dataCenter, endpoint: place.endpoint, transport: configuration.transport(dataCenter),
            dialer: configuration.dialer)
        sender.alternatives = place.alternatives
        sender.restartPolicy = configuration.restartPolicy
        sender.mayWrite = configuration.mayWrite
        sender.time = configuration.time
        let isMediaOnly = place.isMediaOnly
        switch name.purpose {
        case .cdn:
            sender.isCDN = true
            sender.trustedKeys = keys
            sender.session = configuration.cdnSession
        case .main, .media:
            sender.trustedKeys = configuration.trustedKeys
            sender.session = configuration.mediaSession
            let sharesKey = configuration.temporaryKeyLifetime != nil && !(isMediaOnly && isFirst)
            if !sharesKey { sender.temporaryKeyLifetime = configuration.temporaryKeyLifetime }
            sender.keySource = { [weak self] lost in
                guard let self else { throw InvocationError.disconnected }
                guard sharesKey else { return try await self.key(of: id, lost: lost) }
                return try await self.temporaryKey(of: name, isMediaOnly: isMediaOnly, lost: lost)
            }
        }
        let makesKeys = sender.temporaryKeyLifetime != nil
        return Transfer(
            sender: Sender(sender) { [weak self] event in
                if case .temporaryKeyBound(let key) = event { self?.share(key, of: id, isMediaOnly: true) }
                // Keys of the content delivery network are not kept: they may vanish at any time, and are worth nothing.
                self?.delegate?.poolDidReport(.transfer(event, dataCenter: id))
            }, makesKeys: makesKeys, active: 1, idleSince: now)
    }

    // MARK: Keys

    /// The temporary key of a data centre, for the connections that carry files.
    ///
    /// A permanent key has one temporary key bound to it at a time, so all connections share it. Where there are only files,
    /// keys are others, and the first of the connections makes one for all.
    private func temporaryKey(
        of name: TransferName, isMediaOnly: Bool, lost: Int64?
    ) async throws(InvocationError) -> KeyMaterial {
        let maker =
            if isMediaOnly {
                state.withLock { $0.transfers[name]?.first { $0.makesKeys }?.sender }
            } else {
                try sender(for: name.dataCenter)
            }
        // Without one that makes keys this connection ends, and the next call opens others.
        guard let maker else { throw .disconnected }
        return try await maker.temporaryKey(notBeing: lost, until: time.now() + Self.keyTimeout)
    }

    /// Gives a temporary key to the connections that share it.
    func share(_ key: KeyMaterial, of dataCenter: Int, isMediaOnly: Bool) {
        let senders = state.withLock { state in
            (state.transfers[TransferName(dataCenter: dataCenter, purpose: .media)] ?? [])
                .filter { !$0.makesKeys && $0.sender.configuration.dataCenter.isMediaOnly == isMediaOnly }
                .map(\.sender)
        }
        for sender in senders { sender.exchangeKey(key) }
    }

    /// Whether connections for files speak under the temporary key of the connection for calls of all kinds.
    private func sharesKey(of dataCenter: Int, _ state: State) -> Bool {
        guard configuration.temporaryKeyLifetime != nil else { return false }
        return state.transfers[TransferName(dataCenter: dataCenter, purpose: .media)]?.contains { transfer in
            !transfer.sender.configuration.dataCenter.isMediaOnly
        } ?? false
    }

    /// The key of a data centre, for the connections that carry files.
    ///
    /// The connection for calls of all kinds makes it, and alone decides whether it is lost.
    private func key(of dataCenter: Int, lost: Int64?) async throws(InvocationError) -> KeyMaterial {
        if let key = delegate?.key(of: dataCenter), key.authKey.id != lost { return key }
        _ = try await sender(for: dataCenter).call(TL.help.GetNearestDc(), deadline: time.now() + Self.keyTimeout)
        guard let key = delegate?.key(of: dataCenter) else { throw .disconnected }
        return key
    }

    // MARK: The content delivery network

    /// The keys by which a data centre of the content delivery network proves itself (`help.getCdnConfig`).
    func keys(ofCDN dataCenter: Int, for call: PooledCall) async throws(InvocationError) -> [RSAPublicKey] {
        if let keys = state.withLock({ $0.cdnKeys?[dataCenter] }) { return keys }
        try await acquire(cdnGate, call)
        defer { cdnGate.release() }
        if let keys = state.withLock({ $0.cdnKeys?[dataCenter] }) { return keys }
        var listed: [Int: [RSAPublicKey]] = [:]
        for entry in try await ask(TL.help.GetCdnConfig(), for: call).publicKeys {
            // What cannot be read is no reason to do without the other keys.
            guard let key = try? RSAPublicKey(pem: entry.publicKey) else { continue }
            listed[Int(entry.dcID), default: []].append(key)
        }
        state.withLock { $0.cdnKeys = listed }
        guard let keys = listed[dataCenter] else { throw .unknownDataCenter(dataCenter) }
        return keys
    }

    /// Fetches the keys of the content delivery network anew if a server has none of those that were listed.
    ///
    /// - Returns: Whether the call is to be made again.
    func forgetsKeys(after error: InvocationError, _ call: inout PooledCall) -> Bool {
        guard case .keyExchange(let error) = error, error.code == .unknownCDNFingerprints, !call.hasFetchedKeys else {
            return false
        }
        call.hasFetchedKeys = true
        state.withLock { $0.cdnKeys = nil }
        return true
    }
}
