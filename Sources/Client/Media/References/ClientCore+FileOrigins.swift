// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// Asks for the file reference of a file at the place where it was seen.
    ///
    /// - Parameters:
    ///   - key: The file.
    ///   - origin: Where it was seen.
    /// - Returns: The reference of now; `nil` if the file is not there any more.
    /// - Throws: ``InvocationError``.
    func freshReference(of key: FileKey, from origin: FileOrigin) async throws(InvocationError) -> [UInt8]? {
        let found = try await asItself { () throws(InvocationError) in try await references(at: origin) }
        files.learn(found.found, from: origin)
        return found.found[key]
    }

    private func references(at origin: FileOrigin) async throws(InvocationError) -> FileReferences {
        var found = FileReferences()
        switch origin {
        case .message(let id, let chat):
            let ids = [TL.InputMessage.id(.init(id: id))]
            if case .channel = chat {
                found.add(try await callChannel(chat) { TL.channels.GetMessages(channel: $0, id: ids) })
            } else {
                found.add(try await invoke(TL.messages.GetMessages(id: ids)))
            }
        case .scheduledMessage(let id, let chat):
            found.add(try await call(chat) { TL.messages.GetScheduledMessages(peer: $0, id: [id]) })
        case .userPhoto(let id, let user):
            let photos = try await callUser(user) {
                TL.photos.GetUserPhotos(userID: $0, offset: -1, maxID: id, limit: 1)
            }
            switch photos {
            case .photos(let list): for photo in list.photos { found.add(photo) }
            case .slice(let list): for photo in list.photos { found.add(photo) }
            }
        case .userInfo(let user):
            let info = try await callUser(user) { TL.users.GetFullUser(id: $0) }.fullUser
            for photo in [info.profilePhoto, info.personalPhoto, info.fallbackPhoto] { found.add(photo) }
            found.add(info.botInfo?.descriptionPhoto)
            found.add(info.botInfo?.descriptionDocument)
        case .chatPhoto(let chat):
            let full = try await callChat(
                chat, channel: { TL.channels.GetFullChannel(channel: $0) },
                group: { TL.messages.GetFullChat(chatID: $0) })
            switch full.fullChat {
            case .chatFull(let chat): found.add(chat.chatPhoto)
            case .channelFull(let channel): found.add(channel.chatPhoto)
            default: break
            }
        case .stickerSet(let id, let accessHash):
            let set = try await invoke(
                TL.messages.GetStickerSet(stickerset: .id(.init(id: id, accessHash: accessHash)), hash: 0))
            if case .stickerSet(let set) = set { for document in set.documents { found.add(document) } }
        case .customEmoji(let id):
            for document in try await invoke(TL.messages.GetCustomEmojiDocuments(documentID: [id])) {
                found.add(document)
            }
        case .story(let id, let peer):
            let stories = try await call(peer) { TL.stories.GetStoriesByID(peer: $0, id: [id]) }
            for story in stories.stories { found.add(story) }
        case .webPage(let url):
            found.add(try await invoke(TL.messages.GetWebPage(url: url, hash: 0)).webpage)
        case .savedGIFs:
            if case .savedGifs(let list) = try await invoke(TL.messages.GetSavedGifs(hash: 0)) {
                for document in list.gifs { found.add(document) }
            }
        case .favoriteStickers:
            if case .favedStickers(let list) = try await invoke(TL.messages.GetFavedStickers(hash: 0)) {
                for document in list.stickers { found.add(document) }
            }
        case .recentStickers:
            if case .recentStickers(let list) = try await invoke(TL.messages.GetRecentStickers(hash: 0)) {
                for document in list.stickers { found.add(document) }
            }
        case .wallpapers:
            if case .wallPapers(let list) = try await invoke(TL.account.GetWallPapers(hash: 0)) {
                for case .wallPaper(let paper) in list.wallpapers { found.add(paper.document) }
            }
        }
        return found
    }
}
