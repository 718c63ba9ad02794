// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramBase

/// One direction of a pair of streams in memory: a bounded queue of bytes.
final class MemoryPipe: Sendable {
    /// Where somebody hears of the pipe.
    struct Watcher: Sendable {
        let id: UInt64
        let thread: IOThread
    }

    private struct State {
        /// The bytes in it begin at `start`.
        var bytes: [UInt8] = []
        var start = 0
        var isEnded = false
        var isClosed = false
        var reader: Watcher?
        var writer: Watcher?

        var count: Int { bytes.count - start }
    }

    /// How many bytes it holds at most.
    let capacity: Int
    private let state = Lock(State())

    init(capacity: Int) {
        precondition(capacity > 0, "a pipe holds at least one byte")
        self.capacity = capacity
    }

    /// How many bytes are in it.
    var count: Int { state.withLock { $0.count } }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
        state.withLock { state in
            if state.isClosed { return .end }
            let count = min(state.count, buffer.count)
            guard count > 0 else { return state.isEnded ? .end : .blocked }
            state.bytes.withUnsafeBytes { bytes in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[state.start..<state.start + count]))
            }
            state.start += count
            if state.count == 0 {
                state.bytes.removeAll(keepingCapacity: state.bytes.count <= 64 << 10)
                state.start = 0
            } else if state.start > capacity {
                state.bytes.removeFirst(state.start)
                state.start = 0
            }
            // The events are level-triggered, as those of a socket.
            if state.count > 0 || state.isEnded { state.reader?.tell(.read) }
            state.writer?.tell(.write)
            return .bytes(count)
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) -> WriteOutcome {
        state.withLock { state in
            guard !state.isEnded, !state.isClosed else {
                return .failed(ConnectionError(.broken, operation: "write"))
            }
            let count = min(capacity - state.count, bytes.count)
            guard count > 0 else { return .blocked }
            state.bytes.append(contentsOf: bytes.prefix(count))
            state.reader?.tell(.read)
            return .bytes(count)
        }
    }

    /// Says who is to hear that there is something to read, `nil` for nobody.
    func setReader(_ reader: Watcher?) {
        state.withLock { state in
            state.reader = reader
            if state.count > 0 || state.isEnded || state.isClosed { reader?.tell(.read) }
        }
    }

    /// Says who is to hear that there is room, `nil` for nobody.
    func setWriter(_ writer: Watcher?) {
        state.withLock { state in
            state.writer = writer
            if state.count < capacity || state.isClosed { writer?.tell(.write) }
        }
    }

    /// Lets the reader find the end after what is in the pipe.
    func end() {
        state.withLock { state in
            state.isEnded = true
            state.reader?.tell(.read)
        }
    }

    /// Throws away what is in the pipe and takes nothing more.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.bytes = []
            state.start = 0
            state.reader?.tell(.read)
            state.writer?.tell(.write)
        }
    }
}

extension MemoryPipe.Watcher {
    fileprivate func tell(_ events: IOEvents) {
        thread.post(id, events)
    }
}
