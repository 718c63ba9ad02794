// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension ClientCore {
    func editMessage(
        _ id: Int32, in peer: some PeerConvertible, to message: InputMessage, allowsUnchanged: Bool
    ) async throws(InvocationError) -> Message {
        try message.check(limits.limits, method: "messages.editMessage", now: wallClock)
        let reference = try peer.peerReference
        let plan = try await plan(message, to: reference, isEdit: true)
        do throws(InvocationError) {
            return try await edited(id, in: reference) { plan.editMessage(id, in: $0) }
        } catch {
            guard allowsUnchanged, error.is(.messageNotModified),
                let message = try await fetchMessages([id], in: reference)[0]
            else { throw error }
            return message
        }
    }

    func editKeyboard(
        of id: Int32, in peer: some PeerConvertible, to keyboard: Keyboard?
    ) async throws(InvocationError) -> Message {
        try keyboard?.check(limits.limits, method: "messages.editMessage")
        var markup: TL.ReplyMarkup?
        if let keyboard { markup = try await self.markup(keyboard) }
        return try await edited(id, in: peer) { TL.messages.EditMessage(peer: $0, id: id, replyMarkup: markup) }
    }

    /// Makes a call that changes a message, and finds it in the answer.
    func edited<Function: TLFunction>(
        _ id: Int32, in peer: some PeerConvertible, _ make: (TL.InputPeer) -> Function
    ) async throws(InvocationError) -> Message where Function.Response == TL.Updates {
        let updates = try await call(peer, make)
        guard let message = messages(in: updates).first(where: { $0.id == id }) else {
            throw .invalidResponse(method: "messages.editMessage", nil)
        }
        return message
    }

    /// Sends a text in as many messages as it needs.
    func sendParts(of message: InputMessage, to peer: some PeerConvertible) async throws(InvocationError) -> [Message] {
        guard message.media == nil, message.rich == nil else { return [try await sendMessage(to: peer, message)] }
        let parts = message.text.split(limit: limits.limits.messageLength)
        guard parts.count > 1 else { return [try await sendMessage(to: peer, message)] }
        let reference = try peer.peerReference
        var sent: [Message] = []
        for (index, text) in parts.enumerated() {
            var part = message
            part.text = text
            if index > 0 { (part.reply, part.effectID) = (nil, nil) }
            if index < parts.count - 1 { part.keyboard = nil }
            sent.append(try await sendMessage(to: reference, part))
        }
        return sent
    }

    func deleteMessages(
        _ ids: [Int32], in peer: some PeerConvertible, forEveryone: Bool
    ) async throws(InvocationError) -> Int {
        let reference = try peer.peerReference
        return try await inParts(ids) { part throws(InvocationError) in
            let affected = try await callBox(
                reference, channel: { TL.channels.DeleteMessages(channel: $0, id: part) },
                other: { _ in TL.messages.DeleteMessages(revoke: forEveryone, id: part) })
            return Int(affected.ptsCount)
        }
    }
}
