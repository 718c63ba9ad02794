// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

/// A message whose peers are found and whose attachment is ready: one call is all that is left to do.
///
/// The message has everything that does not need the server. It is an object since it is large, and on its way through many
/// functions that wait.
final class SendPlan: Sendable {
    /// What of a message is made for the call.
    struct Parts: Sendable {
        var entities: [TL.MessageEntity]?
        var replyTo: TL.InputReplyTo?
        var sendAs: TL.InputPeer?
        /// The attachment; a link preview that was asked for is one as well.
        var media: TL.InputMedia?
        /// The attachment before the server was asked to keep it, which gives it another number each time.
        var attached: TL.InputMedia?
        var markup: TL.ReplyMarkup?
        var rich: TL.InputRichMessage?
    }

    let message: InputMessage
    private let parts: Parts

    init(_ message: InputMessage, _ parts: Parts) {
        (self.message, self.parts) = (message, parts)
    }

    var entities: [TL.MessageEntity]? { parts.entities }
    var replyTo: TL.InputReplyTo? { parts.replyTo }
    var sendAs: TL.InputPeer? { parts.sendAs }
    var media: TL.InputMedia? { parts.media }
    var attached: TL.InputMedia? { parts.attached }
    var markup: TL.ReplyMarkup? { parts.markup }
    var rich: TL.InputRichMessage? { parts.rich }

    /// Whether links show no preview.
    var hidesPreview: Bool { message.linkPreview == .hidden }

    /// Whether what is usually above is below.
    var isInverted: Bool {
        if case .custom(let options) = message.linkPreview, message.media == nil { return options.isAbove }
        return message.hasCaptionAbove
    }

    var repeatPeriod: Int32? { message.repeatPeriod.map { Int32(clamping: $0.components.seconds) } }

    /// The same with another attachment, and other entities.
    func with(_ attached: TL.InputMedia, _ entities: [TL.MessageEntity]) -> SendPlan {
        var parts = parts
        (parts.attached, parts.entities) = (attached, entities)
        return SendPlan(message, parts)
    }

    /// The same without a quotation that need not be there; `nil` if there is none.
    var withoutOptionalQuote: SendPlan? {
        guard message.reply?.quote?.isOptional == true, case .message(let reply) = replyTo else { return nil }
        var parts = parts
        parts.replyTo = .message(
            .init(
                replyToMsgID: reply.replyToMsgID, topMsgID: reply.topMsgID, replyToPeerID: reply.replyToPeerID,
                monoforumPeerID: reply.monoforumPeerID, todoItemID: reply.todoItemID, pollOption: reply.pollOption))
        return SendPlan(message, parts)
    }

    /// The call for a text.
    func sendMessage(to peer: TL.InputPeer, randomID: Int64) -> TL.messages.SendMessage {
        TL.messages.SendMessage(
            noWebpage: hidesPreview, silent: message.isSilent, background: message.isBackground,
            clearDraft: message.clearsDraft, noforwards: message.isProtected,
            updateStickersetsOrder: message.movesStickerSetToTop, invertMedia: isInverted,
            allowPaidFloodskip: message.paysForFloods, peer: peer, replyTo: replyTo, message: message.text.text,
            randomID: randomID, replyMarkup: markup, entities: entities, scheduleDate: message.schedule?.unixTime,
            scheduleRepeatPeriod: repeatPeriod, sendAs: sendAs, quickReplyShortcut: message.quickReply?.tl,
            effect: message.effectID, allowPaidStars: message.paidStars, suggestedPost: message.suggestedPost?.tl,
            richMessage: rich)
    }

    /// The call for an attachment.
    func sendMedia(_ media: TL.InputMedia, to peer: TL.InputPeer, randomID: Int64) -> TL.messages.SendMedia {
        TL.messages.SendMedia(
            silent: message.isSilent, background: message.isBackground, clearDraft: message.clearsDraft,
            noforwards: message.isProtected, updateStickersetsOrder: message.movesStickerSetToTop,
            invertMedia: isInverted, allowPaidFloodskip: message.paysForFloods, peer: peer, replyTo: replyTo,
            media: media, message: message.text.text, randomID: randomID, replyMarkup: markup, entities: entities,
            scheduleDate: message.schedule?.unixTime, scheduleRepeatPeriod: repeatPeriod, sendAs: sendAs,
            quickReplyShortcut: message.quickReply?.tl, effect: message.effectID, allowPaidStars: message.paidStars,
            suggestedPost: message.suggestedPost?.tl)
    }

    /// The call for several attachments; options are those of this message, captions those of each item.
    func sendMultiMedia(_ items: [TL.InputSingleMedia], to peer: TL.InputPeer) -> TL.messages.SendMultiMedia {
        TL.messages.SendMultiMedia(
            silent: message.isSilent, background: message.isBackground, clearDraft: message.clearsDraft,
            noforwards: message.isProtected, updateStickersetsOrder: message.movesStickerSetToTop,
            invertMedia: isInverted, allowPaidFloodskip: message.paysForFloods, peer: peer, replyTo: replyTo,
            multiMedia: items, scheduleDate: message.schedule?.unixTime, sendAs: sendAs,
            quickReplyShortcut: message.quickReply?.tl, effect: message.effectID, allowPaidStars: message.paidStars)
    }

    /// The call that makes another message the same.
    func editMessage(_ id: Int32, in peer: TL.InputPeer) -> TL.messages.EditMessage {
        var quickReplyID: Int32?
        if case .id(let id) = message.quickReply { quickReplyID = id }
        return TL.messages.EditMessage(
            noWebpage: hidesPreview, invertMedia: isInverted, peer: peer, id: id,
            message: rich == nil ? message.text.text : nil, media: media, replyMarkup: markup, entities: entities,
            scheduleDate: message.schedule?.unixTime, scheduleRepeatPeriod: repeatPeriod,
            quickReplyShortcutID: quickReplyID, richMessage: rich)
    }

    /// The call that makes an inline message the same.
    func editInlineMessage(_ id: TL.InputBotInlineMessageID) -> TL.messages.EditInlineBotMessage {
        TL.messages.EditInlineBotMessage(
            noWebpage: hidesPreview, invertMedia: isInverted, id: id, message: rich == nil ? message.text.text : nil,
            media: media, replyMarkup: markup, entities: entities, richMessage: rich)
    }

    /// The call that keeps the message as a draft.
    func saveDraft(for peer: TL.InputPeer) -> TL.messages.SaveDraft {
        TL.messages.SaveDraft(
            noWebpage: hidesPreview, invertMedia: isInverted, replyTo: replyTo, peer: peer,
            message: message.text.text, entities: entities, media: media, effect: message.effectID,
            suggestedPost: message.suggestedPost?.tl, richMessage: rich)
    }
}
