// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// What the server knows of the account's password (`account.getPassword`).
    ///
    /// - Returns: Whether there is one, and how it can be recovered.
    /// - Throws: ``InvocationError``.
    public func passwordState() async throws(InvocationError) -> PasswordState {
        PasswordState(raw: try await core.invoke(TL.account.GetPassword()))
    }

    /// Protects the account by a password (`account.updatePasswordSettings`); the account must have none yet.
    ///
    /// - Parameters:
    ///   - password: The password, not empty. It never leaves the machine.
    ///   - hint: What to remember it by; everybody who has the login code sees it.
    ///   - recoveryEmail: The address through which a forgotten password can be replaced; it must be confirmed.
    /// - Returns: Whether the address is still to be confirmed.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setPassword(
        _ password: String, hint: String = "", recoveryEmail: String? = nil
    ) async throws(InvocationError) -> PasswordChange {
        try await core.changePassword(from: nil, to: password, hint: hint, email: recoveryEmail)
    }

    /// Replaces the account's password by another one (`account.updatePasswordSettings`).
    ///
    /// - Parameters:
    ///   - current: The password of now.
    ///   - new: The new password, not empty.
    ///   - hint: What to remember the new one by.
    ///   - recoveryEmail: Another address for recovery; `nil` keeps the one of now.
    /// - Returns: Whether the address is still to be confirmed.
    /// - Throws: ``InvocationError``; `PASSWORD_HASH_INVALID` in it if the current password is another one.
    @discardableResult
    public func changePassword(
        from current: String, to new: String, hint: String = "", recoveryEmail: String? = nil
    ) async throws(InvocationError) -> PasswordChange {
        try await core.changePassword(from: current, to: new, hint: hint, email: recoveryEmail)
    }

    /// Removes the account's password (`account.updatePasswordSettings`).
    ///
    /// - Parameter current: The password.
    /// - Throws: ``InvocationError``.
    public func removePassword(_ current: String) async throws(InvocationError) {
        let none = TL.account.PasswordInputSettings(newAlgo: .unknown, newPasswordHash: [], hint: "")
        _ = try await core.updatePasswordSettings(none, current: current)
    }

    /// Sets the address through which a forgotten password can be replaced (`account.updatePasswordSettings`).
    ///
    /// - Parameters:
    ///   - email: The address; empty for none.
    ///   - password: The account's password.
    /// - Returns: Whether the address is still to be confirmed.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setRecoveryEmail(
        _ email: String, password: String
    ) async throws(InvocationError) -> PasswordChange {
        try await core.updatePasswordSettings(.init(email: email), current: password)
    }

    /// The address through which a forgotten password can be replaced (`account.getPasswordSettings`).
    ///
    /// - Parameter password: The account's password.
    /// - Returns: The address; `nil` if there is none.
    /// - Throws: ``InvocationError``.
    public func recoveryEmail(password: String) async throws(InvocationError) -> String? {
        try await core.proving(password) { proof throws(InvocationError) in
            try await core.invoke(TL.account.GetPasswordSettings(password: proof)).email
        }
    }

    /// Confirms the address for recovery (`account.confirmPasswordEmail`).
    ///
    /// - Parameter code: The code that came by e-mail.
    /// - Throws: ``InvocationError``; `CODE_INVALID` in it if it is another one.
    public func confirmRecoveryEmail(code: String) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.ConfirmPasswordEmail(code: code.trimmed))
    }

    /// Sends the code for the address for recovery again (`account.resendPasswordEmail`).
    ///
    /// - Throws: ``InvocationError``.
    public func resendRecoveryEmailCode() async throws(InvocationError) {
        _ = try await core.invoke(TL.account.ResendPasswordEmail())
    }

    /// Gives up an address for recovery that is not confirmed, and a new password with it (`account.cancelPasswordEmail`).
    ///
    /// - Throws: ``InvocationError``.
    public func cancelRecoveryEmail() async throws(InvocationError) {
        _ = try await core.invoke(TL.account.CancelPasswordEmail())
    }

    /// Begins to remove a password that nobody remembers (`account.resetPassword`); it takes a week.
    ///
    /// - Returns: When it is done, or can be asked for.
    /// - Throws: ``InvocationError``.
    public func resetPassword() async throws(InvocationError) -> PasswordReset {
        switch try await core.invoke(TL.account.ResetPassword()) {
        case .ok: .done
        case .requestedWait(let wait): .pending(until: Date(unixTime: wait.untilDate))
        case .failedWait(let wait): .refused(until: Date(unixTime: wait.retryDate))
        }
    }

    /// Keeps a password that ``resetPassword()`` was to remove (`account.declinePasswordReset`).
    ///
    /// - Throws: ``InvocationError``.
    public func cancelPasswordReset() async throws(InvocationError) {
        _ = try await core.invoke(TL.account.DeclinePasswordReset())
    }
}

/// What the server knows of an account's password.
public struct PasswordState: Sendable {
    let raw: TL.account.Password

    /// Whether the account has a password.
    public var hasPassword: Bool { raw.hasPassword }
    /// What to remember it by.
    public var hint: String? { raw.hint }
    /// Whether a forgotten password can be replaced by e-mail.
    public var hasRecovery: Bool { raw.hasRecovery }
    /// What an address for recovery looks like that is not confirmed yet.
    public var unconfirmedEmailPattern: String? { raw.emailUnconfirmedPattern }
    /// What the address looks like that login codes are sent to.
    public var loginEmailPattern: String? { raw.loginEmailPattern }
    /// When the password is going to be removed, after ``TelegramClient/resetPassword()``.
    public var pendingReset: Date? { raw.pendingResetDate.map { Date(unixTime: $0) } }
}

extension PasswordState: CustomStringConvertible, CustomReflectable {
    /// Whether there is a password, and nothing of the server's question.
    public var description: String { "PasswordState(\(hasPassword ? "a password" : "no password"))" }
    /// A mirror without the server's question.
    public var customMirror: Mirror { Mirror(self, children: ["hasPassword": hasPassword]) }
}

/// What came of a change of the password.
public enum PasswordChange: Hashable, Sendable {
    /// The change is made.
    case done
    /// A code was sent to the address for recovery; ``TelegramClient/confirmRecoveryEmail(code:)`` takes it. The change
    /// is made when the address is confirmed.
    case emailUnconfirmed(codeLength: Int?)
}

/// How far the removal of a forgotten password is.
public enum PasswordReset: Hashable, Sendable {
    /// The account has no password any more.
    case done
    /// It is going to be removed then.
    case pending(until: Date)
    /// It was asked for and cancelled not long ago; it can be asked for again then.
    case refused(until: Date)
}

extension ClientCore {
    fileprivate func changePassword(
        from current: String?, to new: String, hint: String, email: String?
    ) async throws(InvocationError) -> PasswordChange {
        let state = try await invoke(TL.account.GetPassword())
        guard current != nil || !state.hasPassword else {
            throw .invalidArgument(
                method: "account.updatePasswordSettings",
                "the account has a password; changePassword(from:to:) replaces it")
        }
        let settings = try await passwordSettings(new, hint: hint, email: email, state)
        return try await updatePasswordSettings(settings, current: current, state)
    }

    fileprivate func updatePasswordSettings(
        _ settings: TL.account.PasswordInputSettings, current: String?, _ state: TL.account.Password? = nil
    ) async throws(InvocationError) -> PasswordChange {
        do throws(InvocationError) {
            try await proving(current, state) { proof throws(InvocationError) in
                _ = try await invoke(TL.account.UpdatePasswordSettings(password: proof, newSettings: settings))
            }
            return .done
        } catch {
            guard error.is(.emailUnconfirmed) || error.is(.emailUnconfirmedX) else { throw error }
            return .emailUnconfirmed(codeLength: error.rpcError?.value)
        }
    }
}
