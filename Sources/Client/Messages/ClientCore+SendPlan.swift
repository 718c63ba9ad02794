// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension ClientCore {
    /// Finds the peers of a message, and makes its attachment ready.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - peer: Where it goes; attachments are uploaded for that chat.
    ///   - isEdit: Whether it takes the place of another one.
    /// - Returns: The message with all of that.
    /// - Throws: ``InvocationError``.
    func plan(
        _ message: InputMessage, to peer: PeerReference?, isEdit: Bool = false
    ) async throws(InvocationError) -> SendPlan {
        var plan = SendPlan.Parts()
        let entities = message.text.tlEntities(resolvingMentions: mentionedUser)
        plan.entities = entities.isEmpty ? nil : entities
        if message.topicID != nil || message.reply != nil { plan.replyTo = try await replyTo(message) }
        if let sender = message.sender { plan.sendAs = try await resolve(sender) }
        if let keyboard = message.keyboard { plan.markup = try await markup(keyboard) }
        if let rich = message.rich { plan.rich = richMessage(rich) }
        if let media = message.media {
            let attached = try await inputMedia(media, isEdit: isEdit)
            (plan.media, plan.attached) = (try await sendable(attached, to: peer), attached)
        } else if case .custom(let options) = message.linkPreview {
            plan.media = .webPage(
                .init(
                    forceLargeMedia: options.size == .large, forceSmallMedia: options.size == .small,
                    optional: !options.isRequired, url: options.url))
        }
        return SendPlan(message, plan)
    }

    /// An attachment as it can be sent: what was uploaded is at the bot's data centre alone, an account for which it acts may
    /// be at another one.
    @inline(never)
    private func sendable(
        _ media: TL.InputMedia, to peer: PeerReference?
    ) async throws(InvocationError) -> TL.InputMedia {
        guard CallContext.current.businessConnectionID != nil else { return media }
        switch media {
        case .uploadedPhoto, .uploadedDocument:
            return try await stored(media, for: try await resolve(ifAny: peer) ?? .peerSelf)
        default: return media
        }
    }

    /// The user whom a text mentions, as calls name users.
    func mentionedUser(_ id: Int64) -> TL.InputUser? {
        peers.inputPeer(.user(id))?.inputUser ?? (id == account?.userID ? .userSelf : nil)
    }

    /// What a message answers, as calls name it.
    @inline(never)
    private func replyTo(_ message: InputMessage) async throws(InvocationError) -> TL.InputReplyTo? {
        // The general topic has no first message that could be named.
        let topic = message.topicID.flatMap { $0 == 1 ? nil : $0 }
        guard let reply = message.reply else {
            return topic.map { .message(.init(replyToMsgID: $0, topMsgID: $0)) }
        }
        switch reply.target {
        case .message(let id, let chat):
            let quoted = reply.quote.map { $0.text.tlEntities(resolvingMentions: mentionedUser) } ?? []
            return .message(
                .init(
                    replyToMsgID: id, topMsgID: topic,
                    replyToPeerID: try await resolve(ifAny: chat), quoteText: reply.quote?.text.text,
                    quoteEntities: quoted.isEmpty ? nil : quoted,
                    quoteOffset: reply.quote?.offset.map(Int32.init(clamping:)),
                    monoforumPeerID: try await resolve(ifAny: reply.directMessagesPeer),
                    todoItemID: reply.checklistItemID, pollOption: reply.pollOption))
        case .story(let id, let peer): return .story(.init(peer: try await resolve(peer), storyID: id))
        case .ephemeralMessage(let id): return .ephemeralMessage(.init(id: id))
        case .directMessages(let peer): return .monoForum(.init(monoforumPeerID: try await resolve(peer)))
        }
    }

    func resolve(ifAny reference: PeerReference?) async throws(InvocationError) -> TL.InputPeer? {
        guard let reference else { return nil }
        return try await resolve(reference)
    }

    func richMessage(_ rich: InputRichText) -> TL.InputRichMessage {
        switch rich {
        case .blocks(let document): .inputRichMessage(.init(blocks: document.tlBlocks))
        case .html(let html): .html(.init(html: html))
        case .markdown(let markdown): .markdown(.init(markdown: markdown))
        case .raw(let message): message
        }
    }

    /// An attachment as calls name it.
    ///
    /// - Parameters:
    ///   - media: The attachment.
    ///   - isEdit: Whether it takes the place of another one.
    /// - Returns: The attachment for a call.
    /// - Throws: ``InvocationError``.
    @inline(never)
    func inputMedia(
        _ media: InputMessageMedia, isEdit: Bool = false
    ) async throws(InvocationError) -> TL.InputMedia {
        switch media {
        case .file(let attachment): try await inputMedia(attachment)
        case .poll(let poll): try await inputMedia(poll)
        case .dice(let dice): .dice(.init(emoticon: dice.emoji))
        case .stakedDice(let dice):
            .stakeDice(.init(gameHash: dice.gameHash, tonAmount: dice.stake, clientSeed: dice.seed))
        case .contact(let contact):
            .contact(
                .init(
                    phoneNumber: contact.phoneNumber, firstName: contact.firstName, lastName: contact.lastName,
                    vcard: contact.vCard))
        case .location(let location): .geoPoint(.init(geoPoint: location.tl))
        case .liveLocation(let location): location.tl(isEdit: isEdit)
        case .venue(let venue): venue.tl
        case .checklist(let checklist): .todo(.init(todo: checklist.tl(mentionedUser)))
        case .story(let id, let peer): .story(.init(peer: try await resolve(peer), id: id))
        case .game(let name): .game(.init(id: .shortName(.init(botID: .userSelf, shortName: name))))
        case .paid(let paid): try await inputMedia(paid)
        case .raw(let media): media
        }
    }

    private func inputMedia(_ poll: InputPoll) async throws(InvocationError) -> TL.InputMedia {
        var answers: [TL.PollAnswer] = []
        for (index, answer) in poll.answers.enumerated() {
            if let media = answer.media {
                answers.append(.inputPollAnswer(.init(text: answer.text.tl(), media: try await inputMedia(media))))
            } else {
                answers.append(.pollAnswer(.init(text: answer.text.tl(), option: [UInt8(truncatingIfNeeded: index)])))
            }
        }
        var (period, date): (Int32?, Int32?)
        switch poll.closing {
        case .after(let duration): period = Int32(clamping: duration.components.seconds)
        case .at(let time): date = time.unixTime
        case nil: break
        }
        let raw = TL.Poll(
            id: 0, publicVoters: poll.isPublic, multipleChoice: poll.allowsSeveralAnswers,
            quiz: poll.correctAnswers != nil, openAnswers: poll.allowsNewAnswers,
            revotingDisabled: poll.forbidsRevoting, shuffleAnswers: poll.shufflesAnswers,
            hideResultsUntilClose: poll.hidesResults, subscribersOnly: poll.isForSubscribers,
            question: poll.question.tl(), answers: answers, closePeriod: period, closeDate: date,
            countriesIso2: poll.countries.isEmpty ? nil : poll.countries, hash: 0)
        let solution = poll.explanation?.tl(mentionedUser)
        return .poll(
            .init(
                poll: raw, correctAnswers: poll.correctAnswers?.map(Int32.init(clamping:)),
                attachedMedia: try await inputMedia(ifAny: poll.media), solution: solution?.text,
                solutionEntities: solution?.entities, solutionMedia: try await inputMedia(ifAny: poll.explanationMedia))
        )
    }

    private func inputMedia(ifAny media: InputMessageMedia?) async throws(InvocationError) -> TL.InputMedia? {
        guard let media else { return nil }
        return try await inputMedia(media)
    }
}
