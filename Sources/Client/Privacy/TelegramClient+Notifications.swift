// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// How the account is notified somewhere (`account.getNotifySettings`).
    ///
    /// - Parameter scope: Where: all users, all groups, all channels, or a topic.
    /// - Returns: The settings.
    /// - Throws: ``InvocationError``.
    public func notificationSettings(
        for scope: NotificationScope
    ) async throws(InvocationError) -> NotificationSettings {
        NotificationSettings(
            raw: try await core.invoke(TL.account.GetNotifySettings(peer: try await core.notifyPeer(scope))))
    }

    /// How the account is notified of messages in a chat (`account.getNotifySettings`).
    ///
    /// - Parameter chat: The chat.
    /// - Returns: The settings.
    /// - Throws: ``InvocationError``.
    public func notificationSettings(
        for chat: some PeerConvertible
    ) async throws(InvocationError) -> NotificationSettings {
        try await notificationSettings(for: .peer(try chat.peerReference))
    }

    /// Changes how the account is notified somewhere (`account.updateNotifySettings`).
    ///
    /// - Parameters:
    ///   - change: What to change.
    ///   - scope: Where: all users, all groups, all channels, or a topic.
    /// - Throws: ``InvocationError``.
    public func updateNotificationSettings(
        _ change: NotificationChange, for scope: NotificationScope
    ) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.account.UpdateNotifySettings(peer: try await core.notifyPeer(scope), settings: change.tl))
    }

    /// Changes how the account is notified of messages in a chat (`account.updateNotifySettings`).
    ///
    ///     try await client.updateNotificationSettings(.muted(), for: "@loud_group")
    ///
    /// - Parameters:
    ///   - change: What to change.
    ///   - chat: The chat.
    /// - Throws: ``InvocationError``.
    public func updateNotificationSettings(
        _ change: NotificationChange, for chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await updateNotificationSettings(change, for: .peer(try chat.peerReference))
    }

    /// The chats that have notification settings of their own (`account.getNotifyExceptions`).
    ///
    /// - Parameters:
    ///   - comparesSounds: Whether chats count whose sound alone is another one.
    ///   - comparesStories: Whether chats count whose settings for stories alone are other ones.
    /// - Returns: The chats with their settings; chats that are not known any more are left out.
    /// - Throws: ``InvocationError``.
    public func notificationExceptions(
        comparesSounds: Bool = false, comparesStories: Bool = false
    ) async throws(InvocationError) -> [(chat: Chat, settings: NotificationSettings)] {
        let answer = try await core.invoke(
            TL.account.GetNotifyExceptions(compareSound: comparesSounds, compareStories: comparesStories))
        guard case .updates(let batch) = answer else { return [] }
        let context = core.context(batch.users, batch.chats)
        return batch.updates.compactMap { update in
            guard case .notifySettings(let update) = update, case .notifyPeer(let peer) = update.peer,
                let chat = context.chat(PeerID(peer.peer))
            else { return nil }
            return (chat, NotificationSettings(raw: update.notifySettings))
        }
    }

    /// Makes all notification settings what they are for a new account (`account.resetNotifySettings`).
    ///
    /// - Throws: ``InvocationError``.
    public func resetNotificationSettings() async throws(InvocationError) {
        _ = try await core.invoke(TL.account.ResetNotifySettings())
    }

    /// How the account is notified of reactions (`account.getReactionsNotifySettings`).
    ///
    /// - Returns: The settings.
    /// - Throws: ``InvocationError``.
    public func reactionNotificationSettings() async throws(InvocationError) -> TL.ReactionsNotifySettings {
        try await core.invoke(TL.account.GetReactionsNotifySettings())
    }

    /// Changes how the account is notified of reactions (`account.setReactionsNotifySettings`).
    ///
    /// - Parameter settings: All settings; change what ``reactionNotificationSettings()`` returned.
    /// - Returns: The settings as the server has them now.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setReactionNotificationSettings(
        _ settings: TL.ReactionsNotifySettings
    ) async throws(InvocationError) -> TL.ReactionsNotifySettings {
        try await core.invoke(TL.account.SetReactionsNotifySettings(settings: settings))
    }

    /// Whether the account is notified when a contact joins Telegram (`account.getContactSignUpNotification`).
    ///
    /// - Returns: Whether it is.
    /// - Throws: ``InvocationError``.
    public func notifiesOfNewContacts() async throws(InvocationError) -> Bool {
        // The server answers whether it is silent.
        !(try await core.invoke(TL.account.GetContactSignUpNotification()))
    }

    /// Sets whether the account is notified when a contact joins Telegram (`account.setContactSignUpNotification`).
    ///
    /// - Parameter isNotified: Whether it is.
    /// - Throws: ``InvocationError``.
    public func setNotifiesOfNewContacts(_ isNotified: Bool) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.SetContactSignUpNotification(silent: !isNotified))
    }

    /// The sounds that the account has saved (`account.getSavedRingtones`).
    ///
    /// - Returns: The sounds as files; `TL.NotificationSound.ringtone(_:)` takes the number of one.
    /// - Throws: ``InvocationError``.
    public func savedNotificationSounds() async throws(InvocationError) -> [TL.Document] {
        let answer = try await core.invoke(TL.account.GetSavedRingtones(hash: 0))
        guard case .savedRingtones(let saved) = answer else {
            throw .invalidResponse(method: "account.getSavedRingtones", nil)
        }
        return saved.ringtones
    }

    /// Puts a sound for notifications on the server, and saves it (`account.uploadRingtone`).
    ///
    /// - Parameter sound: A file in MP3 or Opus, of 300 KB and 5 seconds at most.
    /// - Returns: The sound; `TL.NotificationSound.ringtone(_:)` takes its number.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func uploadNotificationSound(
        _ sound: some InputFileConvertible
    ) async throws(InvocationError) -> TL.Document {
        let file = sound.inputFile
        let uploaded = try await core.uploaded(file, nil)
        return try await core.invoke(
            TL.account.UploadRingtone(
                file: uploaded.tl, fileName: uploaded.name, mimeType: file.mimeType ?? uploaded.mimeType))
    }

    /// Saves a sound of a message for notifications, or removes one that was saved (`account.saveRingtone`).
    ///
    /// - Parameters:
    ///   - sound: The sound.
    ///   - isSaved: Whether it is saved, or removed.
    /// - Throws: ``InvocationError``.
    public func setNotificationSound(_ sound: Document, isSaved: Bool) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.SaveRingtone(id: sound.inputDocument, unsave: !isSaved))
    }
}

extension ClientCore {
    fileprivate func notifyPeer(_ scope: NotificationScope) async throws(InvocationError) -> TL.InputNotifyPeer {
        switch scope {
        case .users: .users
        case .groups: .chats
        case .channels: .broadcasts
        case .peer(let reference): .inputNotifyPeer(.init(peer: try await resolve(reference)))
        case .topic(let topic, let reference):
            .forumTopic(.init(peer: try await resolve(reference), topMsgID: topic))
        }
    }
}
