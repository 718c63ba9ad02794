// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase
public import FerogramTLTypes

extension MessageBox {
    /// Takes in what the server sent by itself, or the `Updates` in the result of a call.
    ///
    /// - Parameters:
    ///   - updates: The object, in any of its forms.
    ///   - now: The time.
    ///   - isKnown: Whether a peer can be addressed. A short message of which one cannot is fetched by a difference,
    ///     which brings the peer with it.
    public mutating func receive(
        _ updates: TL.Updates, at now: MonotonicTime, isKnown: (TL.Peer) -> Bool = { _ in true }
    ) {
        account.silenceDeadline = now + limits.silence
        switch updates {
        case .tooLong: account.request.want()
        // Only the call that it answers can tell what was sent.
        case .updateShortSentMessage: account.request.want()
        case .updateShort(let short):
            receive(container(of: [short.update], date: short.date), now)
        case .updateShortMessage(let short):
            receive(short: .init(short, selfID: selfID), date: short.date, now, isKnown)
        case .updateShortChatMessage(let short):
            receive(short: .init(short), date: short.date, now, isKnown)
        case .updates(let container):
            receive(
                PostponedContainer(
                    seqStart: container.seq, seq: container.seq, date: container.date, updates: container.updates,
                    peers: peers(container.users, container.chats)), now)
        case .combined(let container):
            receive(
                PostponedContainer(
                    seqStart: container.seqStart, seq: container.seq, date: container.date, updates: container.updates,
                    peers: peers(container.users, container.chats)), now)
        }
    }

    /// Counts the events that a call of one's own made, as `messages.affectedMessages` and `messages.affectedHistory`
    /// tell them, or `updateShortSentMessage` in the answer to a call.
    ///
    /// - Parameters:
    ///   - pts: The number of the last event.
    ///   - count: How many events there were.
    ///   - channelID: The channel that the call was about, if it was.
    ///   - now: The time.
    public mutating func receiveAffected(pts: Int32, count: Int32, channelID: Int64? = nil, at now: MonotonicTime) {
        receiveAffected([UpdatePosition(channelID.map { .channel($0) } ?? .common, pts: pts, count: count)], at: now)
    }

    /// Counts the events that several calls of one's own made; what follows from them is one delivery.
    ///
    /// - Parameters:
    ///   - marks: The events, in the order in which the calls were answered.
    ///   - now: The time.
    package mutating func receiveAffected(_ marks: [UpdatePosition], at now: MonotonicTime) {
        var batch = Batch()
        for mark in marks {
            // Where nothing happened, the number says nothing about what is missing.
            guard mark.count > 0, mark.domain != .secondary else { continue }
            apply(PostponedUpdate(mark: mark, update: nil, peers: peers([], [])), now, to: &batch)
        }
        deliver(batch)
    }

    private mutating func receive(
        short: ShortMessage, date: Int32, _ now: MonotonicTime, _ isKnown: (TL.Peer) -> Bool
    ) {
        guard short.peers.allSatisfy(isKnown) else { return account.request.want() }
        receive(container(of: [short.update], date: date), now)
    }

    /// An object that has no number and brings no peers.
    private mutating func container(of updates: [TL.Update], date: Int32) -> PostponedContainer {
        PostponedContainer(seqStart: 0, seq: 0, date: date, updates: updates, peers: peers([], []))
    }

    /// The peers of an object that has just come.
    mutating func peers(_ users: [TL.User], _ chats: [TL.Chat]) -> ObjectPeers {
        objectCount &+= 1
        return ObjectPeers(object: objectCount, users: users, chats: chats)
    }

    private mutating func receive(_ container: PostponedContainer, _ now: MonotonicTime) {
        var batch = Batch(container.peers)
        var rest: [TL.Update] = []
        if container.updates.count == 1 {
            // By far the most frequent case has nothing to sort.
            let update = container.updates[0]
            if let mark = update.mark { apply(update, mark, container, now, to: &batch) } else { rest = [update] }
        } else {
            var marked: [(update: TL.Update, mark: UpdatePosition)] = []
            for update in container.updates {
                if let mark = update.mark { marked.append((update, mark)) } else { rest.append(update) }
            }
            // A read mark may stand before the message that it shares its number with. The sort is stable.
            marked.sort { $0.mark.start < $1.mark.start }
            for (update, mark) in marked { apply(update, mark, container, now, to: &batch) }
        }
        var remaining = container
        remaining.updates = rest
        applySequenced(remaining, now, to: &batch)
        releaseDate(&batch)
        deliver(batch)
    }

    private mutating func apply(
        _ update: TL.Update, _ mark: UpdatePosition, _ container: PostponedContainer, _ now: MonotonicTime,
        to batch: inout Batch
    ) {
        apply(PostponedUpdate(mark: mark, update: update, peers: container.peers), now, to: &batch)
    }

    // MARK: Sequences

    /// Applies, holds or drops an update that has its place.
    ///
    /// - Parameters:
    ///   - update: The update.
    ///   - now: The time.
    ///   - batch: Where it goes if it is next.
    mutating func apply(_ update: PostponedUpdate, _ now: MonotonicTime, to batch: inout Batch) {
        // Such numbers come from no server; the difference tells what there is.
        guard update.mark.count >= 0, update.mark.pts >= 0 else { return wantUnread(update.mark.domain) }
        if case .channel(let id) = update.mark.domain {
            applyInChannel(id, update, now, to: &batch)
        } else {
            applyInAccount(update, now, to: &batch)
        }
    }

    private mutating func wantUnread(_ domain: UpdateDomain) {
        if case .channel(let id) = domain { requestDifference(channelID: id) } else { account.request.want() }
    }

    private mutating func applyInAccount(
        _ update: PostponedUpdate, _ now: MonotonicTime, to batch: inout Batch
    ) {
        guard account.letsUpdatesPass else { return holdInAccount(update, now) }
        let isSecondary = update.mark.domain == .secondary
        // Not by a path, which takes longer than all the rest.
        let decision =
            isSecondary
            ? account.secondary.offer(update.mark, jumpBack: limits.jumpBack)
            : account.common.offer(update.mark, jumpBack: limits.jumpBack)
        switch decision {
        case .apply:
            batch.add(update)
            batch.account = true
            let hasHeld = isSecondary ? !account.secondary.held.isEmpty : !account.common.held.isEmpty
            if hasHeld { drain(counterPath(update.mark.domain), to: &batch) }
        case .ignore: break
        case .hold: holdInAccount(update, now)
        case .restart: account.request.want()
        }
    }

    private func counterPath(_ domain: UpdateDomain) -> WritableKeyPath<AccountBox, UpdateCounter> {
        domain == .secondary ? \.secondary : \.common
    }

    private mutating func holdInAccount(_ update: PostponedUpdate, _ now: MonotonicTime) {
        let path = counterPath(update.mark.domain)
        guard account[keyPath: path].held.count < limits.heldPerDomain, heldCount < limits.heldInAll else {
            return dropHeldOfAccount()
        }
        account[keyPath: path].hold(update)
        heldCount += 1
        if account.gapDeadline == nil, account.request == .idle { account.gapDeadline = now + limits.gapWait }
    }

    /// Gives up what is held, since there is too much of it; the difference brings it.
    mutating func dropHeldOfAccount() {
        heldCount -= account.common.clear() + account.secondary.clear() + account.containers.count
        account.containers = []
        account.gapDeadline = nil
        account.request.want()
    }

    private mutating func drain(_ path: WritableKeyPath<AccountBox, UpdateCounter>, to batch: inout Batch) {
        let before = account[keyPath: path].held.count
        for update in account[keyPath: path].drain() { batch.add(update) }
        heldCount -= before - account[keyPath: path].held.count
        if !account.hasGap { closeGap() }
    }

    /// Applies what is next now in the sequences beside the channels.
    ///
    /// Objects with numbers wait: the date moves with them, and by the date the difference tells of what is missing.
    mutating func drainAccount(to batch: inout Batch) {
        for path in [\AccountBox.common, \AccountBox.secondary] {
            let before = account[keyPath: path].pts
            drain(path, to: &batch)
            if account[keyPath: path].pts != before { batch.account = true }
        }
    }

    /// Waits no longer for what has come.
    private mutating func closeGap() {
        if account.gapDeadline != nil { healedGapCount += 1 }
        account.gapDeadline = nil
    }

    private mutating func applyInChannel(
        _ id: Int64, _ update: PostponedUpdate, _ now: MonotonicTime, to batch: inout Batch
    ) {
        guard var channel = channels.removeValue(forKey: id) else {
            // Nothing is known from before, so nothing can be missing: the first update is the next one. If it only
            // says what already holds, the event of that number may still come.
            if let seen = lost[id], update.mark.count == 0 || update.mark.start < Int(seen) { return }
            lost[id] = nil
            let start = update.mark.count == 0 ? max(0, update.mark.pts - 1) : update.mark.pts
            channels[id] = ChannelBox(counter: UpdateCounter(pts: start))
            batch.add(update)
            batch.touch(id)
            return
        }
        // It was taken out of the dictionary so that it is changed in place.
        defer { channels[id] = channel }
        if channel.request == .stuck {
            channel.request = .wanted
            queue.append(id)
        }
        if channel.isLate(update.mark) { return batch.add(update) }
        let decision =
            channel.request.letsUpdatesPass
            ? channel.counter.offer(update.mark, jumpBack: limits.jumpBack) : .hold
        switch decision {
        case .apply:
            batch.add(update)
            batch.touch(id)
            channel.unseen = nil
            if !channel.counter.held.isEmpty { drain(id, &channel, to: &batch) }
        case .ignore: break
        case .hold, .restart:
            guard channel.counter.held.count < limits.heldPerDomain, heldCount < limits.heldInAll else {
                heldCount -= channel.counter.clear()
                channel.gapDeadline = nil
                return want(id, &channel)
            }
            channel.counter.hold(update)
            heldCount += 1
            if decision == .restart { return want(id, &channel) }
            active.insert(id)
            if channel.gapDeadline == nil, channel.request == .idle { channel.gapDeadline = now + limits.gapWait }
        }
    }

    /// Applies what is next in a channel now.
    mutating func drain(_ id: Int64, _ channel: inout ChannelBox, to batch: inout Batch) {
        let before = channel.counter.held.count
        for update in channel.counter.drain() {
            batch.add(update)
            channel.unseen = nil
        }
        heldCount -= before - channel.counter.held.count
        if channel.counter.held.isEmpty {
            if channel.gapDeadline != nil { healedGapCount += 1 }
            channel.gapDeadline = nil
        }
        if channel.isQuiet { active.remove(id) }
    }

    /// Asks for the difference of a channel.
    mutating func want(channel id: Int64) {
        guard var channel = channels.removeValue(forKey: id) else { return }
        want(id, &channel)
        channels[id] = channel
    }

    private mutating func want(_ id: Int64, _ channel: inout ChannelBox) {
        let before = channel.request
        channel.request.want()
        active.insert(id)
        if channel.request == .wanted, before != .wanted { queue.append(id) }
    }

    // MARK: Objects

    /// Applies, holds or drops the updates of an object that have no place of their own.
    private mutating func applySequenced(_ container: PostponedContainer, _ now: MonotonicTime, to batch: inout Batch) {
        guard container.seqStart > 0 else {
            for update in container.updates { applyUnordered(update, now, to: &batch) }
            return
        }
        let next = Int(account.seq) + 1
        if account.isKnown, account.request == .idle, Int(container.seqStart) < next { return }
        guard account.isKnown, account.request == .idle, Int(container.seqStart) == next else {
            guard account.containers.count < limits.heldPerDomain, heldCount < limits.heldInAll else {
                return dropHeldOfAccount()
            }
            account.containers.append(container)
            heldCount += 1
            if account.gapDeadline == nil, account.request == .idle { account.gapDeadline = now + limits.gapWait }
            return
        }
        applyNext(container, now, to: &batch)
        if !account.containers.isEmpty { drainContainers(now, to: &batch) }
    }

    private mutating func applyNext(_ container: PostponedContainer, _ now: MonotonicTime, to batch: inout Batch) {
        account.seq = max(container.seq, container.seqStart)
        batch.account = true
        for update in container.updates { applyUnordered(update, now, to: &batch) }
        // The server tells of channels and of much else by the date, so it must not pass over what is missing: it moves
        // with the numbers of the objects alone, and an object without a number does not move it.
        if container.date > account.date {
            if account.heldDate == nil, isAskingAboutChannels { account.heldDate = account.date }
            account.date = container.date
        }
    }

    /// Applies the objects that are next now, and drops those that were seen.
    mutating func drainContainers(_ now: MonotonicTime, to batch: inout Batch) {
        account.containers.sort { $0.seqStart < $1.seqStart }
        while let first = account.containers.first, Int(first.seqStart) <= Int(account.seq) + 1 {
            account.containers.removeFirst()
            heldCount -= 1
            guard Int(first.seqStart) == Int(account.seq) + 1 else { continue }
            batch.add(first.peers)
            applyNext(first, now, to: &batch)
        }
        if !account.hasGap { closeGap() }
    }

    /// Begins to count in a channel of which the server says only that something has happened.
    private mutating func begin(_ tooLong: TL.Update.ChannelTooLong) {
        // From 1 on the server answers with where the channel is now.
        var pts = max(1, tooLong.pts ?? 1)
        // What was seen before the channel was lost is not new when it comes late, and this word of it may be late itself.
        let seen = lost.removeValue(forKey: tooLong.channelID) ?? 0
        if Int(seen) - Int(pts) <= limits.jumpBack { pts = max(pts, seen) }
        var channel = ChannelBox(counter: UpdateCounter(pts: pts))
        channel.unseen = seen < pts ? seen..<pts : nil
        channels[tooLong.channelID] = channel
        var batch = Batch()
        batch.touch(tooLong.channelID)
        // Without a number the difference will tell what is lost.
        if tooLong.pts != nil, pts > seen {
            batch.gap = UpdateDelivery.Gap(domain: .channel(tooLong.channelID), pts: pts, messages: [])
        }
        deliver(batch)
    }

    /// Delivers an update without a place, or follows it if it is about the sequences themselves.
    mutating func applyUnordered(_ update: TL.Update, _ now: MonotonicTime, to batch: inout Batch) {
        switch update {
        case .channelTooLong(let tooLong):
            if let channel = channels[tooLong.channelID] {
                if let pts = tooLong.pts, pts <= channel.counter.pts { return }
            } else {
                begin(tooLong)
            }
            want(channel: tooLong.channelID)
        case .ptsChanged: account.request.want()
        default: batch.updates.append(update)
        }
    }
}
