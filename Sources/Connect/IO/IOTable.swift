// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramBase
internal import FerogramMTProto

/// What the I/O thread knows about its streams.
///
/// It is pure: no descriptor is touched here, and time is a parameter.
struct IOTable: Sendable {
    struct Entry: Sendable {
        /// The descriptor, `nil` for a stream in memory.
        let descriptor: Int32?
        var handler: any IOHandler
        var interest: IOEvents
        /// What to tell the handler although no descriptor says so.
        var posted: IOEvents
        var deadline: MonotonicTime?
        /// The time under which the heap has this stream; later ones need not be in it.
        var armed: MonotonicTime?

        /// Takes the call that an event of the system stands for; in place, since a copy costs more than the rest.
        fileprivate mutating func take(_ event: PollerEvent, into calls: inout [Call]) {
            guard !posted.contains(.start) else { return }
            // A broken stream says so to whoever waits for anything.
            let ready = event.isBroken ? interest : event.events.intersection(interest)
            if !ready.isEmpty { calls.append(Call(handler: handler, events: ready)) }
        }
    }

    /// A call that the thread has to make.
    struct Call: Sendable {
        let handler: any IOHandler
        let events: IOEvents
    }

    /// A stream that is gone; its descriptor may be closed now.
    struct Retired: Sendable {
        let descriptor: Int32?
        let handler: any IOHandler
    }

    private(set) var entries: [UInt64: Entry] = [:]
    private var deadlines = DeadlineHeap<UInt64>()
    private var posted: [UInt64] = []
    private var retired: [Retired] = []
    /// The thread is asleep, or about to be, until `wakeTime`.
    private var isAsleep = false
    private var wakeTime: MonotonicTime?

    /// How many deadlines are kept, those included that no longer count.
    var deadlineCount: Int { deadlines.count }

    // MARK: Any thread. The results say whether the thread must be woken.

    mutating func insert(_ id: UInt64, descriptor: Int32?, interest: IOEvents, handler: any IOHandler) -> Bool {
        entries[id] = Entry(descriptor: descriptor, handler: handler, interest: interest, posted: .start)
        posted.append(id)
        return isAsleep
    }

    /// Gives a stream to another handler, which hears ``IOEvents/start`` anew.
    ///
    /// - Returns: Whether there is such a stream, and whether to wake the thread.
    mutating func handOver(_ id: UInt64, to handler: any IOHandler) -> (isKnown: Bool, wakes: Bool) {
        guard let entry = entries[id] else { return (false, false) }
        entries[id]?.handler = handler
        entries[id]?.deadline = nil
        entries[id]?.posted = .start
        if entry.posted.isEmpty { posted.append(id) }
        return (true, isAsleep)
    }

    /// Changes what a stream waits for.
    ///
    /// - Returns: The descriptor and the former interest, if there is something to tell the system.
    mutating func setInterest(_ id: UInt64, _ interest: IOEvents) -> (descriptor: Int32, former: IOEvents)? {
        guard let entry = entries[id], entry.interest != interest else { return nil }
        entries[id]?.interest = interest
        return entry.descriptor.map { ($0, entry.interest) }
    }

    mutating func post(_ id: UInt64, _ events: IOEvents) -> Bool {
        guard let entry = entries[id] else { return false }
        if entry.posted.isEmpty { posted.append(id) }
        entries[id]?.posted = entry.posted.union(events)
        return isAsleep
    }

    mutating func setDeadline(_ id: UInt64, _ deadline: MonotonicTime?) -> Bool {
        guard let entry = entries[id] else { return false }
        entries[id]?.deadline = deadline
        guard let deadline, entry.armed.map({ deadline < $0 }) ?? true else { return false }
        arm(id, deadline)
        return isAsleep && wakeTime.map { deadline < $0 } ?? true
    }

    /// Removes a stream.
    ///
    /// Its handler hears of it on the thread, after which its descriptor is closed.
    ///
    /// - Returns: The entry, `nil` if there is none, and whether to wake the thread.
    mutating func retire(_ id: UInt64) -> (entry: Entry, wakes: Bool)? {
        guard let entry = entries.removeValue(forKey: id) else { return nil }
        retired.append(Retired(descriptor: entry.descriptor, handler: entry.handler))
        return (entry, isAsleep)
    }

    /// Removes a stream without a last call and without closing its descriptor.
    mutating func remove(_ id: UInt64) -> Entry? {
        entries.removeValue(forKey: id)
    }

    private mutating func arm(_ id: UInt64, _ time: MonotonicTime) {
        entries[id]?.armed = time
        deadlines.insert(id, at: time)
        // Entries that no longer count must not pile up.
        guard deadlines.count > 64 + 4 * entries.count else { return }
        deadlines.removeAll()
        for (id, entry) in entries {
            entries[id]?.armed = entry.deadline
            if let deadline = entry.deadline { deadlines.insert(id, at: deadline) }
        }
    }

    // MARK: The thread

    /// Takes what was retired.
    mutating func takeRetired(into list: inout [Retired]) {
        swap(&list, &retired)
    }

    /// Takes the calls that were posted.
    mutating func takePosted(into calls: inout [Call]) {
        for id in posted {
            guard let entry = entries[id] else { continue }
            entries[id]?.posted = []
            let events = entry.posted.intersection(entry.interest.union(.start))
            if !events.isEmpty { calls.append(Call(handler: entry.handler, events: events)) }
        }
        posted.removeAll(keepingCapacity: true)
    }

    /// Takes the calls that events of the system stand for.
    mutating func take(_ events: [PollerEvent], into calls: inout [Call]) {
        for event in events {
            // What the system says before the handler's first call, it says again.
            guard let index = entries.index(forKey: event.id) else { continue }
            entries.values[index].take(event, into: &calls)
        }
    }

    /// Takes the handlers whose deadlines have come.
    mutating func takeDue(now: MonotonicTime, into handlers: inout [any IOHandler]) {
        while let due = deadlines.removeFirst(notAfter: now) {
            guard let entry = entries[due.id], entry.armed == due.time else { continue }
            entries[due.id]?.armed = nil
            guard let deadline = entry.deadline else { continue }
            if deadline <= now {
                entries[due.id]?.deadline = nil
                handlers.append(entry.handler)
            } else {
                arm(due.id, deadline)
            }
        }
    }

    /// Decides how long to sleep.
    ///
    /// - Returns: The time, and none at all if there is something to do.
    mutating func sleep(now: MonotonicTime) -> PollerTimeout {
        guard posted.isEmpty, retired.isEmpty else { return .none }
        isAsleep = true
        wakeTime = deadlines.first?.time
        return wakeTime.map { .nanoseconds($0.nanoseconds &- now.nanoseconds) } ?? .forever
    }

    mutating func wokeUp() {
        isAsleep = false
    }
}
