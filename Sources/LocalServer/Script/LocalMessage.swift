// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A message as a person sees it.
public struct LocalMessage: Sendable {
    /// Its id in the person's copy, or in the channel.
    public let id: Int32
    /// With whom the conversation is, as the Bot API writes it: groups and channels have numbers below zero.
    public let peer: Int64
    /// Who wrote it.
    public let sender: Int64
    /// Whether the person wrote it.
    public let isOutgoing: Bool
    /// The text.
    public let text: String
    /// How the text is formatted.
    public let entities: [TL.MessageEntity]
    /// The message that this one answers, by its id in the person's copy.
    public let replyTo: Int32?
    /// When it was sent, in seconds since 1970.
    public let date: Int32
    /// Whether it was edited.
    public let isEdited: Bool
    /// The keyboard or the buttons that came with it.
    public let replyMarkup: TL.ReplyMarkup?
    /// What happened, if the message tells of it and says nothing else: somebody came, for example.
    public let action: TL.MessageAction?
    /// The album that the message belongs to.
    public let albumID: Int64?
    let media: StoredMedia?

    init(_ message: StoredMessage, for viewer: Int64? = nil) {
        id = message.id
        peer = message.peer
        sender = message.sender
        isOutgoing = message.isOutgoing || message.sender == viewer
        text = message.content.text
        entities = message.content.entities
        replyTo = message.replyTo
        date = message.date
        isEdited = message.editDate != nil
        replyMarkup = message.content.replyMarkup
        action = message.content.action
        media = message.content.media
        albumID = message.content.groupID
    }

    /// The texts of the buttons, row by row.
    public var buttons: [[String]] {
        switch replyMarkup {
        case .inline(let markup): markup.rows.map { $0.buttons.map(\.text) }
        case .keyboard(let markup): markup.rows.map { $0.buttons.map(\.text) }
        case .keyboardHide, .keyboardForceReply, nil: []
        }
    }

    /// The data of the button under the message that shows a text.
    func callbackData(ofButton text: String) -> [UInt8]? {
        guard case .inline(let markup) = replyMarkup else { return nil }
        for button in markup.rows.flatMap(\.buttons) where button.text == text {
            if case .callback(let callback) = button.type { return callback.data }
        }
        return nil
    }
}
