// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What happens, in order; it ends when the client is disconnected.
///
/// An update counts as handled when the next one is asked for, or the iterator is gone. If several tasks read it, each
/// update goes to one of them.
public struct UpdateSequence: AsyncSequence, Sendable {
    public typealias Element = Update
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

        public mutating func next() async -> Update? {
            current.ticket = nil
            current.ticket = await queue.next()
            return current.ticket?.update
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async -> Update? {
            await next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(queue) }
}

/// The update that an iterator gave last.
private final class Current {
    private let queue: UpdateQueue

    init(_ queue: UpdateQueue) {
        self.queue = queue
    }

    deinit {
        if let ticket { queue.finish(ticket) }
    }

    var ticket: UpdateQueue.Ticket? {
        didSet { if let oldValue { queue.finish(oldValue) } }
    }
}
