// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramMessageBox
import FerogramSession
import FerogramTLTypes

extension ClientCore {
    /// The longest pause between two attempts to handle an update.
    private static var longestPause: Duration { .seconds(60) }
    /// How many times as many attempts may be cut short as may fail: that a process ends is seldom the update's own doing.
    private static var mostCuts: Int { 20 }

    /// Takes up what the journal holds for the account.
    ///
    /// - Returns: How far the updates were written; `nil` if the journal does not say.
    func resumeJournal(_ journal: Journal, for userID: Int64, _ generation: UInt64) async -> MessageBoxState? {
        await untilDone { () throws(StoreError) in
            let contents = try await journal.contents(for: userID)
            for (entry, update) in contents.updates {
                learn(users: update.users, chats: update.chats, for: generation)
                updates.append([update.update(self)], [], for: generation, journal: [entry])
            }
            return contents.place
        } ?? nil
    }

    /// Tries something with the store until it works: without the journal nothing may be handled.
    ///
    /// - Returns: What came of it; `nil` at the end.
    private func untilDone<Value>(_ body: () async throws(StoreError) -> Value) async -> Value? {
        var failures = 0
        while true {
            do throws(StoreError) {
                return try await body()
            } catch {
                if isStopped || Task.isCancelled { return nil }
                if case .closed = error { return nil }
                failures += 1
                try? await configuration.time.sleep(configuration.time.now() + .milliseconds(100 << min(failures, 6)))
            }
        }
    }

    /// Works on a journal until the end.
    ///
    /// - Returns: Whether another process has taken what this one had.
    func run(_ journal: Journal) async -> Bool {
        journal.onResume { [pool] in pool.resumeOutput() }
        guard let member = journal.member else { return await journal.run() }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await journal.run() }
            group.addTask {
                var number: UInt64?
                while let followed = await self.account(followedBy: journal, after: number) {
                    number = followed.generation
                    guard await self.awaitOwner(followed, of: journal) else { continue }
                    await member.run(journal, on: self, for: followed.generation)
                    if member.isOver { break }
                }
                return false
            }
            group.addTask { await self.receive(into: journal) }
            var isLost = false
            while !isLost, let next = await group.next() { isLost = next }
            group.cancelAll()
            return isLost
        }
    }

    /// Waits until the updates of an account are followed, and of another one than before: somebody may sign in anew.
    ///
    /// - Returns: The account; `nil` at the end.
    private func account(followedBy journal: Journal, after number: UInt64?) async -> Journal.Followed? {
        while !Task.isCancelled {
            if let followed = journal.followed, followed.generation != number, !isStopped,
                followed.generation == currentGeneration
            {
                return followed
            }
            try? await configuration.time.sleep(configuration.time.now() + .milliseconds(100))
        }
        return nil
    }

    /// Waits until the receiver has made the journal the account's.
    private func awaitOwner(_ followed: Journal.Followed, of journal: Journal) async -> Bool {
        while !isStopped, !Task.isCancelled, followed.generation == currentGeneration {
            if (try? await journal.isOwned(by: followed.userID)) == true { return true }
            try? await configuration.time.sleep(configuration.time.now() + .milliseconds(50))
        }
        return false
    }

    /// Waits until no other process receives, and does so then, for each account that is signed in.
    ///
    /// - Returns: Whether another process has taken that over.
    private func receive(into journal: Journal) async -> Bool {
        guard await account(followedBy: journal, after: nil) != nil else { return false }
        let isOurs: Bool? = await untilDone { () throws(StoreError) in
            guard case .held = try await journal.receiving.lease.acquire(waits: true) else { return false }
            return true
        }
        guard isOurs == true, !Task.isCancelled else { return false }
        return await withTaskGroup(of: Bool?.self) { group in
            group.addTask { await journal.receiving.run() }
            group.addTask {
                var number: UInt64?
                while let followed = await self.account(followedBy: journal, after: number) {
                    number = followed.generation
                    await self.receive(followed, into: journal)
                }
                return nil
            }
            var isLost = false
            for await outcome in group {
                isLost = isLost || outcome ?? false
                // Nothing is received any more.
                if outcome != nil { group.cancelAll() }
            }
            return isLost
        }
    }

    /// Begins to receive the updates of an account.
    private func receive(_ followed: Journal.Followed, into journal: Journal) async {
        let (userID, generation) = (followed.userID, followed.generation)
        let isKnown: Bool? = await untilDone { () throws(StoreError) in
            try await journal.readNumber()
            return try await journal.adopt(userID)
        }
        guard isKnown != nil, generation == currentGeneration else { return }
        journal.isReceiver = true
        let place = journal.place
        if place.account != nil { return engine.begin(.init(userID: userID, state: place)) }
        while !isStopped, !Task.isCancelled, generation == currentGeneration {
            guard let state = try? await invoke(TL.updates.GetState()) else {
                try? await configuration.time.sleep(configuration.time.now() + .milliseconds(500))
                continue
            }
            let known = UpdateState(pts: state.pts, qts: state.qts, date: state.date, seq: state.seq)
            guard generation == currentGeneration, await journal.append([], [.account(known)]) else { return }
            journal.place = MessageBoxState(account: known)
            return engine.begin(.init(userID: userID, state: MessageBoxState(account: known), isCurrent: true))
        }
    }

    /// Lets other processes have what this one has in a journal, as far as nothing is being handled.
    func leave(_ journal: Journal) async {
        guard let member = journal.member else { return }
        member.leave(in: journal)
        guard journal.isReceiver else { return }
        // What came and was not written comes again, to the next one.
        engine.end()
        journal.isReceiver = false
        await journal.receiving.finish()
    }

    /// Handles an update of the journal, again after a pause if its handlers throw, until it is out of attempts.
    ///
    /// - Parameters:
    ///   - entry: The update.
    ///   - others: The other messages of the album that it is the first of; they share its attempts and its end.
    ///   - journal: The journal.
    ///   - goesOn: Whether the dispatcher does.
    ///   - body: Calls the handlers.
    /// - Returns: Whether it was handled or has become a dead letter.
    func handle(
        _ entry: JournalEntry, and others: [JournalEntry] = [], in journal: Journal, while goesOn: @Sendable () -> Bool,
        _ body: @Sendable () async -> HandlingOutcome
    ) async -> Bool {
        guard journal.member?.began(entry) ?? true else { return false }
        let isDone = await attempt(entry, and: others, in: journal, while: goesOn, body)
        if !isDone { journal.member?.gaveBack(entry, in: journal) }
        return isDone
    }

    private func attempt(
        _ entry: JournalEntry, and others: [JournalEntry], in journal: Journal, while goesOn: @Sendable () -> Bool,
        _ body: @Sendable () async -> HandlingOutcome
    ) async -> Bool {
        // What was sent in an earlier attempt is known by the numbers of this one.
        while goesOn() {
            guard let attempt = await journal.begin(entry) else { return false }
            let most = max(1, journal.configuration.attempts)
            guard attempt.failed < most, attempt.cut / Self.mostCuts < most else {
                return await bury([entry] + others, in: journal, attempt.begun - 1)
            }
            let scope: JournalScope? = await untilDone { () throws(StoreError) in
                try await journal.scope(entry, attempt: attempt.begun)
            }
            guard let scope else { return false }
            let outcome = await CallContext.with(isolation: nil, { $0.journal = scope }, body)
            switch outcome {
            case .handled: return true
            case .interrupted: return false
            // What the end brings about is no failure; the next run tries again.
            case .failed where updates.phase != .delivering: return false
            case .failed:
                let failed = journal.fail(entry)
                if failed >= most { return await bury([entry] + others, in: journal, attempt.begun) }
                let pause = min(Self.longestPause, .milliseconds(250 << min(failed, 10)))
                guard (try? await configuration.time.sleep(configuration.time.now() + pause)) != nil else {
                    return false
                }
            }
        }
        return false
    }

    /// Keeps an answer that a handler got.
    ///
    /// - Parameters:
    ///   - message: The answer.
    ///   - ticket: The update that brought it.
    ///   - step: The place of the question.
    ///   - digest: The digest of what was sent last.
    ///   - scope: The attempt.
    /// - Returns: Whether it is kept; if not, the end has come.
    func record(
        _ message: Message, _ ticket: UpdateQueue.Ticket, at step: Int, _ digest: [UInt8]?, in scope: JournalScope
    ) async -> Bool {
        guard let journal, let source = ticket.journal else { return true }
        let stored = try? await journal.store.value(at: StoreKey(journal.entryTable, source.name))
        let update = JournaledUpdate(
            content: .update(.newMessage(.init(message: message.raw, pts: 0, ptsCount: 0))), users: [], chats: [])
        guard let bytes = try? stored ?? update.encoded() else { return true }
        let digest = digest ?? [UInt8](repeating: 0, count: JournalScope.digestLength)
        return await journal.record(digest + bytes, from: source, at: step, in: scope.entry)
    }

    private func bury(_ entries: [JournalEntry], in journal: Journal, _ attempts: Int) async -> Bool {
        do throws(StoreError) {
            // All or none: what is buried is gone from the journal.
            var letters: [(JournalEntry, [UInt8])] = []
            for entry in entries {
                let bytes = try await journal.store.value(at: StoreKey(journal.entryTable, entry.name))
                if let bytes { letters.append((entry, bytes)) }
            }
            for (entry, bytes) in letters { journal.bury(entry, bytes, attempts: attempts) }
            configuration.log?(
                LogEntry(level: .error, text: "an update is a dead letter after \(attempts) attempts"))
            return true
        } catch {
            return false
        }
    }
}
