// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes
import Foundation

extension TelegramClient {
    /// Gets all that the server says of a group or a channel (`channels.getFullChannel`, `messages.getFullChat`).
    ///
    /// - Parameter chat: The group or channel; for a user see ``fullUser(_:)``.
    /// - Returns: The information.
    /// - Throws: ``InvocationError``.
    public func fullChat(_ chat: some PeerConvertible) async throws(InvocationError) -> FullChat {
        try await core.fullChat(chat)
    }

    /// Creates a basic group (`messages.createChat`).
    ///
    /// - Parameters:
    ///   - title: The name, 1 to 128 characters.
    ///   - users: Whom to add.
    ///   - autoDelete: After what time messages disappear; `nil` if they stay.
    /// - Returns: The group, and who could not be added.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func createGroup(
        titled title: String, with users: [any PeerConvertible], autoDelete: Duration? = nil
    ) async throws(InvocationError) -> CreatedGroup {
        try ClientCore.check(title: title, method: "messages.createChat")
        let people = try await core.resolveUsers(users)
        let answer = try await core.invoke(
            TL.messages.CreateChat(users: people, title: title, ttlPeriod: autoDelete?.wholeSeconds))
        guard let group = core.contents(of: answer.updates).chats.first(where: { $0.group != nil })?.group else {
            throw .invalidResponse(method: "messages.createChat", nil)
        }
        return CreatedGroup(group: group, missing: answer.missingInvitees.map { MissingInvitee(raw: $0) })
    }

    /// Creates a supergroup (`channels.createChannel`).
    ///
    /// - Parameters:
    ///   - title: The name, 1 to 128 characters.
    ///   - about: The description, up to 255 characters.
    ///   - isForum: Whether it has topics.
    ///   - autoDelete: After what time messages disappear; `nil` if they stay.
    /// - Returns: The supergroup.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func createSupergroup(
        titled title: String, about: String = "", isForum: Bool = false, autoDelete: Duration? = nil
    ) async throws(InvocationError) -> Channel {
        try await core.createChannel(
            TL.channels.CreateChannel(
                megagroup: true, forum: isForum, title: title, about: about, ttlPeriod: autoDelete?.wholeSeconds))
    }

    /// Creates a channel, in which administrators alone post (`channels.createChannel`).
    ///
    /// - Parameters:
    ///   - title: The name, 1 to 128 characters.
    ///   - about: The description, up to 255 characters.
    ///   - autoDelete: After what time messages disappear; `nil` if they stay.
    /// - Returns: The channel.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func createChannel(
        titled title: String, about: String = "", autoDelete: Duration? = nil
    ) async throws(InvocationError) -> Channel {
        try await core.createChannel(
            TL.channels.CreateChannel(
                broadcast: true, title: title, about: about, ttlPeriod: autoDelete?.wholeSeconds))
    }

    /// Deletes a group or channel of the account, for everyone (`channels.deleteChannel`, `messages.deleteChat`).
    ///
    /// - Parameter chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func deleteChat(_ chat: some PeerConvertible) async throws(InvocationError) {
        let peer = try await core.resolve(chat.peerReference)
        if case .chat(let group) = peer {
            _ = try await core.invoke(TL.messages.DeleteChat(chatID: group.chatID))
        } else {
            _ = try await core.callChannel(peer) { TL.channels.DeleteChannel(channel: $0) }
        }
    }

    /// Leaves a group or channel (`channels.leaveChannel`, `messages.deleteChatUser`).
    ///
    /// - Parameter chat: The group or channel; of one's own too, see ``futureCreator(of:)``.
    /// - Throws: ``InvocationError``.
    public func leave(_ chat: some PeerConvertible) async throws(InvocationError) {
        try await core.leave(chat)
    }

    /// Tells who will own a group or channel when its creator, the account, leaves it
    /// (`messages.getFutureChatCreatorAfterLeave`).
    ///
    /// - Parameter chat: The group or channel.
    /// - Returns: The user; `nil` if nobody will.
    /// - Throws: ``InvocationError``.
    public func futureCreator(of chat: some PeerConvertible) async throws(InvocationError) -> User? {
        let user = try await core.call(chat) { TL.messages.GetFutureChatCreatorAfterLeave(peer: $0) }
        return User(user, core.taking([user]))
    }

    /// Makes a supergroup of a basic group (`messages.migrateChat`).
    ///
    /// - Parameter group: The basic group, which the account made.
    /// - Returns: The supergroup; the basic group stays as it was, and nobody can write there.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func migrateToSupergroup(_ group: some PeerConvertible) async throws(InvocationError) -> Channel {
        guard case .chat(let group) = try await core.resolve(group.peerReference) else {
            throw .invalidPeer("only a basic group can become a supergroup")
        }
        let updates = try await core.invoke(TL.messages.MigrateChat(chatID: group.chatID))
        guard let channel = core.contents(of: updates).chats.first(where: { $0.channel != nil })?.channel else {
            throw .invalidResponse(method: "messages.migrateChat", nil)
        }
        return channel
    }

    /// Adds people to a group or channel (`channels.inviteToChannel`, `messages.addChatUser`).
    ///
    /// - Parameters:
    ///   - users: Whom to add.
    ///   - chat: The group or channel.
    ///   - messages: How many old messages the new members of a basic group see, 0 to 100.
    /// - Returns: Who could not be added; they can be sent an invite link.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func invite(
        _ users: [any PeerConvertible], to chat: some PeerConvertible, showingMessages messages: Int = 0
    ) async throws(InvocationError) -> [MissingInvitee] {
        let people = try await core.resolveUsers(users)
        let peer = try await core.resolve(chat.peerReference)
        var missing: [TL.MissingInvitee] = []
        if case .chat(let group) = peer {
            for person in people {
                missing += try await core.invoke(
                    TL.messages.AddChatUser(
                        chatID: group.chatID, userID: person, fwdLimit: Int32(clamping: messages))
                ).missingInvitees
            }
        } else if !people.isEmpty {
            missing = try await core.callChannel(peer) {
                TL.channels.InviteToChannel(channel: $0, users: people)
            }.missingInvitees
        }
        return missing.map { MissingInvitee(raw: $0) }
    }

    /// Counts the members who are online (`messages.getOnlines`).
    ///
    /// - Parameter chat: The group.
    /// - Returns: How many there are.
    /// - Throws: ``InvocationError``.
    public func onlineCount(in chat: some PeerConvertible) async throws(InvocationError) -> Int {
        Int(try await core.call(chat) { TL.messages.GetOnlines(peer: $0) }.onlines)
    }

    /// Finds the chat that belongs to another one: the discussion group of a channel, the channel of a group
    /// (`channels.getFullChannel`).
    ///
    /// - Parameter chat: The channel or group.
    /// - Returns: The other one; `nil` if there is none.
    /// - Throws: ``InvocationError``.
    public func linkedChat(of chat: some PeerConvertible) async throws(InvocationError) -> Chat? {
        let full = try await core.fullChat(chat)
        return full.linkedChat
    }

    /// Lists channels that are like another one, by their audience (`channels.getChannelRecommendations`).
    ///
    /// - Parameter channel: The channel; `nil` for all that the account is in.
    /// - Returns: The channels; without Telegram Premium fewer than there are, see ``SimilarChats/total``.
    /// - Throws: ``InvocationError``.
    public func similarChannels(
        to channel: (any PeerConvertible)? = nil
    ) async throws(InvocationError) -> SimilarChats {
        let answer: TL.messages.Chats
        if let channel {
            let reference = try channel.peerReference
            answer = try await core.callChannel(reference) { TL.channels.GetChannelRecommendations(channel: $0) }
        } else {
            answer = try await core.invoke(TL.channels.GetChannelRecommendations())
        }
        let (chats, total) = core.chats(in: answer)
        return SimilarChats(chats: chats, total: total)
    }

    /// Lists bots that are like another one, by their users (`bots.getBotRecommendations`).
    ///
    /// - Parameter bot: The bot.
    /// - Returns: The bots.
    /// - Throws: ``InvocationError``.
    public func similarBots(to bot: some PeerConvertible) async throws(InvocationError) -> SimilarChats {
        let (users, total): ([TL.User], Int)
        switch try await core.callUser(bot, { TL.bots.GetBotRecommendations(bot: $0) }) {
        case .users(let list): (users, total) = (list.users, list.users.count)
        case .slice(let list): (users, total) = (list.users, Int(list.count))
        }
        let context = core.taking(users)
        return SimilarChats(chats: users.compactMap { User($0, context).map { Chat($0) } }, total: total)
    }

    /// Lists the public groups and channels that the account made (`channels.getAdminedPublicChannels`).
    ///
    /// - Parameter isNearby: Only groups that belong to a place.
    /// - Returns: The chats.
    /// - Throws: ``InvocationError``.
    public func ownPublicChats(nearby isNearby: Bool = false) async throws(InvocationError) -> [Chat] {
        core.chats(in: try await core.invoke(TL.channels.GetAdminedPublicChannels(byLocation: isNearby))).chats
    }

    /// Lists the groups and channels that the account left (`channels.getLeftChannels`).
    ///
    /// The server gives them within a takeout alone.
    ///
    /// - Parameter cursor: Where to go on, from ``Page/next``.
    /// - Returns: The chats.
    public func leftChats(after cursor: Int? = nil) -> Paged<Chat, Int> {
        let core = core
        return Paged(after: cursor, identity: .number { $0.id.botAPI }) { cursor, _ async throws(InvocationError) in
            let answer = try await core.invoke(TL.channels.GetLeftChannels(offset: Int32(clamping: cursor ?? 0)))
            let (chats, total) = core.chats(in: answer)
            let end = (cursor ?? 0) + chats.count
            return Page(chats, next: chats.isEmpty ? nil : end, total: total)
        }
    }

    /// Lists the groups and channels in which the account has done nothing for long, when it is in too many
    /// (`channels.getInactiveChannels`).
    ///
    /// - Returns: The chats, each with the date of its last activity.
    /// - Throws: ``InvocationError``.
    public func inactiveChats() async throws(InvocationError) -> [InactiveChat] {
        let answer = try await core.invoke(TL.channels.GetInactiveChannels())
        let context = core.taking(answer.users, answer.chats)
        return zip(answer.dates, answer.chats).compactMap { date, raw in
            Chat(raw, context).map { InactiveChat(chat: $0, lastActivity: Date(unixTime: date)) }
        }
    }
}

extension ClientCore {
    static func check(title: String, method: String) throws(InvocationError) {
        if title.allSatisfy(\.isWhitespace) { throw .invalidArgument(method: method, "the name is empty") }
        if title.count > 128 {
            throw .invalidArgument(method: method, "the name has \(title.count) characters, 128 are allowed")
        }
    }

    func fullChat(_ chat: some PeerConvertible) async throws(InvocationError) -> FullChat {
        let peer = try await resolve(chat.peerReference)
        if peer.inputUser != nil { throw .invalidPeer("a group or a channel is needed; for a user there is fullUser") }
        let answer = try await callChat(
            peer, channel: { TL.channels.GetFullChannel(channel: $0) }, group: { TL.messages.GetFullChat(chatID: $0) })
        guard let full = FullChat(answer, self) else { throw .invalidResponse(method: "channels.getFullChannel", nil) }
        return full
    }

    func createChannel(_ call: TL.channels.CreateChannel) async throws(InvocationError) -> Channel {
        try Self.check(title: call.title, method: "channels.createChannel")
        guard let channel = contents(of: try await invoke(call)).chats.first(where: { $0.channel != nil })?.channel
        else {
            throw .invalidResponse(method: "channels.createChannel", nil)
        }
        return channel
    }

    func leave(_ chat: some PeerConvertible) async throws(InvocationError) {
        _ = try await callChat(
            chat, channel: { TL.channels.LeaveChannel(channel: $0) },
            group: { TL.messages.DeleteChatUser(chatID: $0, userID: .userSelf) })
    }
}
