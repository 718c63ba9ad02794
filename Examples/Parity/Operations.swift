// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import Foundation

/// What an operation has at hand.
struct Stage {
    let client: TelegramClient
    let ann: LocalPerson
    let bot: LocalBot
    /// The code that was requested last.
    var code: SentCode?
}

/// One operation.
typealias Operation = (name: String, run: (inout Stage) async throws -> Void)

/// One row for each operation, in the order in which they run; `.ci/parity/operations.py` has the same rows.
var personOperations: [Operation] {
    [
        (
            "requestLoginCode",
            {
                if case .codeRequired(let code) = try await $0.client.requestLoginCode(for: $0.ann.phone) {
                    $0.code = code
                }
            }
        ),
        (
            "signInWithCode",
            {
                guard let code = $0.code else { return }
                _ = try await $0.client.signIn(with: code, code: $0.ann.loginCode)
            }
        ),
        ("me", { _ = try await $0.client.me() }),
        ("resolveUsername", { _ = try await $0.client.resolve("@echo_bot") }),
        ("sendText", { _ = try await $0.client.sendMessage(to: "@echo_bot", "hello") }),
        (
            "sendFormatted",
            { _ = try await $0.client.sendMessage(to: "@echo_bot", FormattedText(markdown: "a **bold** word")) }
        ),
        ("sendReply", { _ = try await $0.client.sendMessage(to: "@echo_bot", InputMessage("again").replying(to: 1)) }),
        ("sendSilent", { _ = try await $0.client.sendMessage(to: "@echo_bot", InputMessage("quiet").silent()) }),
        (
            "sendWithoutPreview",
            {
                let message = InputMessage("https://example.com").withoutLinkPreview()
                _ = try await $0.client.sendMessage(to: "@echo_bot", message)
            }
        ),
        ("sendToSelf", { _ = try await $0.client.sendMessage(to: "me", "note") }),
    ] + chatOperations + [
        ("signOut", { try await $0.client.signOut() })
        ("updateProfile", { _ = try await $0.client.updateProfile(firstName: "Ann", lastName: "Lee", bio: "hello") }),
        ("checkUsername", { _ = try await $0.client.isUsernameAvailable("ann_parity") }),
        ("setUsername", { _ = try await $0.client.setUsername("ann_parity") }),
        ("setBirthday", { try await $0.client.setBirthday(Birthday(day: 3, month: 4, year: 1990)) }),
        (
            "setEmojiStatus",
            { try await $0.client.setEmojiStatus(7, until: Date(timeIntervalSince1970: 2_000_000_000)) }
        ),
        ("setOnline", { try await $0.client.setOnline(true) }),
        ("setPrivacy", { _ = try await $0.client.setPrivacy(PrivacyRules(.contacts).neverBots(), for: .phoneNumber) }),
        ("privacySettings", { _ = try await $0.client.privacySettings(for: .lastSeen) }),
        ("globalPrivacy", { _ = try await $0.client.globalPrivacy() }),
        ("notificationSettingsOfGroups", { _ = try await $0.client.notificationSettings(for: .groups) }),
        ("mute", { try await $0.client.updateNotificationSettings(.muted(), for: "me") }),
        ("notificationExceptions", { _ = try await $0.client.notificationExceptions(comparesSounds: true) }),
        ("resetNotificationSettings", { try await $0.client.resetNotificationSettings() }),
        ("contactSignUps", { try await $0.client.setNotifiesOfNewContacts(false) }),
        ("authorizations", { _ = try await $0.client.authorizations() }),
        ("setAuthorizationLifetime", { try await $0.client.setAuthorizationLifetime(days: 30) }),
        ("accountLifetime", { _ = try await $0.client.accountLifetime() }),
        ("setAccountLifetime", { try await $0.client.setAccountLifetime(days: 90) }),
        ("webAuthorizations", { _ = try await $0.client.webAuthorizations() }),
        ("passwordState", { _ = try await $0.client.passwordState() }),
        ("sensitiveContent", { try await $0.client.setSensitiveContentShown(true) }),
        ("countries", { _ = try await $0.client.countries(languageCode: "de") }),
        ("nearestDataCenter", { _ = try await $0.client.nearestDataCenter() }),
        ("savedSounds", { _ = try await $0.client.savedNotificationSounds() }),
        ("signOut", { try await $0.client.signOut() }),
    ]
}

var botOperations: [Operation] {
    [
        ("signInBot", { _ = try await $0.client.signIn(botToken: $0.bot.token) })
    ]
}
