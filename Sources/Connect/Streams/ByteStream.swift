// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

/// Bytes both ways that never block, owned by one ``Connection`` or by whoever opens one.
///
/// The owner hears from the I/O thread when something can be done. `read` is called by one thread at a time, and so is
/// `write`; none of the functions is called after `retire`.
package protocol ByteStream: AnyObject, Sendable {
    /// The thread that serves the stream.
    var thread: IOThread { get }

    /// Begins to tell `handler` what can be done; `handler` is kept until `retire`.
    ///
    /// Called again, it hands the stream over: the new handler is told all from ``IOEvents/start`` on, and the former one may
    /// still hear what was under way, but no ``IOEvents/end``.
    ///
    /// - Parameters:
    ///   - interest: What it wants to hear of besides ``IOEvents/start`` and ``IOEvents/end``.
    ///   - handler: Who is told, on the I/O thread.
    /// - Returns: An error if the system refused; nobody is told anything then.
    func start(interest: IOEvents, handler: any IOHandler) -> ConnectionError?

    /// Reads what is there.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome

    /// Writes as much as there is room for.
    ///
    /// - Parameter bytes: At least one byte.
    /// - Returns: How many bytes were taken.
    func write(_ bytes: UnsafeRawBufferPointer) -> WriteOutcome

    /// Changes what the handler wants to hear of.
    ///
    /// - Returns: An error if the system refused.
    func setInterest(_ interest: IOEvents) -> ConnectionError?

    /// Sets or removes the deadline of which the handler hears.
    func setDeadline(_ deadline: MonotonicTime?)

    /// Ends the writing: the peer reads what was written and then the end.
    func shutdownWriting()

    /// Ends both directions at once; reads and writes that another thread is in come back.
    func shutdown()

    /// Gives the stream up; the handler hears ``IOEvents/end``. Nobody may be in another function.
    func retire()
}

/// What came of an attempt to read.
package enum ReadOutcome: Equatable, Sendable {
    /// So many bytes came, at least one.
    case bytes(Int)
    /// There is nothing yet.
    case blocked
    /// The peer has ended its writing.
    case end
    /// The stream is broken.
    case failed(ConnectionError)
}

/// What came of an attempt to write.
package enum WriteOutcome: Equatable, Sendable {
    /// So many bytes were taken, at least one.
    case bytes(Int)
    /// There is no room now.
    case blocked
    /// The stream is broken.
    case failed(ConnectionError)
}
