// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Renames a group or channel (`channels.editTitle`, `messages.editChatTitle`).
    ///
    /// - Parameters:
    ///   - title: The name, 1 to 128 characters.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func setChatTitle(_ title: String, of chat: some PeerConvertible) async throws(InvocationError) {
        try ClientCore.check(title: title, method: "channels.editTitle")
        _ = try await core.callChat(
            chat, channel: { TL.channels.EditTitle(channel: $0, title: title) },
            group: { TL.messages.EditChatTitle(chatID: $0, title: title) })
    }

    /// Changes the description of a group or channel (`messages.editChatAbout`).
    ///
    /// - Parameters:
    ///   - about: The description, up to 255 characters; empty for none.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func setChatAbout(_ about: String, of chat: some PeerConvertible) async throws(InvocationError) {
        if about.count > 255 {
            throw .invalidArgument(
                method: "messages.editChatAbout", "the description has \(about.count) characters, 255 are allowed")
        }
        try await core.setting(chat) { TL.messages.EditChatAbout(peer: $0, about: about) }
    }

    /// Changes the photo of a group or channel (`channels.editPhoto`, `messages.editChatPhoto`).
    ///
    /// - Parameters:
    ///   - photo: The photo: uploaded, or one that the server has; `TL.InputChatPhoto.empty` for none.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func setChatPhoto(
        _ photo: TL.InputChatPhoto, of chat: some PeerConvertible
    ) async throws(InvocationError) {
        _ = try await core.callChat(
            chat, channel: { TL.channels.EditPhoto(channel: $0, photo: photo) },
            group: { TL.messages.EditChatPhoto(chatID: $0, photo: photo) })
    }

    /// Deletes the photo of a group or channel (`channels.editPhoto`, `messages.editChatPhoto`).
    ///
    /// - Parameter chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func deleteChatPhoto(of chat: some PeerConvertible) async throws(InvocationError) {
        try await setChatPhoto(.empty, of: chat)
    }

    /// Changes what members may not do (`messages.editChatDefaultBannedRights`).
    ///
    /// - Parameters:
    ///   - rights: What is forbidden; the empty set allows everything.
    ///   - chat: The group.
    /// - Throws: ``InvocationError``.
    public func setDefaultPermissions(
        forbidding rights: BannedRights, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        if rights.contains(.viewMessages) {
            throw .invalidArgument(
                method: "messages.editChatDefaultBannedRights", "reading cannot be forbidden to all members")
        }
        try await core.setting(chat) {
            TL.messages.EditChatDefaultBannedRights(peer: $0, bannedRights: rights.tl(until: .max))
        }
    }

    /// Lets members wait between two messages (`channels.toggleSlowMode`).
    ///
    /// - Parameters:
    ///   - interval: How long: 10 or 30 seconds, 1, 5 or 15 minutes, 1 hour; `nil` for not at all.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func setSlowMode(_ interval: Duration?, in chat: some PeerConvertible) async throws(InvocationError) {
        try await core.channelSetting(chat) {
            TL.channels.ToggleSlowMode(channel: $0, seconds: interval?.wholeSeconds ?? 0)
        }
    }

    /// Lets messages of a chat disappear after some time (`messages.setHistoryTTL`).
    ///
    /// - Parameters:
    ///   - time: How long they stay, whole days as a rule; `nil` for always.
    ///   - chat: The chat, a private one too.
    /// - Throws: ``InvocationError``.
    public func setAutoDelete(
        after time: Duration?, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.setting(chat) { TL.messages.SetHistoryTTL(peer: $0, period: time?.wholeSeconds ?? 0) }
    }

    /// Keeps messages of a chat from being forwarded and saved, or does not (`messages.toggleNoForwards`).
    ///
    /// - Parameters:
    ///   - isProtected: Whether they are protected.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func setContentProtection(
        _ isProtected: Bool, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.setting(chat) { TL.messages.ToggleNoForwards(peer: $0, enabled: isProtected) }
    }

    /// Chooses the theme of a chat (`messages.setChatTheme`).
    ///
    /// - Parameters:
    ///   - emoji: The theme's emoji; `nil` for none.
    ///   - chat: The chat.
    /// - Throws: ``InvocationError``.
    public func setChatTheme(_ emoji: String?, in chat: some PeerConvertible) async throws(InvocationError) {
        let theme: TL.InputChatTheme = emoji.map { .inputChatTheme(.init(emoticon: $0)) } ?? .empty
        try await core.setting(chat) { TL.messages.SetChatTheme(peer: $0, theme: theme) }
    }

    /// Chooses the wallpaper of a chat (`messages.setChatWallPaper`).
    ///
    /// - Parameters:
    ///   - wallpaper: The wallpaper; `nil` for none.
    ///   - settings: How it is shown.
    ///   - forBoth: Whether the other side of a private chat sees it too.
    ///   - chat: The chat.
    /// - Throws: ``InvocationError``.
    public func setChatWallpaper(
        _ wallpaper: TL.InputWallPaper?, settings: TL.WallPaperSettings? = nil, forBoth: Bool = false,
        in chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.setting(chat) {
            TL.messages.SetChatWallPaper(forBoth: forBoth, peer: $0, wallpaper: wallpaper, settings: settings)
        }
    }

    /// Chooses which reactions members may use (`messages.setChatAvailableReactions`).
    ///
    /// - Parameters:
    ///   - reactions: Which ones.
    ///   - limit: How many different ones a message may have, 1 to 11; `nil` to leave that.
    ///   - isPaid: Whether paid reactions are possible; `nil` to leave that.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func setAvailableReactions(
        _ reactions: AvailableReactions, limit: Int? = nil, paid isPaid: Bool? = nil, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.setting(chat) {
            TL.messages.SetChatAvailableReactions(
                peer: $0, availableReactions: reactions.tl, reactionsLimit: limit.map { Int32(clamping: $0) },
                paidEnabled: isPaid)
        }
    }

    /// Lists as whom the account may write in a chat (`channels.getSendAs`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel.
    ///   - forPaidReactions: Whether it is for paid reactions.
    /// - Returns: The account itself, its channels, or the group.
    /// - Throws: ``InvocationError``.
    public func sendAsPeers(
        in chat: some PeerConvertible, forPaidReactions: Bool = false
    ) async throws(InvocationError) -> [SendAsPeer] {
        let answer = try await core.call(chat) {
            TL.channels.GetSendAs(forPaidReactions: forPaidReactions, peer: $0)
        }
        let context = core.taking(answer.users, answer.chats)
        return answer.peers.map { SendAsPeer(raw: $0, chat: context.chat(PeerID($0.peer))) }
    }

    /// Chooses as whom the account writes in a chat (`messages.saveDefaultSendAs`).
    ///
    /// - Parameters:
    ///   - peer: As whom, see ``sendAsPeers(in:forPaidReactions:)``.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func setDefaultSendAs(
        _ peer: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        let sender = try await core.resolve(peer.peerReference)
        try await core.setting(chat) { TL.messages.SaveDefaultSendAs(peer: $0, sendAs: sender) }
    }

    /// Starts a group call, or announces one (`phone.createGroupCall`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel, where the account must have the right to manage calls.
    ///   - title: The name; `nil` for that of the chat.
    ///   - date: When it begins, 10 seconds to 8 days from now; `nil` for at once.
    /// - Returns: The call.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func startGroupCall(
        in chat: some PeerConvertible, titled title: String? = nil, at date: Date? = nil
    ) async throws(InvocationError) -> TL.InputGroupCall {
        let method = "phone.createGroupCall"
        let number = try await core.randomIDs(to: try chat.peerReference) { Array("\(method) \(title ?? "")".utf8) }[0]
        let updates = try await core.call(chat) {
            TL.phone.CreateGroupCall(
                peer: $0, randomID: Int32(truncatingIfNeeded: number), title: title, scheduleDate: date?.unixTime)
        }
        for case .groupCall(let update) in core.contents(of: updates).updates {
            if case .groupCall(let call) = update.call {
                return .inputGroupCall(.init(id: call.id, accessHash: call.accessHash))
            }
        }
        throw .invalidResponse(method: method, nil)
    }

    /// Ends the group call of a chat, or takes back one that is announced (`phone.discardGroupCall`).
    ///
    /// The call is found by the chat's full information; without a call nothing is done.
    ///
    /// - Parameter chat: The group or channel, where the account must have the right to manage calls.
    /// - Throws: ``InvocationError``.
    public func endGroupCall(in chat: some PeerConvertible) async throws(InvocationError) {
        guard let call = try await core.fullChat(chat).groupCall else { return }
        _ = try await core.invoke(TL.phone.DiscardGroupCall(call: call))
    }
}

/// Somebody as whom the account may write.
public struct SendAsPeer: Sendable {
    /// The peer as the schema has it.
    public let raw: TL.SendAsPeer
    /// The chat, if it came along.
    public let chat: Chat?

    /// The peer's number.
    public var id: PeerID { PeerID(raw.peer) }
    /// Whether that needs Telegram Premium.
    public var requiresPremium: Bool { raw.premiumRequired }
}

extension SendAsPeer: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference {
        get throws(InvocationError) { chat?.peerReference ?? .id(id) }
    }
}

extension ClientCore {
    /// Makes a call about a chat whose answer says nothing new; a setting that is so already is none to complain about.
    func setting<Function: TLFunction>(
        _ chat: some PeerConvertible, _ make: (TL.InputPeer) throws(InvocationError) -> Function
    ) async throws(InvocationError) {
        do {
            _ = try await call(chat, make)
        } catch {
            guard error.is(.chatNotModified) else { throw error }
        }
    }

    /// The same for a channel or supergroup.
    func channelSetting<Function: TLFunction>(
        _ channel: some PeerConvertible, _ make: (TL.InputChannel) throws(InvocationError) -> Function
    ) async throws(InvocationError) {
        do {
            _ = try await callChannel(channel, make)
        } catch {
            guard error.is(.chatNotModified) else { throw error }
        }
    }
}
