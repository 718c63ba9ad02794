// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Where a file was seen: from there a file reference is got anew when the one that is known has expired.
///
/// See core.telegram.org/api/file-references.
@nonexhaustive public enum FileOrigin: Hashable, Sendable, Codable {
    /// A message (`messages.getMessages`, `channels.getMessages`).
    case message(id: Int32, chat: PeerID)
    /// A message that is to be sent later (`messages.getScheduledMessages`).
    case scheduledMessage(id: Int32, chat: PeerID)
    /// A profile photo of a user (`photos.getUserPhotos`).
    case userPhoto(id: Int64, user: PeerID)
    /// What a user says of himself, the photos for contacts and for others among it (`users.getFullUser`).
    case userInfo(PeerID)
    /// The photo of a group or a channel (`messages.getFullChat`, `channels.getFullChannel`).
    case chatPhoto(PeerID)
    /// A sticker set (`messages.getStickerSet`).
    case stickerSet(id: Int64, accessHash: Int64)
    /// A custom emoji (`messages.getCustomEmojiDocuments`).
    case customEmoji(id: Int64)
    /// A story (`stories.getStoriesByID`).
    case story(id: Int32, peer: PeerID)
    /// The preview of a web page (`messages.getWebPage`).
    case webPage(url: String)
    /// The account's saved GIFs (`messages.getSavedGifs`).
    case savedGIFs
    /// The account's favourite stickers (`messages.getFavedStickers`).
    case favoriteStickers
    /// The stickers that the account used last (`messages.getRecentStickers`).
    case recentStickers
    /// The wallpapers (`account.getWallPapers`).
    case wallpapers
}

/// A photo or another file, by its number.
struct FileKey: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case photo
        case document
    }

    let kind: Kind
    let id: Int64
}
