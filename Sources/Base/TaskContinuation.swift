// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

// The checked continuation costs an object for each wait, and since its layout is not fixed, whatever holds one is copied
// and destroyed by way of its metadata. Debug builds, which the tests are, check that each is resumed once.
#if DEBUG
/// A suspended task, which must be resumed exactly once.
@usableFromInline
package typealias TaskContinuation<Value: Sendable> = CheckedContinuation<Value, Never>
#else
/// A suspended task, which must be resumed exactly once.
@usableFromInline
package typealias TaskContinuation<Value: Sendable> = UnsafeContinuation<Value, Never>
#endif

/// Suspends the task until it is resumed.
///
/// - Parameters:
///   - isolation: The caller's actor.
///   - body: Keeps the continuation, or resumes it; it is called at once.
/// - Returns: What the task is resumed with.
@inlinable
@inline(__always)
package func withTaskContinuation<Value: Sendable>(
    isolation: isolated (any Actor)? = #isolation, _ body: (TaskContinuation<Value>) -> Void
) async -> Value {
    #if DEBUG
    await withCheckedContinuation(isolation: isolation, body)
    #else
    await withUnsafeContinuation(isolation: isolation, body)
    #endif
}
