// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramMessageBox
import FerogramSession
import FerogramTLTypes

extension UpdateEngine {
    /// How many objects the box gets before what they brought is delivered; what goes into the journal together is more.
    private static func turn(_ core: ClientCore) -> Int { core.journal == nil ? 32 : 256 }

    /// For how long a job stays when nothing comes after the server sent something, since most things come soon after others.
    private static let patience = Duration.seconds(1)

    /// The job that works, if there is one; while nothing comes there is none, so that idle clients are small.
    struct Worker {
        weak var core: ClientCore?
        var jobs: JobGroup?
        /// Whether there is no job.
        var isParked = false
        /// Whether something came since the job looked last.
        var hasNews = false
        // What the next job goes on with.
        var box: MessageBox?
        var steps = DeliverySteps(nil)
    }

    /// What a job works on, kept out of its task's frame.
    private final class Work {
        var box: MessageBox?
        /// Which account the box is for.
        var generation: UInt64 = 0
        var steps = DeliverySteps(nil)
        /// What the box brought into order.
        var deliveries: [UpdateDelivery] = []
        /// Whether more is to be expected soon.
        var hasTraffic = false
    }

    /// Works until the group ends or ``finish()`` is called; once.
    ///
    /// - Parameters:
    ///   - core: The client.
    ///   - jobs: What runs the jobs.
    func start(for core: ClientCore, in jobs: JobGroup) {
        worker.withLock { worker in
            worker.core = core
            worker.jobs = jobs
            worker.isParked = true
        }
        wake()
    }

    /// Looks again whether there is something to do.
    func wake() {
        let (isKnown, starting) = worker.withLock { worker -> (Bool, (ClientCore, JobGroup)?) in
            // Who said so first wakes the job; it has not looked since.
            if worker.hasNews, !worker.isParked { return (true, nil) }
            worker.hasNews = true
            guard worker.isParked, let core = worker.core, let jobs = worker.jobs else { return (false, nil) }
            worker.isParked = false
            return (false, (core, jobs))
        }
        if isKnown { return }
        guard let (core, jobs) = starting else { return alarm.ring() }
        jobs.start { await self.run(core, jobs) }
    }

    private func run(_ core: ClientCore, _ jobs: JobGroup) async {
        let work = takeWork()
        /// Until when the job stays, since nothing came.
        var end: MonotonicTime?
        while !Task.isCancelled, !inbox.withLock({ $0.isFinished }) {
            guard var isIdle = takeTurn(work, core) else { continue }
            if let journal = core.journal, !work.deliveries.isEmpty {
                await deliver(work, through: journal, to: core)
                // It was awaited, so something may have come meanwhile.
                isIdle = false
            }
            startRequests(work, core, in: jobs)
            guard isIdle else {
                end = nil
                await core.updates.waitForRoom()
                continue
            }
            let now = core.configuration.time.now()
            let last = end ?? (work.hasTraffic ? now + Self.patience : now)
            end = last
            if now < last {
                await alarm.sleep(until: min(work.box?.deadline ?? last, last))
            } else if park(work, at: now) {
                return
            }
        }
    }

    @inline(never)
    private func takeWork() -> Work {
        let work = Work()
        worker.withLock { worker in
            work.box = worker.box.take()
            work.steps = worker.steps
        }
        return work
    }

    /// Leaves the work to the next job, unless something came.
    ///
    /// - Returns: Whether this job is over.
    @inline(never)
    private func park(_ work: Work, at now: MonotonicTime) -> Bool {
        let next = work.box?.deadline
        let isOver = worker.withLock { worker in
            guard !worker.hasNews else { return false }
            worker.box = work.box.take()
            worker.steps = work.steps
            worker.isParked = true
            return true
        }
        guard isOver else { return false }
        // It may have changed hands by now, and goes off once too often at worst.
        if let next { deadline.set(next) { [weak self] in self?.wake() } }
        return true
    }

    // What is inlined into an asynchronous function makes its frame larger, which idle clients keep.

    /// Does what is to be done now; with a journal, the deliveries are left to the caller.
    ///
    /// - Returns: Whether there was nothing; `nil` if the box is another account's.
    @inline(never)
    private func takeTurn(_ work: Work, _ core: ClientCore) -> Bool? {
        worker.withLock { $0.hasNews = false }
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
        // Taken out, so that it is changed in place.
        guard var box = work.box.take() else { return true }
        // A box of another account's is dropped.
        guard let isIdle = advance(&box, work, core, at: core.configuration.time.now()) else { return nil }
        work.deliveries = box.takeDeliveries()
        if core.journal == nil { deliver(work, to: core) }
        work.box = box
        return isIdle
    }

    /// Asks for what is missing, when the deliveries are passed on.
    @inline(never)
    private func startRequests(_ work: Work, _ core: ClientCore, in jobs: JobGroup) {
        guard var box = work.box.take() else { return }
        let now = core.configuration.time.now()
        while let request = box.nextRequest(at: now) {
            jobs.start { [generation = work.generation] in
                await self.carryOut(request, core, for: generation)
            }
        }
        core.health.setSyncing(!box.isUpToDate)
        inbox.withLock { $0.note(box) }
        work.box = box
    }

    /// Gives the box the next thing that came.
    ///
    /// - Returns: Whether there was nothing; `nil` if the box is another account's.
    private func advance(
        _ box: inout MessageBox, _ work: Work, _ core: ClientCore, at now: MonotonicTime
    ) -> Bool? {
        let (turn, generation) = (Self.turn(core), work.generation)
        let next = inbox.withLock {
            inbox -> (
                [UpdatePosition], [Finding], Bool, [TL.Updates], UpdateInbox.Overflow?, [UpdateInbox.Item]
            )? in
            guard inbox.generation == generation else { return nil }
            defer {
                inbox.own = []
                inbox.findings = []
                inbox.isLossy = false
            }
            var updates: [TL.Updates] = []
            while updates.count < turn, let next = inbox.lanes.nextOrdered() { updates.append(next) }
            var moments: [UpdateInbox.Item] = []
            while moments.count < turn, let next = inbox.lanes.nextEphemeral() { moments.append(next) }
            return (
                inbox.own, inbox.findings, inbox.isLossy, updates, updates.isEmpty ? inbox.lanes.takeOverflow() : nil,
                moments
            )
        }
        guard let (own, findings, isLossy, updates, overflow, moments) = next else { return nil }
        if !own.isEmpty || !updates.isEmpty || !moments.isEmpty { work.hasTraffic = true }
        // The first number that is seen of a channel is where it begins, and what came before it may still wait here.
        let first = own.filter { !box.isKnown($0.domain) }
        let rest = first.isEmpty ? own : own.filter { box.isKnown($0.domain) }
        if !rest.isEmpty { box.receiveAffected(rest, at: now) }
        for finding in findings { box.receive(finding, at: now) }
        if isLossy { box.requestDifference() }
        if let overflow {
            if overflow.account { box.requestDifference() }
            for channel in overflow.channels { box.requestDifference(channelID: channel) }
        }
        for object in updates { box.receive(object, at: now) { core.isKnown($0) } }
        if !first.isEmpty { receive(first, into: &box, for: generation, at: now) }
        for moment in moments {
            core.learn(users: moment.users, chats: moment.chats, for: generation)
            core.updates.append([Update(moment.update, core.context(moment.users, moment.chats))], [], for: generation)
        }
        return own.isEmpty && findings.isEmpty && updates.isEmpty && moments.isEmpty && overflow == nil
    }

    /// Counts own events of channels that were not known, once nothing waits that may be older.
    private func receive(
        _ marks: [UpdatePosition], into box: inout MessageBox, for generation: UInt64, at now: MonotonicTime
    ) {
        let mayBeginLater = inbox.withLock { inbox in
            guard inbox.generation == generation, inbox.lanes.count(in: .ordered) > 0 else { return false }
            inbox.count(marks)
            return true
        }
        if mayBeginLater { return }
        box.receiveAffected(marks, at: now)
    }

    private func deliver(_ work: Work, to core: ClientCore) {
        guard !work.deliveries.isEmpty else { return }
        let generation = work.generation
        var batches: [UpdateQueue.Batch] = []
        for delivery in work.deliveries {
            // What calls of the client did brings nothing but a new state.
            if delivery.updates.isEmpty, delivery.gap == nil, delivery.users.isEmpty, delivery.chats.isEmpty {
                work.steps.follow(delivery)
                batches.append(.init(updates: [], changes: delivery.changes))
                continue
            }
            core.learn(users: delivery.users, chats: delivery.chats, from: delivery.updates, for: generation)
            core.sent.learn(delivery.updates)
            let context = core.context(delivery.users, delivery.chats)
            if let gap = delivery.gap {
                batches.append(.init(updates: [.missed(MissedUpdates(gap, context))], changes: []))
            }
            for step in work.steps.divide(delivery) {
                let updates = step.updates.compactMap { known($0, context, core) }
                batches.append(.init(updates: updates, changes: step.changes))
            }
        }
        work.deliveries = []
        core.updates.append(batches, for: generation)
        core.reportNeglect()
    }

    /// An update for the program; `nil` for one that is not for it.
    private func known(_ update: TL.Update, _ context: ObjectContext, _ core: ClientCore) -> Update? {
        // A difference may bring queries that came by themselves before, and what calls of this client made.
        if UpdateClass(update) == .queries, inbox.withLock({ $0.lanes.isRepeated(update) }) { return nil }
        if update.mark?.pts == 0, core.own.contains(update) { return nil }
        let update = Update(update, context)
        return core.isOwn(update) ? nil : update
    }

    /// Writes deliveries into the journal with the place behind them, and passes them on.
    @inline(never)
    private func deliver(_ work: Work, through journal: Journal, to core: ClientCore) async {
        let (deliveries, generation) = (work.deliveries, work.generation)
        work.deliveries = []
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
            for step in work.steps.divide(delivery) {
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
        // The message is looked at first: the account is under a lock.
        guard case .message(let message) = update, message.isOutgoing else { return false }
        return account?.isBot == true
    }
}
