// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// The short forms of updates leave out what the client knows; here it is put back.

extension TL.Updates.UpdateShortMessage {
    /// The message in full.
    ///
    /// - Parameter account: The account's own number.
    /// - Returns: The message.
    func expanded(account: Int64) -> TL.Message {
        .message(
            .init(
                out: out, mentioned: mentioned, mediaUnread: mediaUnread, silent: silent, id: id,
                fromID: .user(.init(userID: out ? account : userID)), peerID: .user(.init(userID: userID)),
                fwdFrom: fwdFrom, viaBotID: viaBotID, replyTo: replyTo, date: date, message: message,
                entities: entities, ttlPeriod: ttlPeriod))
    }
}

extension TL.Updates.UpdateShortChatMessage {
    /// The message in full.
    var expanded: TL.Message {
        .message(
            .init(
                out: out, mentioned: mentioned, mediaUnread: mediaUnread, silent: silent, id: id,
                fromID: .user(.init(userID: fromID)), peerID: .chat(.init(chatID: chatID)), fwdFrom: fwdFrom,
                viaBotID: viaBotID, replyTo: replyTo, date: date, message: message, entities: entities,
                ttlPeriod: ttlPeriod))
    }
}

extension TL.Updates.UpdateShortSentMessage {
    /// The message in full.
    ///
    /// - Parameters:
    ///   - plan: What was sent.
    ///   - chat: Where the message was sent.
    ///   - account: The account's own number.
    /// - Returns: The message.
    func expanded(answering plan: SendPlan, in chat: PeerID, account: Int64) -> TL.Message {
        .message(
            .init(
                out: true, silent: plan.message.isSilent, noforwards: plan.message.isProtected,
                invertMedia: plan.isInverted, id: id, fromID: .user(.init(userID: account)), peerID: chat.tlPeer,
                replyTo: plan.replyTo?.header, date: date, message: plan.message.text.text, media: media,
                replyMarkup: plan.markup, entities: entities, ttlPeriod: ttlPeriod, effect: plan.message.effectID))
    }
}

extension TL.InputReplyTo {
    /// What a message shows of the one that it answers.
    fileprivate var header: TL.MessageReplyHeader? {
        guard case .message(let reply) = self else { return nil }
        return .messageReplyHeader(
            .init(
                quote: reply.quoteText != nil, replyToMsgID: reply.replyToMsgID, replyToTopID: reply.topMsgID,
                quoteText: reply.quoteText, quoteEntities: reply.quoteEntities, quoteOffset: reply.quoteOffset,
                todoItemID: reply.todoItemID, pollOption: reply.pollOption))
    }
}
