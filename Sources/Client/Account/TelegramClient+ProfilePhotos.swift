// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
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
