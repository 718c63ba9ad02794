// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A file id of the Bot API, as bots of all kinds keep them in their databases.
///
/// It names a file as one account sees it: another bot can do nothing with it. ``uniqueID`` is the same for everybody, but
/// nothing can be downloaded by it.
///
///     let id = try FileID("CAACAgIAAxkBAAM6YZlDEHCmaTKrUhCIjxAPtPtjVx4AAicAA4dXjx6dGLyHwXVNcCIE")
///     try await client.download(id, to: url).value
///
/// See core.telegram.org/bots/api#file.
public struct FileID: Hashable, Sendable {
    /// What a file is, by the number that the id has for it.
    public struct Kind: Hashable, Sendable, RawRepresentable {
        /// The number.
        public let rawValue: Int32

        /// Takes a number, which need not be known.
        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }
    }

    /// Where a file is.
    @nonexhaustive public enum Location: Hashable, Sendable {
        /// On the web, fetched by the server.
        case web(url: String, accessHash: Int64)
        /// A photo, or a preview of something, in one size.
        case photo(id: Int64, accessHash: Int64, source: PhotoSource)
        /// A file of any other kind.
        case document(id: Int64, accessHash: Int64)
    }

    /// Which picture of a photo is meant, or whose.
    @nonexhaustive public enum PhotoSource: Hashable, Sendable {
        /// The old form of a photo, by its secret.
        case legacy(secret: Int64)
        /// A size of a photo or a preview, by its letter.
        case thumbnail(of: Kind, type: UInt8)
        /// The photo of a user or a chat.
        case dialogPhoto(isBig: Bool, dialogID: Int64, accessHash: Int64)
        /// The preview of a sticker set, in an old form without a version.
        case stickerSetThumbnail(id: Int64, accessHash: Int64)
        /// A photo by its volume.
        case fullLegacy(volumeID: Int64, secret: Int64, localID: Int32)
        /// The photo of a user or a chat by its volume.
        case dialogPhotoLegacy(isBig: Bool, dialogID: Int64, accessHash: Int64, volumeID: Int64, localID: Int32)
        /// The preview of a sticker set by its volume.
        case stickerSetThumbnailLegacy(id: Int64, accessHash: Int64, volumeID: Int64, localID: Int32)
        /// The preview of a sticker set.
        case stickerSetThumbnailVersion(id: Int64, accessHash: Int64, version: Int32)
    }

    /// The version of the format that ids are written in.
    public static let currentVersion: UInt8 = 61

    /// What the file is.
    public var kind: Kind
    /// The data centre that has it; 0 for files on the web.
    public var dataCenter: Int32
    /// The file reference; it may have expired since the id was made.
    public var fileReference: [UInt8]?
    /// Where it is.
    public var location: Location

    /// Makes an id.
    ///
    /// - Parameters:
    ///   - kind: What the file is.
    ///   - dataCenter: The data centre that has it; 0 for files on the web.
    ///   - fileReference: The file reference, `nil` if there is none.
    ///   - location: Where it is.
    public init(kind: Kind, dataCenter: Int32, fileReference: [UInt8]? = nil, location: Location) {
        self.kind = kind
        self.dataCenter = dataCenter
        self.fileReference = fileReference
        self.location = location
    }
}

extension FileID.Kind {
    /// The kind "thumbnail".
    public static let thumbnail = Self(rawValue: 0)
    /// The kind "profile photo".
    public static let profilePhoto = Self(rawValue: 1)
    /// The kind "photo".
    public static let photo = Self(rawValue: 2)
    /// The kind "voice".
    public static let voice = Self(rawValue: 3)
    /// The kind "video".
    public static let video = Self(rawValue: 4)
    /// The kind "document".
    public static let document = Self(rawValue: 5)
    /// The kind "encrypted".
    public static let encrypted = Self(rawValue: 6)
    /// The kind "temporary".
    public static let temporary = Self(rawValue: 7)
    /// The kind "sticker".
    public static let sticker = Self(rawValue: 8)
    /// The kind "audio".
    public static let audio = Self(rawValue: 9)
    /// The kind "animation".
    public static let animation = Self(rawValue: 10)
    /// The kind "encrypted thumbnail".
    public static let encryptedThumbnail = Self(rawValue: 11)
    /// The kind "wallpaper".
    public static let wallpaper = Self(rawValue: 12)
    /// The kind "video note".
    public static let videoNote = Self(rawValue: 13)
    /// The kind "secure decrypted".
    public static let secureDecrypted = Self(rawValue: 14)
    /// The kind "secure".
    public static let secure = Self(rawValue: 15)
    /// The kind "background".
    public static let background = Self(rawValue: 16)
    /// The kind "document as file".
    public static let documentAsFile = Self(rawValue: 17)
    /// The kind "ringtone".
    public static let ringtone = Self(rawValue: 18)
    /// The kind "call log".
    public static let callLog = Self(rawValue: 19)
    /// The kind "photo story".
    public static let photoStory = Self(rawValue: 20)
    /// The kind "video story".
    public static let videoStory = Self(rawValue: 21)
    /// The kind "self destructing photo".
    public static let selfDestructingPhoto = Self(rawValue: 22)
    /// The kind "self destructing video".
    public static let selfDestructingVideo = Self(rawValue: 23)
    /// The kind "self destructing video note".
    public static let selfDestructingVideoNote = Self(rawValue: 24)
    /// The kind "self destructing voice".
    public static let selfDestructingVoice = Self(rawValue: 25)
    /// The kind "live photo".
    public static let livePhoto = Self(rawValue: 26)
    /// The kind "self destructing live photo".
    public static let selfDestructingLivePhoto = Self(rawValue: 27)

    /// Whether files of the kind are photos or previews, of which there are several sizes.
    public var isPhoto: Bool { [0, 1, 2, 11, 12, 20, 22].contains(rawValue) }
}

extension FileID {
    /// A text that is the same for one file anyone who sees it, and whatever the reference is.
    ///
    /// It is good as a key, and nothing can be downloaded by it.
    public var uniqueID: String {
        var writer = FileIDWriter()
        switch location {
        case .web(let url, _):
            writer.write(Int32(0))
            writer.write(string: Array(url.utf8))
        case .photo(let id, _, let source):
            writer.write(Int32(1))
            switch source {
            case .thumbnail(_, let type):
                writer.write(id)
                writer.write(byte: type == UInt8(ascii: "a") ? 0 : type == UInt8(ascii: "c") ? 1 : type &+ 5)
            case .dialogPhoto(let isBig, _, _):
                writer.write(id)
                writer.write(byte: isBig ? 1 : 0)
            case .stickerSetThumbnailVersion(let id, _, let version):
                writer.write(byte: 2)
                writer.write(id)
                writer.write(version)
            case .stickerSetThumbnail(let id, _):
                writer.write(byte: 2)
                writer.write(id)
                writer.write(Int32(0))
            case .fullLegacy(let volumeID, _, let localID), .dialogPhotoLegacy(_, _, _, let volumeID, let localID),
                .stickerSetThumbnailLegacy(_, _, let volumeID, let localID):
                writer.write(volumeID)
                writer.write(localID)
            case .legacy(let secret):
                writer.write(id)
                writer.write(secret)
            }
        case .document(let id, _):
            writer.write(uniqueKind)
            writer.write(id)
        }
        return FileIDText.encode(FileIDText.shortened(writer.bytes))
    }

    private var uniqueKind: Int32 {
        switch kind {
        case .secure, .secureDecrypted: 3
        case .encrypted: 4
        case .temporary: 5
        default: 2
        }
    }
}

/// Why a text is no file id.
public struct FileIDError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the text, in words.
    public let description: String
}
