// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension LocalServer {
    /// Answers a method with what a test has prepared, in the place of the server.
    ///
    /// ```swift
    /// server.answer(TL.messages.GetOnlines.self) { request in .init(onlines: 7) }
    /// ```
    ///
    /// It is the short form of ``handle(_:with:)``, for answers that depend on nothing but the arguments.
    ///
    /// - Parameters:
    ///   - method: The method, for example `TL.messages.GetOnlines.self`.
    ///   - answer: Makes the answer. An ``RPCFailure`` that it throws reaches the client as it is.
    public func answer<Function: TLFunction>(
        _ method: Function.Type, with answer: @escaping @Sendable (Function) async throws -> Function.Response
    ) {
        handle(method) { call in try await answer(call.request) }
    }

    /// Refuses a method from now on.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - failure: What the client is answered.
    public func refuse(_ method: (some TLFunction).Type, with failure: RPCFailure) {
        handle(method) { _ in throw failure }
    }

    /// Gives a method back to the server.
    ///
    /// - Parameter method: A method that ``answer(_:with:)``, ``refuse(_:with:)`` or ``handle(_:with:)`` took.
    public func removeAnswer(_ method: (some TLFunction).Type) {
        core.setHandler(nil, for: method.constructorID)
    }

    /// Sends an update to all sessions of an account.
    ///
    /// It goes out as it is: nothing in the world changes, and an update that carries a `pts` must carry one that fits.
    ///
    /// - Parameters:
    ///   - update: The update.
    ///   - account: Who gets it.
    ///   - peers: Whom the update names; they come with it as the account sees them.
    public func push(_ update: TL.Update, to account: some LocalAccount, naming peers: [any LocalPeer] = []) {
        let (account, numbers) = (account.id, peers.map(\.id))
        core.perform { engine in
            engine.world.push(engine.world.updates([update], naming: numbers, for: account), to: account)
            engine.deliver()
        }
    }
}
