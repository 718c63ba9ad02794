// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What a server answers to a request for a hundred messages of a group: texts with entities, replies, photos,
/// documents, service messages, reactions, and the users and channels that they mention.
enum SampleHistory {
    static func make() -> TL.messages.Messages {
        .slice(
            .init(
                count: 25_000, nextRate: 7, messages: (0..<100).map(message), topics: [],
                chats: (0..<10).map(channel), users: (0..<40).map(user)))
    }

    private static func message(_ index: Int) -> TL.Message {
        let id = Int32(90_000 + index)
        let date = Int32(1_760_000_000 + index * 37)
        let peer = TL.Peer.channel(.init(channelID: 1_500_000_001))
        let sender = TL.Peer.user(.init(userID: 700_000_000 + Int64(index % 40)))
        if index % 20 == 19 {
            let action = TL.MessageAction.chatAddUser(.init(users: [700_000_000 + Int64(index % 40)]))
            return .service(.init(id: id, fromID: sender, peerID: peer, date: date, action: action))
        }
        return .message(
            .init(
                out: index % 7 == 0, id: id, fromID: sender, peerID: peer,
                fwdFrom: index % 15 == 3 ? .init(fromID: peer, date: date - 100, channelPost: 12) : nil,
                replyTo: index % 3 == 1 ? .messageReplyHeader(.init(replyToMsgID: id - 5, replyToTopID: 3)) : nil,
                date: date, message: text(index), media: media(index), replyMarkup: markup(index),
                entities: entities(index), views: 100, forwards: 3,
                reactions: index % 10 == 0 ? reactions : nil))
    }

    private static func text(_ index: Int) -> String {
        let start = "Message \(index): https://example.org/path, @someone wrote, ünïcödé too 🙂. "
        return start + String(repeating: "It goes on for a while, as texts do. ", count: index % 5)
    }

    /// Two entities in every third message, of changing kinds.
    private static func entities(_ index: Int) -> [TL.MessageEntity]? {
        guard index % 3 == 0 else { return nil }
        let kinds: [TL.MessageEntity] = [
            .bold(.init(offset: 0, length: 7)), .url(.init(offset: 11, length: 24)),
            .mention(.init(offset: 37, length: 8)), .italic(.init(offset: 54, length: 3)),
            .code(.init(offset: 60, length: 4)),
            .textUrl(.init(offset: 47, length: 5, url: "https://telegram.org/faq")),
            .customEmoji(.init(offset: 66, length: 2, documentID: 5_368_324_170_671_202_286)),
        ]
        return [kinds[index % kinds.count], kinds[(index + 1) % kinds.count]]
    }

    private static let reactions = TL.MessageReactions(
        canSeeList: true,
        results: [
            TL.ReactionCount(reaction: .emoji(.init(emoticon: "👍")), count: 12),
            TL.ReactionCount(reaction: .customEmoji(.init(documentID: 99)), count: 3),
        ])

    private static func markup(_ index: Int) -> TL.ReplyMarkup? {
        guard index % 10 == 4 else { return nil }
        let buttons = [
            TL.KeyboardInlineButton(text: "Vote", type: .callback(.init(data: Array("vote:1".utf8)))),
            TL.KeyboardInlineButton(text: "Open", type: .url(.init(url: "https://example.org"))),
        ]
        return .inline(.init(rows: [TL.KeyboardInlineButtonRow(buttons: buttons)]))
    }

    private static func media(_ index: Int) -> TL.MessageMedia? {
        switch index % 8 {
        case 1, 5: .photo(.init(photo: photo(index)))
        case 3: .document(.init(document: document(index)))
        case 6: .geo(.init(geo: .geoPoint(.init(long: 12.5, lat: 41.9, accessHash: 5))))
        default: nil
        }
    }

    private static func photo(_ index: Int) -> TL.Photo {
        .photo(
            .init(
                id: 5_000_000_000 + Int64(index), accessHash: 77, fileReference: [UInt8](repeating: 7, count: 25),
                date: 1_760_000_000,
                sizes: [
                    .stripped(.init(type: "i", bytes: [UInt8](repeating: 9, count: 40))),
                    .photoSize(.init(type: "m", w: 320, h: 240, size: 12_345)),
                    .progressive(.init(type: "y", w: 1280, h: 960, sizes: [1000, 20_000, 90_000])),
                ], dcID: 2))
    }

    private static func document(_ index: Int) -> TL.Document {
        .document(
            .init(
                id: 6_000_000_000 + Int64(index), accessHash: 88, fileReference: [UInt8](repeating: 8, count: 25),
                date: 1_760_000_000, mimeType: "video/mp4", size: 3_000_000,
                thumbs: [.photoSize(.init(type: "m", w: 320, h: 180, size: 9000))], dcID: 4,
                attributes: [
                    .video(.init(supportsStreaming: true, duration: 12.5, w: 1280, h: 720)),
                    .filename(.init(fileName: "clip.mp4")),
                ]))
    }

    private static func user(_ index: Int) -> TL.User {
        .user(
            .init(
                bot: index % 10 == 0, id: 700_000_000 + Int64(index), accessHash: 1_234_567_890_123,
                firstName: "First \(index)", lastName: index % 2 == 0 ? "Last" : nil, username: "user\(index)",
                photo: .userProfilePhoto(.init(photoID: 42, strippedThumb: [1, 2, 3, 4, 5], dcID: 2)),
                status: index % 3 == 0 ? .recently(.init()) : .offline(.init(wasOnline: 1_760_000_000)),
                botInfoVersion: index % 10 == 0 ? 3 : nil))
    }

    private static func channel(_ index: Int) -> TL.Chat {
        .channel(
            .init(
                megagroup: true, id: 1_500_000_000 + Int64(index), accessHash: 999, title: "Group \(index)",
                username: "group\(index)", photo: .chatPhoto(.init(photoID: 43, strippedThumb: [5, 4, 3], dcID: 2)),
                date: 1_600_000_000,
                defaultBannedRights: TL.ChatBannedRights(sendMedia: true, untilDate: Int32.max),
                participantsCount: 1234))
    }
}
