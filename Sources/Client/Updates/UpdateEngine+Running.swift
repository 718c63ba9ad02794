// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramMessageBox
import FerogramSession
import FerogramTLTypes

extension UpdateEngine {
    /// Works until the task is cancelled or ``finish()`` is called.
    func run(_ core: ClientCore) async {
        await withDiscardingTaskGroup { group in
            var box: MessageBox?
            while !Task.isCancelled, !inbox.withLock({ $0.isFinished }) {
                let time = core.configuration.time
                if inbox.withLock({ $0.takeEnd() }) { box = nil }
                if let account = inbox.withLock({ $0.account.take() }) {
                    box = MessageBox(account.state, selfID: account.userID)
                }
                passQueries(to: core)
                guard var current = box else {
                    await sleep(until: time.now() + .seconds(3600))
                    continue
                }
                let isIdle = advance(&current, core, at: time.now())
                deliver(current.takeDeliveries(), to: core)
                while let request = current.nextRequest(at: time.now()) {
                    group.addTask { await self.carryOut(request, core) }
                }
                core.health.setSyncing(!current.isUpToDate)
                inbox.withLock { $0.note(current) }
                box = current
                if isIdle {
                    await sleep(until: min(current.deadline ?? .distantFuture, time.now() + .seconds(3600)))
                } else {
                    await core.updates.waitForRoom()
                }
            }
            group.cancelAll()
        }
    }

    /// Gives the box the next thing that came.
    ///
    /// - Returns: Whether there was nothing.
    private func advance(_ box: inout MessageBox, _ core: ClientCore, at now: MonotonicTime) -> Bool {
        let (own, findings, isLossy, updates, overflow) = inbox.withLock { inbox in
            defer {
                inbox.own = []
                inbox.findings = []
                inbox.isLossy = false
            }
            let updates = inbox.lanes.nextOrdered()
            return (
                inbox.own, inbox.findings, inbox.isLossy, updates, updates == nil ? inbox.lanes.takeOverflow() : nil
            )
        }
        for mark in own { box.receive(affected: mark, at: now) }
        for finding in findings { box.receive(finding, at: now) }
        if isLossy { box.requestDifference() }
        if let overflow {
            if overflow.account { box.requestDifference() }
            for channel in overflow.channels { box.requestDifference(channelID: channel) }
        }
        if let updates { box.receive(updates, at: now) { core.isKnown($0) } }
        let moment = inbox.withLock { $0.lanes.nextEphemeral() }
        if let moment {
            core.learn(users: moment.users, chats: moment.chats)
            core.updates.append([Update(moment.update, core.context(moment.users, moment.chats))], [])
        }
        return own.isEmpty && findings.isEmpty && updates == nil && moment == nil && overflow == nil
    }

    private func deliver(_ deliveries: [UpdateDelivery], to core: ClientCore) {
        for delivery in deliveries {
            core.learn(users: delivery.users, chats: delivery.chats, from: delivery.updates)
            core.sent.learn(delivery.updates)
            let context = core.context(delivery.users, delivery.chats)
            var updates: [Update] = []
            if let gap = delivery.gap { updates.append(.missed(MissedUpdates(gap, context))) }
            for update in delivery.updates {
                // A difference may bring queries that came by themselves before.
                if inbox.withLock({ $0.lanes.isRepeated(update) }) { continue }
                let update = Update(update, context)
                if !core.isOwn(update) { updates.append(update) }
            }
            core.updates.append(updates, delivery.changes)
        }
    }

    // MARK: Differences

    /// How many events of a channel to ask for at once.
    private static func channelLimit(isBot: Bool) -> Int32 { isBot ? 1_000 : 100 }

    private func carryOut(_ request: DifferenceRequest, _ core: ClientCore) async {
        do throws(InvocationError) {
            switch request {
            case .state:
                add(.state(try await core.invoke(TL.updates.GetState())))
            case .difference(let pts, let qts, let date):
                let difference = try await core.invoke(TL.updates.GetDifference(pts: pts, date: date, qts: qts))
                core.sent.learn(difference)
                add(.difference(difference))
            case .channelDifference(let id, let pts):
                let isBot = core.account?.isBot ?? false
                guard let channel = core.inputChannel(id) else { return add(.failure(request, .accessHashMissing)) }
                let difference = try await core.invoke(
                    TL.updates.GetChannelDifference(
                        channel: channel, filter: .empty, pts: pts, limit: Self.channelLimit(isBot: isBot)))
                core.sent.learn(difference)
                add(.channelDifference(difference, channelID: id))
            }
        } catch {
            add(.failure(request, DifferenceFailure(error)))
        }
    }
}

extension UpdateEngine.Inbox {
    fileprivate mutating func takeEnd() -> Bool {
        defer { isSignedOut = false }
        return isSignedOut
    }
}

extension MessageBox {
    fileprivate mutating func receive(affected mark: UpdatePosition, at now: MonotonicTime) {
        switch mark.domain {
        case .common: receiveAffected(pts: mark.pts, count: mark.count, at: now)
        case .channel(let id): receiveAffected(pts: mark.pts, count: mark.count, channelID: id, at: now)
        case .secondary: return
        }
    }

    fileprivate mutating func receive(_ finding: UpdateEngine.Finding, at now: MonotonicTime) {
        switch finding {
        case .state(let state): receive(state, at: now)
        case .difference(let difference): receive(difference, at: now)
        case .channelDifference(let difference, let id): receive(difference, channelID: id, at: now)
        case .failure(let request, let failure): fail(request, failure, at: now)
        }
    }
}

extension DifferenceFailure {
    fileprivate init(_ error: InvocationError) {
        switch error.rpcError?.name.rawValue {
        case "PERSISTENT_TIMESTAMP_INVALID", "PERSISTENT_TIMESTAMP_EMPTY", "DATE_EMPTY":
            self = .stateInvalid
        case "CHANNEL_PRIVATE", "CHANNEL_INVALID", "CHANNEL_PUBLIC_GROUP_NA", "USER_BANNED_IN_CHANNEL":
            self = .inaccessible
        default:
            if case .invalidResponse = error { self = .stateInvalid } else { self = .temporary }
        }
    }
}

extension MonotonicTime {
    fileprivate static var distantFuture: Self { Self(nanoseconds: .max) }
}

extension ClientCore {
    /// Whether a peer of a short message can be addressed.
    func isKnown(_ peer: TL.Peer) -> Bool {
        let id = PeerID(peer)
        // The server knows whom a bot knows.
        if account?.isBot == true || id == account.map({ .user($0.userID) }) { return true }
        return peers.fullInputPeer(id) != nil
    }

    func inputChannel(_ id: Int64) -> TL.InputChannel? {
        if case .channel(let channel) = peers.fullInputPeer(.channel(id)) {
            return .inputChannel(.init(channelID: id, accessHash: channel.accessHash))
        }
        return account?.isBot == true ? .inputChannel(.init(channelID: id, accessHash: 0)) : nil
    }

    /// Whether an update tells a bot of what it said itself, which would make it answer itself.
    func isOwn(_ update: Update) -> Bool {
        guard account?.isBot == true, case .message(let message) = update else { return false }
        return message.isOutgoing
    }
}
