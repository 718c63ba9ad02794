// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

/// Why a sign-in did not succeed; its description is for the person who signs in.
@nonexhaustive
public enum SignInError: Error, Sendable {
    /// The code is wrong; it can be entered again.
    case invalidCode
    /// The code is too old, or was entered wrongly too often: ask for another one.
    case codeExpired
    /// The password is wrong.
    case invalidPassword
    /// The account has no e-mail address for its password, so it cannot be recovered.
    case noRecoveryEmail
    /// The server wants to be paid for sending the code, in one of the official apps' stores.
    case paymentRequired(currency: String, amount: Int64, supportEmail: String)
    /// The person who was asked gave up, or there was nobody to ask.
    case givenUp
    /// The server asks for something that this library cannot do.
    case unsupported(String)
    /// Any other error.
    case invocation(InvocationError)

    init(_ error: InvocationError) {
        if error.is(.phoneCodeInvalid) || error.is(.phoneCodeEmpty) || error.is(.codeInvalid) {
            self = .invalidCode
        } else if error.is(.phoneCodeExpired) || error.is(.phoneHashExpired) || error.is(.emailVerifyExpired)
            || error.is(.passwordRecoveryExpired)
        {
            self = .codeExpired
        } else if error.is(.passwordHashInvalid) {
            self = .invalidPassword
        } else if error.is(.passwordRecoveryNa) {
            self = .noRecoveryEmail
        } else {
            self = .invocation(error)
        }
    }
}

extension SignInError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .invalidCode: "the code is wrong"
        case .codeExpired: "the code is not good any more; ask for another one"
        case .invalidPassword: "the password is wrong"
        case .noRecoveryEmail: "the account has no e-mail address through which its password could be recovered"
        case .paymentRequired(let currency, let amount, let email):
            "Telegram wants to be paid \(amount) (in the smallest unit of \(currency)) for sending a code to this number, "
                + "which only its own apps can do; \(email) answers questions"
        case .givenUp: "nobody answered"
        case .unsupported(let what): what
        case .invocation(let error): Self.explain(error)
        }
    }

    private static func explain(_ error: InvocationError) -> String {
        guard let rpc = error.rpcError else { return error.description }
        if case .floodWait(let wait) = error.kind {
            return "there were too many attempts; try again in \(Self.words(for: wait))"
        }
        for (name, text) in explanations where rpc.name == name { return text }
        return error.description
    }

    /// A wait as people say it, rounded up.
    private static func words(for wait: Duration) -> String {
        let seconds = max(1, wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0))
        for (length, unit) in [(86_400, "day"), (3_600, "hour"), (60, "minute")] as [(Int64, String)]
        where seconds >= 2 * length {
            return "\((seconds + length - 1) / length) \(unit)s"
        }
        return seconds == 1 ? "1 second" : "\(seconds) seconds"
    }

    // In words for the person: names of errors mean nothing to them.
    private static let explanations: [(TLErrorName, String)] = [
        (.phoneNumberInvalid, "this is no phone number; write it with the country's code, +44 20 …"),
        (.phoneNumberBanned, "Telegram has banned this phone number"),
        (.phoneNumberFlood, "too many codes were asked for with this number; try again in a day"),
        (.phonePasswordFlood, "the password was entered wrongly too often; try again later"),
        (.phonePasswordProtected, "the number's password does not allow that"),
        (.phoneNumberAppSignupForbidden, "Telegram lets only its own apps make an account for this number"),
        (.phoneNumberUnoccupied, "nobody has this phone number yet"),
        (.phoneNumberOccupied, "somebody has this phone number already"),
        (.sendCodeUnavailable, "there is no other way to send a code to this number; wait for the one that was sent"),
        (.accessTokenInvalid, "@BotFather does not know this token; it may have been revoked"),
        (.accessTokenExpired, "this token was replaced by another one; ask @BotFather for it"),
        (.apiIDInvalid, "the API id or the API hash is wrong; my.telegram.org has them"),
        (.apiIDPublishedFlood, "this API id was published and is blocked; get your own at my.telegram.org"),
        (.firstnameInvalid, "the first name is empty or too long"),
        (.lastnameInvalid, "the last name is too long"),
        (.emailInvalid, "this is no e-mail address"),
        (.emailNotAllowed, "this e-mail address cannot be used"),
        (.authTokenExpired, "the QR code is too old; show a new one"),
        (.authTokenInvalid, "this is no QR code for signing in"),
        (.authTokenAlreadyAccepted, "the QR code was used already"),
        (.userDeactivated, "the account was deleted"),
        (.userDeactivatedBan, "Telegram has banned the account"),
        (.authRestart, "something went wrong at Telegram; begin again"),
        (.signInFailed, "something went wrong at Telegram; begin again"),
        (.sessionPasswordNeeded, "the account has a password, which is needed too"),
        (.authKeyUnregistered, "nobody is signed in with this session"),
        (.sessionRevoked, "somebody has ended this session; sign in anew"),
        (.sessionExpired, "this session has expired; sign in anew"),
        (.updateAppToLogin, "Telegram wants a newer app for that; this library or its layer is too old"),
        (.smsCodeCreateFailed, "Telegram could not send a message to this number; try again later"),
        (.phoneNotOccupied, "nobody has this phone number yet"),
        (.emailHashExpired, "the e-mail address was confirmed too late; ask for another code"),
        (.passwordTooFresh, "the password was changed too recently for that; try again in some days"),
        (.sessionTooFresh, "this sign-in is too recent for that; try again in some days"),
        (.freshResetAuthorisationForbidden, "this sign-in is too recent to end others; try again in a day"),
        (.freshChangePhoneForbidden, "this sign-in is too recent to change the number; try again in a day"),
        (.srpPasswordChanged, "the password was changed meanwhile; begin again"),
        (.passwordMissing, "the account has no password; it needs one for that"),
        (.passwordRequired, "the account has no password; it needs one for that"),
        (.authTokenException, "something went wrong with the QR code; show a new one"),
    ]
}
