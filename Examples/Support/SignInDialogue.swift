// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import Ferogram
import Foundation

/// Signs a person in, and asks in the terminal for what is missing.
public enum SignInDialogue {
    /// Signs in.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - phone: The phone number; asked for if there is none.
    ///   - code: The code; asked for if there is none.
    /// - Throws: Why nobody is signed in.
    public static func run(_ client: TelegramClient, phone: String?, code: String? = nil) async throws {
        let user: User
        if let phone, let code {
            user = try await client.signInInteractively(as: phone, prompting: KnownCode(code: code))
        } else {
            user = try await client.signInInteractively(as: phone)
        }
        Example.say("Signed in as \(user.fullName)")
        Example.say("Session saved.")
    }

    /// Answers with a code that a script knows, and with nothing else.
    private struct KnownCode: SignInPrompter {
        let code: String

        func identity() -> String? { nil }
        func code(for sentCode: SentCode, after error: SignInError?) -> String? { error == nil ? code : nil }
        func password(for challenge: PasswordChallenge, after error: SignInError?) -> String? { nil }
        func name(accepting terms: TermsOfService?) -> (first: String, last: String)? { nil }
        func loginEmail() -> String? { nil }
        func loginEmailCode(after error: SignInError?) -> String? { nil }
    }
}
