// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramSession
import FerogramTLTypes

extension ClientCore {
    /// How many tokens of ended sessions are kept; the server takes no more.
    private static var maximumFutureAuthTokens: Int { 20 }

    /// Runs a step of signing in, and names its failure.
    func signingIn<Value: Sendable>(
        _ body: () async throws(InvocationError) -> Result<Value, SignInError>
    ) async throws(SignInError) -> Value {
        let result: Result<Value, SignInError>
        do throws(InvocationError) {
            result = try await body()
        } catch {
            throw SignInError(error)
        }
        return try result.get()
    }

    /// What came of asking for a code.
    func outcome(
        of sent: TL.auth.SentCode, phone: String, method: String
    ) async throws(InvocationError) -> Result<SendCodeOutcome, SignInError> {
        switch sent {
        case .sentCode(let code): return .success(.codeRequired(SentCode(phone: phone, code)))
        case .success(let success):
            // The token that made it possible is used up.
            forgetFutureAuthTokens()
            return .success(.alreadyAuthorized(try await complete(success.authorization, method: method)))
        case .paymentRequired(let payment):
            return .failure(
                .paymentRequired(
                    currency: payment.currency, amount: payment.amount, supportEmail: payment.supportEmailAddress))
        }
    }

    /// What came of a step of signing in.
    func outcome(
        of authorization: TL.auth.Authorization, method: String
    ) async throws(InvocationError) -> SignInOutcome {
        if case .signUpRequired(let required) = authorization {
            return .signUpRequired(required.termsOfService.map { TermsOfService(raw: $0) })
        }
        return .signedIn(try await complete(authorization, method: method))
    }

    /// Takes note of who is signed in.
    func complete(_ authorization: TL.auth.Authorization, method: String) async throws(InvocationError) -> User {
        guard case .authorization(let authorization) = authorization,
            let user = User(authorization.user, context([authorization.user]))
        else {
            throw .invalidResponse(method: method, nil)
        }
        if let token = authorization.futureAuthToken { keep(futureAuthToken: token) }
        await signedIn(user.raw)
        return user
    }

    /// Asks how to prove that the password is known, if an error says that it must be.
    ///
    /// - Throws: The error if it says something else.
    func passwordChallenge(after error: InvocationError) async throws(InvocationError) -> PasswordChallenge {
        guard error.is(.sessionPasswordNeeded) else { throw error }
        return PasswordChallenge(state: try await invoke(TL.account.GetPassword()))
    }

    /// Keeps what logging out gave for later, the newest last.
    func keep(futureAuthToken token: [UInt8]) {
        update { session in
            let tokens = session.futureAuthTokens.filter { $0 != token } + [token]
            return session.change(.futureAuthTokens(tokens.suffix(Self.maximumFutureAuthTokens)))
        }
    }

    private func forgetFutureAuthTokens() {
        update { $0.futureAuthTokens.isEmpty ? [] : $0.change(.futureAuthTokens([])) }
    }
}
