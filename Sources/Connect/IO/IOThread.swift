// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto
internal import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The thread that waits for all streams: it reads, cuts frames, and keeps deadlines.
///
/// One for the process is enough and is shared. Another one ends when its owner lets go of it and its streams are closed.
package final class IOThread: Sendable {
    /// How the thread waits.
    package enum Backend: Sendable, CaseIterable {
        /// epoll on Linux, kqueue on Darwin.
        case native
        /// poll(2), which is everywhere.
        case poll
    }

    /// The thread that everybody uses; it starts with the first stream and stays.
    ///
    /// If the system cannot start it, that is an error of the stream, and the next stream tries again.
    package static let shared = IOThread(startingLater: .native)

    private let core: Core

    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - backend: How it waits.
    ///   - clock: What tells the time for deadlines.
    /// - Throws: ``ConnectionError`` if the system has no descriptors or threads left.
    package convenience init(
        backend: Backend = .native, clock: @escaping @Sendable () -> MonotonicTime = { .now }
    ) throws(ConnectionError) {
        self.init(startingLater: backend, clock: clock)
        if let error = core.table.withLock({ _ in core.startIfNeeded() }) { throw error }
    }

    /// Creates a thread that starts with its first stream.
    ///
    /// - Parameters:
    ///   - backend: How it waits.
    ///   - clock: What tells the time for deadlines.
    package init(startingLater backend: Backend, clock: @escaping @Sendable () -> MonotonicTime = { .now }) {
        core = Core(backend: backend, clock: clock)
    }

    deinit {
        core.stop()
    }

    /// The time by the thread's clock.
    package var now: MonotonicTime { core.clock() }

    /// Makes a name for a stream.
    func makeID() -> UInt64 {
        core.lastID.add(1, ordering: .relaxed).newValue
    }

    /// Takes on a stream and keeps its handler until `retire`.
    ///
    /// The handler's first call is ``IOEvents/start``.
    ///
    /// - Returns: The error if the system refused, or cannot start the thread; the stream is not taken on then.
    func register(
        _ id: UInt64, descriptor: Int32?, interest: IOEvents, handler: any IOHandler
    ) -> ConnectionError? {
        let (error, wakes) = core.table.withLock { table -> (ConnectionError?, Bool) in
            if let error = core.startIfNeeded() { return (error, false) }
            if let descriptor,
                let code = core.poller?.control(id, descriptor: descriptor, from: [], to: interest)
            {
                return (SystemCalls.failure("register", code), false)
            }
            return (nil, table.insert(id, descriptor: descriptor, interest: interest, handler: handler))
        }
        if wakes { core.wake() }
        return error
    }

    /// Gives a stream that was taken on to another handler.
    ///
    /// The new handler's first call is ``IOEvents/start``; the former one may still be told what is under way.
    ///
    /// - Returns: The error if the system refused or the stream was retired; the former handler keeps the stream then.
    func handOver(_ id: UInt64, interest: IOEvents, to handler: any IOHandler) -> ConnectionError? {
        let (code, wakes) = core.table.withLock { table -> (Int32?, Bool) in
            guard table.entries[id] != nil else { return (EBADF, false) }
            if let code = core.setInterest(id, interest, in: &table) { return (code, false) }
            return (nil, table.handOver(id, to: handler).wakes)
        }
        if wakes { core.wake() }
        return code.map { SystemCalls.failure("register", $0) }
    }

    /// Changes what a stream waits for, at once.
    ///
    /// - Returns: The error if the system refused, for example because it watches too many descriptors.
    func setInterest(_ id: UInt64, _ interest: IOEvents) -> ConnectionError? {
        core.table.withLock { core.setInterest(id, interest, in: &$0) }
            .map { SystemCalls.failure("setInterest", $0) }
    }

    /// Tells a stream's handler something that no descriptor says.
    ///
    /// It is told only what it waits for.
    func post(_ id: UInt64, _ events: IOEvents) {
        if core.table.withLock({ $0.post(id, events) }) { core.wake() }
    }

    /// Sets or removes the one deadline of a stream.
    func setDeadline(_ id: UInt64, _ deadline: MonotonicTime?) {
        if core.table.withLock({ $0.setDeadline(id, deadline) }) { core.wake() }
    }

    /// Gives up a stream: its handler hears ``IOEvents/end`` as its last call, then its descriptor is closed.
    ///
    /// That happens between two waits, so that the descriptor's number cannot come back while an event of this
    /// round still means the old stream. No other thread may be using the descriptor.
    func retire(_ id: UInt64) {
        let wakes = core.table.withLock { table in
            guard let (entry, wakes) = table.retire(id) else { return false }
            if let descriptor = entry.descriptor {
                _ = core.poller?.control(id, descriptor: descriptor, from: entry.interest, to: [])
            }
            return wakes
        }
        if wakes { core.wake() }
    }

    /// Gives up a stream without a last call; its descriptor stays open.
    func remove(_ id: UInt64) {
        core.table.withLock { table in
            guard let entry = table.remove(id), let descriptor = entry.descriptor else { return }
            _ = core.poller?.control(id, descriptor: descriptor, from: entry.interest, to: [])
        }
    }

    /// Looks at the deadlines again, after the clock given to the initialiser has been moved.
    package func clockHasChanged() {
        core.wake()
    }

    // MARK: The thread

    /// What the thread needs; it does not keep the thread's owner alive.
    private final class Core: Sendable {
        /// What one read can bring.
        ///
        /// Less costs more calls, more falls out of the cache.
        static let bufferSize = 256 << 10

        private let backend: Backend
        let clock: @Sendable () -> MonotonicTime
        let table = Lock(IOTable())
        let lastID = Atomic<UInt64>(0)
        /// It is set under the table's lock and before the thread starts, and not changed once `isRunning` is set.
        nonisolated(unsafe) private var startedPoller: (any Poller)?
        private let isRunning = Atomic(false)
        private let isStopped = Atomic(false)
        private let isWakePending = Atomic(false)

        init(backend: Backend, clock: @escaping @Sendable () -> MonotonicTime) {
            self.backend = backend
            self.clock = clock
        }

        /// The poller, `nil` before the thread runs.
        var poller: (any Poller)? { isRunning.load(ordering: .acquiring) ? startedPoller : nil }

        /// Starts the thread, unless it runs.
        ///
        /// The caller holds the table's lock.
        ///
        /// - Returns: The error if the system has no descriptors or threads left; another attempt may be made then.
        func startIfNeeded() -> ConnectionError? {
            guard !isRunning.load(ordering: .acquiring) else { return nil }
            do throws(ConnectionError) {
                let poller = try IOThread.makePoller(backend)
                startedPoller = poller
                let code = SystemThread.start {
                    SystemThread.nameThisOne("ferogram.io")
                    self.run()
                }
                guard let code else {
                    isRunning.store(true, ordering: .releasing)
                    return nil
                }
                startedPoller = nil
                poller.close()
                return ConnectionError(.exhausted, operation: "pthread_create", systemCode: code)
            } catch {
                return error
            }
        }

        /// Changes what a stream waits for.
        ///
        /// What the system refuses does not get into the table.
        ///
        /// - Returns: The `errno` if the system refused.
        func setInterest(_ id: UInt64, _ interest: IOEvents, in table: inout IOTable) -> Int32? {
            guard let change = table.setInterest(id, interest),
                let code = poller?.control(id, descriptor: change.descriptor, from: change.former, to: interest)
            else { return nil }
            _ = table.setInterest(id, change.former)
            return code
        }

        func wake() {
            guard let poller else { return }
            if !isWakePending.exchange(true, ordering: .acquiringAndReleasing) { poller.wake() }
        }

        func stop() {
            isStopped.store(true, ordering: .releasing)
            wake()
        }

        func run() {
            guard let poller = startedPoller else { return }
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferSize, alignment: 64)
            defer { buffer.deallocate() }
            var events: [PollerEvent] = []
            var calls: [IOTable.Call] = []
            var due: [any IOHandler] = []
            var retired: [IOTable.Retired] = []
            while !isStopped.load(ordering: .acquiring) {
                let now = clock()
                let timeout = table.withLock { table in
                    table.takePosted(into: &calls)
                    table.takeDue(now: now, into: &due)
                    let timeout = calls.isEmpty && due.isEmpty ? table.sleep(now: now) : .none
                    table.takeRetired(into: &retired)
                    return timeout
                }
                poller.wait(timeout, into: &events)
                // Who sets the flag after this finds the thread awake or wakes it again.
                _ = isWakePending.exchange(false, ordering: .acquiringAndReleasing)
                table.withLock { table in
                    table.wokeUp()
                    table.take(events, into: &calls)
                }
                for call in calls { call.handler.ready(for: call.events, buffer: buffer) }
                for handler in due { handler.deadlineReached(now: now) }
                Self.finish(&retired, buffer)
                events.removeAll(keepingCapacity: true)
                calls.removeAll(keepingCapacity: true)
                due.removeAll(keepingCapacity: true)
            }
            // What was given up just before the thread's owner let go of it.
            table.withLock { $0.takeRetired(into: &retired) }
            Self.finish(&retired, buffer)
            poller.close()
        }

        private static func finish(_ retired: inout [IOTable.Retired], _ buffer: UnsafeMutableRawBufferPointer) {
            for stream in retired {
                stream.handler.ready(for: .end, buffer: buffer)
                if let descriptor = stream.descriptor { SystemCalls.close(descriptor) }
            }
            retired.removeAll(keepingCapacity: true)
        }
    }

    private static func makePoller(_ backend: Backend) throws(ConnectionError) -> any Poller {
        switch backend {
        case .poll:
            return try PollPoller()
        case .native:
            #if os(Linux)
            return try EpollPoller()
            #elseif canImport(Darwin)
            return try KqueuePoller()
            #else
            return try PollPoller()
            #endif
        }
    }
}
