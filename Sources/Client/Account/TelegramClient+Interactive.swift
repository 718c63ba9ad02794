// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramSession

extension TelegramClient {
    /// Connects, and signs somebody in if nobody is.
    ///
    /// - Parameters:
    ///   - configuration: The program's choices.
    ///   - identity: The phone number or the bot's token; `nil` to ask for it.
    ///   - prompter: Whom to ask; the console by default.
    /// - Returns: A client that somebody is signed in to.
    /// - Throws: ``BuilderError``, ``SignInError``, or what the prompter throws. The client is disconnected then.
    public static func connectAndSignIn(
        _ configuration: ClientConfiguration, as identity: String? = nil,
        prompting prompter: any SignInPrompter = ConsolePrompter()
    ) async throws -> TelegramClient {
        let client = try await connect(configuration)
        do {
            try await client.signInInteractively(as: identity, prompting: prompter)
        } catch {
            await client.disconnect()
            throw error
        }
        return client
    }

    /// Connects with a session file, and signs somebody in at the console if nobody is.
    ///
    /// - Parameters:
    ///   - session: The path of the session file.
    ///   - apiID: The id of the application, from my.telegram.org.
    ///   - apiHash: The secret of the application, from my.telegram.org.
    /// - Returns: A client that somebody is signed in to.
    /// - Throws: ``BuilderError`` or ``SignInError``.
    public static func quickConnect(
        session: String = "ferogram.session", apiID: Int, apiHash: String
    ) async throws -> TelegramClient {
        var configuration = ClientConfiguration(apiID: apiID, apiHash: apiHash)
        configuration.session = FileSessionStorage(path: session)
        return try await connectAndSignIn(configuration)
    }

    /// Signs somebody in by asking, unless somebody is signed in.
    ///
    /// - Parameters:
    ///   - identity: The phone number or the bot's token; `nil` to ask for it.
    ///   - prompter: Whom to ask; the console by default.
    /// - Returns: Who is signed in.
    /// - Throws: ``SignInError``, or what the prompter throws.
    @discardableResult
    public func signInInteractively(
        as identity: String? = nil, prompting prompter: any SignInPrompter = ConsolePrompter()
    ) async throws -> User {
        if account != nil {
            do throws(InvocationError) {
                return try await me()
            } catch {
                // The server has ended the session: somebody signs in anew.
                guard error.rpcError?.code == 401 else { throw SignInError(error) }
            }
        }
        var answer = identity
        if answer == nil { answer = try await prompter.identity() }
        guard let answer, !answer.trimmed.isEmpty else { throw SignInError.givenUp }
        if BotToken.botID(of: answer.trimmed) != nil {
            do throws(InvocationError) {
                return try await signIn(botToken: answer)
            } catch {
                throw SignInError(error)
            }
        }
        switch try await requestLoginCode(for: answer.trimmed) {
        case .alreadyAuthorized(let user): return user
        case .codeRequired(let code): return try await signIn(with: code, prompting: prompter)
        }
    }

    private func signIn(with code: SentCode, prompting prompter: any SignInPrompter) async throws -> User {
        var sent = code
        var failure: SignInError?
        while true {
            if case .emailSetupRequired = sent.delivery {
                switch try await setLoginEmail(for: sent, prompting: prompter) {
                case .alreadyAuthorized(let user): return user
                case .codeRequired(let code): sent = code
                }
            }
            guard let text = try await prompter.code(for: sent, after: failure) else { throw SignInError.givenUp }
            do throws(SignInError) {
                failure = nil
                if text.trimmed.isEmpty {
                    switch try await resendCode(for: sent) {
                    case .alreadyAuthorized(let user): return user
                    case .codeRequired(let code): sent = code
                    }
                    continue
                }
                let outcome = try await signIn(with: sent, code: text)
                if let user = outcome.user { return user }
                return try await goOn(outcome, sent, prompting: prompter)
            } catch {
                failure = error
            }
            // A wrong code can be entered again, and so can one after a failed resend.
            switch failure {
            case .invalidCode: continue
            case .codeExpired:
                if case .codeRequired(let code) = try await requestLoginCode(for: sent.phone) { sent = code }
            case .invocation(let error) where error.is(.sendCodeUnavailable): continue
            case let failure?: throw failure
            case nil: continue
            }
        }
    }

    /// Does what is needed after the code; what the prompter throws is carried past the typed errors.
    private func goOn(
        _ outcome: SignInOutcome, _ sent: SentCode, prompting prompter: any SignInPrompter
    ) async throws(SignInError) -> User {
        do {
            switch outcome {
            case .signedIn(let user): return user
            case .passwordRequired(let challenge): return try await enterPassword(challenge, prompting: prompter)
            case .signUpRequired(let terms):
                guard let name = try await prompter.name(accepting: terms) else { throw SignInError.givenUp }
                return try await signUp(with: sent, firstName: name.first, lastName: name.last, accepting: terms)
            }
        } catch {
            throw (error as? SignInError) ?? .unsupported("\(error)")
        }
    }

    private func enterPassword(
        _ challenge: PasswordChallenge, prompting prompter: any SignInPrompter
    ) async throws -> User {
        var failure: SignInError?
        while true {
            guard let password = try await prompter.password(for: challenge, after: failure) else {
                throw SignInError.givenUp
            }
            do throws(SignInError) {
                if let user = try await checkPassword(password, for: challenge).user { return user }
                throw .unsupported("the server wants more than the password")
            } catch {
                guard case .invalidPassword = error else { throw error }
                failure = error
            }
        }
    }

    private func setLoginEmail(
        for sent: SentCode, prompting prompter: any SignInPrompter
    ) async throws -> SendCodeOutcome {
        guard let email = try await prompter.loginEmail() else { throw SignInError.givenUp }
        try await sendLoginEmailCode(to: email, for: sent)
        var failure: SignInError?
        while true {
            guard let code = try await prompter.loginEmailCode(after: failure) else { throw SignInError.givenUp }
            do throws(SignInError) {
                return try await confirmLoginEmail(code: code, for: sent)
            } catch {
                guard case .invalidCode = error else { throw error }
                failure = error
            }
        }
    }
}

extension ClientBuilder {
    /// Connects, and signs somebody in if nobody is.
    ///
    /// - Parameters:
    ///   - identity: The phone number or the bot's token; `nil` to ask for it.
    ///   - prompter: Whom to ask; the console by default.
    /// - Returns: A client that somebody is signed in to.
    /// - Throws: ``BuilderError``, ``SignInError``, or what the prompter throws.
    public func connectAndSignIn(
        as identity: String? = nil, prompting prompter: any SignInPrompter = ConsolePrompter()
    ) async throws -> TelegramClient {
        try await TelegramClient.connectAndSignIn(configuration, as: identity, prompting: prompter)
    }
}
