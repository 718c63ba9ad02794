// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramBase
internal import FerogramMTProto

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Finds the addresses of names, on threads of its own: `getaddrinfo` blocks and cannot be ended.
enum Resolver {
    /// How many names may be asked for at once; a thread that hangs counts until the system lets it go.
    static let maximumLookups = 16

    private static let running = Lock(0)

    /// Finds the addresses of an endpoint.
    ///
    /// - Parameters:
    ///   - endpoint: The endpoint.
    ///   - deadline: Until when.
    ///   - thread: The thread that keeps the deadline.
    /// - Returns: At least one address.
    /// - Throws: Why there is none.
    static func addresses(
        of endpoint: Endpoint, deadline: MonotonicTime?, on thread: IOThread
    ) async throws(ConnectionError) -> [SocketAddress] {
        if let literal = try? SocketAddress.lookUp(endpoint, isLiteral: true) { return literal }
        let wait = IOWait<[SocketAddress]>(on: thread)
        try wait.begin(descriptor: nil, deadline: deadline)
        let mayRun = running.withLock { running in
            guard running < maximumLookups else { return false }
            running += 1
            return true
        }
        if mayRun {
            // If nobody waits any more when it comes back, nobody hears of it.
            startThread {
                wait.settle(
                    Result { () throws(ConnectionError) in try SocketAddress.lookUp(endpoint, isLiteral: false) })
                running.withLock { $0 -= 1 }
            } orElse: {
                running.withLock { $0 -= 1 }
                wait.settle(.failure(ConnectionError(.exhausted, operation: "pthread_create")))
            }
        } else {
            wait.settle(.failure(ConnectionError(.exhausted, operation: "getaddrinfo")))
        }
        return try await wait.value()
    }

    /// Holds what a new thread has to do.
    private final class Work: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    private static func startThread(_ run: @escaping @Sendable () -> Void, orElse fail: () -> Void) {
        let argument = Unmanaged.passRetained(Work(run))
        #if canImport(Darwin)
        var thread: pthread_t?
        let main: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { argument in
            Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        }
        #else
        var thread = pthread_t()
        let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
            if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
        }
        #endif
        guard pthread_create(&thread, nil, main, argument.toOpaque()) == 0 else {
            argument.release()
            return fail()
        }
        #if canImport(Darwin)
        if let thread { pthread_detach(thread) }
        #else
        pthread_detach(thread)
        #endif
    }
}
