// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if os(Linux)
internal import CFerogramEvent
#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Waits with epoll and is woken by an eventfd.
final class EpollPoller: Poller {
    private static let wakeID = UInt64.max

    private let queue: Int32
    private let wakeDescriptor: Int32
    /// Only the thread that waits touches it.
    nonisolated(unsafe) private var received = [epoll_event](repeating: epoll_event(), count: 128)

    /// Creates a poller.
    ///
    /// - Throws: ``ConnectionError`` if there are no descriptors left.
    init() throws(ConnectionError) {
        queue = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard queue >= 0 else { throw SystemCalls.failure("epoll_create1", errno) }
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeDescriptor >= 0 else {
            let code = errno
            SystemCalls.close(queue)
            throw SystemCalls.failure("eventfd", code)
        }
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: Self.wakeID))
        guard epoll_ctl(queue, EPOLL_CTL_ADD, wakeDescriptor, &event) == 0 else {
            let code = errno
            close()
            throw SystemCalls.failure("epoll_ctl", code)
        }
    }

    func control(_ id: UInt64, descriptor: Int32, from former: IOEvents, to interest: IOEvents) -> Int32? {
        guard former != interest else { return nil }
        var mask: UInt32 = 0
        if interest.contains(.read) { mask |= EPOLLIN.rawValue }
        if interest.contains(.write) { mask |= EPOLLOUT.rawValue }
        var event = epoll_event(events: mask, data: epoll_data_t(u64: id))
        let operation = former.isEmpty ? EPOLL_CTL_ADD : interest.isEmpty ? EPOLL_CTL_DEL : EPOLL_CTL_MOD
        return epoll_ctl(queue, operation, descriptor, &event) == 0 ? nil : errno
    }

    func wait(_ timeout: PollerTimeout, into events: inout [PollerEvent]) {
        let count = epoll_wait(queue, &received, Int32(received.count), timeout.milliseconds)
        guard count > 0 else { return }
        for event in received.prefix(Int(count)) {
            guard event.data.u64 != Self.wakeID else {
                var value: eventfd_t = 0
                eventfd_read(wakeDescriptor, &value)
                continue
            }
            var ready: IOEvents = []
            if event.events & EPOLLIN.rawValue != 0 { ready.insert(.read) }
            if event.events & EPOLLOUT.rawValue != 0 { ready.insert(.write) }
            let isBroken = event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
            events.append(PollerEvent(id: event.data.u64, events: ready, isBroken: isBroken))
        }
    }

    func wake() {
        eventfd_write(wakeDescriptor, 1)
    }

    func close() {
        SystemCalls.close(wakeDescriptor)
        SystemCalls.close(queue)
    }
}
#endif
