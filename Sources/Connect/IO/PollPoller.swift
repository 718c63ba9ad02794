// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramBase

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Waits with poll(2) and is woken through a pipe: it works everywhere and is slow with hundreds of descriptors.
final class PollPoller: Poller {
    private struct Registrations {
        var byID: [UInt64: (descriptor: Int32, interest: IOEvents)] = [:]
        var hasChanged = true
    }

    private let wakeReader: Int32
    private let wakeWriter: Int32
    private let registrations = Lock(Registrations())
    /// What is given to poll(2), the pipe first, and the ids of the rest; only the thread that waits touches them.
    nonisolated(unsafe) private var set: [pollfd] = []
    nonisolated(unsafe) private var ids: [UInt64] = []

    /// Creates a poller.
    ///
    /// - Throws: ``ConnectionError`` if there are no descriptors left.
    init() throws(ConnectionError) {
        (wakeReader, wakeWriter) = try SystemCalls.pipe()
    }

    func control(_ id: UInt64, descriptor: Int32, from former: IOEvents, to interest: IOEvents) -> Int32? {
        registrations.withLock { registrations in
            registrations.byID[id] = interest.isEmpty ? nil : (descriptor, interest)
            registrations.hasChanged = true
        }
        // The set that the thread sleeps on is a copy.
        wake()
        return nil
    }

    func wait(_ timeout: PollerTimeout, into events: inout [PollerEvent]) {
        rebuild()
        let count = poll(&set, nfds_t(set.count), timeout.milliseconds)
        guard count > 0 else { return }
        if set[0].revents != 0 { SystemCalls.drain(wakeReader) }
        for (entry, id) in zip(set.dropFirst(), ids) where entry.revents != 0 {
            let seen = Int32(entry.revents)
            var ready: IOEvents = []
            if seen & Int32(POLLIN) != 0 { ready.insert(.read) }
            if seen & Int32(POLLOUT) != 0 { ready.insert(.write) }
            let isBroken = seen & Int32(POLLERR | POLLHUP | POLLNVAL) != 0
            events.append(PollerEvent(id: id, events: ready, isBroken: isBroken))
        }
    }

    private func rebuild() {
        registrations.withLock { registrations in
            guard registrations.hasChanged else { return }
            registrations.hasChanged = false
            set.removeAll(keepingCapacity: true)
            ids.removeAll(keepingCapacity: true)
            set.append(pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0))
            for (id, registration) in registrations.byID {
                var mask: Int32 = 0
                if registration.interest.contains(.read) { mask |= Int32(POLLIN) }
                if registration.interest.contains(.write) { mask |= Int32(POLLOUT) }
                set.append(pollfd(fd: registration.descriptor, events: Int16(mask), revents: 0))
                ids.append(id)
            }
        }
    }

    func wake() {
        SystemCalls.writeByte(wakeWriter)
    }

    func close() {
        SystemCalls.close(wakeReader)
        SystemCalls.close(wakeWriter)
    }
}
