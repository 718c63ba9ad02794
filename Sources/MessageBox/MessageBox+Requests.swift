// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

extension MessageBox {
    /// What the server has to be asked now.
    ///
    /// Each request is given once, and then belongs to the caller until he gives its result or its failure. There is at
    /// most one about the account and one about each channel. While too many deliveries wait to be taken there is none.
    ///
    /// - Parameter now: The time.
    /// - Returns: A request, or `nil` if there is none; there may be more.
    public mutating func nextRequest(at now: MonotonicTime) -> DifferenceRequest? {
        advance(to: now)
        guard backlog < limits.backlog else { return nil }
        if account.request == .wanted {
            account.request = .inFlight(again: false)
            account.gapDeadline = nil
            account.silenceDeadline = now + limits.silence
            account.standstill.asked(after: objectCount)
            guard account.isKnown else { return .state }
            return .difference(pts: max(1, account.common.pts), qts: account.secondary.pts, date: max(1, account.date))
        }
        guard channelsInFlight < limits.channelRequests, let id = queue.popFirst() else { return nil }
        guard let pts = channels[id]?.counter.pts else { return nil }
        channels[id]?.request = .inFlight(again: false)
        channels[id]?.gapDeadline = nil
        channels[id]?.standstill.asked(after: objectCount)
        channelsInFlight += 1
        return .channelDifference(channelID: id, pts: max(1, pts))
    }

    /// Says that a request gave no result.
    ///
    /// - Parameters:
    ///   - request: The request as it was given.
    ///   - failure: Why.
    ///   - now: The time.
    public mutating func fail(_ request: DifferenceRequest, _ failure: DifferenceFailure, at now: MonotonicTime) {
        switch request {
        case .state, .difference: failAccount(failure, now)
        case .channelDifference(let id, _): failChannel(id, failure, now)
        }
    }

    private mutating func failAccount(_ failure: DifferenceFailure, _ now: MonotonicTime) {
        guard case .inFlight = account.request else { return }
        switch failure {
        case .disconnected: account.request = .wanted
        case .stateInvalid where account.isKnown:
            account.isKnown = false
            account.wasKnown = true
            account.request = .wanted
        case .stateInvalid, .temporary, .inaccessible, .accessHashMissing:
            account.request = .paused(until: now + pause(after: account.failures))
            account.failures += 1
            guard account.isKnown else { return }
            // No answer can bring it now.
            var batch = Batch()
            drainAccount(to: &batch)
            deliver(batch)
        }
    }

    private mutating func failChannel(_ id: Int64, _ failure: DifferenceFailure, _ now: MonotonicTime) {
        guard var channel = channels[id], case .inFlight = channel.request else { return }
        channelsInFlight -= 1
        var batch = Batch()
        switch failure {
        case .inaccessible, .stateInvalid:
            // The next update of the channel begins anew.
            channel.request = .idle
            channels[id] = channel
            return lose(channelID: id, isInaccessible: failure == .inaccessible)
        case .disconnected:
            channel.request = .wanted
            queue.append(id)
        case .accessHashMissing: channel.request = .stuck
        case .temporary:
            channel.request = .paused(until: now + pause(after: channel.failures))
            channel.failures += 1
            let pts = channel.counter.pts
            drain(id, &channel, to: &batch)
            if channel.counter.pts != pts { batch.touch(id) }
        }
        channels[id] = channel
        releaseDate(&batch)
        deliver(batch)
    }

    /// How long to wait: twice as long after each failure, up to the limit.
    func pause(after failures: Int) -> Duration {
        min(limits.longestPause, limits.firstPause * (1 << min(failures, 16)))
    }

    private mutating func advance(to now: MonotonicTime) {
        account.request.advance(to: now)
        if let end = account.gapDeadline, end <= now {
            account.gapDeadline = nil
            account.request.want()
        }
        if account.silenceDeadline == nil { account.silenceDeadline = now + limits.silence }
        if let end = account.silenceDeadline, end <= now {
            account.silenceDeadline = now + limits.silence
            account.request.want()
        }
        guard !active.isEmpty else { return }
        let due = active.filter { id in channels[id]?.isDue(at: now) ?? false }
        for id in due.sorted() {
            guard let channel = channels[id] else { continue }
            if case .paused(let end) = channel.request, end <= now {
                channels[id]?.request = .wanted
                queue.append(id)
            }
            if let end = channel.gapDeadline, end <= now {
                channels[id]?.gapDeadline = nil
                want(channel: id)
            }
        }
    }
}
