// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// How many bytes of one transfer may be on their way at a time.
///
/// It follows the bandwidth and the delay that are measured: as much as the path carries in one round trip, twice, so that
/// it is never empty. It grows fast until the bandwidth grows no more, and is halved when the server asks for less.
///
/// Twice what the path carries makes a queue, and a part that waits in the queue says nothing about the delay of the path.
/// So the queue is emptied now and then, and the delay is measured anew with what is sent after that.
struct TransferWindow: Sendable {
    static let floor = 512 << 10
    static let ceilingPerConnection = 8 << 20

    /// What a part was sent under, by which the bandwidth is measured when its answer comes.
    struct Mark: Sendable {
        let sent: MonotonicTime
        let deliveredBefore: Int64
    }

    private let ceiling: Int
    /// What the server's floods leave of the ceiling.
    private var limit: Int
    private(set) var size: Int
    private(set) var inFlight = 0
    private var delivered: Int64 = 0
    private var isStarting = true
    /// The best bandwidth of lately, in bytes a nanosecond, and when it was seen.
    private var bandwidth = 0.0
    private var bandwidthTime = MonotonicTime(nanoseconds: 0)
    /// The shortest delay of lately, in nanoseconds, and when it was seen.
    private var delay = 0.0
    private var delayTime = MonotonicTime(nanoseconds: 0)
    /// Since when no more is sent than the path carries without a queue, to measure the delay; `nil` at other times.
    private var measuringTime: MonotonicTime?
    /// The bandwidth that the last growth had to beat, and what must be delivered before it is judged.
    private var roundBandwidth = 0.0
    private var roundEnd: Int64 = 0

    /// Creates a window.
    ///
    /// - Parameter connections: How many connections there are at most.
    init(connections: Int) {
        ceiling = max(1, connections) * Self.ceilingPerConnection
        limit = ceiling
        size = 2 * Self.floor
    }

    /// Whether a part may be sent now; one always may.
    func admits(_ count: Int) -> Bool { inFlight == 0 || inFlight + count <= size }

    mutating func sent(_ count: Int, now: MonotonicTime) -> Mark {
        inFlight += count
        return Mark(sent: now, deliveredBefore: delivered)
    }

    /// A part is back without having got through.
    mutating func lost(_ count: Int) { inFlight = max(0, inFlight - count) }

    mutating func delivered(_ count: Int, _ mark: Mark, now: MonotonicTime) {
        inFlight = max(0, inFlight - count)
        delivered += Int64(count)
        let elapsed = Double(max(1, (now - mark.sent).nanoseconds))
        let rate = Double(delivered - mark.deliveredBefore) / elapsed
        measure(elapsed, mark, now: now)
        if rate >= bandwidth || measuringTime == nil && now - bandwidthTime > .seconds(5) {
            (bandwidth, bandwidthTime) = (rate, now)
        }
        if limit < ceiling { limit = min(ceiling, limit + count / 64) }
        if isStarting {
            guard delivered >= roundEnd else { return }
            if bandwidth > roundBandwidth * 1.25 {
                roundBandwidth = bandwidth
                size = min(limit, size * 2)
            } else {
                isStarting = false
            }
            roundEnd = delivered + Int64(size)
        }
        if !isStarting {
            let carried = bandwidth * delay
            let wanted = measuringTime == nil ? 2 * carried + Double(Self.floor) : carried / 2
            size = min(limit, max(Self.floor, wanted.isFinite ? Int(min(wanted, Double(ceiling))) : ceiling))
        }
    }

    /// Learns the delay from a part: the shortest of the last seconds.
    private mutating func measure(_ elapsed: Double, _ mark: Mark, now: MonotonicTime) {
        if delay == 0 || elapsed <= delay {
            (delay, delayTime, measuringTime) = (elapsed, now, nil)
        } else if elapsed <= delay * 1.05 {
            (delayTime, measuringTime) = (now, nil)
        } else if let begin = measuringTime {
            // What was sent before is from the queue.
            if mark.sent >= begin { (delay, delayTime, measuringTime) = (elapsed, now, nil) }
        } else if !isStarting, now - delayTime > .seconds(10) {
            measuringTime = now
        }
    }

    /// The server asked for less.
    mutating func flooded() {
        size = max(Self.floor, size / 2)
        limit = size
        isStarting = false
    }
}

extension Duration {
    /// The duration in whole nanoseconds, or the end of what 64 bits hold.
    var nanoseconds: Int64 {
        let parts = components
        guard abs(parts.seconds) < 9_000_000_000 else { return parts.seconds < 0 ? .min : .max }
        return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
    }
}
