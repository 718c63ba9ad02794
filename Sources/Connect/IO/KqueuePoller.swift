// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(Darwin)
import Darwin

/// Waits with kqueue and is woken by a user event.
///
/// Reading and writing are separate filters, so an interest changes by adding and deleting them.
final class KqueuePoller: Poller {
    private static let wakeIdentifier: UInt = 0

    private let queue: Int32
    /// Only the thread that waits touches it.
    nonisolated(unsafe) private var received = [kevent64_s](repeating: kevent64_s(), count: 128)

    /// Creates a poller.
    ///
    /// - Throws: ``ConnectionError`` if there are no descriptors left.
    init() throws(ConnectionError) {
        queue = kqueue()
        guard queue >= 0 else { throw SystemCalls.failure("kqueue", errno) }
        _ = fcntl(queue, F_SETFD, FD_CLOEXEC)
        var change = Self.event(UInt64(Self.wakeIdentifier), EVFILT_USER, EV_ADD | EV_CLEAR, id: 0)
        guard kevent64(queue, &change, 1, nil, 0, 0, nil) == 0 else {
            let code = errno
            close()
            throw SystemCalls.failure("kevent64", code)
        }
    }

    private static func event(_ identifier: UInt64, _ filter: Int32, _ flags: Int32, id: UInt64) -> kevent64_s {
        var event = kevent64_s()
        event.ident = identifier
        event.filter = Int16(filter)
        event.flags = UInt16(flags)
        event.udata = id
        return event
    }

    func control(_ id: UInt64, descriptor: Int32, from former: IOEvents, to interest: IOEvents) -> Int32? {
        for (event, filter) in [(IOEvents.read, EVFILT_READ), (.write, EVFILT_WRITE)] {
            guard former.contains(event) != interest.contains(event) else { continue }
            let flags = interest.contains(event) ? EV_ADD : EV_DELETE
            var change = Self.event(UInt64(descriptor), filter, flags, id: id)
            // After an interruption the change has been made.
            guard kevent64(queue, &change, 1, nil, 0, 0, nil) == 0 || errno == EINTR else { return errno }
        }
        return nil
    }

    func wait(_ timeout: PollerTimeout, into events: inout [PollerEvent]) {
        let milliseconds = timeout.milliseconds
        var limit = timespec(tv_sec: Int(milliseconds) / 1000, tv_nsec: Int(milliseconds) % 1000 * 1_000_000)
        let size = Int32(received.count)
        let count =
            milliseconds < 0
            ? kevent64(queue, nil, 0, &received, size, 0, nil)
            : kevent64(queue, nil, 0, &received, size, 0, &limit)
        guard count > 0 else { return }
        for event in received.prefix(Int(count)) where Int32(event.filter) != EVFILT_USER {
            let ready: IOEvents = Int32(event.filter) == EVFILT_READ ? .read : .write
            events.append(PollerEvent(id: event.udata, events: ready, isBroken: false))
        }
    }

    func wake() {
        var change = Self.event(UInt64(Self.wakeIdentifier), EVFILT_USER, 0, id: 0)
        change.fflags = UInt32(NOTE_TRIGGER)
        kevent64(queue, &change, 1, nil, 0, 0, nil)
    }

    func close() {
        SystemCalls.close(queue)
    }
}
#endif
