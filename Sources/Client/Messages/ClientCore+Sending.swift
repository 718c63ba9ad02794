// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension ClientCore {
    func sendMessage(
        to peer: some PeerConvertible, _ message: InputMessage
    ) async throws(InvocationError) -> Message {
        try message.check(limits.limits)
        var number: Int64?
        let entities = message.text.tlEntities { [self] id in peers.inputPeer(.user(id))?.inputUser ?? ownUser(id) }
        defer { if let number { sent.ended(number) } }
        let updates: TL.Updates
        var request: TL.messages.SendMessage?
        do throws(InvocationError) {
            updates = try await call(peer) { target in
                var call = TL.messages.SendMessage(
                    noWebpage: message.hidesLinkPreview, silent: message.isSilent, noforwards: message.isProtected,
                    peer: target, replyTo: message.replyToMessageID.map { .message(.init(replyToMsgID: $0)) },
                    message: message.text.text, randomID: 0, replyMarkup: message.keyboard?.markup,
                    entities: entities.isEmpty ? nil : entities)
                call.randomID = number ?? randomID(for: call)
                if number == nil { sent.began(call.randomID) }
                number = call.randomID
                request = call
                return call
            }
        } catch {
            if error.is(.randomIDDuplicate), let request, let chat = peerID(of: request.peer),
                let message = await earlierMessage(request.randomID, in: chat)
            {
                return message
            }
            throw error
        }
        if case .updateShortSentMessage(let short) = updates, let request, let account,
            let chat = peerID(of: request.peer),
            let message = Message(short.expanded(answering: request, in: chat, account: account.userID), context())
        {
            return message
        }
        guard let message = sentMessages(in: updates, randomIDs: [request?.randomID ?? 0]).first ?? nil else {
            throw .invalidResponse(method: "messages.sendMessage", nil)
        }
        return message
    }

    private func ownUser(_ id: Int64) -> TL.InputUser? { id == account?.userID ? .userSelf : nil }
}

extension InputMessage {
    /// Refuses what the server would refuse.
    func check(_ limits: ClientLimits) throws(InvocationError) {
        let length = text.text.utf16.count
        if text.text.allSatisfy(\.isWhitespace) {
            throw .invalidArgument(method: "messages.sendMessage", "the text is empty")
        }
        if length > limits.messageLength {
            throw .invalidArgument(
                method: "messages.sendMessage",
                "the text has \(length) UTF-16 units, \(limits.messageLength) are allowed; split() makes several texts of it"
            )
        }
        if text.entities.count > limits.entities {
            throw .invalidArgument(
                method: "messages.sendMessage",
                "the text has \(text.entities.count) entities, \(limits.entities) are allowed; split() makes several texts of it"
            )
        }
    }
}
