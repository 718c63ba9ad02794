// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramMTProto

/// Whether a connection shall go on reading.
package enum ReadingDemand: Sendable {
    /// Read on.
    case more
    /// Read on, and say so with ``ConnectionHandler/connectionRanDry(_:)`` when nothing is there at the moment.
    case moreAtOnce
    /// Read nothing before ``Connection/resumeReading()``. If that was called while the frames were being handled,
    /// reading goes on.
    case pause
}

/// Whether a handler had to leave something for later.
package enum FillOutcome: Sendable {
    /// All that there is to send was appended, if there was anything.
    case all
    /// There is more than fits; `fill` is called again when this has been written.
    case more
}

/// Who speaks over a connection.
///
/// A connection keeps its handler from `start` to the end of `closed`. None of the calls may block. Locks that
/// a handler takes in them must not be held while it calls the connection's ``Connection/signalOutput(soon:)``.
package protocol ConnectionHandler: AnyObject, Sendable {
    /// The stream is open and any handshake of the transport is over. It comes once, on the I/O thread, before all others
    /// but `closed`.
    func connectionOpened(_ connection: Connection)

    /// Appends what there is to send. It is called by whoever flushes, at any time but never twice at once, so what is
    /// drawn here goes out in the order of drawing.
    ///
    /// - Parameters:
    ///   - connection: The connection.
    ///   - frames: Where to append.
    ///   - limit: About how many bytes to append; a frame may go beyond it.
    /// - Returns: Whether something had to wait.
    func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome

    /// Takes the complete frames of one read, in order, never twice at once.
    ///
    /// It is called on the I/O thread, or in a task if a frame is longer than ``Connection/longFrame``: what takes long
    /// to decrypt must not keep other connections waiting. Reading waits for the call to come back.
    ///
    /// - Parameters:
    ///   - connection: The connection.
    ///   - frames: One or more frames; what is taken out of them can be changed without a copy.
    /// - Returns: Whether to read on.
    func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand

    /// Nothing more was there to be read, or others have their turn, after the handler asked for more at once. Like
    /// `received` it comes on the I/O thread or in a task, and never at once with that.
    func connectionRanDry(_ connection: Connection)

    /// The instant given to ``Connection/setDeadline(_:)`` has come. On the I/O thread; it may overlap with `fill` and with
    /// `received` in a task.
    func connectionDeadlineReached(_ connection: Connection)

    /// The connection has ended. It comes once, on the I/O thread, as the last call.
    func connection(_ connection: Connection, closed error: ConnectionError)
}

extension ConnectionHandler {
    package func connectionRanDry(_ connection: Connection) {}
}
