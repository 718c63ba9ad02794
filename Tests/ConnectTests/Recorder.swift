// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto
import XCTest

/// What a handler was told, in order, and what it sends.
final class Recorder: ConnectionHandler {
    enum Event: Equatable, Sendable {
        case opened
        case frames([TransportFrame])
        case ranDry
        case deadline
        case closed(ConnectionError.Code)
    }

    private struct State: Sendable {
        var events: [Event] = []
        var queue: [[UInt8]] = []
        var waiters: [(condition: @Sendable ([Event]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
        var error: ConnectionError?
        var isFilling = false
        var fillsAtOnce = 0
    }

    private let state = Lock(State())
    private let onFrames: @Sendable (Recorder, Connection, [TransportFrame]) -> ReadingDemand

    init(onFrames: @escaping @Sendable (Recorder, Connection, [TransportFrame]) -> ReadingDemand = { _, _, _ in .more })
    {
        self.onFrames = onFrames
    }

    /// A handler that sends back every payload, and of a transport's padding what makes whole words.
    static func echo() -> Recorder {
        Recorder { recorder, connection, frames in
            recorder.queue(frames.compactMap(\.payload).map { Array($0.prefix($0.count & ~3)) })
            connection.signalOutput()
            return .more
        }
    }

    var events: [Event] { state.withLock { $0.events } }
    var error: ConnectionError? { state.withLock { $0.error } }
    /// How many fills there were while another one was running.
    var overlappingFills: Int { state.withLock { $0.fillsAtOnce } }
    var queuedCount: Int { state.withLock { $0.queue.count } }

    var payloads: [[UInt8]] {
        events.flatMap { event -> [[UInt8]] in
            guard case .frames(let frames) = event else { return [] }
            return frames.compactMap(\.payload)
        }
    }

    func queue(_ payloads: [[UInt8]]) {
        state.withLock { $0.queue += payloads }
    }

    func send(_ payloads: [UInt8]..., on connection: Connection, soon: Bool = false) {
        queue(payloads)
        connection.signalOutput(soon: soon)
    }

    /// Waits until what was told fulfils a condition.
    func wait(_ condition: @escaping @Sendable ([Event]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isFulfilled = state.withLock { state in
                if condition(state.events) { return true }
                state.waiters.append((condition, continuation))
                return false
            }
            if isFulfilled { continuation.resume() }
        }
        state.synchronize()
    }

    func waitForPayloads(_ count: Int) async {
        await wait { events in
            var sum = 0
            for case .frames(let frames) in events { sum += frames.count }
            return sum >= count
        }
    }

    func waitForEnd() async {
        await wait { events in
            if case .closed = events.last { return true }
            return false
        }
    }

    private func note(_ event: Event) {
        let fulfilled = state.withLock { state in
            state.events.append(event)
            let events = state.events
            let fulfilled = state.waiters.filter { $0.condition(events) }.map(\.continuation)
            state.waiters.removeAll { $0.condition(events) }
            return fulfilled
        }
        for continuation in fulfilled { continuation.resume() }
    }

    // MARK: ConnectionHandler

    func connectionOpened(_ connection: Connection) {
        note(.opened)
    }

    func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome {
        var batch: [[UInt8]] = []
        var hasMore = false
        state.withLock { state in
            if state.isFilling { state.fillsAtOnce += 1 }
            state.isFilling = true
            var bytes = 0
            while bytes < limit, !state.queue.isEmpty {
                let payload = state.queue.removeFirst()
                bytes += payload.count
                batch.append(payload)
            }
            hasMore = !state.queue.isEmpty
        }
        for payload in batch { frames.append(payload) }
        state.withLock { $0.isFilling = false }
        return hasMore ? .more : .all
    }

    func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand {
        note(.frames(frames))
        return onFrames(self, connection, frames)
    }

    func connectionRanDry(_ connection: Connection) {
        note(.ranDry)
    }

    func connectionDeadlineReached(_ connection: Connection) {
        note(.deadline)
    }

    func connection(_ connection: Connection, closed error: ConnectionError) {
        state.withLock { $0.error = error }
        note(.closed(error.code))
    }
}

extension TransportFrame {
    var payload: [UInt8]? {
        guard case .payload(let bytes, _) = self else { return nil }
        return bytes
    }
}
