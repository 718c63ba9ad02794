// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase
public import FerogramTLTypes

extension MessageBox {
    /// Takes in the result of `updates.getState`.
    ///
    /// - Parameters:
    ///   - state: Where the server is.
    ///   - now: The time.
    public mutating func receive(_ state: TL.updates.State, at now: MonotonicTime) {
        guard case .inFlight = account.request, !account.isKnown else { return }
        var batch = Batch()
        if account.wasKnown { batch.gap = UpdateDelivery.Gap(domain: .common, pts: state.pts, messages: []) }
        // Updates that came before the state did are not part of it for us, so the count begins before the first of
        // them. What lies between them and the state is a gap like any other.
        account.common.move(to: Self.start(state.pts, account.common.held))
        account.secondary.move(to: Self.start(state.qts, account.secondary.held))
        account.seq = state.seq
        account.date = state.date
        if let first = account.containers.min(by: { $0.seqStart < $1.seqStart }), first.seqStart <= state.seq {
            account.seq = first.seqStart - 1
            account.date = max(1, min(state.date, first.date)) - 1
        }
        account.isKnown = true
        batch.account = true
        finishAccount(now, &batch)
        let isBehind = account.common.pts < state.pts || account.secondary.pts < state.qts || account.seq < state.seq
        if isBehind { account.request.want() }
        deliver(batch)
    }

    private static func start(_ pts: Int32, _ held: [PostponedUpdate]) -> Int32 {
        // One that only says what holds counts nothing, and must not make events of the past look missing.
        guard let first = held.first(where: { $0.mark.count > 0 }) else { return pts }
        return Int32(clamping: max(0, min(Int(pts), first.mark.start)))
    }

    /// Takes in the result of `updates.getDifference`.
    ///
    /// - Parameters:
    ///   - difference: The result.
    ///   - now: The time.
    public mutating func receive(_ difference: TL.updates.Difference, at now: MonotonicTime) {
        guard case .inFlight = account.request, account.isKnown else { return }
        account.failures = 0
        var batch = Batch()
        let before = account.heldDate ?? account.date
        defer {
            account.heldDate = isAskingAboutChannels ? before : nil
            deliver(batch)
        }
        switch difference {
        case .empty(let empty):
            account.date = max(account.date, empty.date)
            account.seq = empty.seq
            finishAccount(now, &batch)
        case .difference(let whole):
            let peers = peers(whole.users, whole.chats)
            batch.add(peers)
            apply(whole.newMessages, whole.newEncryptedMessages, whole.otherUpdates, peers, now, &batch)
            adopt(whole.state, now, &batch)
            finishAccount(now, &batch)
        case .slice(let slice):
            let peers = peers(slice.users, slice.chats)
            batch.add(peers)
            apply(slice.newMessages, slice.newEncryptedMessages, slice.otherUpdates, peers, now, &batch)
            adopt(slice.intermediateState, now, &batch)
            account.request = .wanted
        case .tooLong(let tooLong):
            batch.gap = UpdateDelivery.Gap(domain: .common, pts: tooLong.pts, messages: [])
            // What came by itself is there, though the server does not give it any more.
            for held in account.common.heldEvents(upTo: tooLong.pts) { batch.add(held) }
            account.common.move(to: tooLong.pts)
            account.request = .wanted
        }
        batch.account = true
    }

    /// Whether something is missing in a channel that the server can be asked about.
    var isAskingAboutChannels: Bool {
        active.contains { id in channels[id].map { !$0.isQuiet && $0.request != .stuck } ?? false }
    }

    /// Lets the date be stored when the channels have come as far as it says.
    mutating func releaseDate(_ batch: inout Batch) {
        guard account.heldDate != nil, !isAskingAboutChannels else { return }
        account.heldDate = nil
        batch.account = true
    }

    /// Delivers what a difference of the account brings.
    private mutating func apply(
        _ messages: [TL.Message], _ encrypted: [TL.EncryptedMessage], _ others: [TL.Update], _ peers: ObjectPeers,
        _ now: MonotonicTime, _ batch: inout Batch
    ) {
        for message in messages {
            batch.updates.append(.newMessage(.init(message: message, pts: 0, ptsCount: 0)))
        }
        for message in encrypted { batch.updates.append(.newEncryptedMessage(.init(message: message, qts: 0))) }
        for update in others {
            guard let mark = update.mark else {
                applyUnordered(update, now, to: &batch)
                continue
            }
            switch mark.domain {
            case .channel:
                apply(PostponedUpdate(mark: mark, update: update, peers: peers), now, to: &batch)
            case .common: if isNew(mark, account.common) { batch.updates.append(update) }
            case .secondary: if isNew(mark, account.secondary) { batch.updates.append(update) }
            }
        }
    }

    /// Whether an update of a difference, which need not be the next one, was not seen yet.
    private func isNew(_ mark: UpdatePosition, _ counter: UpdateCounter) -> Bool {
        mark.count == 0 || mark.pts == 0 || mark.pts > counter.pts
    }

    private mutating func adopt(_ state: TL.updates.State, _ now: MonotonicTime, _ batch: inout Batch) {
        account.common.move(to: state.pts)
        account.secondary.move(to: state.qts)
        account.seq = state.seq
        account.date = state.date
    }

    /// Goes on with what came meanwhile, when the account is where the server said it is.
    private mutating func finishAccount(_ now: MonotonicTime, _ batch: inout Batch) {
        guard account.request == .inFlight(again: false) else {
            account.request = .wanted
            return
        }
        account.request = .idle
        account.failures = 0
        account.gapDeadline = nil
        for path in [\AccountBox.common, \AccountBox.secondary] {
            let before = account[keyPath: path].held.count
            for update in account[keyPath: path].drain() { batch.add(update) }
            heldCount -= before - account[keyPath: path].held.count
        }
        drainContainers(now, to: &batch)
        if account.standstill.answered(at: account.gapPlace, hasGap: account.hasGap) >= limits.fruitlessDifferences {
            skipGapsOfAccount(now, &batch)
        }
        account.futile = account.hasGap ? account.futile + 1 : 0
        if account.hasGap { account.gapDeadline = now + wait(futile: account.futile) }
    }

    /// Delivers what is behind gaps that no difference fills: the server gave out numbers that no event has.
    private mutating func skipGapsOfAccount(_ now: MonotonicTime, _ batch: inout Batch) {
        let lastObject = account.standstill.lastObject
        for path in [\AccountBox.common, \AccountBox.secondary] {
            let before = account[keyPath: path].held.count
            guard let (updates, gap) = account[keyPath: path].skipGaps(upTo: lastObject) else { continue }
            heldCount -= before - account[keyPath: path].held.count
            for update in updates { batch.add(update) }
            if path == \.common || batch.gap == nil {
                let domain: UpdateDomain = path == \.common ? .common : .secondary
                batch.gap = UpdateDelivery.Gap(domain: domain, pts: gap, messages: [])
            }
        }
        while let next = account.containers.first(where: { $0.peers.object <= lastObject }) {
            account.seq = max(account.seq, next.seqStart - 1)
            let before = account.containers.count
            drainContainers(now, to: &batch)
            guard account.containers.count < before else { break }
        }
    }

    /// Takes in the result of `updates.getChannelDifference`.
    ///
    /// Its `timeout` tells applications when to look again at a channel that is on the screen. It has no bearing on
    /// what is missing, so it is not heeded here.
    ///
    /// - Parameters:
    ///   - difference: The result.
    ///   - id: The channel that was asked for.
    ///   - now: The time.
    public mutating func receive(
        _ difference: TL.updates.ChannelDifference, channelID id: Int64, at now: MonotonicTime
    ) {
        guard let channel = channels[id], case .inFlight(let again) = channel.request else { return }
        var batch = Batch()
        let isFinal: Bool
        let pts: Int32
        switch difference {
        case .empty(let empty):
            isFinal = empty.final
            pts = empty.pts
        case .channelDifference(let part):
            isFinal = part.final
            pts = part.pts
            let peers = peers(part.users, part.chats)
            batch.add(peers)
            apply(part, peers, id, channel, now, &batch)
        case .tooLong(let tooLong):
            guard case .dialog(let dialog) = tooLong.dialog, let number = dialog.pts else {
                // Without a number there is nowhere to go on from.
                return fail(.channelDifference(channelID: id, pts: channel.counter.pts), .temporary, at: now)
            }
            isFinal = tooLong.final
            pts = number
            batch.add(peers(tooLong.users, tooLong.chats))
            batch.gap = UpdateDelivery.Gap(domain: .channel(id), pts: pts, messages: tooLong.messages)
            for held in channel.counter.heldEvents(upTo: pts) { batch.add(held) }
        }
        channelsInFlight -= 1
        channels[id]?.counter.move(to: pts)
        channels[id]?.failures = 0
        if !batch.updates.isEmpty { channels[id]?.unseen = nil }
        batch.touch(id)
        if isFinal, !again {
            finish(id, now, &batch)
        } else {
            channels[id]?.request = .wanted
            queue.append(id)
        }
        releaseDate(&batch)
        deliver(batch)
    }

    /// Delivers what a difference of a channel brings.
    private mutating func apply(
        _ part: TL.updates.ChannelDifference.ChannelDifference, _ peers: ObjectPeers, _ id: Int64,
        _ channel: ChannelBox, _ now: MonotonicTime, _ batch: inout Batch
    ) {
        for message in part.newMessages {
            batch.updates.append(.newChannelMessage(.init(message: message, pts: 0, ptsCount: 0)))
        }
        for update in part.otherUpdates {
            guard let mark = update.mark else {
                // It is about this very channel, of which the answer is here.
                if case .channelTooLong(let tooLong) = update, tooLong.channelID == id { continue }
                applyUnordered(update, now, to: &batch)
                continue
            }
            if mark.domain == .channel(id) {
                if isNew(mark, channel.counter) { batch.updates.append(update) }
            } else {
                apply(PostponedUpdate(mark: mark, update: update, peers: peers), now, to: &batch)
            }
        }
    }

    /// Goes on with what came meanwhile, when a channel is where the server said it is.
    private mutating func finish(_ id: Int64, _ now: MonotonicTime, _ batch: inout Batch) {
        guard var channel = channels[id] else { return }
        channel.request = .idle
        channel.gapDeadline = nil
        drain(id, &channel, to: &batch)
        let place = channel.counter.pts
        let fruitless = channel.standstill.answered(at: place, hasGap: !channel.counter.held.isEmpty)
        if fruitless >= limits.fruitlessDifferences { skipGaps(id, &channel, &batch) }
        channel.futile = channel.counter.held.isEmpty ? 0 : channel.futile + 1
        if channel.futile > 0 { channel.gapDeadline = now + wait(futile: channel.futile) }
        channels[id] = channel
        if channel.isQuiet { active.remove(id) }
    }

    /// Delivers what is behind gaps of a channel that no difference fills.
    private mutating func skipGaps(_ id: Int64, _ channel: inout ChannelBox, _ batch: inout Batch) {
        let before = channel.counter.held.count
        guard let (updates, gap) = channel.counter.skipGaps(upTo: channel.standstill.lastObject) else { return }
        heldCount -= before - channel.counter.held.count
        for update in updates { batch.add(update) }
        channel.unseen = nil
        batch.gap = UpdateDelivery.Gap(domain: .channel(id), pts: gap, messages: [])
        batch.touch(id)
    }

    /// How long a gap may stay that was there after a difference already: a server that cannot fill it is not asked
    /// without end.
    private func wait(futile: Int) -> Duration {
        min(limits.longestPause, limits.gapWait * (1 << min(max(0, futile - 1), 16)))
    }
}
