// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramMessageBox
import FerogramTLTypes

/// Brings what the server sends into order, asks for what is missing, and passes it on.
///
/// What comes is sorted into three lanes at once, on the thread that brings it. A job of the client takes it from there,
/// as fast as the program handles it; what finds no room meanwhile is a gap that the difference heals later.
final class UpdateEngine: Sendable {
    /// What a task of the engine found out.
    enum Finding: Sendable {
        case state(TL.updates.State)
        case difference(TL.updates.Difference)
        case channelDifference(TL.updates.ChannelDifference, channelID: Int64)
        case failure(DifferenceRequest, DifferenceFailure)
    }

    struct Inbox: Sendable {
        var lanes: UpdateInbox
        /// How often a query found no room, so that its message was not acknowledged.
        var refusalCount = 0
        /// Events that calls of this client made: they are counted, not delivered.
        var own: [UpdatePosition] = []
        var findings: [Finding] = []
        /// Counts the accounts; what was found for an earlier one is dropped.
        var generation: UInt64 = 0
        /// Whether updates may be missing.
        var isLossy = false
        /// Who was signed in since the last look.
        var account: Account?
        var isSignedOut = false
        var isFinished = false
        /// How much the box held at the last look, and how often what was missing came by itself.
        private(set) var heldCount = 0
        private(set) var healedGapCount = 0

        init(_ bounds: UpdateBounds) {
            lanes = UpdateInbox(limits: bounds.lanes)
        }

        mutating func note(_ box: MessageBox) {
            heldCount = box.postponedUpdateCount
            healedGapCount = box.healedGapCount
        }

        /// Takes what the server sent; `nil` if it cannot be read.
        ///
        /// - Returns: Whether it is safe here.
        mutating func take(_ updates: TL.Updates?) -> Bool {
            guard let updates else {
                // The difference may tell in a form that can be read.
                isLossy = true
                return true
            }
            let isTaken = lanes.accept(updates)
            if !isTaken { refusalCount += 1 }
            return isTaken
        }

        /// How many own events wait while the program does not read; beyond that the difference tells of them.
        private static let ownCapacity = 10_000

        mutating func count(_ marks: [UpdatePosition]) {
            if own.count + marks.count > Self.ownCapacity {
                own = []
                isLossy = true
            } else {
                own += marks
            }
        }

        struct Account: Sendable {
            let userID: Int64
            let state: MessageBoxState
            /// Whether the server named the state just now, so that nothing is missing.
            var isCurrent = false
        }
    }

    let inbox: Lock<Inbox>
    /// The job that takes it from there.
    let worker = Lock(Worker())
    /// Ends the job's pauses.
    let alarm: Alarm
    /// When a job is wanted though nothing came.
    let deadline: AlarmClock
    private let bounds: UpdateBounds

    init(_ time: Timekeeper, _ bounds: UpdateBounds) {
        inbox = Lock(Inbox(bounds))
        self.bounds = bounds
        alarm = Alarm(time)
        deadline = AlarmClock(time)
    }

    private func put(_ change: (inout Inbox) -> Void) {
        inbox.withLock { change(&$0) }
        wake()
    }

    /// Takes what the server sent on its own account.
    ///
    /// - Parameters:
    ///   - received: What it sent.
    ///   - generation: The number of the account that was followed when it came; what was meant for an earlier one than now
    ///     is dropped.
    ///   - core: The client.
    /// - Returns: The messages whose updates are safe here, so that the server need not send them again.
    func take(_ received: [ReceivedUpdates], of generation: UInt64, for core: ClientCore) -> [MessageID] {
        // Another process receives them.
        if let journal = core.journal, !journal.isReceiver { return received.map(\.message) }
        // Read before the lock is taken.
        let read = received.map { Self.read($0.bytes) }
        var safe: [MessageID] = []
        safe.reserveCapacity(received.count)
        var index = 0
        while index < received.count {
            let hasQueries = inbox.withLock { inbox in
                guard inbox.generation == generation else {
                    // What is for an account that begins just now comes again, since it is not acknowledged.
                    if generation < inbox.generation { safe += received[index...].map(\.message) }
                    index = received.count
                    return false
                }
                while index < received.count {
                    if inbox.take(read[index]) { safe.append(received[index].message) }
                    index += 1
                    // They are passed on at once, and may need the room before the next one.
                    if inbox.lanes.count(in: .queries) > 0 { return true }
                }
                return false
            }
            if hasQueries { passQueries(to: core) }
        }
        wake()
        return safe
    }

    private static func read(_ bytes: ArraySlice<UInt8>) -> TL.Updates? {
        let updates = bytes.withUnsafeBytes { buffer in
            TLReader.read(buffer: buffer) { reader throws(TLError) in try TL.Updates(from: &reader) }
        }
        return try? updates.get()
    }

    /// Passes queries on, which wait for nothing else, as long as there is room for them.
    func passQueries(to core: ClientCore) {
        while core.updates.hasRoomForQueries,
            let (query, generation) = inbox.withLock({ inbox in
                inbox.lanes.nextQuery().map { ($0, inbox.generation) }
            })
        {
            core.learn(users: query.users, chats: query.chats, for: generation)
            core.updates.append(query: Update(query.update, core.context(query.users, query.chats)), for: generation)
        }
    }

    /// How many ephemeral updates were dropped because the program did not read them.
    var droppedCount: Int { inbox.withLock { $0.lanes.droppedEphemeralCount } }

    /// Takes the updates that answer a call: they are counted, so that nothing seems to be missing.
    func count(_ updates: TL.Updates) {
        let marks: [UpdatePosition] =
            switch updates {
            case .updates(let batch): batch.updates.compactMap { $0.mark }
            case .combined(let batch): batch.updates.compactMap { $0.mark }
            case .updateShort(let batch): batch.update.mark.map { [$0] } ?? []
            case .updateShortSentMessage(let sent): [UpdatePosition(.common, pts: sent.pts, count: sent.ptsCount)]
            case .updateShortMessage(let short): [UpdatePosition(.common, pts: short.pts, count: short.ptsCount)]
            case .updateShortChatMessage(let short): [UpdatePosition(.common, pts: short.pts, count: short.ptsCount)]
            case .tooLong: []
            }
        count(marks)
    }

    /// Takes how many events a call made.
    func count(_ affected: TL.messages.AffectedMessages, channelID: Int64?) {
        count([UpdatePosition(channelID.map { .channel($0) } ?? .common, pts: affected.pts, count: affected.ptsCount)])
    }

    private func count(_ marks: [UpdatePosition]) {
        // Where nothing happened there is nothing to count, nor anybody to wake.
        guard marks.contains(where: { $0.count > 0 }) else { return }
        put { $0.count(marks) }
    }

    /// Says that updates may have been lost.
    func signalLoss() { put { $0.isLossy = true } }

    /// Begins anew, because somebody signed in.
    func begin(_ account: Inbox.Account) { put { $0.account = account } }

    /// Ends what was begun, because nobody is signed in any more.
    func end() {
        put { inbox in
            inbox.account = nil
            inbox.isSignedOut = true
        }
    }

    /// How much waits before the program's queue.
    var backlog: UpdateBacklog {
        inbox.withLock { inbox in
            UpdateBacklog(
                ordered: inbox.lanes.count(in: .ordered), queries: inbox.lanes.count(in: .queries),
                ephemeral: inbox.lanes.count(in: .ephemeral), held: inbox.heldCount, own: inbox.own.count,
                events: .init(
                    healedGaps: inbox.healedGapCount, overflow: inbox.lanes.overflowCount,
                    refusals: inbox.refusalCount))
        }
    }

    /// Forgets everything, because another account follows.
    ///
    /// - Parameter generation: The number of the account.
    func reset(_ generation: UInt64) {
        put { [bounds] inbox in
            let isFinished = inbox.isFinished
            inbox = Inbox(bounds)
            inbox.generation = generation
            inbox.isSignedOut = true
            inbox.isFinished = isFinished
        }
    }

    func add(_ finding: Finding, for generation: UInt64) {
        put { inbox in
            if inbox.generation == generation { inbox.findings.append(finding) }
        }
    }

    func finish() {
        put { $0.isFinished = true }
        deadline.cancel()
    }
}
