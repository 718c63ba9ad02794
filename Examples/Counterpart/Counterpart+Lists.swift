// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLTypes
import Foundation

// Lists of chats, folders, Saved Messages, and people.
extension Counterpart {
    func performOnLists(_ command: Command) async throws -> Answer? {
        if let answer = try await performOnDialogs(command) { return answer }
        if let answer = try await performOnFolders(command) { return answer }
        return try await performOnContacts(command)
    }

    private func performOnDialogs(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "arrange":
            let chat = try peer(command.peer)
            switch command.form {
            case "pin": try await client.pinDialog(chat)
            case "unpin": try await client.unpinDialog(chat)
            case "archive": try await client.archive(chat)
            case "unarchive": try await client.unarchive(chat)
            case "mark": try await client.markDialogUnread(chat)
            case "mute": try await client.mute(chat)
            case "delete": try await client.deleteDialog(chat, forEveryone: command.flag ?? false)
            case "clear": try await client.deleteHistory(of: chat, forEveryone: command.flag ?? false)
            default: throw Failure(description: "unknown arrangement")
            }
            return Answer()
        case "dialogList":
            let lists: [String: DialogList] = ["main": .main, "archive": .archive]
            let list = try await client.dialogs(lists[command.form ?? ""] ?? .all).first(50)
            return Answer(
                texts: list.map { dialog in
                    dialog.title + (dialog.isPinned ? " pinned" : "") + (dialog.isArchived ? " archived" : "")
                        + (dialog.isMarkedUnread ? " marked" : "") + (dialog.mutedUntil == nil ? "" : " muted")
                })
        case "saved":
            return Answer(texts: try await client.savedDialogs().first(20).map { $0.chat?.title ?? "" })
        case "savedHistory":
            let list = try await client.savedHistory(of: try peer(command.peer)).first(20)
            return Answer(messages: list.map { SeenMessage($0) })
        default: return nil
        }
    }

    private func performOnFolders(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "createFolder":
            let made = try await client.createFolder(
                Folder(titled: command.text ?? "", including: try (command.answers ?? []).map { try peer($0) }))
            return Answer(numbers: [Int64(made.id)])
        case "folders":
            let list = try await client.folders().filter { $0.id > 0 }
            return Answer(texts: list.map(\.title), numbers: list.map { Int64($0.id) })
        case "folderDialogs":
            return Answer(texts: try await client.dialogs(inFolder: command.id ?? 0).first(20).map(\.title))
        case "deleteFolder":
            try await client.deleteFolder(command.id ?? 0)
            return Answer()
        case "shareFolder":
            let link = try await client.shareFolder(
                command.id ?? 0, titled: command.text ?? "", chats: try (command.answers ?? []).map { try peer($0) })
            return Answer(texts: [link.url])
        case "folderLinks":
            return Answer(texts: try await client.folderLinks(command.id ?? 0).map(\.title))
        case "folderInvite":
            let found = try await client.folderInvite(command.text ?? "")
            return Answer(
                texts: [found.title] + found.newChats.map { "new " + $0.title }
                    + found.joinedChats.map { "joined " + $0.title }, numbers: found.folderID.map { [Int64($0)] })
        case "joinFolder":
            let found = try await client.folderInvite(command.text ?? "")
            try await client.joinFolder(command.text ?? "", chats: found.newChats)
            return Answer()
        case "folderUpdates":
            return Answer(texts: try await client.folderUpdates(command.id ?? 0).map(\.title))
        case "leaveFolder":
            let chats = try await client.folderLeaveSuggestions(command.id ?? 0)
            try await client.leaveFolder(command.id ?? 0, leaving: chats)
            return Answer()
        default: return nil
        }
    }

    private func performOnContacts(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "blockedPeers":
            return Answer(numbers: try await client.blockedPeers().first(20).map { $0.id.botAPI })
        case "common":
            return Answer(texts: try await client.commonChats(with: try peer(command.user)).first(20).map(\.title))
        case "searchPeers":
            let found = try await client.searchPeers(command.text ?? "")
            return Answer(texts: found.all.map(\.title))
        case "importContact":
            let found = try await client.importContacts([
                PhoneContact(phone: command.text ?? "", firstName: command.html ?? "")
            ])
            return Answer(numbers: [Int64(found.users.compactMap(\.self).count)])
        case "deleteContact":
            try await client.deleteContacts([try peer(command.user)])
            return Answer()
        case "contactLink": return Answer(texts: [try await client.contactLink().url])
        case "importToken": return Answer(texts: [try await client.importContactToken(command.text ?? "").fullName])
        case "topPeers":
            let found = try await client.topPeers([.correspondents, .groups])
            return Answer(texts: (found?.categories ?? []).flatMap { $0.entries.map(\.chat.title) })
        case "profilePhotos":
            return Answer(numbers: try await client.profilePhotos(of: try peer(command.user)).first(10).map(\.id))
        case "suggestBirthday":
            try await client.suggestBirthday(.init(day: 3, month: 4), to: try peer(command.user))
            return Answer()
        case "birthdays":
            let found = try await client.contactBirthdays()
            return Answer(numbers: found.map { Int64($0.birthday.day) })
        default: return nil
        }
    }
}
