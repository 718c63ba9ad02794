// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Sets the account's photo, or that of a bot of its own (`photos.uploadProfilePhoto`, `photos.updateProfilePhoto`).
    ///
    /// - Parameters:
    ///   - photo: The picture; one that the account had before is taken from where it is.
    ///   - isFallback: Whether it is what those see who may not see the account's photos.
    ///   - bot: A bot of the account; `nil` for the account itself.
    /// - Returns: The photo as it is on the server.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setProfilePhoto(
        _ photo: some InputFileConvertible, isFallback: Bool = false, of bot: PeerReference? = nil
    ) async throws(InvocationError) -> Photo {
        var user: TL.InputUser?
        if let bot { user = try await core.bot(bot) }
        let file = photo.inputFile
        if case .photo(let known) = file.source {
            return try await core.profilePhoto(
                TL.photos.UpdateProfilePhoto(fallback: isFallback, bot: user, id: known), "photos.updateProfilePhoto")
        }
        let uploaded = try await core.uploaded(file, nil).tl
        return try await core.profilePhoto(
            TL.photos.UploadProfilePhoto(fallback: isFallback, bot: user, file: uploaded), "photos.uploadProfilePhoto")
    }

    /// Sets a moving photo of the account (`photos.uploadProfilePhoto`).
    ///
    /// - Parameters:
    ///   - video: A film in MP4 without sound, as wide as high, 10 seconds at most.
    ///   - start: Which picture of it stands for it where nothing moves.
    ///   - isFallback: Whether it is what those see who may not see the account's photos.
    /// - Returns: The photo as it is on the server.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setProfileVideo(
        _ video: some InputFileConvertible, startingAt start: Duration? = nil, isFallback: Bool = false
    ) async throws(InvocationError) -> Photo {
        let uploaded = try await core.uploaded(video.inputFile, nil).tl
        return try await core.profilePhoto(
            TL.photos.UploadProfilePhoto(
                fallback: isFallback, video: uploaded, videoStartTs: start.map { $0 / .seconds(1) }),
            "photos.uploadProfilePhoto")
    }

    /// Sets an emoji as the account's photo (`photos.uploadProfilePhoto`).
    ///
    /// - Parameters:
    ///   - emojiID: The custom emoji.
    ///   - colors: One to four colours of the background, `0xRRGGBB`.
    ///   - isFallback: Whether it is what those see who may not see the account's photos.
    /// - Returns: The photo as it is on the server.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setProfilePhoto(
        emojiID: Int64, colors: [Int], isFallback: Bool = false
    ) async throws(InvocationError) -> Photo {
        guard 1...4 ~= colors.count else {
            throw .invalidArgument(method: "photos.uploadProfilePhoto", "a background has one to four colours")
        }
        let markup = TL.VideoSize.emojiMarkup(
            .init(emojiID: emojiID, backgroundColors: colors.map { Int32(truncatingIfNeeded: $0 & 0xFF_FFFF) }))
        return try await core.profilePhoto(
            TL.photos.UploadProfilePhoto(fallback: isFallback, videoEmojiMarkup: markup), "photos.uploadProfilePhoto")
    }

    /// Deletes the photo that the account shows, so that the one before it is shown (`photos.updateProfilePhoto`).
    ///
    /// - Parameter isFallback: Whether it is the photo for those who may not see the account's photos.
    /// - Throws: ``InvocationError``.
    public func removeProfilePhoto(isFallback: Bool = false) async throws(InvocationError) {
        _ = try await core.invoke(TL.photos.UpdateProfilePhoto(fallback: isFallback, id: .empty))
    }

    /// Lists the photos that a user has had, the newest first (`photos.getUserPhotos`).
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The photos.
    public func profilePhotos(
        of user: some PeerConvertible, after cursor: Int? = nil
    ) -> Paged<Photo, Int> {
        Paged(after: cursor, identity: .number { $0.id }) { [core] cursor, limit async throws(InvocationError) in
            let offset = cursor ?? 0
            var owner: Int64?
            let answer = try await core.callUser(user) { input throws(InvocationError) in
                owner = input.userID
                return TL.photos.GetUserPhotos(
                    userID: input, offset: Int32(clamping: offset), maxID: 0, limit: Int32(clamping: limit))
            }
            let (list, total): ([TL.Photo], Int) =
                switch answer {
                case .photos(let answer): (answer.photos, answer.photos.count + offset)
                case .slice(let answer): (answer.photos, Int(answer.count))
                }
            let peer = (owner ?? core.account?.userID).map { PeerID.user($0) }
            let photos = list.compactMap { raw in
                Photo(raw, peer.map { FileOrigin.userPhoto(id: raw.number, user: $0) })
            }
            let next = offset + list.count
            return Page(photos, next: list.isEmpty || next >= total ? nil : next, total: total)
        }
    }

    /// Deletes photos of the account (`photos.deletePhotos`).
    ///
    /// - Parameter photos: Photos of ``profilePhotos(of:after:)``.
    /// - Returns: The numbers of those that are gone.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func deleteProfilePhotos(_ photos: [Photo]) async throws(InvocationError) -> [Int64] {
        guard !photos.isEmpty else { return [] }
        return try await core.invoke(TL.photos.DeletePhotos(id: photos.map(\.inputPhoto)))
    }

    /// Sets how a contact looks for this account alone, or suggests a photo (`photos.uploadContactProfilePhoto`).
    ///
    /// - Parameters:
    ///   - photo: The picture; `nil` for the contact's own again.
    ///   - contact: The contact.
    ///   - isSuggestion: Whether the contact is asked to take it, and nothing changes here.
    /// - Throws: ``InvocationError``.
    public func setContactPhoto(
        _ photo: (any InputFileConvertible)?, of contact: some PeerConvertible, isSuggestion: Bool = false
    ) async throws(InvocationError) {
        if photo == nil, isSuggestion {
            throw .invalidArgument(method: "photos.uploadContactProfilePhoto", "which photo is suggested?")
        }
        var file: TL.InputFile?
        if let photo { file = try await core.uploaded(photo.inputFile, nil).tl }
        _ = try await core.callUser(contact) {
            TL.photos.UploadContactProfilePhoto(suggest: isSuggestion, save: !isSuggestion, userID: $0, file: file)
        }
    }
}

extension ClientCore {
    /// Makes a call that answers a photo of the account.
    fileprivate func profilePhoto<Function: TLFunction>(
        _ call: Function, _ method: String
    ) async throws(InvocationError) -> Photo where Function.Response == TL.photos.Photo {
        let answer = try await invoke(call)
        learn(users: answer.users, chats: [])
        let owner = account.map { PeerID.user($0.userID) }
        let origin = owner.map { FileOrigin.userPhoto(id: answer.photo.number, user: $0) }
        guard let photo = Photo(answer.photo, origin) else { throw .invalidResponse(method: method, nil) }
        return photo
    }
}

extension TL.Photo {
    fileprivate var number: Int64 {
        switch self {
        case .photo(let photo): photo.id
        case .empty(let photo): photo.id
        }
    }
}

extension TL.InputUser {
    /// The number of the user; `nil` for the account itself.
    fileprivate var userID: Int64? {
        switch self {
        case .inputUser(let user): user.userID
        case .fromMessage(let user): user.userID
        case .empty, .userSelf: nil
        }
    }
}
