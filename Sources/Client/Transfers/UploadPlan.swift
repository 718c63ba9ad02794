// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// What an upload does next: parts in order, and those again that failed or that the server misses.
///
/// It has no connections and reads no clock. ``poll(now:)`` says what to do, and the results come back as events.
struct UploadPlan: Sendable {
    struct Part: Hashable, Sendable {
        let index: Int
        let offset: Int64
        let count: Int
    }

    enum Step: Hashable, Sendable {
        case send(Part)
        /// Nothing can be done before an event or a point in time.
        case wait(MonotonicTime?)
        case finished
        /// The server has lost the parts: all of them go out again under a new number.
        case restart
        case failed
    }

    /// The largest part that the server takes.
    static let largestPart = 512 << 10
    /// The largest file that is sent with a checksum, by the older method.
    static let smallFile: Int64 = 10 << 20
    /// How often all parts may go out again.
    private static let mostRestarts = 3

    let partSize: Int
    /// How long the file is; `nil` while nobody knows.
    private(set) var size: Int64?
    private(set) var done: PartSet
    private(set) var window: TransferWindow
    private var next = 0
    private var repeats: [Part] = []
    private var underWay: [Int: TransferWindow.Mark] = [:]
    private var failures = 0
    private var restarts = 0
    private var mustRestart = false
    private var hasFailed = false
    private var resumeTime: MonotonicTime?

    /// Creates a plan.
    ///
    /// - Parameters:
    ///   - size: How long the file is; `nil` if nobody knows yet.
    ///   - connections: How many connections there are at most.
    ///   - partSize: The size of the parts; `nil` for one that suits the file.
    ///   - done: The parts that the server has already.
    init(size: Int64?, connections: Int, partSize: Int? = nil, done: PartSet = PartSet()) {
        self.size = size
        self.partSize = partSize ?? Self.partSize(for: size)
        self.done = done
        window = TransferWindow(connections: connections)
    }

    /// The size of the parts of a file: small enough for several parts at a time, large enough for few calls.
    static func partSize(for size: Int64?) -> Int {
        guard let size, size <= 1 << 20 else { return largestPart }
        return size <= 256 << 10 ? 64 << 10 : 128 << 10
    }

    /// Whether the file goes out by the method for large ones.
    var isBig: Bool { size.map { $0 > Self.smallFile } ?? true }

    /// How many parts there are; `nil` if nobody knows.
    var partCount: Int? { size.map { Int(($0 + Int64(partSize) - 1) / Int64(partSize)) } }

    mutating func poll(now: MonotonicTime) -> Step {
        if hasFailed { return underWay.isEmpty ? .failed : .wait(nil) }
        if mustRestart {
            guard underWay.isEmpty else { return .wait(nil) }
            mustRestart = false
            restarts += 1
            guard restarts <= Self.mostRestarts else { return .failed }
            done = PartSet()
            repeats = []
            next = 0
            return .restart
        }
        while done.contains(next) { next += 1 }
        if repeats.isEmpty, underWay.isEmpty, let partCount, next >= partCount { return .finished }
        if let resumeTime, resumeTime > now { return .wait(resumeTime) }
        resumeTime = nil
        guard let part = repeats.first ?? nextPart(), window.admits(part.count) else { return .wait(nil) }
        if repeats.isEmpty { next += 1 } else { repeats.removeFirst() }
        underWay[part.index] = window.sent(part.count, now: now)
        return .send(part)
    }

    /// Whether no more parts are sent.
    var isOver: Bool {
        guard repeats.isEmpty, underWay.isEmpty, !mustRestart, let partCount else { return hasFailed }
        return hasFailed || next >= partCount
    }

    private func nextPart() -> Part? {
        let offset = Int64(next) * Int64(partSize)
        guard let size else { return Part(index: next, offset: offset, count: partSize) }
        guard offset < size else { return nil }
        return Part(index: next, offset: offset, count: Int(min(Int64(partSize), size - offset)))
    }

    /// The end of the file has been found.
    mutating func learned(size: Int64) {
        self.size = size
    }

    /// A part could not be read, because the file is over.
    mutating func abandoned(_ part: Part) {
        guard underWay.removeValue(forKey: part.index) != nil else { return }
        window.lost(part.count)
    }

    mutating func sent(_ part: Part, now: MonotonicTime) {
        guard let mark = underWay.removeValue(forKey: part.index) else { return }
        window.delivered(part.count, mark, now: now)
        failures = 0
        done.insert(part.index)
    }

    /// Takes note that a part was not taken.
    mutating func failed(_ part: Part, _ cause: PartFailure, now: MonotonicTime) {
        guard underWay.removeValue(forKey: part.index) != nil else { return }
        window.lost(part.count)
        let place = repeats.firstIndex { $0.index > part.index } ?? repeats.endIndex
        repeats.insert(part, at: place)
        switch cause {
        case .flood(let wait):
            window.flooded()
            resumeTime = max(resumeTime ?? now, now + wait)
        case .trouble:
            failures += 1
            if failures > PartRetries.most {
                hasFailed = true
            } else {
                resumeTime = max(resumeTime ?? now, now + PartRetries.wait(after: failures))
            }
        case .restart, .migrate: mustRestart = true
        case .staleReference, .lostToken, .fatal: hasFailed = true
        }
    }
}
