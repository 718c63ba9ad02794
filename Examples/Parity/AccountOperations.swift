// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLTypes
import Foundation

/// Rows about accounts; `.ci/parity/account.py` has the same ones.
var accountOperations: [Operation] { profileOperations + privacyOperations + laterOperations + deviceOperations }

private var profileOperations: [Operation] {
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

private func privacy(_ name: String, _ key: PrivacyKey, _ rules: PrivacyRules) -> Operation {
    (name, { _ = try await $0.client.setPrivacy(rules, for: key) })
}

private var privacyOperations: [Operation] {
    [
        privacy("setPrivacyOfLastSeen", .lastSeen, PrivacyRules(.nobody)),
        privacy("setPrivacyOfInvitations", .invitations, PrivacyRules(.contacts)),
        privacy("setPrivacyOfCalls", .calls, PrivacyRules(.everybody)),
        privacy("setPrivacyOfForwards", .forwards, PrivacyRules(.nobody)),
        privacy("setPrivacyOfPhotos", .profilePhoto, PrivacyRules(.everybody).neverContacts()),
        privacy("setPrivacyOfBio", .bio, PrivacyRules(.everybody)),
        privacy("setPrivacyOfBirthday", .birthday, PrivacyRules(.closeFriends)),
        privacy("setPrivacyOfSearchByPhone", .foundByPhone, PrivacyRules(.contacts)),
        privacy("setPrivacyOfVoiceMessages", .voiceMessages, PrivacyRules(.everybody)),
        privacy("setPrivacyOfMusic", .savedMusic, PrivacyRules(.everybody)),
        ("privacyOfCalls", { _ = try await $0.client.privacySettings(for: .calls) }),
        ("setGlobalPrivacy", { _ = try await $0.client.setGlobalPrivacy(.init(hideReadMarks: true)) }),
    ]
}

private var laterOperations: [Operation] {
    [
        ("removeBirthday", { try await $0.client.setBirthday(nil) }),
        ("removeEmojiStatus", { try await $0.client.setEmojiStatus(nil) }),
        ("recentEmojiStatuses", { _ = try await $0.client.recentEmojiStatuses() }),
        ("defaultEmojiStatuses", { _ = try await $0.client.defaultEmojiStatuses() }),
        ("clearRecentEmojiStatuses", { try await $0.client.clearRecentEmojiStatuses() }),
        ("setOffline", { try await $0.client.setOnline(false) }),
        ("removeUsername", { _ = try await $0.client.setUsername(nil) }),
        ("restoreUsername", { _ = try await $0.client.setUsername("ann") }),
        ("setNameColor", { try await $0.client.setNameColor(3) }),
        ("setProfileColor", { try await $0.client.setProfileColor(2, backgroundEmojiID: 9) }),
        ("notificationSettingsOfChannels", { _ = try await $0.client.notificationSettings(for: .channels) }),
        ("notificationSettingsOfUsers", { _ = try await $0.client.notificationSettings(for: .users) }),
        ("muteGroups", { try await $0.client.updateNotificationSettings(.muted(), for: .groups) }),
        ("reactionNotificationSettings", { _ = try await $0.client.reactionNotificationSettings() }),
        ("notifiesOfNewContacts", { _ = try await $0.client.notifiesOfNewContacts() }),
        ("contentSettings", { _ = try await $0.client.contentSettings() }),
        ("timeZones", { _ = try await $0.client.timeZones() }),
        ("authorizationLifetime", { _ = try await $0.client.authorizationLifetime() }),
        ("setProfilePhoto", { try await $0.client.setProfilePhoto(profilePicture) }),
        ("setFallbackPhoto", { try await $0.client.setProfilePhoto(profilePicture, asFallback: true) }),
        ("profilePhotos", { _ = try await $0.client.profilePhotos(of: "me").first(100) }),
        ("removeProfilePhoto", { try await $0.client.removeProfilePhoto() }),
        ("removeFallbackPhoto", { try await $0.client.removeProfilePhoto(isFallback: true) }),
        (
            "uploadSound",
            {
                let sound = InputFile.data(Array("sound".utf8), name: "ding.mp3").withMIMEType("audio/mpeg")
                try await $0.client.uploadNotificationSound(sound)
            }
        ),
    ]
}

private var deviceOperations: [Operation] {
    [
        ("nameColors", { _ = try await $0.client.nameColors() }),
        ("profileColors", { _ = try await $0.client.profileColors() }),
        ("savedMusicIDs", { _ = try await $0.client.savedMusicIDs() }),
        ("savedMusic", { _ = try await $0.client.savedMusic(of: "me").first(100) }),
        ("registerForPush", { try await $0.client.registerForPush(PushDevice(.firebase, token: "a token")) }),
        ("setPushLocked", { try await $0.client.setPushLocked(after: .seconds(60)) }),
        ("unregisterFromPush", { try await $0.client.unregisterFromPush(PushDevice(.firebase, token: "a token")) }),
        ("urlAuthorization", { _ = try await $0.client.urlAuthorization(for: "https://example.org") }),
        ("declineURLAuthorization", { try await $0.client.declineURLAuthorization("https://example.org") }),
    ]
}

/// A picture of 640 times 480 points, as far as its header says.
private var profilePicture: InputFile {
    let header: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    return .data(header + [0, 0, 2, 0x80, 0, 0, 1, 0xE0, 8, 6, 0, 0, 0, 0, 0, 0, 0], name: "me.png")
}
