// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A code is on its way; what the server calls the attempt, and how the code is sent.
public struct SentCode: Sendable {
    /// The phone number.
    public let phone: String
    /// The server's name for the attempt.
    let hash: String
    /// The server's answer, as the schema has it.
    public let raw: TL.auth.SentCode.SentCode

    init(phone: String, _ raw: TL.auth.SentCode.SentCode) {
        self.phone = phone
        hash = raw.phoneCodeHash
        self.raw = raw
    }

    /// How the code is sent.
    public var delivery: CodeDelivery { CodeDelivery(raw.type) }
    /// How many characters the code has, if the server says so.
    public var length: Int? {
        switch raw.type {
        case .app(let type): Int(type.length)
        case .sms(let type): Int(type.length)
        case .call(let type): Int(type.length)
        case .missedCall(let type): Int(type.length)
        case .emailCode(let type): Int(type.length)
        case .fragmentSms(let type): Int(type.length)
        case .firebaseSms(let type): Int(type.length)
        default: nil
        }
    }
    /// How ``TelegramClient/resendCode(for:reason:)`` would send the next code; `nil` if there is no other way.
    public var nextDelivery: TL.auth.CodeType? { raw.nextType }
    /// How long to wait before another code can be asked for.
    public var timeout: Duration? { raw.timeout.map { .seconds($0) } }
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
@nonexhaustive
public enum CodeDelivery: Hashable, Sendable {
    /// As a message in Telegram, in the account's other sessions.
    case app
    /// As a text message.
    case sms
    /// As a word in a text message, which begins with this.
    case smsWord(beginning: String?)
    /// As a phrase in a text message, which begins with this.
    case smsPhrase(beginning: String?)
    /// Spoken, by a call.
    case call
    /// By a call that is not to be taken: the number that calls is the code, and matches this pattern.
    case flashCall(pattern: String)
    /// By a call that is not to be taken: the last digits of the number that calls are the code.
    case missedCall(prefix: String)
    /// By e-mail, to an address that looks like this.
    case email(pattern: String)
    /// To the owner of an anonymous number, at this page of fragment.com.
    case fragment(url: String)
    /// Through Google's service for official apps, which other programs cannot use: ask for the next delivery.
    case firebase
    /// Not at all: the account must have an e-mail address first, see
    /// ``TelegramClient/sendLoginEmailCode(to:for:)``.
    case emailSetupRequired

    init(_ type: TL.auth.SentCodeType) {
        switch type {
        case .app: self = .app
        case .sms: self = .sms
        case .smsWord(let type): self = .smsWord(beginning: type.beginning)
        case .smsPhrase(let type): self = .smsPhrase(beginning: type.beginning)
        case .call: self = .call
        case .flashCall(let type): self = .flashCall(pattern: type.pattern)
        case .missedCall(let type): self = .missedCall(prefix: type.prefix)
        case .emailCode(let type): self = .email(pattern: type.emailPattern)
        case .fragmentSms(let type): self = .fragment(url: type.url)
        case .firebaseSms: self = .firebase
        case .setUpEmailRequired: self = .emailSetupRequired
        }
    }
}

extension CodeDelivery: CustomStringConvertible {
    /// Where to look for the code, in words for the person who signs in.
    public var description: String {
        switch self {
        case .app: "in a message from Telegram, in your other sessions"
        case .sms: "in a text message"
        case .smsWord(let beginning):
            "a word in a text message" + (beginning.map { ", which begins with \u{201C}\($0)\u{201D}" } ?? "")
        case .smsPhrase(let beginning):
            "a phrase in a text message" + (beginning.map { ", which begins with \u{201C}\($0)\u{201D}" } ?? "")
        case .call: "in a call, which tells it"
        case .flashCall(let pattern): "the number that calls you, of the form \(pattern)"
        case .missedCall(let prefix): "the last digits of the number that calls you, which begins with \(prefix)"
        case .email(let pattern): "in an e-mail to \(pattern)"
        case .fragment(let url): "at \(url)"
        case .firebase: "in a way that only official apps can use; ask for another one"
        case .emailSetupRequired: "nowhere yet: an e-mail address is to be set first"
        }
    }
}

/// What came of asking for a code.
public enum SendCodeOutcome: Sendable {
    /// A code is on its way.
    case codeRequired(SentCode)
    /// No code is needed: the session remembered an earlier sign-in of the account.
    case alreadyAuthorized(User)
}

/// How a login code may be sent, and what the server may know meanwhile.
public struct SendCodeOptions: Sendable, Hashable {
    /// Whether the code may be the number of a call; the program must then be able to see who calls.
    public var allowsFlashCall = false
    /// Whether the code may be the last digits of the number of a call.
    public var allowsMissedCall = false
    /// Whether the text message may carry a hash, with which Android hands it to the program.
    public var allowsAppHash = false
    /// Whether the number is that of the device itself.
    public var isCurrentNumber = false
    /// Whether the program does not know whether the number is that of the device.
    public var isUnknownNumber = false
    /// The device's push token, for programs on Apple's devices; it comes with ``isAppSandbox``.
    public var pushToken: String?
    /// Whether ``pushToken`` belongs to Apple's sandbox.
    public var isAppSandbox = false

    /// The usual options.
    public init() {}

    func settings(futureAuthTokens tokens: [[UInt8]]) -> TL.CodeSettings {
        TL.CodeSettings(
            allowFlashcall: allowsFlashCall, currentNumber: isCurrentNumber, allowAppHash: allowsAppHash,
            allowMissedCall: allowsMissedCall, unknownNumber: isUnknownNumber,
            logoutTokens: tokens.isEmpty ? nil : tokens, token: pushToken,
            appSandbox: pushToken == nil ? nil : isAppSandbox)
    }
}
