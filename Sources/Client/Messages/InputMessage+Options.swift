// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
public import Foundation

// On the protocol, so that texts have them too: `"Hi".silent()`.
extension InputMessageConvertible {
    /// The message as an answer to another one.
    ///
    /// - Parameter id: The message's number in the same chat.
    /// - Returns: The changed message.
    public func replying(to id: Int32) -> InputMessage { with { $0.reply = .message(id) } }

    /// The message as an answer: to a part of a message, to a message of another chat, to a story, to an item of a checklist.
    ///
    /// - Parameter reply: What is answered.
    /// - Returns: The changed message.
    public func replying(_ reply: InputReply) -> InputMessage { with { $0.reply = reply } }

    /// The message in a topic of a forum.
    ///
    /// - Parameter id: The topic's number; 1 is the general one.
    /// - Returns: The changed message.
    public func inTopic(_ id: Int32) -> InputMessage { with { $0.topicID = id } }

    /// The message without a sound.
    ///
    /// - Parameter isSilent: Whether it makes none.
    /// - Returns: The changed message.
    public func silent(_ isSilent: Bool = true) -> InputMessage { with { $0.isSilent = isSilent } }

    /// The message as one that cannot be forwarded or saved.
    ///
    /// - Parameter isProtected: Whether it cannot.
    /// - Returns: The changed message.
    public func protected(_ isProtected: Bool = true) -> InputMessage { with { $0.isProtected = isProtected } }

    /// The message as one that is sent while nobody waits for it.
    ///
    /// - Returns: The changed message.
    public func inBackground() -> InputMessage { with { $0.isBackground = true } }

    /// The message, which removes the draft of its chat.
    ///
    /// - Returns: The changed message.
    public func clearingDraft() -> InputMessage { with { $0.clearsDraft = true } }

    /// The message without previews of links.
    ///
    /// - Returns: The changed message.
    public func withoutLinkPreview() -> InputMessage { with { $0.linkPreview = .hidden } }

    /// The message with a preview of a link.
    ///
    /// - Parameters:
    ///   - url: The address, which need not be in the text; empty for the first one in the text.
    ///   - size: How large the picture is.
    ///   - isAbove: Whether the preview is above the text.
    ///   - isRequired: Whether sending fails if there is no preview.
    /// - Returns: The changed message.
    public func linkPreview(
        _ url: String = "", size: LinkPreview.Size = .automatic, isAbove: Bool = false, isRequired: Bool = false
    ) -> InputMessage {
        with { $0.linkPreview = .custom(.init(url: url, size: size, isAbove: isAbove, isRequired: isRequired)) }
    }

    /// The message with its caption above the attachment.
    ///
    /// - Returns: The changed message.
    public func captionAbove() -> InputMessage { with { $0.hasCaptionAbove = true } }

    /// The message as one to send later.
    ///
    /// - Parameter date: When, within the next 365 days.
    /// - Returns: The changed message.
    public func scheduled(for date: Date) -> InputMessage { with { $0.schedule = .at(date) } }

    /// The message as one to send when the other side of a private chat comes online.
    ///
    /// - Returns: The changed message.
    public func scheduledWhenOnline() -> InputMessage { with { $0.schedule = .whenOnline } }

    /// The scheduled message as one that is sent again and again.
    ///
    /// - Parameter period: The time between two of them; the server allows a day, a week, a month and the like.
    /// - Returns: The changed message.
    public func repeating(every period: Duration) -> InputMessage { with { $0.repeatPeriod = period } }

    /// The message in another name.
    ///
    /// - Parameter peer: A channel of the account, or the group itself.
    /// - Returns: The changed message.
    /// - Throws: ``InvocationError/invalidPeer(_:)``.
    public func sending(as peer: some PeerConvertible) throws(InvocationError) -> InputMessage {
        let sender = try peer.peerReference
        return with { $0.sender = sender }
    }

    /// The message with an animation, in private chats.
    ///
    /// - Parameter id: The number of the effect, see ``TelegramClient/messageEffects()``.
    /// - Returns: The changed message.
    public func effect(_ id: Int64) -> InputMessage { with { $0.effectID = id } }

    /// The message, for which Stars may be paid.
    ///
    /// - Parameter stars: How many at most.
    /// - Returns: The changed message.
    public func allowingPaidStars(_ stars: Int64) -> InputMessage { with { $0.paidStars = stars } }

    /// The message as a proposal to the channel whose direct messages it is sent to.
    ///
    /// - Parameter post: The price and the time.
    /// - Returns: The changed message.
    public func suggesting(_ post: InputSuggestedPost) -> InputMessage { with { $0.suggestedPost = post } }

    /// The message as a part of a quick reply, instead of being sent.
    ///
    /// - Parameter reply: Which quick reply.
    /// - Returns: The changed message.
    public func inQuickReply(_ reply: QuickReplyReference) -> InputMessage { with { $0.quickReply = reply } }

    /// The message with buttons.
    ///
    /// - Parameter keyboard: The buttons.
    /// - Returns: The changed message.
    public func keyboard(_ keyboard: Keyboard) -> InputMessage { with { $0.keyboard = keyboard } }

    /// The message with an attachment, whose caption the text becomes.
    ///
    /// - Parameter media: What is attached.
    /// - Returns: The changed message.
    public func media(_ media: InputMessageMedia) -> InputMessage { with { $0.media = media } }

    /// The message without its attachment.
    ///
    /// - Returns: The changed message.
    public func withoutMedia() -> InputMessage { with { $0.media = nil } }

    /// The message with other entities.
    ///
    /// - Parameter entities: Ranges of the text, in UTF-16 units.
    /// - Returns: The changed message.
    public func entities(_ entities: [MessageEntity]) -> InputMessage { with { $0.text.entities = entities } }

    private func with(_ change: (inout InputMessage) -> Void) -> InputMessage {
        var copy = inputMessage
        change(&copy)
        return copy
    }
}
