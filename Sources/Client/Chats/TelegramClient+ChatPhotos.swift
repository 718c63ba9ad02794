// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
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
}
