// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// The chats of Saved Messages; see core.telegram.org/api/saved-messages.
    mutating func addSavedDialogs() {
        on(TL.messages.GetSavedDialogs.self, .person) { request, caller, world in
            guard request.parentPeer == nil else { throw Engine.notImplemented }
            let pins = world.dialogs[caller.id].savedPins
            let all = world.savedDialogs(of: caller.account).filter { dialog in
                !request.excludePinned || !pins.contains(dialog.peer)
            }
            let offset = try? world.target(request.offsetPeer, for: caller.account)
            let start = offset.flatMap { offset in all.firstIndex { $0.peer == offset } }.map { $0 + 1 }
            let rest = all.dropFirst(start ?? 0).filter {
                start != nil || request.offsetID == 0 || $0.top < request.offsetID
            }
            let part = Array(rest.prefix(max(0, min(Int(request.limit), HistoryWindow.largest))))
            return world.answer(part, of: all.count, for: caller.account)
        }
        on(TL.messages.GetSavedDialogsByID.self, .person) { request, caller, world in
            guard request.parentPeer == nil else { throw Engine.notImplemented }
            let peers = try request.ids.map { try world.target($0, for: caller.account) }
            let found = world.savedDialogs(of: caller.account).filter { peers.contains($0.peer) }
            return world.answer(found, of: found.count, for: caller.account)
        }
        on(TL.messages.GetPinnedSavedDialogs.self, .person) { _, caller, world in
            let all = world.savedDialogs(of: caller.account)
            let found = world.dialogs[caller.id].savedPins.compactMap { pin in all.first { $0.peer == pin } }
            return world.answer(found, of: found.count, for: caller.account)
        }
        on(TL.messages.ToggleSavedDialogPin.self, .person) { request, caller, world in
            guard case .inputDialogPeer(let dialog) = request.peer else { throw RPCFailure.bad(.peerIDInvalid) }
            let peer = try world.target(dialog.peer, for: caller.account)
            world.dialogs[caller.id].savedPins.removeAll { $0 == peer }
            if request.pinned {
                guard world.dialogs[caller.id].savedPins.count < Self.mostSavedPins else {
                    throw RPCFailure.bad(.pinnedDialogsTooMuch)
                }
                world.dialogs[caller.id].savedPins.insert(peer, at: 0)
            }
            let update = TL.Update.savedDialogPinned(
                .init(pinned: request.pinned, peer: .dialogPeer(.init(peer: World.peer(peer)))))
            world.tell(update, naming: [peer], to: caller)
            return true
        }
        on(TL.messages.ReorderPinnedSavedDialogs.self, .person) { request, caller, world in
            var order: [Int64] = []
            for case .inputDialogPeer(let dialog) in request.order {
                order.append(try world.target(dialog.peer, for: caller.account))
            }
            let rest = world.dialogs[caller.id].savedPins.filter { !order.contains($0) }
            let new = order + (request.force ? [] : rest)
            guard new.count <= Self.mostSavedPins else { throw RPCFailure.bad(.pinnedDialogsTooMuch) }
            world.dialogs[caller.id].savedPins = new
            let update = TL.Update.pinnedSavedDialogs(
                .init(order: new.map { .dialogPeer(.init(peer: World.peer($0))) }))
            world.tell(update, naming: new, to: caller)
            return true
        }
        on(TL.messages.DeleteSavedHistory.self, .person) { request, caller, world in
            guard request.parentPeer == nil else { throw Engine.notImplemented }
            let peer = try world.target(request.peer, for: caller.account)
            let ids = world.savedMessages(of: caller.account, from: peer).filter { message in
                (request.maxID <= 0 || message.id <= request.maxID)
                    && (request.minDate.map { message.date >= $0 } ?? true)
                    && (request.maxDate.map { message.date <= $0 } ?? true)
            }.map(\.id)
            let change = try world.delete(ids, of: caller.id, revoke: false, origin: caller.origin)
            let pts = change?.pts ?? world.mailbox(of: caller.id).pts
            return .init(pts: pts, ptsCount: change?.count ?? 0, offset: 0)
        }
    }

    /// How many chats of Saved Messages may be pinned.
    private static let mostSavedPins = 5
}

extension World {
    /// What an account saved of one chat, the newest first.
    fileprivate func savedMessages(of account: Account, from peer: Int64) -> [StoredMessage] {
        messages(of: account, with: account.id).filter { message in
            savedPeer(of: message).map { PeerNumber($0).number } == peer
        }
    }

    /// The chats of which an account saved something, with the newest message of each, the newest one first.
    fileprivate func savedDialogs(of account: Account) -> [(peer: Int64, top: Int32)] {
        var tops: [Int64: Int32] = [:]
        for message in messages(of: account, with: account.id) {
            guard let peer = savedPeer(of: message).map({ PeerNumber($0).number }) else { continue }
            tops[peer] = max(tops[peer] ?? 0, message.id)
        }
        return tops.map { (peer: $0.key, top: $0.value) }.sorted { $0.top > $1.top }
    }

    fileprivate func answer(
        _ dialogs: [(peer: Int64, top: Int32)], of count: Int, for account: Account
    ) -> TL.messages.SavedDialogs {
        let pins = self.dialogs[account.id].savedPins
        let mailbox = mailbox(of: account.id)
        let tops = dialogs.compactMap { mailbox[$0.top] }
        let people = Set(dialogs.map(\.peer)).union(tops.flatMap { self.people(in: $0) }).union([account.id])
        let (users, chats) = peersOfChannel(people, for: account.id)
        let list = dialogs.map { dialog in
            TL.SavedDialog.savedDialog(
                .init(pinned: pins.contains(dialog.peer), peer: Self.peer(dialog.peer), topMessage: dialog.top))
        }
        let messages = tops.map { message($0, for: account.id) }
        guard dialogs.count < count else {
            return .savedDialogs(.init(dialogs: list, messages: messages, chats: chats, users: users))
        }
        return .slice(
            .init(count: Int32(clamping: count), dialogs: list, messages: messages, chats: chats, users: users))
    }
}
