// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramBase
internal import FerogramMTProto

/// Who may do what to a connection now: one writer, one reader, one who gives it back.
///
/// It is pure, without descriptor, clock or thread.
struct ConnectionMachine: Sendable {
    /// What the sending side is doing.
    enum Writer: Sendable {
        /// Nothing is to be sent.
        case idle
        /// Some thread fills and writes; only it may use the stream for that.
        case flushing
        /// The stream took no more; the I/O thread goes on when there is room.
        case blocked
    }

    /// What the receiving side is doing.
    enum Reader: Sendable {
        case idle
        /// The I/O thread reads and delivers.
        case reading
        /// A task delivers long frames.
        case delivering
    }

    private enum Ending: Sendable {
        case none, requested, done
    }

    /// What a flusher does after a batch.
    enum FlushStep: Sendable {
        case fill
        case shutDownWriting
        case stop
    }

    private(set) var writer = Writer.idle
    private(set) var reader = Reader.idle
    /// Whether there is a ``failure``, which is asked all the time: looking into the error itself copies it.
    var hasFailed: Bool { !failures.isEmpty }
    var failure: ConnectionError? { failures.first }
    private(set) var isOpen = false
    private(set) var isStarted = false
    /// It has one element at most: a bare error takes more room than all else, and idle connections have none.
    private var failures: [ConnectionError] = []
    private var isRetired = false
    /// Somebody called for output while the writer was busy or the connection not open.
    private var isSignalled = false
    private var isPaused = false
    /// Reading was resumed while frames were being handled.
    private var isResumed = false
    private var hasPeerEnded = false
    private var ending = Ending.none
    /// The handler's deadline.
    var deadline: MonotonicTime?
    /// Until when the connection must be open, or closed.
    private(set) var limit: MonotonicTime?

    /// What to wait for now.
    var interest: IOEvents {
        guard !hasFailed else { return [] }
        var interest: IOEvents = []
        if reader != .delivering, !isPaused, !hasPeerEnded { interest.insert(.read) }
        if writer == .blocked { interest.insert(.write) }
        return interest
    }

    /// The deadline that comes first.
    var nextDeadline: MonotonicTime? {
        guard !hasFailed else { return nil }
        guard isOpen, let deadline else { return limit }
        return limit.map { min($0, deadline) } ?? deadline
    }

    /// Takes note that the earliest deadline has come.
    ///
    /// - Returns: Whether it is the handler's.
    mutating func deadlineReached(now: MonotonicTime) -> Bool {
        if let limit, limit <= now { _ = fail(ConnectionError(.timedOut)) }
        guard !hasFailed, isOpen, let deadline, deadline <= now else { return false }
        self.deadline = nil
        return true
    }

    // MARK: Start and end

    mutating func start(limit: MonotonicTime?) {
        precondition(!isStarted, "a connection starts once")
        isStarted = true
        self.limit = limit
    }

    /// Notes that the handler may be asked for frames from here on.
    mutating func open() {
        isOpen = true
        limit = nil
    }

    /// Notes why the connection ends.
    ///
    /// - Returns: Whether this is the reason, no earlier one being known.
    mutating func fail(_ error: ConnectionError) -> Bool {
        guard !hasFailed else { return false }
        failures = [error]
        if writer == .blocked { writer = .idle }
        return true
    }

    /// Whether the caller is the one to give the stream back: true once, and never while anybody uses the stream.
    mutating func mayRetire() -> Bool {
        guard isStarted, hasFailed, !isRetired, writer != .flushing, reader == .idle else { return false }
        isRetired = true
        return true
    }

    /// Whether the stream is still there for a call that holds the machine's lock.
    var hasStream: Bool { !isRetired }

    // MARK: Writing

    /// Takes note that there may be something to send.
    ///
    /// - Returns: Whether the caller has become the flusher.
    mutating func signal() -> Bool {
        guard !hasFailed, ending != .done else { return false }
        guard isOpen, writer == .idle else {
            isSignalled = true
            return false
        }
        writer = .flushing
        return true
    }

    /// Makes the I/O thread the flusher of bytes that open the connection, or of what was blocked.
    mutating func resumeWriting(from expected: Writer) -> Bool {
        guard !hasFailed, writer == expected else { return false }
        writer = .flushing
        return true
    }

    /// Decides what the flusher does when all that it had was written.
    ///
    /// - Parameter outcome: What the handler said about it, `nil` if it was not asked.
    /// - Returns: What to do.
    mutating func written(_ outcome: FillOutcome?) -> FlushStep {
        guard !hasFailed, isOpen else {
            writer = .idle
            return .stop
        }
        if outcome != .all || isSignalled {
            isSignalled = false
            return .fill
        }
        if ending == .requested {
            ending = .done
            return .shutDownWriting
        }
        writer = .idle
        return .stop
    }

    /// Takes note that the stream took no more.
    mutating func blocked() {
        writer = hasFailed ? .idle : .blocked
    }

    /// Takes note that the flusher has gone.
    mutating func leaveWriting() {
        writer = .idle
    }

    /// Asks for an end of the writing after what there is to send.
    ///
    /// - Returns: Whether the caller has become the flusher.
    mutating func finishWriting() -> Bool {
        guard ending == .none else { return false }
        ending = .requested
        return signal()
    }

    /// Whether nothing will be written any more.
    var hasFinishedWriting: Bool { ending == .done && writer != .flushing }

    // MARK: Reading

    mutating func beginReading() -> Bool {
        guard !hasFailed, reader == .idle, !isPaused, !hasPeerEnded else { return false }
        reader = .reading
        isResumed = false
        return true
    }

    /// Moves the delivery to a task.
    mutating func deliverElsewhere() {
        reader = .delivering
    }

    mutating func endReading(_ demand: ReadingDemand) {
        reader = .idle
        if demand == .pause, !isResumed { isPaused = true }
    }

    mutating func pause() {
        isPaused = true
        isResumed = false
    }

    mutating func resume() {
        isPaused = false
        isResumed = true
    }

    /// Takes note of the end of what the peer sends.
    ///
    /// - Parameter limit: Until when the peer must have taken what is still to be sent; `nil` to send nothing more.
    /// - Returns: Whether there is nothing to send, so that the connection can be closed.
    mutating func peerEnded(limit: MonotonicTime?) -> Bool {
        hasPeerEnded = true
        guard let limit, isOpen, writer != .idle, ending != .done else { return true }
        self.limit = limit
        ending = .requested
        return false
    }

    /// Whether all was sent after the peer's end.
    var isDrained: Bool { hasPeerEnded && hasFinishedWriting }
}
