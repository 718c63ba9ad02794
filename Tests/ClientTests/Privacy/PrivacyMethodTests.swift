// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class PrivacyMethodTests: XCTestCase {
    private static let rules = TL.account.PrivacyRules(
        rules: [.allowUsers(.init(users: [5])), .disallowAll], chats: [], users: Sample.users)
    private static let reactions = TL.ReactionsNotifySettings(sound: .default, showPreviews: true)

    static let cases: [MethodCase] = [
        MethodCase(
            "privacySettings",
            { client in
                let settings = try await client.privacySettings(for: .lastSeen)
                XCTAssertEqual(settings.base, .nobody)
                XCTAssertEqual(settings.allowedUsers.map(\.id), [5])
                XCTAssertEqual(settings.forbiddenUsers, [])
            }, sends: [TL.account.GetPrivacy(key: .statusTimestamp)], answers: [rules]),
        MethodCase(
            "setPrivacy",
            { client in
                let rules = try PrivacyRules(.contacts).never(Sample.bot).always(Sample.user, Sample.group)
                try await client.setPrivacy(rules.alwaysPremium().neverBots(), for: .invitations)
            },
            sends: [
                TL.account.SetPrivacy(
                    key: .chatInvite,
                    rules: [
                        .disallowUsers(.init(users: [.inputUser(.init(userID: 6, accessHash: 60))])), .disallowBots,
                        .allowUsers(.init(users: [.inputUser(.init(userID: 5, accessHash: 50))])),
                        .allowChatParticipants(.init(chats: [7])), .allowPremium, .allowContacts, .disallowAll,
                    ])
            ], answers: [rules]),
        MethodCase(
            "globalPrivacy", { _ = try await $0.globalPrivacy() }, sends: [TL.account.GetGlobalPrivacySettings()],
            answers: [TL.GlobalPrivacySettings()]),
        MethodCase(
            "setGlobalPrivacy", { _ = try await $0.setGlobalPrivacy(.init(hideReadMarks: true)) },
            sends: [TL.account.SetGlobalPrivacySettings(settings: .init(hideReadMarks: true))],
            answers: [TL.GlobalPrivacySettings(hideReadMarks: true)]),
        MethodCase(
            "contentSettings", { _ = try await $0.contentSettings() }, sends: [TL.account.GetContentSettings()],
            answers: [TL.account.ContentSettings()]),
        MethodCase(
            "setSensitiveContentShown", { try await $0.setSensitiveContentShown(true) },
            sends: [TL.account.SetContentSettings(sensitiveEnabled: true)], answers: [true]),
        MethodCase(
            "notificationSettings", { _ = try await $0.notificationSettings(for: Sample.user) },
            sends: [TL.account.GetNotifySettings(peer: .inputNotifyPeer(.init(peer: Sample.inputUser)))],
            answers: [TL.PeerNotifySettings()]),
        MethodCase(
            "notificationSettings, of groups", { _ = try await $0.notificationSettings(for: .groups) },
            sends: [TL.account.GetNotifySettings(peer: .chats)], answers: [TL.PeerNotifySettings()]),
        MethodCase(
            "updateNotificationSettings",
            { try await $0.updateNotificationSettings(.muted(), for: Sample.channel) },
            sends: [
                TL.account.UpdateNotifySettings(
                    peer: .inputNotifyPeer(.init(peer: Sample.inputChannelPeer)),
                    settings: .init(muteUntil: Int32.max))
            ], answers: [true]),
        MethodCase(
            "updateNotificationSettings, a topic",
            {
                let topic = NotificationScope.topic(3, in: Sample.supergroup.peerReference)
                try await $0.updateNotificationSettings(.unmuted, for: topic)
            },
            sends: [
                TL.account.UpdateNotifySettings(
                    peer: .forumTopic(.init(peer: Sample.inputSupergroup, topMsgID: 3)),
                    settings: .init(muteUntil: 0))
            ], answers: [true]),
        MethodCase(
            "notificationExceptions",
            { client in
                let list = try await client.notificationExceptions(comparesSounds: true)
                XCTAssertEqual(list.map(\.chat.id), [Sample.user])
                XCTAssertEqual(list.first?.settings.isMuted(), true)
            }, sends: [TL.account.GetNotifyExceptions(compareSound: true)],
            answers: [
                Sample.updates(
                    .notifySettings(
                        .init(
                            peer: .notifyPeer(.init(peer: Sample.user.tlPeer)),
                            notifySettings: .init(muteUntil: Int32.max))))
            ]),
        MethodCase(
            "resetNotificationSettings", { try await $0.resetNotificationSettings() },
            sends: [TL.account.ResetNotifySettings()], answers: [true]),
        MethodCase(
            "reactionNotificationSettings", { _ = try await $0.reactionNotificationSettings() },
            sends: [TL.account.GetReactionsNotifySettings()], answers: [reactions]),
        MethodCase(
            "setReactionNotificationSettings", { _ = try await $0.setReactionNotificationSettings(reactions) },
            sends: [TL.account.SetReactionsNotifySettings(settings: reactions)], answers: [reactions]),
        MethodCase(
            "notifiesOfNewContacts",
            { client in
                let isNotified = try await client.notifiesOfNewContacts()
                XCTAssertTrue(isNotified)
            }, sends: [TL.account.GetContactSignUpNotification()], answers: [false]),
        MethodCase(
            "setNotifiesOfNewContacts", { try await $0.setNotifiesOfNewContacts(false) },
            sends: [TL.account.SetContactSignUpNotification(silent: true)], answers: [true]),
        MethodCase(
            "savedNotificationSounds", { _ = try await $0.savedNotificationSounds() },
            sends: [TL.account.GetSavedRingtones(hash: 0)],
            answers: [TL.account.SavedRingtones.savedRingtones(.init(hash: 1, ringtones: []))]),
    ]

    static let keys = PrivacyKey.allCases.map { key in
        MethodCase(
            "privacySettings, \(key)", { _ = try await $0.privacySettings(for: key) },
            sends: [TL.account.GetPrivacy(key: key.tl)], answers: [rules])
    }

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases + Self.keys { try await row.check() }
    }

    func testAllKeysOfTheSchemaHaveAName() throws {
        let names = Set(try PrivacyKey.allCases.map { try $0.tl.encoded() })
        XCTAssertEqual(names.count, PrivacyKey.allCases.count)
        XCTAssertEqual(names.count, 14)
    }
}
