// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// The account's sessions, this one among them (`account.getAuthorizations`).
    ///
    /// - Returns: The sessions.
    /// - Throws: ``InvocationError``.
    public func authorizations() async throws(InvocationError) -> [Authorization] {
        try await core.invoke(TL.account.GetAuthorizations()).authorizations.map { Authorization(raw: $0) }
    }

    /// Ends a session (`account.resetAuthorization`).
    ///
    /// - Parameter id: The session's number, from ``authorizations()``; not 0, ``signOut(deletingSession:)`` ends this one.
    /// - Throws: ``InvocationError``; `FRESH_RESET_AUTHORISATION_FORBIDDEN` in it in the first day of this session.
    public func endAuthorization(_ id: Int64) async throws(InvocationError) {
        guard id != 0 else {
            throw .invalidArgument(method: "account.resetAuthorization", "signOut() ends the session that asks")
        }
        _ = try await core.invoke(TL.account.ResetAuthorization(hash: id))
    }

    /// Ends all sessions but this one (`auth.resetAuthorizations`).
    ///
    /// - Throws: ``InvocationError``; `FRESH_RESET_AUTHORISATION_FORBIDDEN` in it in the first day of this session.
    public func endOtherAuthorizations() async throws(InvocationError) {
        _ = try await core.invoke(TL.auth.ResetAuthorizations())
    }

    /// Says that a new session is the person's own (`account.changeAuthorizationSettings`).
    ///
    /// - Parameter id: The session's number, from ``authorizations()`` or the update about it.
    /// - Throws: ``InvocationError``.
    public func confirmAuthorization(_ id: Int64) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.ChangeAuthorizationSettings(confirmed: true, hash: id))
    }

    /// Sets what a session takes (`account.changeAuthorizationSettings`).
    ///
    /// - Parameters:
    ///   - id: The session's number, from ``authorizations()``.
    ///   - secretChats: Whether it takes secret chats; `nil` leaves that as it is.
    ///   - calls: Whether it takes calls; `nil` leaves that as it is.
    /// - Throws: ``InvocationError``.
    public func setAuthorization(
        _ id: Int64, acceptsSecretChats secretChats: Bool? = nil, acceptsCalls calls: Bool? = nil
    ) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.account.ChangeAuthorizationSettings(
                hash: id, encryptedRequestsDisabled: secretChats.map { !$0 }, callRequestsDisabled: calls.map { !$0 }))
    }

    /// After how many days without use the server ends a session (`account.getAuthorizations`).
    ///
    /// - Returns: The days.
    /// - Throws: ``InvocationError``.
    public func authorizationLifetime() async throws(InvocationError) -> Int {
        Int(try await core.invoke(TL.account.GetAuthorizations()).authorizationTtlDays)
    }

    /// Sets after how many days without use the server ends a session (`account.setAuthorizationTTL`).
    ///
    /// - Parameter days: 1 to 365.
    /// - Throws: ``InvocationError``.
    public func setAuthorizationLifetime(days: Int) async throws(InvocationError) {
        let days = try Self.checked(days, 1...365, "account.setAuthorizationTTL")
        _ = try await core.invoke(TL.account.SetAuthorizationTTL(authorizationTtlDays: days))
    }

    /// The web sites that the person has signed in to with the account (`account.getWebAuthorizations`).
    ///
    /// - Returns: The sites.
    /// - Throws: ``InvocationError``.
    public func webAuthorizations() async throws(InvocationError) -> [WebAuthorization] {
        let answer = try await core.invoke(TL.account.GetWebAuthorizations())
        let context = core.context(answer.users)
        return answer.authorizations.map { WebAuthorization(raw: $0, bot: context.user($0.botID)) }
    }

    /// Signs out of a web site (`account.resetWebAuthorization`).
    ///
    /// - Parameter id: The number from ``webAuthorizations()``.
    /// - Throws: ``InvocationError``.
    public func endWebAuthorization(_ id: Int64) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.ResetWebAuthorization(hash: id))
    }

    /// Signs out of all web sites (`account.resetWebAuthorizations`).
    ///
    /// - Throws: ``InvocationError``.
    public func endAllWebAuthorizations() async throws(InvocationError) {
        _ = try await core.invoke(TL.account.ResetWebAuthorizations())
    }

    /// Checks a number of days.
    static func checked(
        _ days: Int, _ range: ClosedRange<Int>, _ method: String
    ) throws(InvocationError) -> Int32 {
        guard range.contains(days) else {
            throw .invalidArgument(method: method, "\(days) days are not in \(range.lowerBound)...\(range.upperBound)")
        }
        return Int32(clamping: days)
    }
}
