// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A short form of a new message, made complete.
///
/// See core.telegram.org/constructor/updateShortMessage.
struct ShortMessage {
    /// The message in its long form.
    let update: TL.Update
    /// The peers that one must know to use it.
    let peers: [TL.Peer]

    /// Completes a message in a private chat.
    ///
    /// - Parameters:
    ///   - short: The short form.
    ///   - selfID: The user who is logged in, if known; otherwise a message of one's own has no author.
    init(_ short: TL.Updates.UpdateShortMessage, selfID: Int64?) {
        let user = TL.Peer.user(.init(userID: short.userID))
        let author = short.out ? selfID.map { TL.Peer.user(.init(userID: $0)) } : user
        let message = TL.Message.Message(
            out: short.out, mentioned: short.mentioned, mediaUnread: short.mediaUnread, silent: short.silent,
            id: short.id,
            fromID: author, peerID: user, fwdFrom: short.fwdFrom, viaBotID: short.viaBotID, replyTo: short.replyTo,
            date: short.date, message: short.message, entities: short.entities, ttlPeriod: short.ttlPeriod)
        update = .newMessage(.init(message: .message(message), pts: short.pts, ptsCount: short.ptsCount))
        peers = [user] + Self.peers(short.fwdFrom, short.viaBotID, short.replyTo, short.entities)
    }

    /// Completes a message in a basic group.
    ///
    /// - Parameter short: The short form.
    init(_ short: TL.Updates.UpdateShortChatMessage) {
        let chat = TL.Peer.chat(.init(chatID: short.chatID))
        let author = TL.Peer.user(.init(userID: short.fromID))
        let message = TL.Message.Message(
            out: short.out, mentioned: short.mentioned, mediaUnread: short.mediaUnread, silent: short.silent,
            id: short.id,
            fromID: author, peerID: chat, fwdFrom: short.fwdFrom, viaBotID: short.viaBotID, replyTo: short.replyTo,
            date: short.date, message: short.message, entities: short.entities, ttlPeriod: short.ttlPeriod)
        update = .newMessage(.init(message: .message(message), pts: short.pts, ptsCount: short.ptsCount))
        peers = [chat, author] + Self.peers(short.fwdFrom, short.viaBotID, short.replyTo, short.entities)
    }

    private static func peers(
        _ forward: TL.MessageFwdHeader?, _ bot: Int64?, _ reply: TL.MessageReplyHeader?, _ entities: [TL.MessageEntity]?
    ) -> [TL.Peer] {
        var peers: [TL.Peer] = []
        if let forward { peers += [forward.fromID, forward.savedFromPeer].compactMap(\.self) }
        if let bot { peers.append(.user(.init(userID: bot))) }
        if case .messageReplyHeader(let header) = reply, let peer = header.replyToPeerID { peers.append(peer) }
        for case .mentionName(let mention) in entities ?? [] { peers.append(.user(.init(userID: mention.userID))) }
        return peers
    }
}
