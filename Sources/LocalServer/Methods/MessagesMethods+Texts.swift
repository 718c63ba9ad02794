// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// What is made of texts: translations, transcriptions, previews of web pages, fact checks.
    mutating func addTexts() {
        on(TL.messages.TranslateText.self, .person) { request, caller, world in
            guard request.toLang.utf8.count == 2 else { throw RPCFailure.bad(.toLangInvalid) }
            var texts = request.text ?? []
            if let input = request.peer, let ids = request.id {
                guard request.text == nil else { throw RPCFailure.bad(.inputTextEmpty) }
                let peer = try world.target(input, for: caller.account)
                texts = try ids.map { id in
                    let content = try world.message(id, in: peer, of: caller.id).content
                    return .init(text: content.text, entities: content.entities)
                }
            }
            guard (1...20).contains(texts.count) else { throw RPCFailure.bad(.inputTextEmpty) }
            return .init(
                result: texts.map { text in
                    guard let other = world.messageState.translations[request.toLang]?[text.text] else { return text }
                    return .init(text: other, entities: [])
                })
        }
        on(TL.messages.TogglePeerTranslations.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            if request.disabled {
                world.messageState.untranslated[caller.id, default: []].insert(peer)
            } else {
                world.messageState.untranslated[caller.id]?.remove(peer)
            }
            return true
        }
        on(TL.messages.SummarizeText.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let text = try world.message(request.id, in: peer, of: caller.id).content.text
            guard let summary = world.messageState.summaries[text] else { throw RPCFailure.bad(.messageIDInvalid) }
            let translated = request.toLang.flatMap { world.messageState.translations[$0]?[summary] }
            return .init(text: translated ?? summary, entities: [])
        }
        on(TL.messages.GetRichMessage.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.id, in: peer, of: caller.id)
            guard message.content.rich != nil else { throw RPCFailure.bad(.messageIDInvalid) }
            let whole = world.message(message, for: caller.id, isWhole: true)
            let (users, chats) = world.peersOfChannel(world.people(in: message).union([caller.id]), for: caller.id)
            return .messages(.init(messages: [whole], topics: [], chats: chats, users: users))
        }
        on(TL.messages.TranslateRichMessage.self, .person) { request, caller, world in
            guard request.toLang.utf8.count == 2 else { throw RPCFailure.bad(.toLangInvalid) }
            var messages = try (request.text ?? []).map { input in try world.rich(input, of: caller.account) }
            if let input = request.peer, let ids = request.id {
                guard request.text == nil else { throw RPCFailure.bad(.inputTextEmpty) }
                let peer = try world.target(input, for: caller.account)
                messages = try ids.map { id in
                    guard let rich = try world.message(id, in: peer, of: caller.id).content.rich else {
                        throw RPCFailure.bad(.messageIDInvalid)
                    }
                    return rich
                }
            }
            guard (1...20).contains(messages.count) else { throw RPCFailure.bad(.inputTextEmpty) }
            let known = world.messageState.translations[request.toLang] ?? [:]
            return .init(result: messages.map { World.translated($0, known) })
        }
        on(TL.messages.TranscribeAudio.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            guard let steps = world.messageState.transcriptions[message.sharedID], let last = steps.last else {
                throw RPCFailure.bad(.transcriptionFailed)
            }
            // Each question finds one step more; others learn of it by an update.
            let done = world.messageState.transcribed[message.sharedID]?[caller.id] ?? 0
            let index = min(done, steps.count - 1)
            world.messageState.transcribed[message.sharedID, default: [:]][caller.id] = done + 1
            let isPending = index < steps.count - 1
            let update = TL.Update.transcribedAudio(
                .init(
                    pending: isPending, peer: World.peer(peer), msgID: message.id, transcriptionID: message.sharedID,
                    text: isPending ? steps[index] : last))
            world.push(
                world.updates([update], naming: [caller.id, peer], for: caller.id), to: caller.id, except: caller.origin
            )
            return .init(
                pending: isPending, transcriptionID: message.sharedID, text: isPending ? steps[index] : last)
        }
        on(TL.messages.RateTranscribedAudio.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            guard message.sharedID == request.transcriptionID else { throw RPCFailure.bad(.messageIDInvalid) }
            return true
        }
        on(TL.messages.GetWebPagePreview.self, .person) { request, caller, world in
            let links = TextEntities.find(in: request.message, commands: false).compactMap { entity -> String? in
                guard case .url = entity, let range = entity.range else { return nil }
                return String(decoding: Array(request.message.utf16)[range], as: UTF16.self)
            }
            let (users, chats) = world.peers([caller.id], for: caller.id)
            let page = links.compactMap { world.messageState.webPages[$0] }.first
            return .init(
                media: page.map { .webPage(.init(webpage: $0)) } ?? .empty, chats: chats, users: users)
        }
        on(TL.messages.GetWebPage.self, .person) { request, _, world in
            guard let page = world.messageState.webPages[request.url] else {
                throw RPCFailure.bad(.wcConvertURLInvalid)
            }
            return .init(webpage: page, chats: [], users: [])
        }
        on(TL.messages.GetFactCheck.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            return try request.msgID.map { id in
                let message = try world.message(id, in: peer, of: caller.id)
                guard let text = world.messageState.factChecks[message.sharedID] else { return .init(hash: 0) }
                return .init(country: "DE", text: text, hash: message.sharedID)
            }
        }
        on(TL.messages.EditFactCheck.self, .person) { request, caller, world in
            try world.setFactCheck(request.text, of: request.msgID, in: request.peer, caller)
        }
        on(TL.messages.DeleteFactCheck.self, .person) { request, caller, world in
            try world.setFactCheck(nil, of: request.msgID, in: request.peer, caller)
        }
    }
}

extension World {
    /// Sets or removes what independent people say about a post.
    fileprivate mutating func setFactCheck(
        _ text: TL.TextWithEntities?, of id: Int32, in peer: TL.InputPeer, _ caller: Caller
    ) throws(RPCFailure) -> TL.Updates {
        let peer = try target(peer, for: caller.account)
        guard messageState.factCheckers.contains(caller.id) else { throw RPCFailure(403, .userPermissionDenied) }
        let message = try message(id, in: peer, of: caller.id)
        messageState.factChecks[message.sharedID] = text
        return tell(of: message, seenBy: caller.id, except: caller.origin) { world, viewer, copy in
            guard case .channel(let id) = PeerNumber(copy.peer), let pts = world.channels[id]?.mailbox.pts else {
                return nil
            }
            return .editChannelMessage(.init(message: world.message(copy, for: viewer), pts: pts, ptsCount: 0))
        }
    }
}
