// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A session of the account: a program on a device that is signed in.
public struct Authorization: Sendable, Identifiable {
    /// The session as the schema has it.
    public let raw: TL.Authorization

    /// The server's number for it; 0 for the session that asks.
    public var id: Int64 { raw.hash }
    /// Whether it is this very session.
    public var isCurrent: Bool { raw.current }
    /// Whether the program is one of Telegram's own.
    public var isOfficialApp: Bool { raw.officialApp }
    /// Whether the code was entered and the password was not.
    public var isPasswordPending: Bool { raw.passwordPending }
    /// Whether the person has not confirmed yet that it is theirs, see ``TelegramClient/confirmAuthorization(_:)``.
    public var isUnconfirmed: Bool { raw.unconfirmed }
    /// Whether it takes secret chats.
    public var acceptsSecretChats: Bool { !raw.encryptedRequestsDisabled }
    /// Whether it takes calls.
    public var acceptsCalls: Bool { !raw.callRequestsDisabled }
    /// What the program says that it runs on.
    public var device: String { raw.deviceModel }
    /// The platform and its version, as the program says.
    public var system: String { "\(raw.platform) \(raw.systemVersion)".trimmed }
    /// The program and its version.
    public var app: String { "\(raw.appName) \(raw.appVersion)".trimmed }
    /// The API id of the program.
    public var apiID: Int { Int(raw.apiID) }
    /// When the person signed in.
    public var created: Date { Date(unixTime: raw.dateCreated) }
    /// When it was used last.
    public var lastActive: Date { Date(unixTime: raw.dateActive) }
    /// From which address it was used last.
    public var ipAddress: String { raw.ip }
    /// Where that address is, as far as the server can tell.
    public var location: String { [raw.region, raw.country].filter { !$0.isEmpty }.joined(separator: ", ") }
}

/// A web site that the person has signed in to with the account.
public struct WebAuthorization: Sendable, Identifiable {
    /// The sign-in as the schema has it.
    public let raw: TL.WebAuthorization
    /// The bot of the site, if it is known.
    public let bot: User?

    /// The server's number for it.
    public var id: Int64 { raw.hash }
    /// The site.
    public var domain: String { raw.domain }
    /// The browser.
    public var browser: String { raw.browser }
    /// What the browser runs on.
    public var platform: String { raw.platform }
    /// When the person signed in.
    public var created: Date { Date(unixTime: raw.dateCreated) }
    /// When the site was used last.
    public var lastActive: Date { Date(unixTime: raw.dateActive) }
    /// From which address.
    public var ipAddress: String { raw.ip }
}
