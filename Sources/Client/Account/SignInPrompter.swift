// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Asks the person who signs in: on the console, in a window, or from a script.
///
/// Each question may be answered by `nil`, which gives up.
public protocol SignInPrompter: Sendable {
    /// Asks who signs in.
    ///
    /// - Returns: A phone number, or a bot's token.
    /// - Throws: What ends the sign-in.
    func identity() async throws -> String?
    /// Asks for a login code.
    ///
    /// - Parameters:
    ///   - sentCode: How it was sent.
    ///   - error: What was wrong with the last answer.
    /// - Returns: The code; an empty text asks for another one, sent in the next way.
    /// - Throws: What ends the sign-in.
    func code(for sentCode: SentCode, after error: SignInError?) async throws -> String?
    /// Asks for the account's password.
    ///
    /// - Parameters:
    ///   - challenge: What to remember it by.
    ///   - error: What was wrong with the last answer.
    /// - Returns: The password.
    /// - Throws: What ends the sign-in.
    func password(for challenge: PasswordChallenge, after error: SignInError?) async throws -> String?
    /// Asks for the name of a new account.
    ///
    /// - Parameter terms: What the person must agree to first, if there is anything.
    /// - Returns: The first and the last name, if the person agrees.
    /// - Throws: What ends the sign-in.
    func name(accepting terms: TermsOfService?) async throws -> (first: String, last: String)?
    /// Asks for an e-mail address for login codes.
    ///
    /// - Returns: The address.
    /// - Throws: What ends the sign-in.
    func loginEmail() async throws -> String?
    /// Asks for the code that was sent to the e-mail address.
    ///
    /// - Parameter error: What was wrong with the last answer.
    /// - Returns: The code.
    /// - Throws: What ends the sign-in.
    func loginEmailCode(after error: SignInError?) async throws -> String?
}

/// Asks on the console; passwords and tokens are not shown while they are typed.
public struct ConsolePrompter: SignInPrompter {
    private let console: Console

    /// Creates a prompter for the standard input and the standard error output.
    public init() {
        console = Console()
    }

    /// Asks who signs in.
    public func identity() async throws -> String? {
        await console.ask("Phone number or bot token: ")
    }

    /// Asks for a login code.
    public func code(for sentCode: SentCode, after error: SignInError?) async throws -> String? {
        complain(error)
        let another = sentCode.nextDelivery == nil ? "" : ", or nothing for another one"
        return await console.ask("The code is sent \(sentCode.delivery). Code\(another): ")
    }

    /// Asks for the account's password.
    public func password(for challenge: PasswordChallenge, after error: SignInError?) async throws -> String? {
        complain(error)
        let hint = challenge.hint.map { $0.isEmpty ? "" : " (hint: \($0))" } ?? ""
        return await console.ask("Password\(hint): ", isSecret: true)
    }

    /// Asks for the name of a new account.
    public func name(accepting terms: TermsOfService?) async throws -> (first: String, last: String)? {
        if let terms {
            console.write("Nobody has this number yet. For an account, agree to this:\n\n\(terms.text)\n")
            guard let answer = await console.ask("Do you agree? (yes/no): "), answer.lowercased().hasPrefix("y") else {
                return nil
            }
        }
        guard let first = await console.ask("First name: ") else { return nil }
        return (first, await console.ask("Last name, or nothing: ") ?? "")
    }

    /// Asks for an e-mail address for login codes.
    public func loginEmail() async throws -> String? {
        await console.ask("E-mail address for login codes: ")
    }

    /// Asks for the code that was sent to the e-mail address.
    public func loginEmailCode(after error: SignInError?) async throws -> String? {
        complain(error)
        return await console.ask("Code from the e-mail: ")
    }

    private func complain(_ error: SignInError?) {
        if let error { console.write("\(error)\n") }
    }
}
