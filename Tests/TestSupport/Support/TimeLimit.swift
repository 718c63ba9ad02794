// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A test took too long.
public struct TimeLimitExceeded: Error {}

/// Runs a closure, and fails instead of hanging when it takes too long.
///
/// - Parameters:
///   - limit: How long it may take; generous, for it only matters when something is wrong.
///   - body: What to run; it is cancelled when the time is over.
/// - Returns: What the closure returns.
/// - Throws: What the closure throws, or ``TimeLimitExceeded``.
public func within<Value: Sendable>(
    _ limit: Duration = .seconds(60), _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw TimeLimitExceeded()
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw TimeLimitExceeded() }
        return value
    }
}

/// Waits until something is so, and gives up when the task is cancelled, as ``within(_:_:)`` does when the time is over.
///
/// - Parameter condition: Looks whether it is.
/// - Throws: `CancellationError`.
public func until(_ condition: () throws -> Bool) async throws {
    while try !condition() {
        try Task.checkCancellation()
        await Task.yield()
    }
}
