// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox
import FerogramTLTypes
import FerogramTestSupport

/// A ``MessageBox`` between a server and a network that loses, repeats and mixes up what it is given.
///
/// Everything follows from the seed. At the end the faults stop, each sequence has one more event, and then every event
/// must have been delivered once and in order, but for those that the server itself refused to tell.
package struct UpdateSimulation {
    /// What can happen; each is counted.
    package enum Kind: String, CaseIterable, Sendable {
        case pushed, batched, lost, repeated, delayed, reconnected, ownCall, readMark, notice
        case stateAnswer, emptyDifference, difference, slice, differenceTooLong
        case channelEmpty, channelDifference, channelPart, channelTooLong
        case failedCall, held, overflowed, unknownStart, storedStart
    }

    /// What came of it.
    package struct Result: Sendable {
        package var histogram: [Kind: Int] = [:]
        package var delivered = 0
        package var mostHeld = 0
        /// What was broken, if anything was.
        package var violation: String?
    }

    private enum Action {
        case happen
        case arrive(TL.Updates, connection: Int)
        case affected(pts: Int32, count: Int32, channel: Int64?, connection: Int)
        case serve(DifferenceRequest, connection: Int)
        case answer(DifferenceRequest, Answer, connection: Int)
        case reconnect
        case end
    }

    private enum Answer {
        case state(TL.updates.State)
        case difference(TL.updates.Difference)
        case channel(TL.updates.ChannelDifference)
        case failure(DifferenceFailure)
    }

    private var generator: SeededGenerator
    private var queue = EventQueue<Action>()
    private var world = UpdateWorld()
    private var box: MessageBox
    private var result = Result()
    private var connection = 0
    private var hasEnded = false
    private let stepCount: Int

    /// The events that need not come: the server refused them, or they were a call of one's own.
    private var excused: Set<Int32> = []
    /// What was delivered, in order.
    private var seen: [UpdateDomain: [Int32]] = [:]
    private var seenNotices: [Int32] = []
    /// From which event on a sequence must be complete; `nil` if from the first that is delivered.
    private var firstDue: [UpdateDomain: Int32] = [:]
    private var firstNotice: Int32?

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - seed: What everything follows from.
    ///   - stepCount: How often something happens.
    package init(seed: UInt64, stepCount: Int) {
        generator = SeededGenerator(seed: seed)
        self.stepCount = stepCount
        var limits = MessageBoxLimits.standard
        if Int.random(in: 0..<4, using: &generator) == 0 {
            limits.heldPerDomain = Int.random(in: 1...4, using: &generator)
            limits.heldInAll = Int.random(in: 2...8, using: &generator)
        }
        world.sliceLength = Int.random(in: 1...6, using: &generator)
        if Int.random(in: 0..<4, using: &generator) == 0 { world.tooLong = Int.random(in: 4...10, using: &generator) }
        // Something happened before.
        for domain in Self.domains { _ = world.addEvent(domain, count: 1, isMessage: true) }
        if Bool.random(using: &generator) {
            var state = MessageBoxState(
                account: .init(
                    pts: world.pts(of: .common), qts: world.pts(of: .secondary), date: world.date, seq: world.seq))
            for domain in Self.domains { firstDue[domain] = world.events[domain]?.last.map { $0.id + 1 } }
            firstNotice = 0
            for id in UpdateWorld.channelIDs {
                if Int.random(in: 0..<3, using: &generator) == 0 {
                    firstDue[.channel(id)] = nil
                } else {
                    state.channels[id] = world.pts(of: .channel(id))
                }
            }
            box = MessageBox(state, limits: limits)
            count(.storedStart)
        } else {
            box = MessageBox(limits: limits)
            count(.unknownStart)
        }
    }

    private static let domains: [UpdateDomain] = [.common, .secondary] + UpdateWorld.channelIDs.map { .channel($0) }

    private mutating func count(_ kind: Kind) { result.histogram[kind, default: 0] += 1 }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private mutating func delay(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &generator) }

    /// Runs it to its end.
    package mutating func run() -> Result {
        var time: Int64 = 0
        for _ in 0..<stepCount {
            time += chance(10) ? delay(200...1500) : delay(0...80)
            queue.add(.happen, at: time)
        }
        queue.add(.end, at: time + 5_000)
        pump(at: 0)
        var steps = 0
        while result.violation == nil {
            let wake = box.deadline.map { ($0.nanoseconds + 999_999) / 1_000_000 }
            guard let next = queue.nextTime ?? wake else { break }
            if hasEnded, queue.nextTime == nil, box.isUpToDate { break }
            steps += 1
            guard steps < 20_000 else {
                result.violation = "it does not come to rest"
                break
            }
            if let wake, wake < next || queue.nextTime == nil {
                pump(at: wake)
                continue
            }
            guard let (now, action) = queue.popFirst() else { break }
            perform(action, at: now)
            pump(at: now)
        }
        if result.violation == nil { checkCompleteness() }
        return result
    }

    // MARK: What happens

    private mutating func perform(_ action: Action, at now: Int64) {
        let time = MonotonicTime(nanoseconds: now * 1_000_000)
        switch action {
        case .happen: happen(at: now)
        case .end: end(at: now)
        case .reconnect: box.requestDifference()
        case .arrive(let updates, let number):
            if number == connection { box.receive(updates, at: time) }
        case .affected(let pts, let events, let channel, let number):
            if number == connection { box.receiveAffected(pts: pts, count: events, channelID: channel, at: time) }
        case .serve(let request, let number): serve(request, number, at: now)
        case .answer(let request, let answer, let number):
            guard number == connection else { return box.fail(request, .disconnected, at: time) }
            take(request, answer, time)
        }
    }

    private mutating func happen(at now: Int64) {
        if chance(3) {
            count(.reconnected)
            // What was under way is lost, calls included.
            connection += 1
            box.requestDifference()
            return
        }
        var updates: [TL.Update] = []
        for _ in 0..<(chance(20) ? Int.random(in: 2...4, using: &generator) : 1) {
            if let update = makeUpdate(at: now) { updates.append(update) }
        }
        if updates.count > 1 { count(.batched) }
        updates.shuffle(using: &generator)
        guard !updates.isEmpty || chance(50) else { return }
        if chance(15) {
            let notice = world.addNotice()
            count(.notice)
            updates.append(UpdateWorld.update(notice))
            push(.updates(.init(updates: updates, users: [], chats: [], date: world.date, seq: notice.seq)), at: now)
        } else if updates.count == 1, chance(50) {
            push(.updateShort(.init(update: updates[0], date: world.date)), at: now)
        } else {
            push(.updates(.init(updates: updates, users: [], chats: [], date: world.date, seq: 0)), at: now)
        }
    }

    private mutating func makeUpdate(at now: Int64) -> TL.Update? {
        let domain = Self.domains.randomElement(using: &generator) ?? .common
        if let id = domain.channelID, chance(8) {
            count(.readMark)
            return .readChannelInbox(
                .init(channelID: id, maxID: 1, stillUnreadCount: 0, pts: world.pts(of: domain)))
        }
        let event = world.addEvent(
            domain, count: chance(20) ? Int32.random(in: 2...3, using: &generator) : 1, isMessage: chance(50))
        if domain != .secondary, chance(8) {
            count(.ownCall)
            excused.insert(event.id)
            queue.add(
                .affected(pts: event.pts, count: event.count, channel: domain.channelID, connection: connection),
                at: now + delay(0...300))
            return nil
        }
        return UpdateWorld.update(event, domain)
    }

    private mutating func push(_ updates: TL.Updates, at now: Int64) {
        count(.pushed)
        if chance(6) { return count(.lost) }
        let copies = chance(8) ? 2 : 1
        if copies == 2 { count(.repeated) }
        for _ in 0..<copies {
            var arrival = now + 20
            if chance(20) {
                count(.delayed)
                arrival += delay(0...900)
            }
            queue.add(.arrive(updates, connection: connection), at: arrival)
        }
    }

    /// Ends the faults, and tells one more event of each sequence, so that each gap shows.
    private mutating func end(at now: Int64) {
        hasEnded = true
        box.requestDifference()
        for domain in Self.domains {
            let event = world.addEvent(domain, count: 1, isMessage: true)
            let update = UpdateWorld.update(event, domain)
            queue.add(
                .arrive(.updateShort(.init(update: update, date: world.date)), connection: connection), at: now + 50)
        }
        let notice = world.addNotice()
        queue.add(
            .arrive(
                .updates(
                    .init(
                        updates: [UpdateWorld.update(notice)], users: [], chats: [], date: notice.date, seq: notice.seq)
                ),
                connection: connection), at: now + 60)
    }

    // MARK: Calls

    private mutating func serve(_ request: DifferenceRequest, _ number: Int, at now: Int64) {
        var answer: Answer
        switch request {
        case .state:
            answer = .state(world.state)
        case .difference(let pts, let qts, let date):
            answer = .difference(world.difference(pts: pts, qts: qts, date: date))
        case .channelDifference(let id, let pts): answer = .channel(world.channelDifference(id, pts: pts))
        }
        if !hasEnded, chance(12) { answer = .failure(.temporary) }
        queue.add(.answer(request, answer, connection: number), at: now + delay(10...400))
    }

    private mutating func take(_ request: DifferenceRequest, _ answer: Answer, _ time: MonotonicTime) {
        switch answer {
        case .failure(let failure):
            count(.failedCall)
            box.fail(request, failure, at: time)
        case .state(let state):
            count(.stateAnswer)
            // What happens from here on is due.
            firstDue[.common] = world.firstID(.common, after: state.pts)
            firstDue[.secondary] = world.firstID(.secondary, after: state.qts)
            firstNotice = world.notices.last { $0.seq <= state.seq }?.id ?? 0
            box.receive(state, at: time)
        case .difference(let difference):
            switch difference {
            case .empty: count(.emptyDifference)
            case .difference: count(.difference)
            case .slice: count(.slice)
            case .tooLong(let tooLong):
                count(.differenceTooLong)
                excuse(.common, upTo: tooLong.pts)
            }
            box.receive(difference, at: time)
        case .channel(let difference):
            guard case .channelDifference(let id, _) = request else { return }
            switch difference {
            case .empty: count(.channelEmpty)
            case .channelDifference(let part): count(part.final ? .channelDifference : .channelPart)
            case .tooLong(let tooLong):
                count(.channelTooLong)
                if case .dialog(let dialog) = tooLong.dialog { excuse(.channel(id), upTo: dialog.pts ?? 0) }
            }
            box.receive(difference, channelID: id, at: time)
        }
    }

    private mutating func excuse(_ domain: UpdateDomain, upTo pts: Int32) {
        for event in world.events[domain] ?? [] where event.pts <= pts { excused.insert(event.id) }
    }

    // MARK: Checks

    /// Takes what the box has to give and does what it asks for.
    private mutating func pump(at now: Int64) {
        let time = MonotonicTime(nanoseconds: now * 1_000_000)
        result.mostHeld = max(result.mostHeld, box.postponedUpdateCount)
        if box.postponedUpdateCount > 0 { count(.held) }
        if box.postponedUpdateCount > box.limits.heldInAll {
            result.violation = "it holds \(box.postponedUpdateCount) updates"
        }
        if box.postponedUpdateCount == box.limits.heldInAll { count(.overflowed) }
        for delivery in box.takeDeliveries() {
            // A channel of which nothing was known begins where the server says that it is.
            if let gap = delivery.gap, seen[gap.domain] == nil, firstDue[gap.domain] == nil {
                excuse(gap.domain, upTo: gap.pts)
            }
            for update in delivery.updates { check(update) }
        }
        while let request = box.nextRequest(at: time) {
            queue.add(.serve(request, connection: connection), at: now + delay(10...200))
        }
    }

    private mutating func check(_ update: TL.Update) {
        if case .userPhone(let update) = update {
            let id = Int32(update.userID)
            if let last = seenNotices.last, last >= id { result.violation = "notice \(id) came after \(last)" }
            seenNotices.append(id)
            return
        }
        guard let (domain, id) = UpdateWorld.event(of: update) else { return }
        result.delivered += 1
        if let last = seen[domain]?.last, last >= id { result.violation = "\(domain): event \(id) came after \(last)" }
        seen[domain, default: []].append(id)
    }

    private mutating func checkCompleteness() {
        guard box.isUpToDate else {
            result.violation = "it is not up to date"
            return
        }
        if box.postponedUpdateCount != 0 { result.violation = "it holds \(box.postponedUpdateCount) updates for ever" }
        for domain in Self.domains {
            let seen = Set(seen[domain] ?? [])
            guard let due = firstDue[domain] ?? self.seen[domain]?.first else { continue }
            let missing = (world.events[domain] ?? []).filter {
                $0.id >= due && !seen.contains($0.id) && !excused.contains($0.id)
            }
            if let first = missing.first { result.violation = "\(domain): event \(first.id) is missing" }
        }
        let notices = Set(seenNotices)
        if let due = firstNotice, let first = world.notices.first(where: { $0.id > due && !notices.contains($0.id) }) {
            result.violation = "notice \(first.id) is missing"
        }
        let state = box.state
        if state.account?.pts != world.pts(of: .common) || state.account?.qts != world.pts(of: .secondary) {
            result.violation = "the state is \(state), the server's \(world.pts(of: .common))"
        }
        for id in UpdateWorld.channelIDs where state.channels[id] != world.pts(of: .channel(id)) {
            result.violation = "channel \(id) is at \(state.channels[id] ?? 0)"
        }
    }

    /// Runs seeds one after the other, until one fails.
    ///
    /// - Parameters:
    ///   - seeds: Which.
    ///   - stepCount: How often something happens in each.
    /// - Returns: The figures of all runs, in how many of them each kind came, and how many there were.
    package static func run(_ seeds: Range<UInt64>, stepCount: Int) -> (total: Result, runsWith: [Kind: Int], runs: Int)
    {
        var total = Result()
        var runsWith: [Kind: Int] = [:]
        for seed in seeds {
            var simulation = Self(seed: seed, stepCount: stepCount)
            let result = simulation.run()
            total.delivered += result.delivered
            total.mostHeld = max(total.mostHeld, result.mostHeld)
            for (kind, times) in result.histogram {
                total.histogram[kind, default: 0] += times
                runsWith[kind, default: 0] += 1
            }
            if let violation = result.violation {
                total.violation = "seed \(seed), \(stepCount) steps: \(violation)"
                return (total, runsWith, Int(seed - seeds.lowerBound) + 1)
            }
        }
        return (total, runsWith, seeds.count)
    }
}
