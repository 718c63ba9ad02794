// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Runs a closure and cancels it when the process is asked to end, by SIGINT (control-C) or SIGTERM.
///
/// A second signal ends the process at once. It is meant for the outermost function of a program.
///
/// - Parameter body: What to run; it should return soon when its task is cancelled.
/// - Returns: What the closure returns.
/// - Throws: What the closure throws.
public func withTerminationSignals<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let work = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { number in
        // The source only hears of signals that the process survives.
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            signal(number, SIG_DFL)
            work.cancel()
        }
        source.activate()
        return source
    }
    defer {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
    return try await withTaskCancellationHandler {
        try await work.value
    } onCancel: {
        work.cancel()
    }
}
