// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

extension CallRow {
    /// The account itself.
    static let accounts: [CallRow] = [
        CallRow("me") { _ = try await $0.client.me() },
        CallRow("resolve") { _ = try await $0.client.resolve($0.friend) },
        CallRow("profile") { _ = try await $0.client.updateProfile(bio: "bio \($0.number)") },
        CallRow("online") { try await $0.client.setOnline($0.isEven) },
        CallRow("privacy") {
            _ = try await $0.client.setPrivacy(PrivacyRules($0.isEven ? .contacts : .everybody), for: .lastSeen)
        },
        CallRow("privacySettings") { _ = try await $0.client.privacySettings(for: .lastSeen) },
        CallRow("notificationSettings") { _ = try await $0.client.notificationSettings(for: .groups) },
        CallRow("authorizations") { _ = try await $0.client.authorizations() },
        CallRow("passwordState") { _ = try await $0.client.passwordState() },
        CallRow("configuration") { _ = try await $0.client.appConfiguration() },
        CallRow("countries") { _ = try await $0.client.countries() },
        CallRow("nearest") { _ = try await $0.client.nearestDataCenter() },
        CallRow("stars") { _ = try await $0.client.starsBalance() },
        CallRow("gifts") { _ = try await $0.client.giftCatalog() },
        CallRow("stickers") { _ = try await $0.client.invoke(TL.messages.GetAllStickers(hash: 0)) },
        CallRow("config") { _ = try await $0.client.invoke(TL.help.GetConfig()) },
        CallRow("elsewhere") { stage in
            _ = try await stage.client.invoke(TL.help.GetNearestDc(), onDC: stage.number % 3 + 1)
        },
        CallRow("nobody") { stage in
            do {
                _ = try await stage.client.resolve("@soak_nobody")
            } catch {
                guard "\(error)".contains("USERNAME_NOT_OCCUPIED") else { throw error }
            }
        },
    ]

    /// Files that are sent in all ways; those that are compared are in ``SoakFiles``.
    static let media: [CallRow] = [
        CallRow("location") {
            _ = try await $0.client.sendMessage(to: "me", .location(InputLocation(latitude: 52.5, longitude: 13.25)))
        },
        CallRow("contact") {
            let contact = InputContact(phoneNumber: "+15551234567", firstName: "Zoe", lastName: "Zed")
            _ = try await $0.client.sendMessage(to: "me", .contact(contact))
        },
        CallRow("smallFile") { stage in
            _ = try await stage.client.sendDocument(to: "me", .data(Array("small \(stage.number)".utf8), name: "a.txt"))
        },
        CallRow("album") { stage in
            let items = ["a.bin", "b.bin"].map {
                AlbumItem(.document(.data([UInt8](repeating: UInt8(stage.number & 255), count: 1_000), name: $0)))
            }
            _ = try await stage.client.sendAlbum(to: "me", items)
        },
    ]

    /// What bots do by themselves.
    static let ofBots: [CallRow] = [
        CallRow("me of a bot") { _ = try await $0.client.me() },
        CallRow("setCommands") { try await $0.client.setCommands([CommandDescription("start", "Begin \($0.number)")]) },
        CallRow("commands") { _ = try await $0.client.commands() },
        CallRow("setBotInfo") { try await $0.client.setBotInfo(about: "about \($0.number)") },
        CallRow("botInfo") { _ = try await $0.client.botInfo() },
        CallRow("setMenuButton") { try await $0.client.setMenuButton(.webApp("App", url: "https://example.com")) },
        CallRow("menuButton") { _ = try await $0.client.menuButton() },
        CallRow("sendKeyboard") { stage in
            let keyboard = Keyboard.inline([[.callback("Go", data: "go")]])
            let choice = InputMessage("choose").keyboard(keyboard)
            let message = try await stage.client.sendMessage(to: stage.friend, choice)
            _ = try await message.editKeyboard(nil)
        },
        CallRow("editOfBot") { stage in
            let message = try await stage.client.sendMessage(to: stage.friend, stage.text)
            _ = try await message.edit(InputMessage("changed"))
        },
        CallRow("sendFileOfBot") { stage in
            _ = try await stage.client.sendDocument(
                to: stage.friend, .data(Array("small \(stage.number)".utf8), name: "a.txt"))
        },
        CallRow("exportInvoice") { stage in
            _ = try await stage.client.exportInvoice(
                Invoice("Tea", description: "Green tea", payload: "tea", stars: 5))
        },
        CallRow("usersOfBot") { _ = try await $0.client.resolve($0.friend) },
        CallRow("configOfBot") { _ = try await $0.client.invoke(TL.help.GetConfig()) },
    ]
}
