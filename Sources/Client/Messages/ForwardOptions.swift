// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How messages are forwarded.
public struct ForwardOptions: Sendable {
    // What is shown.

    /// Whether it is not shown where they come from: copies of them are sent.
    public var hidesSource = false
    /// Whether captions are left out; it hides the source too.
    public var removesCaptions = false
    /// Whether they cannot be forwarded or saved.
    public var isProtected = false
    /// The animation that they come with, in private chats.
    public var effectID: Int64?
    /// Where a video begins, in seconds.
    public var videoTimestamp: Int?
    /// Whether the score of a game is forwarded.
    public var keepsScore = false
    /// In whose name they are sent.
    public var sender: PeerReference?
    /// Whether they are messages that only one member of a group sees.
    public var areEphemeral = false

    // Where they go.

    /// The topic of a forum, by the number of its first message.
    public var topicID: Int32?
    /// What they answer.
    public var reply: InputReply?
    /// The quick reply that they become a part of.
    public var quickReply: QuickReplyReference?
    /// What is proposed to the channel whose direct messages they are sent to.
    public var suggestedPost: InputSuggestedPost?

    // When and how.

    /// When they are sent; `nil` for at once.
    public var schedule: MessageSchedule?
    /// After what time scheduled messages are sent again.
    public var repeatPeriod: Duration?
    /// Whether they make no sound.
    public var isSilent = false
    /// Whether they are sent while nobody waits for them.
    public var isBackground = false

    // What may be paid.

    /// How many Stars may be paid for each at most.
    public var paidStars: Int64?
    /// Whether a bot pays Stars to send more messages a second than are free of charge.
    public var paysForFloods = false

    /// Creates options with the defaults.
    ///
    /// - Parameters:
    ///   - hidesSource: Whether it is not shown where they come from.
    ///   - removesCaptions: Whether captions are left out.
    ///   - isSilent: Whether they make no sound.
    ///   - topicID: The topic of a forum.
    public init(
        hidesSource: Bool = false, removesCaptions: Bool = false, isSilent: Bool = false, topicID: Int32? = nil
    ) {
        (self.hidesSource, self.removesCaptions) = (hidesSource, removesCaptions)
        (self.isSilent, self.topicID) = (isSilent, topicID)
    }
}
