// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// The file references in an answer, by the files that they belong to.
struct FileReferences: Sendable {
    private(set) var found: [FileKey: [UInt8]] = [:]
    /// How deep media may be inside media.
    private static let deepest = 4

    mutating func add(_ photo: TL.Photo?) {
        guard case .photo(let photo) = photo else { return }
        found[FileKey(kind: .photo, id: photo.id)] = photo.fileReference
    }

    mutating func add(_ document: TL.Document?) {
        guard case .document(let document) = document else { return }
        found[FileKey(kind: .document, id: document.id)] = document.fileReference
    }

    mutating func add(_ media: TL.MessageMedia?, depth: Int = 0) {
        guard let media, depth < Self.deepest else { return }
        switch media {
        case .photo(let media):
            add(media.photo)
            add(media.video)
        case .document(let media):
            add(media.document)
            for document in media.altDocuments ?? [] { add(document) }
            add(media.videoCover)
        case .webPage(let media): add(media.webpage)
        case .game(let media):
            add(media.game.photo)
            add(media.game.document)
        case .invoice(let media):
            if case .messageExtendedMedia(let item)? = media.extendedMedia { add(item.media, depth: depth + 1) }
        case .paidMedia(let media):
            for case .messageExtendedMedia(let item) in media.extendedMedia { add(item.media, depth: depth + 1) }
        case .poll(let media):
            add(media.attachedMedia, depth: depth + 1)
            add(media.results.solutionMedia, depth: depth + 1)
            for case .pollAnswer(let answer) in media.poll.answers { add(answer.media, depth: depth + 1) }
        case .story(let media): add(media.story)
        default: break
        }
    }

    mutating func add(_ page: TL.WebPage) {
        guard case .webPage(let page) = page else { return }
        add(page.photo)
        add(page.document)
        for photo in page.cachedPage?.photos ?? [] { add(photo) }
        for document in page.cachedPage?.documents ?? [] { add(document) }
        for attribute in page.attributes ?? [] {
            switch attribute {
            case .theme(let theme): for document in theme.documents ?? [] { add(document) }
            case .stickerSet(let set): for document in set.stickers { add(document) }
            case .story(let story): add(story.story)
            default: break
            }
        }
    }

    mutating func add(_ story: TL.StoryItem?) {
        guard case .storyItem(let item) = story else { return }
        add(item.media, depth: 1)
        add(item.music)
    }

    mutating func add(_ messages: TL.messages.Messages) {
        let list: [TL.Message]
        switch messages {
        case .messages(let found): list = found.messages
        case .slice(let found): list = found.messages
        case .channelMessages(let found): list = found.messages
        case .notModified: list = []
        }
        for message in list {
            switch message {
            case .message(let message): add(message.media)
            case .service(let message):
                if case .chatEditPhoto(let change) = message.action { add(change.photo) }
            case .empty: break
            }
        }
    }
}
