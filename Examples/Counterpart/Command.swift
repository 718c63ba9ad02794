// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLTypes
import Foundation

/// Something to do.
struct Command: Decodable, Sendable {
    let act: String
    var peer: String?
    var user: String?
    var id: Int32?
    var ids: [Int32]?
    var text: String?
    var html: String?
    var reply: Int32?
    var quote: String?
    var offset: Int?
    var emoji: String?
    var path: String?
    var paths: [String]?
    var form: String?
    var flag: Bool?
    var number: Int?
    var answers: [String]?
}

/// What came of it.
struct Answer: Encodable, Sendable {
    var error: String?
    var messages: [SeenMessage]?
    var texts: [String]?
    var numbers: [Int64]?
    var flag: Bool?
}

/// A message as the client sees it.
struct SeenMessage: Encodable, Sendable {
    let id: Int32
    let chat: Int64
    let sender: Int64?
    let text: String
    let html: String
    let reply: Int32?
    let quote: String?
    let kind: String?
    let size: Int64?
    let name: String?
    let album: Int64?
    let isPinned: Bool
    let isSilent: Bool
    let isProtected: Bool
    let isForwarded: Bool
    let isEdited: Bool
    let isOutgoing: Bool
    let action: String?
    let reactions: [String: Int]
    let votes: [Int?]?
    let answers: [String]?
    let isMention: Bool
    let isUnread: Bool
    let comments: Int?
    let preview: String?

    init(_ message: Message) {
        id = message.id
        chat = message.chatID.botAPI
        sender = message.senderID?.botAPI
        text = message.text
        html = message.htmlText
        reply = message.replyToMessageID
        quote = message.quote?.text
        album = message.albumID
        isPinned = message.isPinned
        isSilent = message.isSilent
        isProtected = message.isProtected
        isForwarded = message.isForwarded
        isEdited = message.editDate != nil
        isOutgoing = message.isOutgoing
        action = message.action.map { "\($0.kind)".prefix { $0.isLetter }.description }
        votes = message.poll?.answers.map(\.voters)
        answers = message.poll?.answers.map(\.text.text)
        isMention = message.isMention
        isUnread = message.hasUnreadContents
        comments = message.replyCount
        if case .webPage(let page)? = message.webPage { preview = page.title } else { preview = nil }
        var counts: [String: Int] = [:]
        for count in message.reactions?.counts ?? [] { counts["\(count.reaction)"] = count.count }
        reactions = counts
        if let document = message.document {
            (kind, size, name) = ("\(document.kind)", document.size, document.fileName)
        } else if message.photo != nil {
            (kind, size, name) = ("photo", nil, nil)
        } else {
            kind = message.media.flatMap { Mirror(reflecting: $0).children.first?.label }
            (size, name) = (nil, nil)
        }
    }
}
