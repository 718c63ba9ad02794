// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A value that one thread at a time may touch.
///
/// It is a `pthread_mutex_t` because ThreadSanitizer on Linux knows nothing of `Synchronization.Mutex` and reports races in
/// correct code that uses it.
///
/// ThreadSanitizer has a second blind spot: it does not see that a continuation which is resumed before its task has
/// suspended orders the two sides. Code that resumes so early calls ``synchronize()`` after the `await`.
///
/// It is not recursive. `@unchecked Sendable` is right because the state is reached only between lock and unlock.
@usableFromInline
package struct Lock<State: ~Copyable>: ~Copyable, @unchecked Sendable {
    @usableFromInline let mutex: SystemMutex
    @usableFromInline let state: UnsafeMutablePointer<State>

    /// Creates an unlocked lock.
    ///
    /// - Parameter initial: The value to guard.
    package init(_ initial: consuming sending State) {
        mutex = SystemMutex()
        state = .allocate(capacity: 1)
        state.initialize(to: initial)
    }

    deinit {
        state.deinitialize(count: 1)
        state.deallocate()
        mutex.destroy()
    }

    /// Runs a closure while no other thread is in one of this lock's closures.
    ///
    /// - Parameter body: Uses the value; it must not come back to this lock.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    @inlinable
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending State) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        mutex.lock()
        defer { mutex.unlock() }
        return try body(&state.pointee)
    }

    /// Makes visible here whatever other threads did before they left the lock.
    ///
    /// It does nothing that correct code needs; it tells ThreadSanitizer about the order that a continuation makes.
    @inlinable
    package borrowing func synchronize() {
        mutex.lock()
        mutex.unlock()
    }
}

/// A mutex of the system at an address that does not change.
@usableFromInline
struct SystemMutex {
    private let address: UnsafeMutablePointer<pthread_mutex_t>

    init() {
        address = .allocate(capacity: 1)
        address.initialize(to: pthread_mutex_t())
        let code = pthread_mutex_init(address, nil)
        precondition(code == 0, "pthread_mutex_init failed with \(code)")
    }

    func destroy() {
        pthread_mutex_destroy(address)
        address.deinitialize(count: 1)
        address.deallocate()
    }

    @usableFromInline
    func lock() {
        let code = pthread_mutex_lock(address)
        precondition(code == 0, "pthread_mutex_lock failed")
    }

    @usableFromInline
    func unlock() {
        pthread_mutex_unlock(address)
    }
}
