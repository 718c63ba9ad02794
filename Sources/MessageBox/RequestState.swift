// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Whether the server has to be asked about something.
enum RequestState: Equatable, Sendable {
    case idle
    case wanted
    /// The server was asked; `again` says that something happened since which its answer may lack.
    case inFlight(again: Bool)
    case paused(until: MonotonicTime)
    /// Only an update can end it.
    case stuck

    /// Asks, or asks once more.
    mutating func want() {
        switch self {
        case .idle, .stuck: self = .wanted
        case .inFlight: self = .inFlight(again: true)
        case .wanted, .paused: break
        }
    }

    /// Whether no answer is under way that may bring what comes by itself as well.
    var letsUpdatesPass: Bool {
        switch self {
        case .idle, .paused: true
        case .wanted, .inFlight, .stuck: false
        }
    }

    /// Asks if the pause is over.
    mutating func advance(to now: MonotonicTime) {
        if case .paused(let end) = self, end <= now { self = .wanted }
    }
}

/// What is known of a channel.
struct ChannelBox: Sendable {
    var counter: UpdateCounter
    var request = RequestState.idle
    var gapDeadline: MonotonicTime?
    var failures = 0
    /// After how many differences in a row something was missing still.
    var futile = 0
    /// The gap that differences do not fill.
    var standstill = Standstill<Int32>()
    /// Events that may still come by themselves though the counter is behind them.
    ///
    /// The server told where the channel is before any of its updates came. It is over when later ones are delivered.
    var unseen: Range<Int32>?

    init(counter: UpdateCounter) {
        self.counter = counter
    }

    /// Whether an update lies behind the counter only because the counter began behind it.
    mutating func isLate(_ mark: UpdatePosition) -> Bool {
        guard let unseen, mark.count > 0, mark.start >= Int(unseen.lowerBound), mark.pts <= unseen.upperBound else {
            return false
        }
        self.unseen = mark.pts < unseen.upperBound ? mark.pts..<unseen.upperBound : nil
        return true
    }

    /// Whether it has waited long enough for something.
    func isDue(at now: MonotonicTime) -> Bool {
        if case .paused(let end) = request, end <= now { return true }
        return gapDeadline.map { $0 <= now } ?? false
    }

    /// Whether there is nothing to be done about it.
    var isQuiet: Bool { request == .idle && gapDeadline == nil && counter.held.isEmpty }
}

/// What is known beside the channels.
struct AccountBox: Sendable {
    var common = UpdateCounter(pts: 0)
    var secondary = UpdateCounter(pts: 0)
    var seq: Int32 = 0
    var date: Int32 = 0
    /// What is stored in the place of the date while the server is being asked about channels.
    ///
    /// It has told of them because of the earlier date, and would not do so again after a crash.
    var heldDate: Int32?
    /// Whether the numbers are the server's.
    var isKnown = false
    /// Whether there were numbers once, so that what lies between them and the next ones is lost.
    var wasKnown = false
    var containers: [PostponedContainer] = []
    var request = RequestState.idle
    var gapDeadline: MonotonicTime?
    var silenceDeadline: MonotonicTime?
    var failures = 0
    /// After how many differences in a row something was missing still.
    var futile = 0
    /// The gap that differences do not fill.
    var standstill = Standstill<[Int32?]>()

    /// Where it stands in those sequences in which something is missing.
    var gapPlace: [Int32?] {
        [
            common.held.isEmpty ? nil : common.pts, secondary.held.isEmpty ? nil : secondary.pts,
            containers.isEmpty ? nil : seq,
        ]
    }

    /// Whether what is next by its own number can be delivered, and need not wait for an answer that may bring it too.
    var letsUpdatesPass: Bool { isKnown && request.letsUpdatesPass }

    var state: MessageBoxState.Account {
        MessageBoxState.Account(pts: common.pts, qts: secondary.pts, date: heldDate ?? date, seq: seq)
    }

    var hasGap: Bool { !common.held.isEmpty || !secondary.held.isEmpty || !containers.isEmpty }
}
