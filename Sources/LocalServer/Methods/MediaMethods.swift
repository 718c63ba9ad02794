// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Photos and files.
    mutating func addMedia() {
        addTransfers()
        on(TL.messages.UploadMedia.self) { request, caller, world in
            _ = try world.target(request.peer, for: caller.account)
            // In two steps: the file has to be there when it is shown.
            let stored = try world.store(request.media, of: caller.account)
            return world.render(stored, for: caller.id)
        }
        on(TL.messages.SendMedia.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            guard request.quickReplyShortcut == nil else { throw Engine.notImplemented }
            // What was sent already must not be stored once more.
            try world.checkRandomID(request.randomID, of: caller.id)
            var newMessage = NewMessage(text: request.message, entities: request.entities)
            newMessage.randomID = request.randomID
            newMessage.replyMarkup = request.replyMarkup
            newMessage.isSilent = request.silent
            newMessage.isProtected = request.noforwards
            newMessage.effect = try world.effect(request.effect, in: peer)
            newMessage.isInverted = request.invertMedia
            newMessage.sendAs = try world.sender(request.sendAs, in: peer, for: caller.account)
            try world.answer(&newMessage, request.replyTo, in: peer, for: caller.account)
            newMessage.media = try world.store(request.media, of: caller.account).orNothing
            if let date = request.scheduleDate, world.isLater(date) {
                return try world.schedule(
                    newMessage, from: caller.id, to: peer, at: date, every: request.scheduleRepeatPeriod,
                    origin: caller.origin)
            }
            var slug: String?
            if case .invoice(let invoice) = request.media { slug = try world.export(invoice, of: caller.id) }
            let sent = try world.send(newMessage, from: caller.id, to: peer, origin: caller.origin)
            if let slug { world.bots.payments.messages[sent.message.sharedID] = slug }
            if case .document(let id, _, _, _, _) = newMessage.media, world.stickers.setsOfFiles[id] != nil {
                world.noteRecentSticker(id, of: caller.id)
            }
            return world.confirmation(of: [sent], to: caller.id, mayBeShort: false)
        }
        on(TL.messages.SendMultiMedia.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            guard request.quickReplyShortcut == nil else { throw Engine.notImplemented }
            guard (1...10).contains(request.multiMedia.count) else { throw RPCFailure.bad(.multiMediaTooLong) }
            for item in request.multiMedia { try world.checkRandomID(item.randomID, of: caller.id) }
            let group = world.nextGroupID()
            var messages: [NewMessage] = []
            for item in request.multiMedia {
                // New files are put on the server first, by messages.uploadMedia.
                switch item.media {
                case .photo, .document: break
                default: throw RPCFailure.bad(.mediaInvalid)
                }
                var newMessage = NewMessage(text: item.message, entities: item.entities)
                newMessage.randomID = item.randomID
                newMessage.isSilent = request.silent
                newMessage.isProtected = request.noforwards
                newMessage.effect = try world.effect(request.effect, in: peer)
                newMessage.isInverted = request.invertMedia
                newMessage.sendAs = try world.sender(request.sendAs, in: peer, for: caller.account)
                try world.answer(&newMessage, request.replyTo, in: peer, for: caller.account)
                newMessage.media = try world.store(item.media, of: caller.account)
                newMessage.groupID = request.multiMedia.count > 1 ? group : nil
                messages.append(newMessage)
            }
            try world.checkAlbum(messages.compactMap(\.media))
            if let date = request.scheduleDate, world.isLater(date) {
                return try world.schedule(messages, from: caller.id, to: peer, at: date, origin: caller.origin)
            }
            let sent = try world.send(messages, from: caller.id, to: peer, origin: caller.origin)
            return world.confirmation(of: sent, to: caller.id, mayBeShort: false)
        }
    }
}

extension World {
    mutating func nextGroupID() -> Int64 {
        media.lastGroupID += 1
        return media.lastGroupID
    }

    /// Refuses what was sent already.
    func checkRandomID(_ id: Int64, of account: Int64) throws(RPCFailure) {
        guard id != 0 else { throw .bad(.randomIDEmpty) }
        guard mailboxes[account]?.message(withRandomID: id) == nil else { throw RPCFailure(500, .randomIDDuplicate) }
    }

    /// Checks what is together in an album; see core.telegram.org/api/files#albums-grouped-media.
    func checkAlbum(_ items: [StoredMedia]) throws(RPCFailure) {
        guard items.count > 1 else { return }
        let groups = try items.map { item throws(RPCFailure) -> Int in
            switch item {
            case .photo: return 0
            case .document(let id, _, _, _, _):
                guard case .document(let attributes, _)? = media.files[id]?.kind else { throw .bad(.mediaInvalid) }
                for attribute in attributes {
                    switch attribute {
                    case .animated, .sticker, .customEmoji: throw .bad(.mediaInvalid)
                    case .video(let video):
                        if video.roundMessage { throw .bad(.mediaInvalid) }
                        return 0
                    case .audio(let audio):
                        if audio.voice { throw .bad(.mediaInvalid) }
                        return 1
                    default: continue
                    }
                }
                return 2
            case .poll, .checklist, .paid, .plain: throw .bad(.mediaInvalid)
            }
        }
        guard Set(groups).count == 1 else { throw .bad(.mediaGroupedInvalid) }
    }
}
