// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Signs in with the account's password, after ``SignInOutcome/passwordRequired(_:)`` (`auth.checkPassword`).
    ///
    /// The password never leaves the machine: the server is shown that it is known. See core.telegram.org/api/srp.
    ///
    /// - Parameters:
    ///   - password: The password, as it was set.
    ///   - challenge: What the outcome carried.
    /// - Returns: Who is signed in.
    /// - Throws: ``SignInError``; ``SignInError/invalidPassword`` if it is another one.
    @discardableResult
    public func checkPassword(
        _ password: String, for challenge: PasswordChallenge
    ) async throws(SignInError) -> SignInOutcome {
        try await core.signingIn { () throws(InvocationError) in
            let authorization = try await core.proving(password, challenge.state) { proof throws(InvocationError) in
                try await core.invoke(TL.auth.CheckPassword(password: proof))
            }
            return .success(try await core.outcome(of: authorization, method: "auth.checkPassword"))
        }
    }

    /// Sends a code by e-mail with which the password can be replaced (`auth.requestPasswordRecovery`).
    ///
    /// - Returns: What the e-mail address looks like.
    /// - Throws: ``SignInError``; ``SignInError/noRecoveryEmail`` if the account has none.
    public func requestPasswordRecovery() async throws(SignInError) -> String {
        try await core.signingIn { () throws(InvocationError) in
            .success(try await core.invoke(TL.auth.RequestPasswordRecovery()).emailPattern)
        }
    }

    /// Checks a code from ``requestPasswordRecovery()`` without using it up (`auth.checkRecoveryPassword`).
    ///
    /// - Parameter code: The code.
    /// - Throws: ``SignInError``; ``SignInError/invalidCode`` if it is wrong.
    public func checkRecoveryCode(_ code: String) async throws(SignInError) {
        try await core.signingIn { () throws(InvocationError) -> Result<Void, SignInError> in
            guard try await core.invoke(TL.auth.CheckRecoveryPassword(code: code.trimmed)) else {
                return .failure(.invalidCode)
            }
            return .success(())
        }
    }

    /// Replaces the password, or removes it, with a code from ``requestPasswordRecovery()`` (`auth.recoverPassword`).
    ///
    /// - Parameters:
    ///   - code: The code.
    ///   - newPassword: The new password; `nil` to have none.
    ///   - hint: What to remember the new password by.
    /// - Returns: Who is signed in.
    /// - Throws: ``SignInError``.
    @discardableResult
    public func recoverPassword(
        code: String, newPassword: String? = nil, hint: String = ""
    ) async throws(SignInError) -> SignInOutcome {
        try await core.signingIn { () throws(InvocationError) in
            var settings: TL.account.PasswordInputSettings?
            if let newPassword {
                settings = try await core.passwordSettings(
                    newPassword, hint: hint, core.invoke(TL.account.GetPassword()))
            }
            let authorization = try await core.invoke(
                TL.auth.RecoverPassword(code: code.trimmed, newSettings: settings))
            return .success(try await core.outcome(of: authorization, method: "auth.recoverPassword"))
        }
    }
}
