// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
package import FerogramMTProto
public import FerogramTLTypes

/// What a handler of a test knows of a call.
public struct LocalCall<Function: TLFunction>: Sendable {
    /// What was called, with its arguments.
    public let request: Function
    /// Who called, `nil` if nobody is logged in.
    public let account: Int64?
    /// The data centre that was asked.
    public let dataCenter: Int
    /// The session in which it came.
    package let origin: CallOrigin
    /// Its id in the session.
    package let messageID: MessageID

    let standard: @Sendable () async throws -> [UInt8]

    /// What the server answers by itself.
    ///
    /// - Returns: The answer; whatever the method does has been done.
    /// - Throws: ``RPCFailure``, also if the server does not have the method or would answer later.
    public func standardAnswer() async throws -> Function.Response {
        try await Function.Response(decoding: standard())
    }
}

extension LocalServer {
    /// Answers a method in the place of the server.
    ///
    /// The client must have introduced itself with `initConnection`; whether somebody is logged in is the handler's
    /// business. At most ``SessionBounds/handlers`` run at a time; beyond that calls are answered with `FLOOD_WAIT_1`.
    ///
    /// - Parameters:
    ///   - method: The method, for example `TL.users.GetUsers.self`.
    ///   - handler: Answers a call; the task is cancelled when the server stops. An ``RPCFailure`` that it throws reaches
    ///     the client as it is, any other error as `500 HANDLER_FAILED`. `nil` gives the method back to the server.
    public func handle<Function: TLFunction>(
        _ method: Function.Type, with handler: (@Sendable (LocalCall<Function>) async throws -> Function.Response)?
    ) {
        guard let handler else { return core.setHandler(nil, for: method.constructorID) }
        serveWritten(method) { try ResultEncoding.encode(try await handler($0)) }
    }

    /// Answers a method with objects that are written already, and perhaps packed.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - handler: Answers a call, as that of ``handle(_:with:)``.
    package func serveWritten<Function: TLFunction>(
        _ method: Function.Type, with handler: @escaping @Sendable (LocalCall<Function>) async throws -> [UInt8]
    ) {
        let run: ServerCore.Handler = { [weak core] function, pending in
            guard let request = function as? Function, let core else { return .failure(.bad(.inputMethodInvalid)) }
            let call = LocalCall(
                request: request, account: pending.account, dataCenter: pending.dataCenter, origin: pending.origin,
                messageID: pending.id
            ) {
                let result = core.perform { $0.runStandard(function, pending) }
                guard let result else { throw Engine.notImplemented }
                return try result.get()
            }
            do {
                return .success(try await handler(call))
            } catch let failure as RPCFailure {
                return .failure(failure)
            } catch {
                return .failure(RPCFailure(500, TLErrorName(rawValue: "HANDLER_FAILED")))
            }
        }
        core.setHandler(run, for: method.constructorID)
    }
}
