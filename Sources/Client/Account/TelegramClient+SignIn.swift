// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Signs in as a bot (`auth.importBotAuthorization`); if the session is signed in as that bot already, it is only
    /// verified.
    ///
    /// If the server has ended the session, a new one is opened, and the updates begin again: those who read them before have
    /// to read anew.
    ///
    /// - Parameters:
    ///   - botToken: The token from @BotFather, `123456:ABC…`.
    ///   - replacesAccount: Whether the bot may take the place of another account in the session. It inherits nothing from it:
    ///     neither updates nor peers.
    /// - Returns: The bot.
    /// - Throws: ``InvocationError``; ``InvocationError/sessionOfOtherAccount(userID:)`` if the session belongs to another
    ///   account, ``InvocationError/invalidArgument(method:_:)`` if the text cannot be a token.
    @discardableResult
    public func signIn(botToken: String, replacesAccount: Bool = false) async throws(InvocationError) -> User {
        let token = botToken.trimmed
        let id = try BotToken.check(token)
        if let account, account.userID != id, !replacesAccount {
            throw .sessionOfOtherAccount(userID: account.userID)
        }
        core.reviveIfEnded()
        if let account, account.userID == id {
            do throws(InvocationError) {
                return try await me()
            } catch {
                guard error.rpcError?.code == 401 else { throw error }
            }
        }
        do throws(InvocationError) {
            return try await importAuthorization(token)
        } catch {
            // A call of the old session, such as one that catches up, may have been refused only now.
            guard case .sessionEnded = error else { throw error }
            return try await importAuthorization(token)
        }
    }

    private func importAuthorization(_ token: String) async throws(InvocationError) -> User {
        core.reviveIfEnded()
        let authorization = try await core.invoke(
            TL.auth.ImportBotAuthorization(
                flags: 0, apiID: core.configuration.apiID, apiHash: core.configuration.apiHash, botAuthToken: token))
        return try await core.complete(authorization, method: "auth.importBotAuthorization")
    }

    /// Asks for a code to sign in with (`auth.sendCode`).
    ///
    /// The tokens of earlier sessions that ended with ``signOut(deletingSession:)`` go along: with them no code may be
    /// needed.
    ///
    /// - Parameters:
    ///   - phone: The phone number, with the country's code.
    ///   - options: How the code may be sent.
    ///   - replacesAccount: Whether another account may take the place of the one that is signed in, if one is. It inherits
    ///     nothing from it: neither updates nor peers.
    /// - Returns: What to do next.
    /// - Throws: ``SignInError``; ``InvocationError/sessionOfOtherAccount(userID:)`` in it if somebody else is signed in.
    public func requestLoginCode(
        for phone: String, options: SendCodeOptions = SendCodeOptions(), replacesAccount: Bool = false
    ) async throws(SignInError) -> SendCodeOutcome {
        if let account, !replacesAccount, account.isBot || core.peers.hasOtherPhone(than: phone, .user(account.userID))
        {
            throw .invocation(.sessionOfOtherAccount(userID: account.userID))
        }
        core.reviveIfEnded()
        return try await core.signingIn { () throws(InvocationError) in
            let sent = try await core.invoke(
                TL.auth.SendCode(
                    phoneNumber: phone, apiID: core.configuration.apiID, apiHash: core.configuration.apiHash,
                    settings: options.settings(futureAuthTokens: core.futureAuthTokens)))
            return try await core.outcome(of: sent, phone: phone, method: "auth.sendCode")
        }
    }

    /// Signs in with a code (`auth.signIn`).
    ///
    /// - Parameters:
    ///   - sentCode: What ``requestLoginCode(for:options:replacesAccount:)`` returned.
    ///   - code: The code; blanks around it do not count. If it came by e-mail, it is sent as such.
    /// - Returns: Who is signed in, or what is needed besides.
    /// - Throws: ``SignInError``: ``SignInError/invalidCode`` and ``SignInError/codeExpired`` among them.
    public func signIn(with sentCode: SentCode, code: String) async throws(SignInError) -> SignInOutcome {
        try await core.signingIn { () throws(InvocationError) in
            let isEmail = if case .email = sentCode.delivery { true } else { false }
            let request = TL.auth.SignIn(
                phoneNumber: sentCode.phone, phoneCodeHash: sentCode.hash, phoneCode: isEmail ? nil : code.trimmed,
                emailVerification: isEmail ? .code(.init(code: code.trimmed)) : nil)
            do throws(InvocationError) {
                return .success(try await core.outcome(of: core.invoke(request), method: "auth.signIn"))
            } catch {
                if error.is(.phoneNumberUnoccupied) { return .success(.signUpRequired(nil)) }
                return .success(.passwordRequired(try await core.passwordChallenge(after: error)))
            }
        }
    }

    /// Makes a new account (`auth.signUp`, `help.acceptTermsOfService`), after ``SignInOutcome/signUpRequired(_:)``.
    ///
    /// - Parameters:
    ///   - sentCode: What ``requestLoginCode(for:options:replacesAccount:)`` returned.
    ///   - firstName: The first name, 1 to 64 characters.
    ///   - lastName: The last name, at most 64 characters.
    ///   - terms: The terms of service that the person has agreed to, from the outcome.
    ///   - notifiesContacts: Whether those who have the number among their contacts are notified.
    /// - Returns: Who is signed in.
    /// - Throws: ``SignInError``.
    @discardableResult
    public func signUp(
        with sentCode: SentCode, firstName: String, lastName: String = "", accepting terms: TermsOfService? = nil,
        notifiesContacts: Bool = true
    ) async throws(SignInError) -> User {
        try await core.signingIn { () throws(InvocationError) in
            guard !firstName.trimmed.isEmpty else {
                throw .invalidArgument(method: "auth.signUp", "a first name is needed")
            }
            let authorization = try await core.invoke(
                TL.auth.SignUp(
                    noJoinedNotifications: !notifiesContacts, phoneNumber: sentCode.phone,
                    phoneCodeHash: sentCode.hash, firstName: firstName, lastName: lastName))
            let user = try await core.complete(authorization, method: "auth.signUp")
            if let terms { _ = try await core.invoke(TL.help.AcceptTermsOfService(id: terms.raw.id)) }
            return .success(user)
        }
    }

    /// The account itself (`users.getUsers`).
    ///
    /// - Returns: Who is signed in.
    /// - Throws: ``InvocationError``; code 401 if nobody is.
    public func me() async throws(InvocationError) -> User {
        let users = try await core.invoke(TL.users.GetUsers(id: [.userSelf]))
        guard let user = users.first.flatMap({ User($0, core.context(users)) }) else {
            throw .invalidResponse(method: "users.getUsers", nil)
        }
        await core.signedIn(user.raw)
        return user
    }

    /// Whether somebody is signed in, as the server sees it (`updates.getState`); ``account`` says what the client knows.
    ///
    /// - Throws: ``InvocationError`` if the server cannot be asked.
    public var isAuthorized: Bool {
        get async throws(InvocationError) {
            do throws(InvocationError) {
                _ = try await core.invoke(TL.updates.GetState())
                return true
            } catch {
                if case .sessionEnded = error { return false }
                guard error.rpcError?.code == 401 else { throw error }
                return false
            }
        }
    }

    /// The number of the account (`users.getUsers`); the server is asked only if it is not known.
    ///
    /// - Returns: The user's number.
    /// - Throws: ``InvocationError``; code 401 if nobody is signed in.
    public func userID() async throws(InvocationError) -> Int64 {
        if let account { return account.userID }
        return try await me().id
    }

    /// Ends the session at the server (`auth.logOut`).
    ///
    /// What the server gives for later is kept in the session: with it the next sign-in may need no code.
    ///
    /// - Parameter deletingSession: Whether the session is emptied too, keys and all, and the client stopped.
    /// - Throws: ``InvocationError``.
    public func signOut(deletingSession: Bool = false) async throws(InvocationError) {
        try await core.signingOut { () throws(InvocationError) in
            do throws(InvocationError) {
                let answer = try await core.invoke(TL.auth.LogOut())
                if let token = answer.futureAuthToken { core.keep(futureAuthToken: token) }
            } catch  where error.rpcError?.code == 401 {
                // Nobody was signed in.
            }
        }
        guard deletingSession else { return }
        core.emptySession()
        await disconnect()
    }
}
