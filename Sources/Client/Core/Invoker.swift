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

    /// Makes a call that is written already, for a transfer.
    ///
    /// - Parameters:
    ///   - bytes: The method with its arguments.
    ///   - function: The method.
    ///   - destination: Where to.
    ///   - options: A timeout of its own, and the like.
    /// - Returns: The answer as it came.
    /// - Throws: ``InvocationError``.
    func transfer<Function: TLFunction>(
        _ bytes: [UInt8], of function: Function.Type, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> ArraySlice<UInt8>
}

/// Makes calls over a pool of connections.
struct PoolInvoker: Invoker {
    let pool: SenderPool
    let metrics: (@Sendable (ClientMetric) -> Void)?
    let time: Timekeeper

    func invoke<Function: TLFunction>(
        _ function: Function, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> Function.Response {
        let method = try Request.method(of: function)
        guard metrics == nil else { return try await measured(function, method, on: destination, options: options) }
        let answer = try await pool.invoke(method: method, to: destination, options: options) {
            () throws(InvocationError) in try Request.write(function, method)
        }
        return try await read(answer, answering: Function.self, method)
    }

    @inline(__always)
    private func read<Function: TLFunction>(
        _ answer: ArraySlice<UInt8>, answering function: Function.Type, _ method: UInt32
    ) async throws(InvocationError) -> Function.Response {
        guard Request.isLong(answer, answering: function) else {
            return try Request.read(answer, answering: function, method)
        }
        return try await Request.readAside(answer, answering: function, method)
    }

    private func measured<Function: TLFunction>(
        _ function: Function, _ method: UInt32, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> Function.Response {
        let begun = time.now()
        do throws(InvocationError) {
            let answer = try await pool.invoke(method: method, to: destination, options: options) {
                () throws(InvocationError) in try Request.write(function, method)
            }
            let response = try await read(answer, answering: Function.self, method)
            metrics?(.call(method: Request.name(of: method), error: nil, duration: time.now() - begun))
            return response
        } catch {
            metrics?(.call(method: Request.name(of: method), error: error, duration: time.now() - begun))
            throw error
        }
    }

    func transfer<Function: TLFunction>(
        _ bytes: [UInt8], of function: Function.Type, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        let method = Function.constructorID
        let call = OutgoingCall(body: bytes, repetition: CallRepetition.of(method), isCompressible: false)
        let begun = time.now()
        var failure: InvocationError?
        defer {
            metrics?(.call(method: Request.name(of: method), error: failure, duration: time.now() - begun))
        }
        do throws(InvocationError) {
            return try await pool.invoke(method: method, to: destination, options: options) { call }
        } catch {
            failure = error
            throw error
        }
    }
}
