// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Whether a connection is alive, and when to ask.
///
/// Anything that can be decrypted is a sign of life. A connection with open questions is pinged after some silence and given
/// up after two and a half times as much; an idle one is pinged once a minute.
struct Liveness: Sendable {
    enum Verdict: Hashable, Sendable {
        case alive
        case ping
        case dead
    }

    /// The smoothed round-trip time, once a ping was answered.
    private(set) var roundTrip: Duration? {
        didSet {
            patience = roundTrip.map { max(SessionLimits.leastSilence, $0 * 3 / 2 + .seconds(1)) } ?? patience
            lastPatience = patience * 5 / 2
        }
    }
    /// After how much silence a connection with open questions is pinged.
    ///
    /// It is kept, since the deadline is looked at with every packet.
    private(set) var patience = SessionLimits.leastSilence
    /// After how much silence it is given up.
    private var lastPatience = SessionLimits.leastSilence * 5 / 2
    private var lastReceived: MonotonicTime
    private var lastPing: MonotonicTime?
    private var outstanding: (id: Int64, sent: MonotonicTime)?
    /// Since when something is unanswered.
    private var waitingSince: MonotonicTime?
    /// Whether this silence was met with a ping already.
    private var askedInSilence = false
    /// Whether the first ping, which also tells the server's time, is yet to be sent.
    private var isFresh = true

    init(connectedAt now: MonotonicTime) {
        lastReceived = now
    }

    /// Says whether anything awaits an answer.
    mutating func update(isWaiting: Bool, at now: MonotonicTime) {
        if isWaiting || outstanding != nil {
            if waitingSince == nil { waitingSince = now }
        } else {
            waitingSince = nil
        }
    }

    /// The start of the silence that counts, if an answer is awaited.
    private var silenceStart: MonotonicTime? {
        waitingSince.map { max($0, lastReceived) }
    }

    var deadline: MonotonicTime {
        if isFresh { return lastReceived }
        let idle = (lastPing ?? lastReceived) + SessionLimits.pingInterval
        guard let silenceStart else { return idle }
        let end = silenceStart + (askedInSilence ? lastPatience : patience)
        return min(end, idle)
    }

    func verdict(at now: MonotonicTime) -> Verdict {
        if let silenceStart {
            if now >= silenceStart + lastPatience { return .dead }
            if now >= silenceStart + patience, !askedInSilence { return .ping }
        }
        if isFresh || now >= (lastPing ?? lastReceived) + SessionLimits.pingInterval { return .ping }
        return .alive
    }

    mutating func pinged(id: Int64, at now: MonotonicTime) {
        if let silenceStart, now >= silenceStart + patience { askedInSilence = true }
        isFresh = false
        lastPing = now
        outstanding = (id, now)
        if waitingSince == nil { waitingSince = now }
    }

    /// The server did not process the ping, so that another is due.
    mutating func pingWasRefused() {
        outstanding = nil
        isFresh = true
    }

    mutating func received(at now: MonotonicTime) {
        lastReceived = max(lastReceived, now)
        askedInSilence = false
    }

    mutating func pong(id: Int64, at now: MonotonicTime) {
        guard let ping = outstanding, ping.id == id else { return }
        outstanding = nil
        let sample = now - ping.sent
        roundTrip = roundTrip.map { ($0 * 7 + sample) / 8 } ?? sample
    }
}
