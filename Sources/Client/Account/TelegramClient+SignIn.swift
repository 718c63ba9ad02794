// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
public import FerogramMTSender
import FerogramTLTypes

/// A code is on its way; the phone number and the server's name for it.
public struct SentCode: Sendable {
    /// The phone number.
    public let phone: String
    /// The server's name for the attempt.
    let hash: String
    /// How the code is sent.
    public let delivery: CodeDelivery
}

/// How a login code is sent.
public enum CodeDelivery: Hashable, Sendable {
    /// As a message in Telegram, in the account's other sessions.
    case app
    /// As a text message.
    case sms
    /// By a call.
    case call
    /// By e-mail.
    case email
    /// In a way that this library has no word for.
    case other
}

/// What came of asking for a code.
public enum SendCodeOutcome: Sendable {
    /// A code is on its way.
    case codeRequired(SentCode)
    /// No code is needed.
    case alreadyAuthorized(User)
}

/// What is needed to go on with a password.
public struct PasswordChallenge: Sendable {
    let state: TL.account.Password
    /// What the person wrote down to remember it by.
    public var hint: String? { state.hint }
}

/// Why a sign-in is not complete.
public enum SignInError: Error, Sendable {
    /// The account has a password: go on with ``TelegramClient/checkPassword(_:for:)``.
    case passwordRequired(PasswordChallenge)
    /// Nobody has this phone number: go on with ``TelegramClient/signUp(with:firstName:lastName:)``.
    case signUpRequired
    /// The code is wrong or too old.
    case invalidCode
    /// The password is wrong.
    case invalidPassword
    /// The server wants to be paid, or asks for something else that this library cannot do.
    case unsupported(String)
    /// Any other error.
    case invocation(InvocationError)
}

extension TelegramClient {
    /// Signs in as a bot (`auth.importBotAuthorization`); if the session is signed in as that bot already, nothing is asked.
    ///
    /// - Parameter botToken: The token from @BotFather, `123456:ABC…`.
    /// - Returns: The bot.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func signIn(botToken: String) async throws(InvocationError) -> User {
        let token = botToken.trimmed
        if let account, account.isBot, Int64(token.prefix { $0 != ":" }) == account.userID {
            do throws(InvocationError) {
                return try await me()
            } catch  where error.rpcError?.code == 401 {
                // The session was ended elsewhere; the token opens a new one.
            }
        }
        let authorization = try await core.invoke(
            TL.auth.ImportBotAuthorization(
                flags: 0, apiID: core.configuration.apiID, apiHash: core.configuration.apiHash, botAuthToken: token))
        return try await core.complete(authorization, method: "auth.importBotAuthorization")
    }

    /// Asks for a code to sign in with (`auth.sendCode`).
    ///
    /// - Parameter phone: The phone number, with the country's code.
    /// - Returns: What to do next.
    /// - Throws: ``SignInError``.
    public func requestLoginCode(for phone: String) async throws(SignInError) -> SendCodeOutcome {
        try await rethrowing { () throws(InvocationError) in
            let sent = try await core.invoke(
                TL.auth.SendCode(
                    phoneNumber: phone, apiID: core.configuration.apiID, apiHash: core.configuration.apiHash,
                    settings: .init()))
            switch sent {
            case .sentCode(let code):
                return .success(
                    .codeRequired(SentCode(phone: phone, hash: code.phoneCodeHash, delivery: .init(code.type))))
            case .success(let success):
                return .success(
                    .alreadyAuthorized(try await core.complete(success.authorization, method: "auth.sendCode")))
            case .paymentRequired:
                return .failure(.unsupported("the server wants to be paid for sending the code"))
            }
        }
    }

    /// Signs in with a code (`auth.signIn`).
    ///
    /// - Parameters:
    ///   - token: What ``requestLoginCode(for:)`` returned.
    ///   - code: The code; blanks around it do not count.
    /// - Returns: Who is signed in.
    /// - Throws: ``SignInError``, which says how to go on if a password is wanted or the number is new.
    @discardableResult
    public func signIn(with token: SentCode, code: String) async throws(SignInError) -> User {
        try await rethrowing { () throws(InvocationError) in
            do throws(InvocationError) {
                let authorization = try await core.invoke(
                    TL.auth.SignIn(phoneNumber: token.phone, phoneCodeHash: token.hash, phoneCode: code.trimmed))
                if case .signUpRequired = authorization { return .failure(.signUpRequired) }
                return .success(try await core.complete(authorization, method: "auth.signIn"))
            } catch  where error.is(.sessionPasswordNeeded) {
                return .failure(
                    .passwordRequired(PasswordChallenge(state: try await core.invoke(TL.account.GetPassword()))))
            } catch  where error.is(.phoneCodeInvalid) || error.is(.phoneCodeExpired) || error.is(.phoneCodeEmpty) {
                return .failure(.invalidCode)
            } catch  where error.is(.phoneNumberUnoccupied) {
                return .failure(.signUpRequired)
            }
        }
    }

    /// Makes a new account (`auth.signUp`), after ``SignInError/signUpRequired``.
    ///
    /// - Parameters:
    ///   - token: What ``requestLoginCode(for:)`` returned.
    ///   - firstName: The first name, not empty.
    ///   - lastName: The last name.
    /// - Returns: Who is signed in.
    /// - Throws: ``SignInError``.
    @discardableResult
    public func signUp(
        with token: SentCode, firstName: String, lastName: String = ""
    ) async throws(SignInError) -> User {
        try await rethrowing { () throws(InvocationError) in
            let authorization = try await core.invoke(
                TL.auth.SignUp(
                    phoneNumber: token.phone, phoneCodeHash: token.hash, firstName: firstName, lastName: lastName))
            return .success(try await core.complete(authorization, method: "auth.signUp"))
        }
    }

    /// The account itself (`users.getUsers`).
    ///
    /// - Returns: Who is signed in.
    /// - Throws: ``InvocationError``; code 401 if nobody is.
    public func me() async throws(InvocationError) -> User {
        let users = try await core.invoke(TL.users.GetUsers(id: [.userSelf]))
        core.learn(users: users, chats: [])
        guard let user = users.first.flatMap({ User($0, core.context(users)) }) else {
            throw .invalidResponse(method: "users.getUsers", nil)
        }
        await core.signedIn(user.raw)
        return user
    }

    /// Ends the session at the server (`auth.logOut`).
    ///
    /// - Throws: ``InvocationError``.
    public func signOut() async throws(InvocationError) {
        try await core.signingOut { () throws(InvocationError) in
            do throws(InvocationError) {
                _ = try await core.invoke(TL.auth.LogOut())
            } catch  where error.rpcError?.code == 401 {
                // Nobody was signed in.
            }
        }
    }

    private func rethrowing<Value: Sendable>(
        _ body: () async throws(InvocationError) -> Result<Value, SignInError>
    ) async throws(SignInError) -> Value {
        let result: Result<Value, SignInError>
        do throws(InvocationError) {
            result = try await body()
        } catch {
            throw .invocation(error)
        }
        return try result.get()
    }
}

extension CodeDelivery {
    init(_ type: TL.auth.SentCodeType) {
        switch type {
        case .app: self = .app
        case .sms, .smsWord, .smsPhrase, .fragmentSms, .firebaseSms: self = .sms
        case .call, .flashCall, .missedCall: self = .call
        case .emailCode: self = .email
        case .setUpEmailRequired: self = .other
        }
    }
}

extension ClientCore {
    /// Takes note of who is signed in.
    func complete(_ authorization: TL.auth.Authorization, method: String) async throws(InvocationError) -> User {
        guard case .authorization(let authorization) = authorization,
            let user = User(authorization.user, context([authorization.user]))
        else {
            throw .invalidResponse(method: method, nil)
        }
        learn(users: [authorization.user], chats: [])
        await signedIn(user.raw)
        return user
    }
}
