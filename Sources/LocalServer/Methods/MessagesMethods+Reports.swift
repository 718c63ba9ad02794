// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Reports, and the word that somebody took a picture of the screen.
    mutating func addReports() {
        on(TL.messages.Report.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            guard !request.id.isEmpty else { throw RPCFailure.bad(.messageIDsEmpty) }
            let messages = try request.id.map { id in try world.message(id, in: peer, of: caller.id).sharedID }
            let reasons = ["Spam", "Violence", "Other"]
            guard let number = request.option.first else {
                let options = reasons.enumerated().map { index, text in
                    TL.MessageReportOption(text: text, option: [UInt8(truncatingIfNeeded: index)])
                }
                return .chooseOption(.init(title: "What is wrong?", options: options))
            }
            guard reasons.indices.contains(Int(number)), request.option.count == 1 else {
                throw RPCFailure.bad(.optionInvalid)
            }
            guard request.message.utf16.count <= 512 else { throw RPCFailure.bad(.messageTooLong) }
            let reason = reasons[Int(number)]
            if reason == "Other", request.message.isEmpty { return .addComment(.init(option: request.option)) }
            world.messageState.note(
                .init(reporter: caller.id, messages: messages, reason: reason, comment: request.message))
            return .reported
        }
        on(TL.messages.SendScreenshotNotification.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            guard case .user = PeerNumber(peer) else { throw RPCFailure.bad(.peerIDInvalid) }
            var message = NewMessage(text: "")
            message.randomID = request.randomID
            message.action = .screenshotTaken
            // Clients that speak of no message name none.
            if case .message(let reply) = request.replyTo, reply.replyToMsgID != 0 {
                try world.answer(&message, request.replyTo, in: peer, for: caller.account)
            }
            let sent = try world.send(message, from: caller.id, to: peer, origin: caller.origin)
            return world.confirmation(of: [sent], to: caller.id, mayBeShort: false)
        }
    }
}
