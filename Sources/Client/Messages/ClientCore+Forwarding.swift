// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension ClientCore {
    /// Forwards messages, a hundred a call at most.
    ///
    /// - Returns: The messages that came of it, in the order of the numbers.
    func forwardMessages(
        _ ids: [Int32], from source: some PeerConvertible, to peer: some PeerConvertible, _ options: ForwardOptions
    ) async throws(InvocationError) -> [Message] {
        let method = "messages.forwardMessages"
        try options.schedule?.check(method: method, now: wallClock)
        // A reply, a sender and the like are found as for any other message.
        var carrier = InputMessage(FormattedText())
        (carrier.reply, carrier.sender) = (options.reply, options.sender)
        let plan = try await plan(carrier, to: nil)
        let (source, target) = (try source.peerReference, try peer.peerReference)
        var sent: [Message] = []
        let size = max(1, limits.limits.forwardedMessages)
        for start in stride(from: 0, to: ids.count, by: size) {
            let part = Array(ids[start..<min(start + size, ids.count)])
            let origin = try await resolve(source)
            let randomIDs = try await randomIDs(part.count, to: target) {
                let from = peerID(of: origin)?.botAPI ?? 0
                return Array("messages.forwardMessages \(from) \(part)".utf8) + plan.identity
            }
            sent += try await send(
                randomIDs, to: target,
                like: { await likeness(ofForwarded: part, from: origin, options) }
            ) { peer in
                TL.messages.ForwardMessages(
                    silent: options.isSilent, background: options.isBackground, withMyScore: options.keepsScore,
                    dropAuthor: options.hidesSource || options.removesCaptions,
                    dropMediaCaptions: options.removesCaptions, noforwards: options.isProtected,
                    allowPaidFloodskip: options.paysForFloods, fromEphemeral: options.areEphemeral, fromPeer: origin,
                    id: part, randomID: randomIDs, toPeer: peer,
                    topMsgID: options.topicID.flatMap { $0 == 1 ? nil : $0 }, replyTo: plan.replyTo,
                    scheduleDate: options.schedule?.unixTime,
                    scheduleRepeatPeriod: options.repeatPeriod.map { Int32(clamping: $0.components.seconds) },
                    sendAs: plan.sendAs, quickReplyShortcut: options.quickReply?.tl, effect: options.effectID,
                    videoTimestamp: options.videoTimestamp.map(Int32.init(clamping:)),
                    allowPaidStars: options.paidStars, suggestedPost: options.suggestedPost?.tl)
            }
        }
        if sent.isEmpty, !ids.isEmpty { throw .invalidResponse(method: method, nil) }
        return sent
    }

    /// By what forwarded messages are known.
    ///
    /// Copies do not say where they come from and are compared with the originals.
    private func likeness(
        ofForwarded ids: [Int32], from origin: TL.InputPeer, _ options: ForwardOptions
    ) async -> SentLikeness? {
        guard options.hidesSource || options.removesCaptions else {
            let source = peerID(of: origin)
            return { index, message in
                guard let header = message.fwdFrom else { return false }
                // A post of the channel itself has its number; everything else comes in the order of the numbers.
                guard let post = header.channelPost, header.fromID.map({ PeerID($0) }) == source else { return true }
                return post == ids[index]
            }
        }
        guard let originals = try? await fetchMessages(ids, in: PeerReference.input(origin)) else { return nil }
        return { index, message in
            guard case .message(let original)? = originals[index]?.raw, message.fwdFrom == nil else { return false }
            let isBare = options.removesCaptions && original.hasAttachment
            return message.says(isBare ? "" : original.message) && message.media?.fileID == original.media?.fileID
        }
    }

    /// Sends what a message says once more, changed.
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - source: The chat that it is in.
    ///   - peer: Where to.
    ///   - change: Changes what is sent.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    func resend(
        _ id: Int32, from source: some PeerConvertible, to peer: some PeerConvertible,
        _ change: @Sendable (inout InputMessage) -> Void
    ) async throws(InvocationError) -> Message {
        guard let message = try await fetchMessages([id], in: source)[0] else {
            throw .invalidArgument(method: "messages.sendMessage", "there is no message \(id) in the chat")
        }
        var copy = try message.inputMessage
        change(&copy)
        return try await sendMessage(to: peer, copy)
    }
}

extension Message {
    /// The message as one to send: text, attachment and buttons.
    ///
    /// Files are not uploaded again. Votes in a poll, comments and the like are not part of it.
    ///
    /// - Throws: ``InvocationError/invalidArgument(method:_:)`` for what cannot be sent a second time: service messages,
    ///   invoices, paid media, giveaways.
    public var inputMessage: InputMessage {
        get throws(InvocationError) {
            guard case .message(let content) = raw else {
                throw .invalidArgument(method: "messages.sendMessage", "a service message cannot be sent again")
            }
            var copy = InputMessage(formattedText)
            if let media = content.media { copy.setMedia(try media.inputMedia, of: media) }
            if let keyboard = inlineKeyboard { copy.keyboard = .inline(keyboard) }
            copy.hasCaptionAbove = content.invertMedia
            copy.isProtected = content.noforwards
            return copy
        }
    }
}

extension InputMessage {
    fileprivate mutating func setMedia(_ media: TL.InputMedia?, of original: TL.MessageMedia) {
        if case .webPage(let page) = original {
            guard let address = page.webpage.address else { return }
            linkPreview = .custom(
                .init(
                    url: address, size: page.forceLargeMedia ? .large : page.forceSmallMedia ? .small : .automatic,
                    isAbove: hasCaptionAbove))
        } else if let media {
            self.media = .raw(media)
        }
    }
}

extension TL.WebPage {
    /// The address.
    var address: String? {
        switch self {
        case .webPage(let page): page.url
        case .empty(let page): page.url
        case .pending(let page): page.url
        case .notModified: nil
        }
    }
}

extension TL.MessageMedia {
    /// The number of the photo or of the document.
    fileprivate var fileID: Int64? {
        switch self {
        case .photo(let media):
            if case .photo(let photo) = media.photo { return photo.id }
        case .document(let media):
            if case .document(let document) = media.document { return document.id }
        default: break
        }
        return nil
    }
}
