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
            var generation: UInt64 = 0
            var steps = DeliverySteps(nil)
            while !Task.isCancelled, !inbox.withLock({ $0.isFinished }) {
                let time = core.configuration.time
                let (isOver, account, number) = inbox.withLock { inbox in
                    (inbox.takeEnd(), inbox.account.take(), inbox.generation)
                }
                if isOver { box = nil }
                if let account {
                    box = MessageBox(account.state, isCurrent: account.isCurrent, selfID: account.userID)
                    steps = DeliverySteps(account.state.account)
                }
                generation = number
                passQueries(to: core)
                // Taken out, so that it is changed in place.
                guard var current = box.take() else {
                    await sleep(until: time.now() + .seconds(3600))
                    continue
                }
                guard var isIdle = advance(&current, core, for: generation, at: time.now()) else { continue }
                // What is at hand goes into the journal together.
                var count = core.journal == nil ? 0 : Self.groupSize
                while !isIdle, count > 0, let next = advance(&current, core, for: generation, at: time.now()) {
                    isIdle = next
                    count -= 1
                }
                let deliveries = current.takeDeliveries()
                if let journal = core.journal {
                    await deliver(deliveries, through: journal, in: &steps, to: core, for: generation)
                    // It was awaited, so something may have come meanwhile.
                    isIdle = isIdle && deliveries.isEmpty
                } else {
                    deliver(deliveries, in: &steps, to: core, for: generation)
                }
                while let request = current.nextRequest(at: time.now()) {
                    group.addTask { [generation] in await self.carryOut(request, core, for: generation) }
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
    /// - Returns: Whether there was nothing; `nil` if the box is another account's.
    private func advance(
        _ box: inout MessageBox, _ core: ClientCore, for generation: UInt64, at now: MonotonicTime
    ) -> Bool? {
        let next = inbox.withLock {
            inbox -> (
                [UpdatePosition], [Finding], Bool, TL.Updates?, UpdateInbox.Overflow?, UpdateInbox.Item?
            )? in
            guard inbox.generation == generation else { return nil }
            defer {
                inbox.own = []
                inbox.findings = []
                inbox.isLossy = false
            }
            let updates = inbox.lanes.nextOrdered()
            return (
                inbox.own, inbox.findings, inbox.isLossy, updates, updates == nil ? inbox.lanes.takeOverflow() : nil,
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
        if let updates { box.receive(updates, at: now) { core.isKnown($0) } }
        if let moment {
            core.learn(users: moment.users, chats: moment.chats, for: generation)
            core.updates.append([Update(moment.update, core.context(moment.users, moment.chats))], [], for: generation)
        }
        return own.isEmpty && findings.isEmpty && updates == nil && moment == nil && overflow == nil
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
                let updates = step.updates.compactMap { known($0, context, core) }
                core.updates.append(updates, step.changes, for: generation)
                core.reportNeglect()
            }
        }
    }

    /// An update for the program; `nil` for one that is not for it.
    private func known(_ update: TL.Update, _ context: ObjectContext, _ core: ClientCore) -> Update? {
        // A difference may bring queries that came by themselves before, and what calls of this client made.
        if inbox.withLock({ $0.lanes.isRepeated(update) }) { return nil }
        if update.mark?.pts == 0, core.own.contains(update) { return nil }
        let update = Update(update, context)
        return core.isOwn(update) ? nil : update
    }

    /// How many times what came is looked at before it is written into the journal.
    private static let groupSize = 256

    /// Writes deliveries into the journal with the place behind them, and passes them on.
    private func deliver(
        _ deliveries: [UpdateDelivery], through journal: Journal, in steps: inout DeliverySteps, to core: ClientCore,
        for generation: UInt64
    ) async {
        guard !deliveries.isEmpty else { return }
        var passed: [(update: Update, entry: JournalEntry?, changes: [MessageBoxState.Change])] = []
        var written: [(JournalEntry, [UInt8])] = []
        var changes: [MessageBoxState.Change] = []
        var place = journal.place
        func pass(_ content: JournaledUpdate.Content, _ update: Update, _ delivery: UpdateDelivery) {
            let lane = update.lane
            var channel: JournaledUpdate.Place.Channel?
            if case .chat(.channel(let id)) = lane { channel = place.channels[id].map { .init(id: id, pts: $0) } }
            let journaled = JournaledUpdate(
                content, from: delivery.users, delivery.chats, at: .init(account: place.account, channel: channel))
            var entry = journal.makeEntry(in: lane)
            entry.place = journaled.place
            // What was read can be written; if it cannot, it is handled without the journal.
            guard let bytes = try? journaled.encoded() else { return passed.append((update, nil, [])) }
            written.append((entry, bytes))
            passed.append((update, entry, []))
        }
        for delivery in deliveries {
            core.learn(users: delivery.users, chats: delivery.chats, from: delivery.updates, for: generation)
            core.sent.learn(delivery.updates)
            let context = core.context(delivery.users, delivery.chats)
            if let gap = delivery.gap { pass(.gap(gap), .missed(MissedUpdates(gap, context)), delivery) }
            for step in steps.divide(delivery) {
                for update in step.updates {
                    if let known = known(update, context, core) { pass(.update(update), known, delivery) }
                }
                for change in step.changes { place.apply(change) }
                if passed.isEmpty {
                    changes += step.changes
                } else {
                    passed[passed.count - 1].changes += step.changes
                }
            }
        }
        // Without the place the updates come again.
        guard await journal.append(written, changes + passed.flatMap(\.changes)) else { return }
        journal.place = place
        // Where several processes share the journal, each takes from it what is its own.
        if journal.member != nil { return }
        if !changes.isEmpty { core.updates.append([], changes, for: generation) }
        for (update, entry, changes) in passed {
            core.updates.append([update], changes, for: generation, journal: entry.map { [$0] } ?? [])
        }
        core.reportNeglect()
    }

    // MARK: Differences

    /// How many events of a channel to ask for at once.
    private static func channelLimit(isBot: Bool) -> Int32 { isBot ? 1_000 : 100 }

    /// After trouble inside the server the box asks again, and passes on meanwhile what is next.
    static let options = CallOptions(retryPolicy: AutoSleep(serverErrorLimit: 0))

    private func carryOut(_ request: DifferenceRequest, _ core: ClientCore, for generation: UInt64) async {
        do throws(InvocationError) {
            switch request {
            case .state:
                add(.state(try await core.invoke(TL.updates.GetState(), options: Self.options)), for: generation)
            case .difference(let pts, let qts, let date):
                let difference = try await core.invoke(
                    TL.updates.GetDifference(pts: pts, date: date, qts: qts), options: Self.options)
                core.sent.learn(difference)
                add(.difference(difference), for: generation)
            case .channelDifference(let id, let pts):
                let isBot = core.account?.isBot ?? false
                guard let channel = core.inputChannel(id) else {
                    return add(.failure(request, .accessHashMissing), for: generation)
                }
                let difference = try await core.invoke(
                    TL.updates.GetChannelDifference(
                        channel: channel, filter: .empty, pts: pts, limit: Self.channelLimit(isBot: isBot)),
                    options: Self.options)
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

    /// Says once that updates come that nothing reads.
    func reportNeglect() {
        guard updates.reportsNeglect() else { return }
        // Programs of people often make calls only.
        configuration.log?(
            LogEntry(
                level: account?.isBot == true ? .warning : .info,
                text: "updates come that nothing reads: run a dispatcher on the client, or read its updates"))
    }

    /// Whether an update tells a bot of what it said itself, which would make it answer itself.
    func isOwn(_ update: Update) -> Bool {
        guard account?.isBot == true, case .message(let message) = update else { return false }
        return message.isOutgoing
    }
}
