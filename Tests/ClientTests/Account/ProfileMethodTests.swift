// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class ProfileMethodTests: XCTestCase {
    private static let statuses = TL.account.EmojiStatuses.emojiStatuses(.init(hash: 1, statuses: []))

    static let cases = [
        MethodCase(
            "updateProfile", { _ = try await $0.updateProfile(firstName: "A", lastName: "", bio: "b") },
            sends: [TL.account.UpdateProfile(firstName: "A", lastName: "", about: "b")], answers: [Sample.users[0]]),
        MethodCase(
            "updateProfile, no name", { _ = try await $0.updateProfile(firstName: " ") },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "updateProfile, a long bio",
            { _ = try await $0.updateProfile(bio: String(repeating: "a", count: 1_000)) },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "setUsername", { _ = try await $0.setUsername("@me_now") },
            sends: [TL.account.UpdateUsername(username: "me_now")], answers: [Sample.users[0]]),
        MethodCase(
            "setUsername, none", { _ = try await $0.setUsername(nil) },
            sends: [TL.account.UpdateUsername(username: "")],
            answers: [Sample.users[0]]),
        MethodCase(
            "setUsername, a collectible one", { try await $0.setUsername("rare", isActive: true) },
            sends: [TL.account.ToggleUsername(username: "rare", active: true)], answers: [true]),
        MethodCase(
            "isUsernameAvailable",
            { client in
                let isFree = try await client.isUsernameAvailable("taken")
                XCTAssertFalse(isFree)
            }, sends: [TL.account.CheckUsername(username: "taken")],
            answers: [InvocationError.refused("USERNAME_OCCUPIED")]),
        MethodCase(
            "reorderUsernames", { try await $0.reorderUsernames(["@b", "a"]) },
            sends: [TL.account.ReorderUsernames(order: ["b", "a"])], answers: [true]),
        MethodCase(
            "setBirthday", { try await $0.setBirthday(Birthday(day: 1, month: 2, year: 1990)) },
            sends: [TL.account.UpdateBirthday(birthday: .init(day: 1, month: 2, year: 1990))], answers: [true]),
        MethodCase(
            "setEmojiStatus", { try await $0.setEmojiStatus(7, until: Date(timeIntervalSince1970: 9)) },
            sends: [TL.account.UpdateEmojiStatus(emojiStatus: .emojiStatus(.init(documentID: 7, until: 9)))],
            answers: [true]),
        MethodCase(
            "setEmojiStatus, none", { try await $0.setEmojiStatus(nil) },
            sends: [TL.account.UpdateEmojiStatus(emojiStatus: .empty)], answers: [true]),
        MethodCase(
            "setEmojiStatus, a collectible", { try await $0.setEmojiStatus(collectible: 7) },
            sends: [TL.account.UpdateEmojiStatus(emojiStatus: .inputCollectible(.init(collectibleID: 7)))],
            answers: [true]),
        MethodCase(
            "defaultEmojiStatuses", { _ = try await $0.defaultEmojiStatuses() },
            sends: [TL.account.GetDefaultEmojiStatuses(hash: 0)], answers: [statuses]),
        MethodCase(
            "recentEmojiStatuses", { _ = try await $0.recentEmojiStatuses() },
            sends: [TL.account.GetRecentEmojiStatuses(hash: 0)], answers: [statuses]),
        MethodCase(
            "collectibleEmojiStatuses", { _ = try await $0.collectibleEmojiStatuses() },
            sends: [TL.account.GetCollectibleEmojiStatuses(hash: 0)], answers: [statuses]),
        MethodCase(
            "clearRecentEmojiStatuses", { try await $0.clearRecentEmojiStatuses() },
            sends: [TL.account.ClearRecentEmojiStatuses()], answers: [true]),
        MethodCase(
            "setNameColor", { try await $0.setNameColor(3, backgroundEmojiID: 4) },
            sends: [TL.account.UpdateColor(color: .peerColor(.init(color: 3, backgroundEmojiID: 4)))], answers: [true]),
        MethodCase(
            "setProfileColor", { try await $0.setProfileColor(nil) }, sends: [TL.account.UpdateColor(forProfile: true)],
            answers: [true]),
        MethodCase(
            "setPersonalChannel", { try await $0.setPersonalChannel(Sample.channel) },
            sends: [TL.account.UpdatePersonalChannel(channel: Sample.inputChannel)], answers: [true]),
        MethodCase(
            "setPersonalChannel, a user", { try await $0.setPersonalChannel(Sample.user) },
            fails: { if case .invalidPeer = $0 { true } else { false } }),
        MethodCase(
            "removePersonalChannel", { try await $0.removePersonalChannel() },
            sends: [TL.account.UpdatePersonalChannel(channel: .empty)], answers: [true]),
        MethodCase(
            "setMainProfileTab", { try await $0.setMainProfileTab(.gifts) },
            sends: [TL.account.SetMainProfileTab(tab: .gifts)], answers: [true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
