// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

/// Frames both ways over a stream of bytes.
///
/// Reading and cutting into frames happen on the I/O thread. Whoever has something to send and finds nobody sending
/// writes at once, on its own thread; the others only leave word. A lock is never held over a read or a write.
///
/// A started connection lives, with its handler, until it is closed; nothing refers to the handler afterwards.
package final class Connection: Sendable {
    /// How long a frame may be, in bytes, to be delivered on the I/O thread.
    package static let longFrame = 16 << 10

    /// About how many bytes one write should have.
    static let batchSize = 64 << 10
    /// How many batches a caller writes in a row that others may have queued, before a task takes over.
    static let batchesInRow = 16
    /// How many times to read for a handler that wants more at once, before other connections have their turn.
    static let readingsInRow = 4
    /// How much memory a connection keeps for writing while it has nothing to write.
    ///
    /// What the handshake or a burst needed is let go: most connections of many clients are idle.
    static let keptCapacity = 1 << 10
    /// How long a server's connection waits for the peer to take what is queued, after the peer's end.
    static let lingering = Duration.seconds(5)

    struct State: Sendable {
        var machine = ConnectionMachine()
        /// What the stream was last told.
        var interest: IOEvents = .read
        var deadline: MonotonicTime?
        var peer: TransportPeer?
        var openings = Waiters<ConnectionError?>()
    }

    let stream: any ByteStream
    let state = Lock(State())
    let isServer: Bool
    private let whenEnded: (@Sendable () -> Void)?

    // These need no lock, for the machine says who may touch them, and its lock orders the accesses: the handler is set
    // before the start and removed after the last call; `incoming` and `frames` belong to the reader, `outgoing` to the
    // flusher, which only the I/O thread can be as long as the connection is not open.
    nonisolated(unsafe) var handler: (any ConnectionHandler)?
    nonisolated(unsafe) var incoming: IncomingBytes
    nonisolated(unsafe) var frames: [TransportFrame] = []
    nonisolated(unsafe) var outgoing: OutgoingFrames

    /// Creates a connection that has not begun.
    ///
    /// - Parameters:
    ///   - stream: An open stream, which the connection owns from here on.
    ///   - role: How the connection begins.
    ///   - generator: Where padding and the random part of a server's handshake come from.
    ///   - whenEnded: Called on the I/O thread after the handler's last call.
    package init(
        _ stream: any ByteStream, role: consuming ConnectionRole,
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        whenEnded: (@Sendable () -> Void)? = nil
    ) {
        self.stream = stream
        self.whenEnded = whenEnded
        outgoing = OutgoingFrames(generator: generator)
        let incoming = IncomingBytes(role, generator: generator)
        isServer = incoming.isServer
        self.incoming = incoming
    }

    // MARK: State

    /// How the two sides speak; known when the connection is open.
    package var peer: TransportPeer? { state.withLock { $0.peer } }

    /// Why the connection ended, `nil` as long as it has not.
    package var error: ConnectionError? { state.withLock { $0.machine.failure } }

    /// The time by the clock that deadlines go by.
    package var now: MonotonicTime { stream.thread.now }

    /// Begins.
    ///
    /// It is to be called once; all that follows is told to the handler.
    ///
    /// - Parameters:
    ///   - handler: Who speaks over the connection.
    ///   - timeout: How long the handshake of the transport may take, and for a server's connection the wait for the first
    ///     bytes; `nil` for as long as it takes.
    package func start(handler: any ConnectionHandler, timeout: Duration? = .seconds(10)) {
        self.handler = handler
        let limit = timeout.map { stream.thread.now + $0 }
        let isRefused = state.withLock { state in
            state.machine.start(limit: limit)
            state.interest = state.machine.interest
            // Under the lock, since a close on another thread gives back what it believes to be registered.
            guard let error = stream.start(interest: state.interest, handler: self) else { return false }
            _ = state.machine.fail(error)
            return state.machine.mayRetire()
        }
        // No other thread will tell of the end of what was never registered.
        guard !isRefused else { return finish() }
        update { _ in }
    }

    /// Waits until the connection is open, or has ended.
    ///
    /// Cancelling the task closes the connection.
    ///
    /// - Throws: Why the connection ended.
    package func waitUntilOpen() async throws(ConnectionError) {
        let error: ConnectionError? = await state.wait(in: \.openings) { state -> ConnectionError?? in
            if let failure = state.machine.failure { return failure }
            if state.machine.isOpen { return .some(nil) }
            return nil
        } onCancel: {
            close(ConnectionError(.cancelled))
        }
        if let error { throw error }
    }

    /// Sets the instant at which the handler's `connectionDeadlineReached` is called, in place of any earlier one.
    ///
    /// - Parameter deadline: The instant on the clock of ``now``; `nil` for none. It counts from the opening on.
    package func setDeadline(_ deadline: MonotonicTime?) {
        update { $0.deadline = deadline }
    }

    /// Ends the connection at once, unless it has ended already.
    ///
    /// What was not written is lost.
    /// It may be called from anywhere, also within the handler's calls. The handler hears of it later, on the I/O thread.
    ///
    /// - Parameter error: The reason; `nil` says that this side wanted it.
    package func close(_ error: ConnectionError? = nil) {
        update { _ = $0.fail(error ?? ConnectionError(.closed)) }
    }

    // MARK: Inside

    /// Changes the machine and does what follows from it, however the threads interleave.
    ///
    /// - Parameters:
    ///   - afterDeadline: Whether the thread has just forgotten the deadline that it was told.
    ///   - change: The change, under the lock.
    /// - Returns: What `change` returns.
    @discardableResult
    func update<Result: Sendable>(
        afterDeadline: Bool = false, _ change: (inout ConnectionMachine) -> Result
    ) -> Result {
        let (result, openings, retires) = state.withLock { state in
            let hadFailed = state.machine.hasFailed
            if afterDeadline { state.deadline = nil }
            let result = change(&state.machine)
            if state.machine.isDrained { _ = state.machine.fail(ConnectionError(.closedByPeer)) }
            // Under the lock, so that what is told last is what holds.
            if state.machine.hasStream { tellStream(&state) }
            let openings = takeOpenings(&state)
            if state.machine.hasFailed, !hadFailed, state.machine.hasStream {
                // The stream is there: giving it back needs this lock.
                stream.shutdown()
            }
            return (result, openings, state.machine.mayRetire())
        }
        // Once there is a reason for the end, it stays the same.
        for opening in openings { opening.resume(error) }
        if retires { stream.retire() }
        return result
    }

    private func tellStream(_ state: inout State) {
        guard state.machine.isStarted else { return }
        let interest = state.machine.interest
        if interest != state.interest {
            state.interest = interest
            if let error = stream.setInterest(interest) { _ = state.machine.fail(error) }
        }
        let deadline = state.machine.nextDeadline
        if deadline != state.deadline {
            state.deadline = deadline
            stream.setDeadline(deadline)
        }
    }

    /// Takes out whoever waits for the opening, if that is decided.
    private func takeOpenings(_ state: inout State) -> [Waiters<ConnectionError?>.Waiter] {
        guard !state.openings.isEmpty, state.machine.hasFailed || state.machine.isOpen else { return [] }
        return state.openings.removeAll()
    }

    /// Says the last word to the handler.
    ///
    /// Nobody else uses the connection any more.
    func finish() {
        guard let handler else { return }
        self.handler = nil
        outgoing.removeAll(keeping: 0)
        handler.connection(self, closed: error ?? ConnectionError(.closed))
        whenEnded?()
    }
}
