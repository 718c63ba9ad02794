// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// How groups and channels look, and what accounts see of them alone.
    mutating func addChatLooks() {
        on(TL.messages.EditChatPhoto.self) { request, caller, world in
            let group = try world.group(request.chatID, for: caller.account)
            return try world.setPhoto(request.photo, of: group.number, by: caller)
        }
        on(TL.channels.EditPhoto.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            return try world.setPhoto(request.photo, of: channel.number, by: caller)
        }
        on(TL.channels.UpdateColor.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.demand(.editSettings, caller.id, in: channel.number)
            let none = TL.PeerColor.peerColor(.init())
            let isEmpty = request.color == nil && request.backgroundEmojiID == nil
            let new: TL.PeerColor? =
                isEmpty
                ? nil : .peerColor(.init(color: request.color, backgroundEmojiID: request.backgroundEmojiID))
            let details = world.chats[channel.number]
            let old = (request.forProfile ? details.profileColor : details.color) ?? none
            return try world.change(
                channel.number, by: caller.id,
                logging: request.forProfile
                    ? .changeProfilePeerColor(.init(prevValue: old, newValue: new ?? none))
                    : .changePeerColor(.init(prevValue: old, newValue: new ?? none)), origin: caller.origin
            ) { details in
                if request.forProfile { details.profileColor = new } else { details.color = new }
            }
        }
        on(TL.channels.UpdateEmojiStatus.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.demand(.editSettings, caller.id, in: channel.number)
            let old = world.chats[channel.number].emojiStatus ?? .empty
            return try world.change(
                channel.number, by: caller.id,
                logging: .changeEmojiStatus(.init(prevValue: old, newValue: request.emojiStatus)),
                origin: caller.origin
            ) { details in
                if case .empty = request.emojiStatus {
                    details.emojiStatus = nil
                } else {
                    details.emojiStatus = request.emojiStatus
                }
            }
        }
        on(TL.channels.SetMainProfileTab.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.demand(.editSettings, caller.id, in: channel.number)
            world.chats[channel.number].mainTab = request.tab
            return true
        }
        on(TL.messages.SetChatTheme.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            guard peer > 0, peer != caller.id else { throw RPCFailure.bad(.peerIDInvalid) }
            var emoji = ""
            if case .inputChatTheme(let theme) = request.theme { emoji = theme.emoticon }
            world.dialogs[caller.id].themes[peer] = emoji.isEmpty ? nil : emoji
            world.dialogs[peer].themes[caller.id] = emoji.isEmpty ? nil : emoji
            var message = NewMessage(text: "")
            message.action = .setChatTheme(.init(theme: .chatTheme(.init(emoticon: emoji))))
            let sent = try world.send(message, from: caller.id, to: peer, origin: caller.origin)
            return world.told(of: [sent], to: caller.id)
        }
        addChatNames()
        addOwnView()
    }

    /// Public names besides the one that a channel's owner chose.
    private mutating func addChatNames() {
        on(TL.channels.ToggleUsername.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.demand(.setUsername, caller.id, in: channel.number)
            let names = world.chats[channel.number].usernames
            guard let index = names.firstIndex(where: { $0.username == request.username }) else {
                throw RPCFailure.bad(.usernameInvalid)
            }
            guard names[index].active != request.active else { throw RPCFailure.bad(.usernameNotModified) }
            world.setActive(request.active, index, ofChannel: channel.number)
            world.tellAll(in: channel.number, except: caller.id, caller.origin)
            return true
        }
        on(TL.channels.ReorderUsernames.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.demand(.setUsername, caller.id, in: channel.number)
            let names = world.chats[channel.number].usernames
            let active = Set(names.filter(\.active).map(\.username))
            guard Set(request.order) == active, request.order.count == active.count else {
                throw RPCFailure.bad(.orderInvalid)
            }
            let sorted = request.order.compactMap { name in names.first { $0.username == name } }
            world.chats[channel.number].usernames = sorted + names.filter { !$0.active }
            world.tellAll(in: channel.number, except: caller.id, caller.origin)
            return true
        }
        on(TL.channels.DeactivateAllUsernames.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.demand(.setUsername, caller.id, in: channel.number)
            for index in world.chats[channel.number].usernames.indices {
                world.setActive(false, index, ofChannel: channel.number)
            }
            world.tellAll(in: channel.number, except: caller.id, caller.origin)
            return true
        }
    }

    /// What an account sees of a chat, which is nobody else's business.
    private mutating func addOwnView() {
        on(TL.messages.SaveDefaultSendAs.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            let sender = try world.target(request.sendAs, for: caller.account)
            let isOwn: Bool
            switch PeerNumber(sender) {
            case .user: isOwn = sender == caller.id
            case .group: isOwn = false
            case .channel(let id): isOwn = world.channels[id]?.creator == caller.id
            }
            guard isOwn else { throw RPCFailure.bad(.sendAsPeerInvalid) }
            world.dialogs[caller.id].sendAs[number] = sender == caller.id ? nil : sender
            return true
        }
        on(TL.channels.ToggleViewForumAsMessages.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            guard world.chats[channel.number].isForum else { throw RPCFailure.bad(.channelForumMissing) }
            if request.enabled {
                world.dialogs[caller.id].forumsAsMessages.insert(channel.number)
            } else {
                world.dialogs[caller.id].forumsAsMessages.remove(channel.number)
            }
            let update = TL.Update.channelViewForumAsMessages(
                .init(channelID: channel.id, enabled: request.enabled))
            world.tell(update, naming: [channel.number], to: caller)
            return world.updates([update], naming: [channel.number], for: caller.id)
        }
        on(TL.messages.HidePeerSettingsBar.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            world.dialogs[caller.id].hiddenBars.insert(number)
            return true
        }
        on(TL.channels.GetInactiveChannels.self, .person) { _, caller, world in
            let limit = world.date &- Self.inactivity
            let found = (world.channelsOfAccounts[caller.id] ?? []).compactMap { world.channels[$0] }
                .filter { $0.lastChange < limit }.sorted { ($0.lastChange, $0.id) < ($1.lastChange, $1.id) }
            return .init(
                dates: found.map(\.lastChange), chats: found.map { world.chat($0, for: caller.id) }, users: [])
        }
        on(TL.channels.DeleteHistory.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            guard !channel.isBroadcast || request.forEveryone else { throw RPCFailure.bad(.channelInvalid) }
            let ids = channel.mailbox.history(with: channel.number).filter {
                request.maxID <= 0 || $0 <= request.maxID
            }
            if request.forEveryone {
                try world.demand(.deleteChat, caller.id, in: channel.number)
                _ = try world.delete(ids, by: caller.id, inChannel: channel.id, origin: caller.origin)
                return world.updates([world.changed(channel.number)], naming: [channel.number], for: caller.id)
            }
            guard channel.username == nil else { throw RPCFailure.bad(TLErrorName(rawValue: "CHANNEL_TOO_BIG")) }
            let limit = ids.first ?? 0
            world.dialogs[caller.id].clearedUpTo[channel.number] = limit
            let update = TL.Update.channelAvailableMessages(
                .init(channelID: channel.id, availableMinID: limit))
            world.tell(update, naming: [channel.number], to: caller)
            return world.updates([update], naming: [channel.number], for: caller.id)
        }
        onEngine(TL.messages.EditChatCreator.self, .person) { request, caller, engine in
            let number = try engine.world.target(request.peer, for: caller.account)
            try engine.world.demand(.transfer, caller.id, in: number)
            let heir = try engine.world.member(request.userID, for: caller.account)
            guard caller.account.password != nil else { throw RPCFailure.bad(.passwordMissing) }
            _ = try engine.takeProof(request.password, caller.call)
            return try engine.world.transfer(number, to: heir.id, by: caller.id, origin: caller.origin)
        }
    }

    /// After how many seconds without a change a channel is inactive.
    private static let inactivity: Int32 = 90 * 86_400
}

extension World {
    fileprivate mutating func setPhoto(
        _ photo: TL.InputChatPhoto, of number: Int64, by caller: Caller
    ) throws(RPCFailure) -> TL.Updates {
        try demand(.editInfo, caller.id, in: number)
        let old = chats[number].photo
        let new: Int64?
        switch photo {
        case .empty: new = nil
        case .uploaded(let upload):
            guard let file = upload.file else { throw Engine.notImplemented }
            new = try addPhoto(uploaded(file, of: caller.id).content, dataCenter: caller.dataCenter)
        case .inputChatPhoto(let known):
            guard case .inputPhoto(let input) = known.id else { throw .bad(.photoIDInvalid) }
            new = try file(input.id, input.accessHash, input.fileReference, for: caller.account).id
        }
        guard old != new else { throw .bad(.chatNotModified) }
        chats[number].photo = new
        let shown = { (world: World, id: Int64?) -> TL.Photo in
            id.map { world.photo($0, for: caller.id) } ?? .empty(.init(id: 0))
        }
        return try change(
            number, by: caller.id,
            logging: .changePhoto(.init(prevPhoto: shown(self, old), newPhoto: shown(self, new))),
            telling: new == nil ? .chatDeletePhoto : .chatEditPhoto(.init(photo: shown(self, new))),
            origin: caller.origin
        ) { _ in }
    }

    /// The photo of a group or channel, as lists show it.
    func chatPhoto(of number: Int64) -> TL.ChatPhoto {
        guard let id = chats[number].photo, let file = media.files[id] else { return .empty }
        return .chatPhoto(.init(photoID: id, dcID: Int32(clamping: file.dataCenter)))
    }

    /// The photo of a group or channel with all its sizes.
    func wholePhoto(of number: Int64, for viewer: Int64) -> TL.Photo {
        chats[number].photo.map { photo($0, for: viewer) } ?? .empty(.init(id: 0))
    }

    /// All public names of a channel that has several, the one that its owner chose first.
    func usernames(of channel: Channel) -> [TL.Username]? {
        let others = chats[channel.number].usernames
        guard !others.isEmpty else { return nil }
        return (channel.username.map { [TL.Username(editable: true, active: true, username: $0)] } ?? []) + others
    }

    fileprivate mutating func setActive(_ isActive: Bool, _ index: Int, ofChannel number: Int64) {
        let name = chats[number].usernames[index].username
        chats[number].usernames[index] = .init(active: isActive, username: name)
        idsByUsername[name.lowercased()] = isActive ? number : nil
    }

    /// Gives a channel one more public name, such as people buy.
    mutating func addUsername(_ name: String, toChannel id: Int64) throws(RPCFailure) {
        guard let channel = channels[id] else { throw .bad(.channelInvalid) }
        try check(username: name, for: nil)
        chats[channel.number].usernames.append(.init(active: true, username: name))
        idsByUsername[name.lowercased()] = channel.number
    }
}
