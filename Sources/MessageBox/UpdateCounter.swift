// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// The events of one sequence: how far they are known, and what came too early.
struct UpdateCounter: Sendable {
    /// What is to be done with an update.
    enum Decision: Equatable {
        case apply
        case ignore
        case hold
        /// Its number lies so far back that the server must have begun to count anew.
        case restart
    }

    /// The number of the last event that was applied.
    private(set) var pts: Int32
    /// What came too early, in the order of the first event.
    private(set) var held: [PostponedUpdate] = []

    init(pts: Int32) {
        self.pts = pts
    }

    /// Looks at an update and counts it if it is the next one.
    ///
    /// - Parameters:
    ///   - mark: Its place.
    ///   - jumpBack: By how much it may lie behind.
    /// - Returns: What is to be done with it.
    mutating func offer(_ mark: UpdatePosition, jumpBack: Int) -> Decision {
        // It says what already holds, so it can neither be counted nor lost; it only must not come before its event.
        if mark.count == 0, mark.pts <= pts { return .apply }
        if mark.start == Int(pts), mark.count > 0 {
            pts = mark.pts
            return .apply
        }
        if mark.pts > pts { return .hold }
        return Int(pts) - Int(mark.pts) > jumpBack ? .restart : .ignore
    }

    /// Keeps an update until those before it come.
    mutating func hold(_ update: PostponedUpdate) {
        let start = update.mark.start
        // The newest one nearly always goes to the end.
        var index = held.endIndex
        while index > held.startIndex, held[index - 1].mark.start > start { index -= 1 }
        held.insert(update, at: index)
    }

    /// Takes out what is next now, and drops what has been seen.
    ///
    /// - Returns: What is to be applied, in order.
    mutating func drain() -> [PostponedUpdate] {
        guard !held.isEmpty else { return [] }
        var ready: [PostponedUpdate] = []
        var kept: [PostponedUpdate] = []
        var index = held.startIndex
        while index < held.endIndex, held[index].mark.start <= Int(pts) {
            let update = held[index]
            switch offer(update.mark, jumpBack: .max) {
            case .apply: ready.append(update)
            case .hold: kept.append(update)
            case .ignore, .restart: break
            }
            index += 1
        }
        held.replaceSubrange(..<index, with: kept)
        return ready
    }

    /// What is held of the events up to a number that the server jumps to, each once.
    ///
    /// - Parameter end: The number.
    /// - Returns: The updates in order.
    func heldEvents(upTo end: Int32) -> [PostponedUpdate] {
        var position = Int(pts)
        return held.filter { held in
            guard held.mark.count > 0, held.mark.pts <= end, held.mark.start >= position else { return false }
            position = Int(held.mark.pts)
            return true
        }
    }

    /// What is held of events so far back that the server must have begun to count anew, each once.
    ///
    /// - Parameter jumpBack: By how much an update may lie behind.
    /// - Returns: The updates in order.
    func heldEventsCountedAnew(jumpBack: Int) -> [PostponedUpdate] {
        var position = Int.min
        return held.filter { held in
            guard held.mark.count > 0, Int(pts) - Int(held.mark.pts) > jumpBack, held.mark.start >= position else {
                return false
            }
            position = Int(held.mark.pts)
            return true
        }
    }

    /// Goes on behind gaps that the server cannot fill.
    ///
    /// - Parameter lastObject: The last object that had come when the server was asked: what came later may wait for something.
    /// - Returns: What is to be applied, in order, and the number before which something may be lost; `nil` if there is no
    ///   such gap.
    mutating func skipGaps(upTo lastObject: UInt64) -> (updates: [PostponedUpdate], gap: Int32)? {
        let old = held.filter { $0.peers.object <= lastObject }
        guard let end = old.map(\.mark.pts).max(), end > pts else { return nil }
        var position = Int(pts)
        var gap = Int(pts)
        for update in old where update.mark.count > 0 {
            if update.mark.start > position { gap = update.mark.start }
            position = max(position, Int(update.mark.pts))
        }
        // An update without events of its own speaks of one that is missing.
        if position < Int(end) { gap = Int(end) }
        let events = heldEvents(upTo: end)
        move(to: end)
        return (events + drain(), Int32(clamping: gap))
    }

    /// Goes on from another number, which the server gave.
    mutating func move(to pts: Int32) {
        self.pts = pts
    }

    /// Drops what is held.
    ///
    /// - Returns: How many updates it was.
    mutating func clear() -> Int {
        defer { held = [] }
        return held.count
    }
}
