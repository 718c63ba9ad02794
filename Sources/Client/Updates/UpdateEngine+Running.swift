// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramMessageBox
import FerogramSession
import FerogramTLTypes

extension UpdateEngine {
    /// How many objects the box gets before what they brought is delivered.
    private static let turn = 32

    /// What the engine works on, kept out of its task's frame, which an idle client keeps as well.
    private final class Work {
        var box: MessageBox?
        /// Which account the box is for.
        var generation: UInt64 = 0
        var steps = DeliverySteps(nil)
        /// What is to be asked for.
        var requests: [DifferenceRequest] = []
    }

    /// What follows a turn.
    private enum Pause {
        case none
        case untilRoom
        case until(MonotonicTime)
    }

    /// Works until the task is cancelled or ``finish()`` is called.
    func run(_ core: ClientCore) async {
        await withDiscardingTaskGroup { group in
            let work = Work()
            while !Task.isCancelled, !inbox.withLock({ $0.isFinished }) {
                let pause = takeTurn(work, core)
                for request in work.requests {
                    group.addTask { [generation = work.generation] in
                        await self.carryOut(request, core, for: generation)
                    }
                }
                work.requests = []
                switch pause {
                case .none: continue
                case .untilRoom: await core.updates.waitForRoom()
                case .until(let time): await sleep(until: time)
                }
            }
            group.cancelAll()
        }
    }

    /// Does what is to be done now.
    private func takeTurn(_ work: Work, _ core: ClientCore) -> Pause {
        let time = core.configuration.time
        let (isOver, account, number) = inbox.withLock { inbox in
            (inbox.takeEnd(), inbox.account.take(), inbox.generation)
        }
        if isOver { work.box = nil }
        if let account {
            work.box = MessageBox(account.state, isCurrent: account.isCurrent, selfID: account.userID)
            work.steps = DeliverySteps(account.state.account)
        }
        work.generation = number
        passQueries(to: core)
        let horizon = time.now() + .seconds(3600)
        // Taken out, so that it is changed in place.
        guard var box = work.box.take() else { return .until(horizon) }
        // A box of another account's is dropped.
        guard let isIdle = advance(&box, core, for: number, at: time.now()) else { return .none }
        deliver(box.takeDeliveries(), in: &work.steps, to: core, for: number)
        while let request = box.nextRequest(at: time.now()) { work.requests.append(request) }
        core.health.setSyncing(!box.isUpToDate)
        inbox.withLock { $0.note(box) }
        defer { work.box = box }
        return isIdle ? .until(min(box.deadline ?? .distantFuture, horizon)) : .untilRoom
    }

    /// Gives the box the next thing that came.
    ///
    /// - Returns: Whether there was nothing; `nil` if the box is another account's.
    private func advance(
        _ box: inout MessageBox, _ core: ClientCore, for generation: UInt64, at now: MonotonicTime
    ) -> Bool? {
        let next = inbox.withLock {
            inbox -> (
                [UpdatePosition], [Finding], Bool, [TL.Updates], UpdateInbox.Overflow?, UpdateInbox.Item?
            )? in
            guard inbox.generation == generation else { return nil }
            defer {
                inbox.own = []
                inbox.findings = []
                inbox.isLossy = false
            }
            var updates: [TL.Updates] = []
            while updates.count < Self.turn, let next = inbox.lanes.nextOrdered() { updates.append(next) }
            return (
                inbox.own, inbox.findings, inbox.isLossy, updates, updates.isEmpty ? inbox.lanes.takeOverflow() : nil,
                inbox.lanes.nextEphemeral()
            )
        }
        guard let (own, findings, isLossy, updates, overflow, moment) = next else { return nil }
        for mark in own { box.receive(affected: mark, at: now) }
        for finding in findings { box.receive(finding, at: now) }
        if isLossy { box.requestDifference() }
        if let overflow {
            if overflow.account { box.requestDifference() }
            for channel in overflow.channels { box.requestDifference(channelID: channel) }
        }
        for object in updates { box.receive(object, at: now) { core.isKnown($0) } }
        if let moment {
            core.learn(users: moment.users, chats: moment.chats, for: generation)
            core.updates.append([Update(moment.update, core.context(moment.users, moment.chats))], [], for: generation)
        }
        return own.isEmpty && findings.isEmpty && updates.isEmpty && moment == nil && overflow == nil
    }

    private func deliver(
        _ deliveries: [UpdateDelivery], in steps: inout DeliverySteps, to core: ClientCore, for generation: UInt64
    ) {
        for delivery in deliveries {
            core.learn(users: delivery.users, chats: delivery.chats, from: delivery.updates, for: generation)
            core.sent.learn(delivery.updates)
            let context = core.context(delivery.users, delivery.chats)
            if let gap = delivery.gap {
                core.updates.append([.missed(MissedUpdates(gap, context))], [], for: generation)
            }
            for step in steps.divide(delivery) {
                let updates = step.updates.compactMap { update -> Update? in
                    // A difference may bring queries that came by themselves before.
                    if inbox.withLock({ $0.lanes.isRepeated(update) }) { return nil }
                    let update = Update(update, context)
                    return core.isOwn(update) ? nil : update
                }
                core.updates.append(updates, step.changes, for: generation)
            }
        }
    }

    // MARK: Differences

    /// How many events of a channel to ask for at once.
    private static func channelLimit(isBot: Bool) -> Int32 { isBot ? 1_000 : 100 }

    private func carryOut(_ request: DifferenceRequest, _ core: ClientCore, for generation: UInt64) async {
        do throws(InvocationError) {
            switch request {
            case .state:
                add(.state(try await core.invoke(TL.updates.GetState())), for: generation)
            case .difference(let pts, let qts, let date):
                let difference = try await core.invoke(TL.updates.GetDifference(pts: pts, date: date, qts: qts))
                core.sent.learn(difference)
                add(.difference(difference), for: generation)
            case .channelDifference(let id, let pts):
                let isBot = core.account?.isBot ?? false
                guard let channel = core.inputChannel(id) else {
                    return add(.failure(request, .accessHashMissing), for: generation)
                }
                let difference = try await core.invoke(
                    TL.updates.GetChannelDifference(
                        channel: channel, filter: .empty, pts: pts, limit: Self.channelLimit(isBot: isBot)))
                core.sent.learn(difference)
                add(.channelDifference(difference, channelID: id), for: generation)
            }
        } catch {
            add(.failure(request, DifferenceFailure(error)), for: generation)
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
