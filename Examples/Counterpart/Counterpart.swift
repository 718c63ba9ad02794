// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

/// Does what commands say.
struct Counterpart: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let client: TelegramClient
    /// Another client, which shows codes that others scan.
    let visitor: Visitor

    func perform(_ command: Command) async throws -> Answer {
        if let answer = try await performOnMessages(command) { return answer }
        if let answer = try await performOnFiles(command) { return answer }
        if let answer = try await performOnReading(command) { return answer }
        if let answer = try await performOnGroups(command) { return answer }
        if let answer = try await performOnLists(command) { return answer }
        if let answer = try await performOnChats(command) { return answer }
        if let answer = try await performOnAccount(command) { return answer }
        throw Failure(description: "unknown command '\(command.act)'")
    }

    /// A peer by its name or its number.
    func peer(_ text: String?) throws -> any PeerConvertible {
        guard let text else { throw Failure(description: "which peer?") }
        if let number = Int64(text) { return number }
        return text
    }

    private func message(_ command: Command) -> InputMessage {
        var message = InputMessage(command.text ?? "")
        if let html = command.html { message = InputMessage(FormattedText(html: html)) }
        if let reply = command.reply {
            message.reply = .message(
                reply, quote: command.quote.map { .init(FormattedText($0), offset: command.offset ?? 0) })
        }
        message.isSilent = command.form == "silent"
        message.isProtected = command.form == "protected"
        return message
    }

    // MARK: Messages

    private func performOnMessages(_ command: Command) async throws -> Answer? {
        let (id, ids) = (command.id ?? 0, command.ids ?? [])
        switch command.act {
        case "send":
            let sent = try await client.sendMessage(to: try peer(command.peer), message(command))
            return Answer(messages: [SeenMessage(sent)])
        case "edit":
            let edited = try await client.editMessage(id, in: try peer(command.peer), to: message(command))
            return Answer(messages: [SeenMessage(edited)])
        case "delete":
            return Answer(numbers: [Int64(try await client.deleteMessages(ids, in: try peer(command.peer)))])
        case "forward":
            let sent = try await client.forwardMessages(
                ids, from: try peer(command.peer), to: try peer(command.user))
            return Answer(messages: sent.map { SeenMessage($0) })
        case "copy":
            let sent = try await client.copyMessages(ids, from: try peer(command.peer), to: try peer(command.user))
            return Answer(messages: sent.map { SeenMessage($0) })
        case "react":
            if let emoji = command.emoji {
                try await client.react(to: id, in: try peer(command.peer), with: InputReactions(stringLiteral: emoji))
            } else {
                try await client.react(to: id, in: try peer(command.peer), with: .none)
            }
            return Answer()
        case "pin":
            try await client.pinMessage(id, in: try peer(command.peer))
            return Answer()
        case "unpin":
            try await client.unpinMessage(id, in: try peer(command.peer))
            return Answer()
        case "read":
            try await client.markRead(try peer(command.peer))
            return Answer()
        case "draft":
            try await client.saveDraft(command.text ?? "", for: try peer(command.peer))
            return Answer()
        case "type":
            try await client.sendChatAction(.typing, to: try peer(command.peer))
            return Answer()
        case "poll":
            var poll = InputPoll(FormattedText(command.text ?? ""), answers: (command.answers ?? []).map { .init($0) })
            poll.isPublic = true
            return Answer(messages: [SeenMessage(try await client.sendPoll(poll, to: try peer(command.peer)))])
        case "vote":
            try await client.vote(command.number ?? 0, inMessage: id, of: try peer(command.peer))
            return Answer()
        case "schedule":
            let later = message(command).scheduled(for: Date(timeIntervalSinceNow: 3_600))
            return Answer(messages: [
                SeenMessage(try await client.sendMessage(to: try peer(command.peer), later))
            ])
        case "sendScheduled":
            let sent = try await client.sendScheduledMessagesNow(ids, in: try peer(command.peer))
            return Answer(messages: sent.map { SeenMessage($0) })
        case "history":
            let list = try await client.history(of: try peer(command.peer)).first(command.number ?? 10)
            return Answer(messages: list.map { SeenMessage($0) })
        case "search":
            let list = try await client.search(command.text ?? "", in: try peer(command.peer)).first(10)
            return Answer(messages: list.map { SeenMessage($0) })
        case "translate":
            return Answer(
                texts: try await client.translate(messages: ids, in: try peer(command.peer), to: "de").map(\.text))
        default: return nil
        }
    }

    // MARK: Files

    private func attachment(_ path: String, _ form: String?) -> FileAttachment {
        let forms: [String: FileAttachment.Form] = [
            "photo": .photo, "document": .document, "video": .video, "videoNote": .videoNote, "voice": .voice,
            "audio": .audio, "animation": .animation, "sticker": .sticker,
        ]
        return FileAttachment(.path(path), as: form.flatMap { forms[$0] } ?? .automatic)
    }

    private func performOnFiles(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "sendFile":
            var message = InputMessage.attachment(attachment(command.path ?? "", command.form))
            message.text = FormattedText(command.text ?? "")
            let sent = try await client.sendMessage(to: try peer(command.peer), message)
            return Answer(messages: [SeenMessage(sent)])
        case "sendAlbum":
            let items = (command.paths ?? []).map { AlbumItem(attachment($0, command.form)) }
            let sent = try await client.sendAlbum(
                to: try peer(command.peer), items, options: command.text ?? "")
            return Answer(messages: sent.map { SeenMessage($0) })
        case "download":
            guard let message = try await client.message(command.id ?? 0, in: try peer(command.peer)) else {
                throw Failure(description: "there is no such message")
            }
            let file = try await message.download(to: URL(fileURLWithPath: command.path ?? "")).value
            return Answer(texts: [file.path])
        default: return try await performOnStickers(command)
        }
    }

    private func performOnStickers(_ command: Command) async throws -> Answer? {
        let set = StickerSetReference.name(command.text ?? "")
        switch command.act {
        case "stickerSet":
            let found = try await client.stickerSet(set)
            return Answer(
                texts: [found.set.title] + found.stickers.map { $0.emoji ?? "" }, numbers: found.stickers.map(\.id),
                flag: found.set.isInstalled)
        case "makeStickerSet":
            let stickers = (command.paths ?? []).map { NewSticker(.path($0), emoji: command.emoji ?? "🐱") }
            let made = try await client.createStickerSet(
                titled: command.user ?? "", name: command.text ?? "", stickers)
            return Answer(numbers: made.stickers.map(\.id))
        case "installStickerSet":
            try await client.installStickerSet(set)
            return Answer()
        case "sendSticker":
            let stickers = try await client.stickerSet(set).stickers
            guard let sticker = stickers.dropFirst(command.number ?? 0).first else {
                throw Failure(description: "there is no such sticker")
            }
            let sent = try await client.sendFile(to: try peer(command.peer), sticker)
            return Answer(messages: [SeenMessage(sent)])
        case "setOfSticker":
            guard let message = try await client.message(command.id ?? 0, in: try peer(command.peer)),
                let set = message.sticker?.set
            else { throw Failure(description: "there is no sticker of a set") }
            return Answer(texts: [try await client.stickerSet(StickerSetReference(set)).set.name])
        default: return nil
        }
    }

    // MARK: Chats and people

    private func performOnChats(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "createSupergroup":
            let group = try await client.createSupergroup(
                titled: command.text ?? "", isForum: command.flag ?? false)
            return Answer(numbers: [group.peerID.botAPI])
        case "createChannel":
            return Answer(numbers: [try await client.createChannel(titled: command.text ?? "").peerID.botAPI])
        case "setUsername":
            try await client.setChatUsername(command.text, of: try peer(command.peer))
            return Answer()
        case "invite":
            return Answer(
                numbers: [
                    Int64(try await client.invite([try peer(command.user)], to: try peer(command.peer)).count)
                ])
        case "ban":
            try await client.ban(try peer(command.user), in: try peer(command.peer))
            return Answer()
        case "unban":
            try await client.unban(try peer(command.user), in: try peer(command.peer))
            return Answer()
        case "restrict":
            try await client.restrict(
                try peer(command.user), in: try peer(command.peer), forbidding: [.sendMessages, .sendText])
            return Answer()
        case "promote":
            try await client.promote(
                try peer(command.user), in: try peer(command.peer), allowing: [.pinMessages, .banUsers, .inviteUsers],
                rank: command.text)
            return Answer()
        case "demote":
            try await client.demote(try peer(command.user), in: try peer(command.peer))
            return Answer()
        case "setTitle":
            try await client.setChatTitle(command.text ?? "", of: try peer(command.peer))
            return Answer()
        case "setAbout":
            try await client.setChatAbout(command.text ?? "", of: try peer(command.peer))
            return Answer()
        case "about":
            return Answer(texts: [try await client.fullChat(try peer(command.peer)).about])
        case "slow":
            try await client.setSlowMode(.seconds(command.number ?? 0), in: try peer(command.peer))
            return Answer()
        case "link":
            let link = try await client.createInviteLink(
                for: try peer(command.peer), usageLimit: command.number, requiresApproval: command.flag ?? false)
            return Answer(texts: [link.url])
        case "requests":
            let list = try await client.joinRequests(in: try peer(command.peer)).first(10)
            return Answer(texts: list.map { $0.user?.firstName ?? "" })
        case "approve":
            try await client.approveAllJoinRequests(in: try peer(command.peer))
            return Answer()
        case "join":
            _ = try await client.join(command.text ?? "")
            return Answer()
        case "leave":
            try await client.leave(try peer(command.peer))
            return Answer()
        case "members":
            let list = try await client.participants(of: try peer(command.peer)).first(100)
            return Answer(texts: list.map { "\($0.name) \($0.status)" })
        case "createTopic":
            let id = try await client.createTopic(titled: command.text ?? "", in: try peer(command.peer))
            return Answer(numbers: [Int64(id)])
        case "closeTopic":
            try await client.closeTopic(command.id ?? 0, in: try peer(command.peer))
            return Answer()
        case "topics":
            let list = try await client.topics(in: try peer(command.peer)).first(20)
            return Answer(texts: list.map { "\($0.title)\($0.isClosed ? " closed" : "")" })
        default: return try await performOnPeople(command)
        }
    }

    private func performOnPeople(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "dialogs":
            let list = try await client.dialogs().first(20)
            return Answer(texts: list.map { "\($0.title)\($0.isPinned ? " pinned" : "") \($0.unreadCount)" })
        case "addContact":
            try await client.addContact(try peer(command.user), firstName: command.text ?? "")
            return Answer()
        case "contacts": return Answer(texts: try await client.contacts().map(\.fullName))
        case "block":
            try await client.block(try peer(command.user))
            return Answer()
        case "unblock":
            try await client.unblock(try peer(command.user))
            return Answer()
        case "profile":
            _ = try await client.updateProfile(firstName: command.text, bio: command.html)
            return Answer()
        case "online":
            try await client.setOnline(command.flag ?? true)
            return Answer()
        case "birthday":
            try await client.setBirthday(Birthday(day: 3, month: 4, year: 1990))
            return Answer()
        case "user":
            let user = try await client.user(try peer(command.user))
            return Answer(texts: [user.fullName, user.phoneNumber ?? "", "\(user.status)"])
        default: return nil
        }
    }
}
