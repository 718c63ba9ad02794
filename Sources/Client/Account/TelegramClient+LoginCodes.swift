// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Asks for another code, sent in the next way (`auth.resendCode`).
    ///
    /// - Parameters:
    ///   - sentCode: The code that did not come; ``SentCode/timeout`` says how long to wait for it first, and
    ///     ``SentCode/nextDelivery`` how the next one is sent.
    ///   - reason: Why, for official apps.
    /// - Returns: What to do next; the earlier code is not good any more.
    /// - Throws: ``SignInError``.
    public func resendCode(
        for sentCode: SentCode, reason: String? = nil
    ) async throws(SignInError) -> SendCodeOutcome {
        try await core.signingIn { () throws(InvocationError) in
            let sent = try await core.invoke(
                TL.auth.ResendCode(phoneNumber: sentCode.phone, phoneCodeHash: sentCode.hash, reason: reason))
            return try await core.outcome(of: sent, phone: sentCode.phone, method: "auth.resendCode")
        }
    }

    /// Makes a code worthless that is not going to be used (`auth.cancelCode`).
    ///
    /// - Parameter sentCode: The code.
    /// - Throws: ``SignInError``.
    public func cancelCode(for sentCode: SentCode) async throws(SignInError) {
        try await core.signingIn { () throws(InvocationError) in
            _ = try await core.invoke(
                TL.auth.CancelCode(phoneNumber: sentCode.phone, phoneCodeHash: sentCode.hash))
            return .success(())
        }
    }

    /// Tells Telegram that a text message with a code did not come (`auth.reportMissingCode`).
    ///
    /// - Parameters:
    ///   - sentCode: The code.
    ///   - networkCode: The number of the mobile network, its MNC.
    /// - Throws: ``SignInError``.
    public func reportMissingCode(for sentCode: SentCode, networkCode: String) async throws(SignInError) {
        try await core.signingIn { () throws(InvocationError) in
            _ = try await core.invoke(
                TL.auth.ReportMissingCode(
                    phoneNumber: sentCode.phone, phoneCodeHash: sentCode.hash, mnc: networkCode))
            return .success(())
        }
    }

    /// Sets the e-mail address that login codes are sent to, while signing in (`account.sendVerifyEmailCode`), after
    /// ``CodeDelivery/emailSetupRequired``.
    ///
    /// - Parameters:
    ///   - email: The address; a code is sent to it, for ``confirmLoginEmail(code:for:)``.
    ///   - sentCode: The attempt.
    /// - Returns: What the address looks like, and how long the code is.
    /// - Throws: ``SignInError``.
    @discardableResult
    public func sendLoginEmailCode(
        to email: String, for sentCode: SentCode
    ) async throws(SignInError) -> TL.account.SentEmailCode {
        try await core.signingIn { () throws(InvocationError) in
            .success(
                try await core.invoke(
                    TL.account.SendVerifyEmailCode(purpose: sentCode.loginSetup, email: email.trimmed)))
        }
    }

    /// Confirms the e-mail address that login codes are sent to, while signing in (`account.verifyEmail`).
    ///
    /// - Parameters:
    ///   - code: The code that came by e-mail.
    ///   - sentCode: The attempt.
    /// - Returns: What to do next: the login code is on its way now.
    /// - Throws: ``SignInError``.
    public func confirmLoginEmail(
        code: String, for sentCode: SentCode
    ) async throws(SignInError) -> SendCodeOutcome {
        try await core.signingIn { () throws(InvocationError) in
            let verified = try await core.invoke(
                TL.account.VerifyEmail(
                    purpose: sentCode.loginSetup, verification: .code(.init(code: code.trimmed))))
            guard case .login(let login) = verified else {
                throw .invalidResponse(method: "account.verifyEmail", nil)
            }
            return try await core.outcome(of: login.sentCode, phone: sentCode.phone, method: "account.verifyEmail")
        }
    }

    /// Lets codes be sent in another way, because the e-mail address cannot be read any more (`auth.resetLoginEmail`).
    ///
    /// - Parameter sentCode: The code that was sent by e-mail.
    /// - Returns: What to do next; it may take some days until another way is open.
    /// - Throws: ``SignInError``.
    public func resetLoginEmail(for sentCode: SentCode) async throws(SignInError) -> SendCodeOutcome {
        try await core.signingIn { () throws(InvocationError) in
            let sent = try await core.invoke(
                TL.auth.ResetLoginEmail(phoneNumber: sentCode.phone, phoneCodeHash: sentCode.hash))
            return try await core.outcome(of: sent, phone: sentCode.phone, method: "auth.resetLoginEmail")
        }
    }

    /// Makes login codes worthless that somebody else may have seen (`account.invalidateSignInCodes`).
    ///
    /// - Parameter codes: The codes, from messages of Telegram's.
    /// - Throws: ``InvocationError``.
    public func invalidateLoginCodes(_ codes: [String]) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.InvalidateSignInCodes(codes: codes))
    }
}

extension SentCode {
    fileprivate var loginSetup: TL.EmailVerifyPurpose {
        .loginSetup(.init(phoneNumber: phone, phoneCodeHash: hash))
    }
}
