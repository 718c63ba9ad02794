// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
public import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension TelegramClient {
    /// Sends a message (`messages.sendMessage`).
    ///
    /// - Parameters:
    ///   - peer: Where to: `"@name"`, `"me"`, a number, a message's ``Message/chatID``.
    ///   - message: A text, or a message with options: `.markdown("**bold** \(value)")`.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendMessage(
        to peer: some PeerConvertible, _ message: some InputMessageConvertible
    ) async throws(InvocationError) -> Message {
        try await core.sendMessage(to: peer.peerReference, message.inputMessage)
    }
}

extension ClientCore {
    func sendMessage(to peer: PeerReference, _ message: InputMessage) async throws(InvocationError) -> Message {
        let target = try await resolve(peer)
        var generator = SystemRandomness()
        let randomID = Int64(bitPattern: generator.next())
        let entities = message.text.tlEntities { [self] id in inputUser(id) }
        let request = TL.messages.SendMessage(
            noWebpage: message.hidesLinkPreview, silent: message.isSilent, noforwards: message.isProtected,
            peer: target, replyTo: message.replyToMessageID.map { .message(.init(replyToMsgID: $0)) },
            message: message.text.text, randomID: randomID, replyMarkup: message.keyboard?.markup,
            entities: entities.isEmpty ? nil : entities)
        let updates: TL.Updates
        do throws(InvocationError) {
            updates = try await invoke(request)
        } catch {
            forget(target, after: error)
            throw error
        }
        guard let sent = sentMessage(updates, request, to: target) else {
            throw .invalidResponse(method: "messages.sendMessage", nil)
        }
        return sent
    }

    /// Finds the message that a call sent among the updates that answer it.
    private func sentMessage(
        _ updates: TL.Updates, _ request: TL.messages.SendMessage, to target: TL.InputPeer
    ) -> Message? {
        switch updates {
        case .updateShortSentMessage(let short):
            guard let chat = peerID(of: target), let account else { return nil }
            return Message(short.expanded(answering: request, in: chat, account: account.userID), core: self)
        case .updates(let batch):
            return sentMessage(in: batch.updates, randomID: request.randomID)
        case .combined(let batch):
            return sentMessage(in: batch.updates, randomID: request.randomID)
        case .tooLong, .updateShort, .updateShortMessage, .updateShortChatMessage:
            return nil
        }
    }

    private func sentMessage(in updates: [TL.Update], randomID: Int64) -> Message? {
        var id: Int32?
        var messages: [Message] = []
        for update in updates {
            switch update {
            case .messageID(let update) where update.randomID == randomID: id = update.id
            case .newMessage(let update): messages += [Message(update.message, core: self)].compactMap(\.self)
            case .newChannelMessage(let update): messages += [Message(update.message, core: self)].compactMap(\.self)
            default: continue
            }
        }
        guard let id else { return messages.count == 1 ? messages.first : nil }
        return messages.first { $0.id == id }
    }

    private func inputUser(_ id: Int64) -> TL.InputUser? {
        if id == account?.userID { return .userSelf }
        return switch peers.inputPeer(.user(id)) {
        case .user(let user): .inputUser(.init(userID: user.userID, accessHash: user.accessHash))
        case .userFromMessage(let user):
            .fromMessage(.init(peer: user.peer, msgID: user.msgID, userID: user.userID))
        default: nil
        }
    }
}
