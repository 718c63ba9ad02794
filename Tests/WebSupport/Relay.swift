// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
package import FerogramConnect
import FerogramMTProto

/// Carries bytes between two streams until one of them ends, as a proxy does.
package final class Relay: Sendable {
    /// How many bytes wait for either stream at most.
    private static let capacity = 64 << 10

    private struct State: Sendable {
        var isOver = false
        /// What each stream has to take, by its index.
        var pending: [[UInt8]] = [[], []]
    }

    private final class Side: IOHandler {
        let relay: Relay
        let index: Int

        init(_ relay: Relay, _ index: Int) { (self.relay, self.index) = (relay, index) }

        func ready(for events: IOEvents, buffer: UnsafeMutableRawBufferPointer) {
            guard !events.contains(.end) else { return }
            relay.carry(from: index, buffer)
        }

        func deadlineReached(now: MonotonicTime) {}
    }

    private let streams: [any ByteStream]
    private let state = Lock(State())

    /// Begins; the streams keep the relay until it is over.
    ///
    /// - Parameters:
    ///   - one: A stream that nobody serves.
    ///   - other: Another one on the same thread.
    /// - Throws: ``ConnectionError`` if the system refuses to watch them.
    @discardableResult
    package init(_ one: any ByteStream, _ other: any ByteStream) throws(ConnectionError) {
        streams = [one, other]
        for index in [0, 1] {
            if let error = streams[index].start(interest: .read, handler: Side(self, index)) { throw error }
        }
    }

    private func carry(from index: Int, _ buffer: UnsafeMutableRawBufferPointer) {
        state.withLock { state in
            guard !state.isOver else { return }
            if state.pending[1 - index].count < Self.capacity {
                switch streams[index].read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<(16 << 10)])) {
                case .bytes(let count): state.pending[1 - index] += buffer[..<count]
                case .blocked: break
                case .end, .failed: state.isOver = true
                }
            }
            for side in [0, 1] {
                while !state.pending[side].isEmpty,
                    case .bytes(let count) = state.pending[side].withUnsafeBytes({ streams[side].write($0) })
                {
                    state.pending[side].removeFirst(count)
                }
            }
            for side in [0, 1] {
                guard !state.isOver else {
                    streams[side].retire()
                    continue
                }
                var interest: IOEvents = []
                if state.pending[1 - side].count < Self.capacity { interest.insert(.read) }
                if !state.pending[side].isEmpty { interest.insert(.write) }
                _ = streams[side].setInterest(interest)
            }
        }
    }
}
