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
        // One block for both: there are many locks.
        let alignment = max(MemoryLayout<State>.alignment, MemoryLayout<pthread_mutex_t>.alignment)
        let offset = (MemoryLayout<pthread_mutex_t>.size + alignment - 1) / alignment * alignment
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: offset + MemoryLayout<State>.size, alignment: alignment)
        mutex = SystemMutex(at: memory)
        state = (memory + offset).bindMemory(to: State.self, capacity: 1)
        state.initialize(to: initial)
    }

    deinit {
        state.deinitialize(count: 1)
        mutex.destroy().deallocate()
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
    /// It does nothing that correct code needs; it tells ThreadSanitizer, which release builds know nothing of, about the
    /// order that a continuation makes.
    @inlinable
    package borrowing func synchronize() {
        #if DEBUG
        mutex.lock()
        mutex.unlock()
        #endif
    }
}

/// A mutex of the system at an address that does not change.
@usableFromInline
struct SystemMutex {
    private let address: UnsafeMutablePointer<pthread_mutex_t>

    init(at memory: UnsafeMutableRawPointer) {
        address = memory.initializeMemory(as: pthread_mutex_t.self, to: pthread_mutex_t())
        let code = pthread_mutex_init(address, nil)
        precondition(code == 0, "pthread_mutex_init failed with \(code)")
    }

    /// - Returns: The memory, which is its owner's again.
    func destroy() -> UnsafeMutableRawPointer {
        pthread_mutex_destroy(address)
        address.deinitialize(count: 1)
        return UnsafeMutableRawPointer(address)
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
