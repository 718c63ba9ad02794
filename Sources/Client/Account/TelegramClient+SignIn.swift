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

extension SentCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How the code is sent; neither the number nor the server's name for the attempt.
    public var description: String { "SentCode(\(delivery))" }
    /// How the code is sent; neither the number nor the server's name for the attempt.
    public var debugDescription: String { description }
    /// A mirror without the number and the server's name for the attempt.
    public var customMirror: Mirror { Mirror(self, children: ["delivery": delivery]) }
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

extension PasswordChallenge: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of the server's question.
    public var description: String { "PasswordChallenge" }
    /// Nothing of the server's question.
    public var debugDescription: String { description }
    /// A mirror without the server's question.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
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
    ///   account.
    @discardableResult
    public func signIn(botToken: String, replacesAccount: Bool = false) async throws(InvocationError) -> User {
        let token = botToken.trimmed
        let id = Int64(token.prefix { $0 != ":" })
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
    /// - Parameters:
    ///   - phone: The phone number, with the country's code.
    ///   - replacesAccount: Whether another account may take the place of the one that is signed in, if one is. It inherits
    ///     nothing from it: neither updates nor peers.
    /// - Returns: What to do next.
    /// - Throws: ``SignInError``; ``InvocationError/sessionOfOtherAccount(userID:)`` in it if somebody else is signed in.
    public func requestLoginCode(
        for phone: String, replacesAccount: Bool = false
    ) async throws(SignInError) -> SendCodeOutcome {
        if let account, !replacesAccount, account.isBot || core.peers.hasOtherPhone(than: phone, .user(account.userID))
        {
            throw .invocation(.sessionOfOtherAccount(userID: account.userID))
        }
        core.reviveIfEnded()
        return try await rethrowing { () throws(InvocationError) in
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
        await signedIn(user.raw)
        return user
    }
}
