// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// Makes a call with a proof that the password is known; if the server forgot its question, it is asked for another.
    ///
    /// - Parameters:
    ///   - password: The password; `nil` where the account has none.
    ///   - state: The server's question; `nil` to ask for it.
    ///   - body: Makes the call.
    /// - Returns: What the call returns.
    /// - Throws: `InvocationError`.
    func proving<Value: Sendable>(
        _ password: String?, _ state: TL.account.Password? = nil,
        _ body: (TL.InputCheckPasswordSRP) async throws(InvocationError) -> Value
    ) async throws(InvocationError) -> Value {
        guard let password else { return try await body(.empty) }
        let first: TL.account.Password
        if let state { first = state } else { first = try await invoke(TL.account.GetPassword()) }
        do throws(InvocationError) {
            return try await body(try await Self.prove(password, first))
        } catch {
            guard error.is(.srpIDInvalid) else { throw error }
            return try await body(try await Self.prove(password, try await invoke(TL.account.GetPassword())))
        }
    }

    /// Answers the server's question; a tenth of a second of arithmetic.
    @concurrent
    static func prove(
        _ password: String, _ state: TL.account.Password
    ) async throws(InvocationError) -> TL.InputCheckPasswordSRP {
        guard state.hasPassword else { return .empty }
        guard case .sha256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(let algorithm) = state.currentAlgo,
            let serverValue = state.srpB, let id = state.srpID
        else {
            throw .invalidResponse(method: "account.getPassword", nil)
        }
        do {
            let parameters = try SRPParameters(
                salt1: algorithm.salt1, salt2: algorithm.salt2, generator: algorithm.g, prime: algorithm.p)
            var generator = SystemRandomness()
            let proof = try SRPProver.prove(
                parameters, password: SecureBytes(copying: Array(password.utf8)), serverValue: serverValue, id: id,
                using: &generator)
            return .inputCheckPasswordSRP(.init(srpID: proof.id, a: proof.publicValue, m1: proof.proof))
        } catch {
            throw .invalidResponse(method: "account.getPassword", nil)
        }
    }

    /// What the server keeps of a new password: never the password.
    @concurrent
    func passwordSettings(
        _ password: String, hint: String?, email: String? = nil, _ state: TL.account.Password
    ) async throws(InvocationError) -> TL.account.PasswordInputSettings {
        guard !password.isEmpty else {
            throw .invalidArgument(method: "account.updatePasswordSettings", "the new password is empty")
        }
        if let hint, hint == password {
            throw .invalidArgument(
                method: "account.updatePasswordSettings", "the hint is the password itself, which everybody could read")
        }
        guard case .sha256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(let algorithm) = state.newAlgo else {
            throw .invalidResponse(method: "account.getPassword", nil)
        }
        do {
            var generator = SystemRandomness()
            // The server's parameters are checked here, as for signing in.
            let parameters = try SRPParameters(
                salt1: algorithm.salt1, salt2: algorithm.salt2, generator: algorithm.g, prime: algorithm.p
            ).withFreshSalt(using: &generator)
            let verifier = parameters.verifier(password: Array(password.utf8))
            return TL.account.PasswordInputSettings(
                newAlgo: .sha256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
                    .init(salt1: parameters.salt1, salt2: parameters.salt2, g: algorithm.g, p: algorithm.p)),
                newPasswordHash: verifier.withUnsafeBytes { Array($0) }, hint: hint ?? "", email: email)
        } catch {
            throw .invalidResponse(method: "account.getPassword", nil)
        }
    }
}

extension TelegramClient {
    /// Shows the server that the account's password is known, for calls that want to be sure of that.
    func passwordProof(_ password: String) async throws(InvocationError) -> TL.InputCheckPasswordSRP {
        let state = try await core.invoke(TL.account.GetPassword())
        guard state.hasPassword else {
            throw .invalidArgument(method: "account.getPassword", "the account has no password; set one first")
        }
        return try await ClientCore.prove(password, state)
    }
}
