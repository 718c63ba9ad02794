// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

/// Rows about accounts; `.ci/parity/account.py` has the same ones.
var accountOperations: [Operation] {
    [
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
        ("muteSelf", { try await $0.client.updateNotificationSettings(.muted(), for: "me") }),
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
    ]
}
