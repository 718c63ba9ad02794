// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers

/// A message that is to be sent, or what a message is to become.
///
/// A text with options, `InputMessage("Hi").silent()`, or an attachment, `.poll(…)`, whose caption is the text. The same value
/// can be sent many times, and edits messages too.
public struct InputMessage: Sendable {
    /// The text with its entities; 1 to 4,096 UTF-16 units, or a caption of 0 to 1,024.
    public var text: FormattedText
    /// A rich message of blocks, in the place of the text.
    public var rich: InputRichText?
    /// What is attached.
    public var media: InputMessageMedia?
    /// What is answered.
    public var reply: InputReply?
    /// The topic of a forum, by the number of its first message; 1 is the general one.
    public var topicID: Int32?
    /// Whether it makes no sound.
    public var isSilent = false
    /// Whether it is sent while nobody waits for it, so that the account does not appear to be online.
    public var isBackground = false
    /// Whether the draft of the chat is removed.
    public var clearsDraft = false
    /// Whether it cannot be forwarded or saved.
    public var isProtected = false
    /// Whether and how a link is shown.
    public var linkPreview = LinkPreview.automatic
    /// Whether the caption is above the attachment.
    public var hasCaptionAbove = false
    /// When it is sent; `nil` for at once.
    public var schedule: MessageSchedule?
    /// After what time a scheduled message is sent again, and so on.
    public var repeatPeriod: Duration?
    /// In whose name it is sent: a channel of the account, or the group itself.
    public var sender: PeerReference?
    /// The animation that it comes with, in private chats.
    public var effectID: Int64?
    /// How many Stars may be paid for it at most, where messages cost something.
    public var paidStars: Int64?
    /// The price and the time that are proposed to the channel whose direct messages it is sent to.
    public var suggestedPost: InputSuggestedPost?
    /// The quick reply that it becomes a part of, instead of being sent.
    public var quickReply: QuickReplyReference?
    /// The buttons that come with it.
    public var keyboard: Keyboard?
    /// Whether the sticker set that it has a sticker of moves to the first place.
    public var movesStickerSetToTop = false
    /// Whether a bot pays Stars to send more messages a second than are free of charge.
    public var paysForFloods = false

    /// Creates a message.
    ///
    /// - Parameter text: The text with its entities.
    public init(_ text: FormattedText) {
        self.text = text
    }

    /// Creates a message.
    ///
    /// - Parameter text: The text as it is, without any markup.
    public init(_ text: String) {
        self.init(FormattedText(text))
    }

    /// Creates a message with an attachment.
    ///
    /// - Parameters:
    ///   - media: What is attached.
    ///   - caption: The text that belongs to it.
    public init(_ media: InputMessageMedia, caption: FormattedText = FormattedText()) {
        text = caption
        self.media = media
    }

    /// The message that is answered, by its number.
    public var replyToMessageID: Int32? {
        get { reply?.messageID }
        set { reply = newValue.map { .message($0) } }
    }
}

extension InputMessage: ExpressibleByStringInterpolation {
    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        self.init(FormattedText(value))
    }
}
