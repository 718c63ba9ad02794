// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// What came of a step of signing in.
@nonexhaustive
public enum SignInOutcome: Sendable {
    /// Somebody is signed in.
    case signedIn(User)
    /// The account has a password: go on with ``TelegramClient/checkPassword(_:for:)``.
    case passwordRequired(PasswordChallenge)
    /// Nobody has this phone number: go on with
    /// ``TelegramClient/signUp(with:firstName:lastName:accepting:notifiesContacts:)``. The person must agree to the
    /// terms first, if there are any.
    case signUpRequired(TermsOfService?)

    /// Who is signed in; `nil` if more is needed.
    public var user: User? {
        if case .signedIn(let user) = self { return user }
        return nil
    }
}

extension SignInOutcome: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .signedIn(let user): "signed in as \(user)"
        case .passwordRequired: "the password is needed"
        case .signUpRequired: "nobody has this phone number yet"
        }
    }
}

/// What a new account must agree to.
public struct TermsOfService: Sendable {
    /// The terms as the schema has them.
    public let raw: TL.help.TermsOfService

    /// The text.
    public var text: String { raw.text }
    /// Whether the person must be asked before going on, rather than be told.
    public var needsConfirmation: Bool { raw.popup }
    /// How old the person must confirm to be, in years.
    public var minimumAge: Int? { raw.minAgeConfirm.map(Int.init) }
}

/// What is needed to go on with a password.
public struct PasswordChallenge: Sendable {
    let state: TL.account.Password
    /// What the person wrote down to remember it by.
    public var hint: String? { state.hint }
    /// Whether the password can be replaced by a code that is sent by e-mail, see
    /// ``TelegramClient/requestPasswordRecovery()``.
    public var hasRecovery: Bool { state.hasRecovery }
}

extension PasswordChallenge: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of the server's question.
    public var description: String { "PasswordChallenge" }
    /// Nothing of the server's question.
    public var debugDescription: String { description }
    /// A mirror without the server's question.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
