// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What happens, in order; it ends when the client is disconnected, shut down or stopped by the server.
///
/// An update counts as handled when the next one is requested, or when the iterator is gone, unless its task was cancelled:
/// then the update goes back to the front. If several tasks read it, each update goes to one of them.
///
/// The sequence does not keep the client: it ends when the last reference to the client is gone.
/// ``TelegramClient/stopReason`` says why it has ended.
public struct UpdateSequence: AsyncSequence, Sendable {
    /// What the sequence consists of.
    public typealias Element = Update
    /// What reading throws.
    public typealias Failure = Never

    let queue: UpdateQueue

    /// Takes the updates one by one.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let queue: UpdateQueue
        private let current: Current

        init(_ queue: UpdateQueue) {
            self.queue = queue
            current = Current(queue)
        }

        /// The next element; `nil` at the end.
        public mutating func next() async -> Update? {
            current.end()
            current.ticket = await queue.next(begins: true)
            return current.ticket?.update
        }

        /// The next element; `nil` at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> Update? {
            await next()
        }
    }

    /// An iterator that begins at the beginning.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(queue) }
}

/// The update that an iterator gave last.
private final class Current {
    private let queue: UpdateQueue

    init(_ queue: UpdateQueue) {
        self.queue = queue
    }

    deinit { end() }

    var ticket: UpdateQueue.Ticket?

    /// Notes that the update was handled, or gives it back if the task was cancelled meanwhile.
    func end() {
        guard let ticket = ticket.take() else { return }
        if Task.isCancelled { queue.giveBack(ticket) } else { queue.finish(ticket) }
    }
}
