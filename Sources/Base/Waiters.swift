// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Synchronization

/// Tasks that are suspended until someone has a value for them, first come, first served.
///
/// It belongs into the state of a ``Lock``, whose `wait` functions suspend the task. Whoever has a value takes a waiter out
/// under the lock and resumes it outside.
@usableFromInline
package struct Waiters<Value: Sendable>: Sendable {
    /// One suspended task, which must be resumed exactly once.
    @usableFromInline
    package struct Waiter: Sendable {
        @usableFromInline let id: UInt64
        @usableFromInline let continuation: TaskContinuation<Value>

        @inlinable
        package init(id: UInt64, continuation: TaskContinuation<Value>) {
            self.id = id
            self.continuation = continuation
        }

        /// Lets the task go on; not to be called under the lock.
        ///
        /// - Parameter value: What it waited for.
        @inlinable
        package func resume(_ value: Value) {
            continuation.resume(returning: value)
        }
    }

    @usableFromInline var line = FIFO<Waiter>()

    /// Makes a name for a task that is going to wait, different from all others in the process.
    package static func makeID() -> UInt64 { lastWaiter.wrappingAdd(1, ordering: .relaxed).newValue }

    /// Creates an empty line.
    @inlinable
    package init() {}

    /// How many tasks wait.
    @inlinable
    package var count: Int { line.count }

    /// Whether no task waits.
    @inlinable
    package var isEmpty: Bool { line.isEmpty }

    /// Takes out the task that waits the longest.
    @inlinable
    package mutating func popFirst() -> Waiter? { line.popFirst() }

    /// Takes out all tasks, in their order.
    @inlinable
    package mutating func removeAll() -> [Waiter] { line.removeAll() }

    /// Takes out one task, if it still waits.
    @inlinable
    package mutating func remove(_ id: UInt64) -> Waiter? { line.remove { $0.id == id } }

    /// Adds a task at the end.
    @inlinable
    package mutating func append(_ waiter: Waiter) { line.append(waiter) }
}

extension Waiters<Void>.Waiter {
    /// Lets the task go on; not to be called under the lock.
    @inlinable
    package func resume() { resume(()) }
}

/// Names the waiters of the whole process.
private let lastWaiter = Atomic<UInt64>(0)

extension Lock {
    /// Waits in line for a value, at most until the task is cancelled.
    ///
    /// - Parameters:
    ///   - line: Where in the state the line is.
    ///   - name: A name from ``Waiters/makeID()``, if something else may take the task out of the line.
    ///   - cancelled: What comes back when the task is cancelled, also if that was before the call.
    ///   - isolation: The caller's actor.
    ///   - known: Looks, under the lock, whether there is a value already; otherwise the task enters the line.
    /// - Returns: The value.
    package borrowing func wait<Value: Sendable>(
        in line: any WritableKeyPath<State, Waiters<Value>> & Sendable, as name: UInt64? = nil,
        orWhenCancelled cancelled: Value, isolation: isolated (any Actor)? = #isolation,
        unless known: (inout State) -> Value?
    ) async -> Value {
        let id = name ?? Waiters<Value>.makeID()
        return await wait(id, in: line, isolation: isolation) { state in
            Task.isCancelled ? cancelled : known(&state)
        } onCancel: {
            remove(id, from: line)?.resume(cancelled)
        }
    }

    /// Waits in line for a value; cancelling the task is the caller's to deal with.
    ///
    /// - Parameters:
    ///   - line: Where in the state the line is.
    ///   - isolation: The caller's actor.
    ///   - known: Looks, under the lock, whether there is a value already; otherwise the task enters the line.
    ///   - onCancel: Is called at once when the task is cancelled, perhaps before `known`. It must see to it that `known`
    ///     has a value or that the waiter is resumed.
    /// - Returns: The value.
    package borrowing func wait<Value: Sendable>(
        in line: any WritableKeyPath<State, Waiters<Value>> & Sendable,
        isolation: isolated (any Actor)? = #isolation, unless known: (inout State) -> Value?,
        onCancel: @Sendable () -> Void
    ) async -> Value {
        await wait(Waiters<Value>.makeID(), in: line, isolation: isolation, unless: known, onCancel: onCancel)
    }

    private borrowing func wait<Value: Sendable>(
        _ id: UInt64, in line: any WritableKeyPath<State, Waiters<Value>> & Sendable,
        isolation: isolated (any Actor)?, unless known: (inout State) -> Value?,
        onCancel: @Sendable () -> Void
    ) async -> Value {
        let value = await withTaskCancellationHandler(
            operation: {
                await withTaskContinuation(isolation: isolation) { (continuation: TaskContinuation<Value>) in
                    let value: Value? = withLock { state in
                        if let value = known(&state) { return value }
                        state[keyPath: line].append(Waiters.Waiter(id: id, continuation: continuation))
                        return nil
                    }
                    if let value { continuation.resume(returning: value) }
                }
            }, onCancel: onCancel, isolation: isolation)
        // ThreadSanitizer does not see the order that a continuation makes when it is resumed before its task suspends.
        synchronize()
        return value
    }

    private borrowing func remove<Value: Sendable>(
        _ id: UInt64, from line: any WritableKeyPath<State, Waiters<Value>> & Sendable
    ) -> Waiters<Value>.Waiter? {
        withLock { $0[keyPath: line].remove(id) }
    }
}
