// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramMTSender
import FerogramTLTypes

/// Makes calls.
///
/// The client's own makes them over its pool of connections; tests put another one in its place.
protocol Invoker: Sendable {
    /// Makes a call.
    ///
    /// - Parameters:
    ///   - function: The method with its arguments.
    ///   - destination: Where to.
    ///   - options: A timeout of its own, and the like.
    /// - Returns: What the schema says.
    /// - Throws: ``InvocationError``.
    func invoke<Function: TLFunction>(
        _ function: Function, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> Function.Response
}

/// Makes calls over a pool of connections.
struct PoolInvoker: Invoker {
    let pool: SenderPool
    let metrics: (@Sendable (ClientMetric) -> Void)?
    let time: Timekeeper

    func invoke<Function: TLFunction>(
        _ function: Function, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> Function.Response {
        let request = try Request(function)
        guard let metrics else {
            return try request.decode(
                try await pool.invoke(method: request.method, to: destination, options: options) {
                    () throws(InvocationError) in try request.write()
                })
        }
        let begun = time.now()
        do throws(InvocationError) {
            let response = try request.decode(
                try await pool.invoke(method: request.method, to: destination, options: options, write: request.write))
            metrics(.call(method: request.name, error: nil, duration: time.now() - begun))
            return response
        } catch {
            metrics(.call(method: request.name, error: error, duration: time.now() - begun))
            throw error
        }
    }
}
