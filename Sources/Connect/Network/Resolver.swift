// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramBase
internal import FerogramMTProto

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
            let code = SystemThread.start {
                wait.settle(
                    Result { () throws(ConnectionError) in try SocketAddress.lookUp(endpoint, isLiteral: false) })
                running.withLock { $0 -= 1 }
            }
            if let code {
                running.withLock { $0 -= 1 }
                wait.settle(
                    .failure(ConnectionError(.exhausted, operation: "pthread_create", systemCode: code)))
            }
        } else {
            wait.settle(.failure(ConnectionError(.exhausted, operation: "getaddrinfo")))
        }
        return try await wait.value()
    }
}
