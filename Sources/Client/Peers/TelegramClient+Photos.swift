// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Lists the profile photos of a user, the current one first (`photos.getUserPhotos`).
    ///
    /// - Parameters:
    ///   - user: The user; oneself by default.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The photos; ``Paged/total`` says how many there are.
    public func profilePhotos(of user: some PeerConvertible = "me", after cursor: Int? = nil) -> Paged<Photo, Int> {
        let core = core
        return Paged(after: cursor, identity: .number { $0.id }) { cursor, limit async throws(InvocationError) in
            let peer = try await core.resolve(try user.peerReference)
            let offset = cursor ?? 0
            let answer = try await core.callUser(peer) {
                TL.photos.GetUserPhotos(
                    userID: $0, offset: Int32(clamping: offset), maxID: 0, limit: Int32(clamping: min(limit, 100)))
            }
            let (list, total): ([TL.Photo], Int) =
                switch answer {
                case .photos(let all): (all.photos, all.photos.count)
                case .slice(let part): (part.photos, Int(part.count))
                }
            let owner = core.peerID(of: peer)
            let photos = list.compactMap { raw -> Photo? in
                guard case .photo(let photo) = raw else { return nil }
                return Photo(photo, owner.map { .userPhoto(id: photo.id, user: $0) })
            }
            let end = offset + list.count
            return Page(photos, next: list.isEmpty || end >= total ? nil : end, total: total)
        }
    }

    /// Lists the photos that a group or channel has had, the current one first (`channels.getFullChannel` or
    /// `messages.getFullChat`, then `messages.search`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The photos, each once.
    public func chatPhotos(of chat: some PeerConvertible, after cursor: Int32? = nil) -> Paged<Photo, Int32> {
        let (client, core) = (self, core)
        return Paged(after: cursor, identity: .number { $0.id }) { cursor, limit async throws(InvocationError) in
            var photos: [Photo] = []
            if cursor == nil {
                let full = try await client.fullChat(chat)
                if let photo = Photo(full.photo, .chatPhoto(full.chat.id)) { photos.append(photo) }
            }
            let answer = try await core.call(chat) {
                TL.messages.Search(
                    peer: $0, q: "", filter: .chatPhotos, minDate: 0, maxDate: 0, offsetID: cursor ?? 0, addOffset: 0,
                    limit: Int32(clamping: min(limit, 100)), maxID: 0, minID: 0, hash: 0)
            }
            let messages: [TL.Message] =
                switch answer {
                case .messages(let all): all.messages
                case .slice(let part): part.messages
                case .channelMessages(let part): part.messages
                case .notModified: []
                }
            var last: Int32?
            for case .service(let message) in messages {
                last = message.id
                guard case .chatEditPhoto(let edited) = message.action,
                    let photo = Photo(edited.photo, .message(id: message.id, chat: PeerID(message.peerID)))
                else { continue }
                photos.append(photo)
            }
            return Page(photos, next: last == cursor ? nil : last)
        }
    }

    /// Changes the photo of a group or channel (`channels.editPhoto`, `messages.editChatPhoto`).
    ///
    /// - Parameters:
    ///   - photo: A picture that is uploaded, or a ``Photo`` that Telegram has.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func setChatPhoto(
        _ photo: some InputFileConvertible, of chat: some PeerConvertible
    ) async throws(InvocationError) {
        let file = photo.inputFile
        if case .photo(let known) = file.source {
            return try await setChatPhoto(TL.InputChatPhoto.inputChatPhoto(.init(id: known)), of: chat)
        }
        let uploaded = try await core.uploaded(file, nil)
        try await setChatPhoto(TL.InputChatPhoto.uploaded(.init(file: uploaded.tl)), of: chat)
    }

    /// Changes the account's profile photo, or that of a bot that the account has made (`photos.uploadProfilePhoto`,
    /// `photos.updateProfilePhoto`).
    ///
    /// - Parameters:
    ///   - photo: A picture that is uploaded, or a ``Photo`` that was the profile photo before.
    ///   - bot: The bot; `nil` for the account itself.
    ///   - isFallback: Whether those see it who may not see the other one.
    /// - Returns: The photo.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setProfilePhoto(
        _ photo: some InputFileConvertible, ofBot bot: (any PeerConvertible)? = nil, asFallback isFallback: Bool = false
    ) async throws(InvocationError) -> Photo {
        let file = photo.inputFile
        let bot = try await resolvedBot(bot)
        let answer: TL.photos.Photo
        if case .photo(let known) = file.source {
            answer = try await core.invoke(
                TL.photos.UpdateProfilePhoto(fallback: isFallback, bot: bot, id: known))
        } else {
            let uploaded = try await core.uploaded(file, nil)
            answer = try await core.invoke(
                TL.photos.UploadProfilePhoto(fallback: isFallback, bot: bot, file: uploaded.tl))
        }
        core.learn(users: answer.users, chats: [])
        guard case .photo(let raw) = answer.photo else {
            throw .invalidResponse(method: "photos.uploadProfilePhoto", nil)
        }
        return Photo(raw, core.account.map { .userPhoto(id: raw.id, user: .user($0.userID)) })
    }

    private func resolvedBot(_ bot: (any PeerConvertible)?) async throws(InvocationError) -> TL.InputUser? {
        guard let bot else { return nil }
        return try await core.resolveUsers([bot]).first
    }

    /// Deletes profile photos of the account (`photos.deletePhotos`).
    ///
    /// - Parameter photos: The photos.
    /// - Returns: The numbers of those that were deleted.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func deleteProfilePhotos(_ photos: [Photo]) async throws(InvocationError) -> [Int64] {
        guard !photos.isEmpty else { return [] }
        return try await core.invoke(TL.photos.DeletePhotos(id: photos.map(\.inputPhoto)))
    }
}
