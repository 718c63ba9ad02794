// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Signs in with the account's password, after ``SignInError/passwordRequired(_:)`` (`auth.checkPassword`).
    ///
    /// The password never leaves the machine: the server is shown that it is known. See core.telegram.org/api/srp.
    ///
    /// - Parameters:
    ///   - password: The password, as it was set.
    ///   - token: What the error carried.
    /// - Returns: Who is signed in.
    /// - Throws: ``SignInError``.
    @discardableResult
    public func checkPassword(_ password: String, for token: PasswordChallenge) async throws(SignInError) -> User {
        do throws(InvocationError) {
            return try await check(password, token.state)
        } catch  where error.is(.srpIDInvalid) {
            // The server forgot its question; it asks another.
            do throws(InvocationError) {
                return try await check(password, try await core.invoke(TL.account.GetPassword()))
            } catch {
                throw Self.signInError(error)
            }
        } catch {
            throw Self.signInError(error)
        }
    }

    private static func signInError(_ error: InvocationError) -> SignInError {
        error.is(.passwordHashInvalid) ? .invalidPassword : .invocation(error)
    }

    private func check(_ password: String, _ state: TL.account.Password) async throws(InvocationError) -> User {
        let proof = try await Self.prove(password, state)
        let authorization = try await core.invoke(TL.auth.CheckPassword(password: proof))
        return try await core.complete(authorization, method: "auth.checkPassword")
    }

    /// Shows the server that the account's password is known, for calls that want to be sure of that.
    func passwordProof(_ password: String) async throws(InvocationError) -> TL.InputCheckPasswordSRP {
        let state = try await core.invoke(TL.account.GetPassword())
        guard state.hasPassword else {
            throw .invalidArgument(method: "account.getPassword", "the account has no password; set one first")
        }
        return try await Self.prove(password, state)
    }

    /// Answers the server's question; a tenth of a second of arithmetic.
    @concurrent
    private static func prove(
        _ password: String, _ state: TL.account.Password
    ) async throws(InvocationError) -> TL.InputCheckPasswordSRP {
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
}
