// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A file as people of a local server have it.
public struct LocalFile: Sendable {
    /// What it is.
    @nonexhaustive public enum Kind: Hashable, Sendable {
        case photo
        case video
        case videoNote
        case animation
        case audio
        case voice
        case sticker
        case document
    }

    /// What it is.
    public let kind: Kind
    /// What the sender calls it; empty for photos.
    public let name: String
    /// Its MIME type.
    public let mimeType: String
    /// The attributes that the sender gave it.
    public let attributes: [TL.DocumentAttribute]
    /// Whether it is covered until somebody taps it.
    public let isSpoiler: Bool
    private let content: FileContent

    /// How long it is, in bytes.
    public var size: Int64 { content.size }

    /// All its bytes.
    public var bytes: [UInt8] { content.read(at: 0, count: Int(clamping: content.size)) }

    init?(_ media: StoredMedia?, in world: World) {
        let (id, isSpoiler): (Int64, Bool)
        switch media {
        case .photo(let photo, let spoiler, _): (id, isSpoiler) = (photo, spoiler)
        case .document(let document, let spoiler, _, _, _): (id, isSpoiler) = (document, spoiler)
        case .poll, .checklist, .paid, .plain, nil: return nil
        }
        guard let file = world.media.files[id] else { return nil }
        content = file.content
        self.isSpoiler = isSpoiler
        switch file.kind {
        case .photo: (kind, name, mimeType, attributes) = (.photo, "", "image/jpeg", [])
        case .document(let attributes, let mimeType):
            self.attributes = attributes
            self.mimeType = mimeType
            var name = ""
            var kind = Kind.document
            for attribute in attributes {
                switch attribute {
                case .filename(let attribute): name = attribute.fileName
                case .animated: kind = .animation
                case .sticker, .customEmoji: kind = .sticker
                case .video(let video) where kind != .animation: kind = video.roundMessage ? .videoNote : .video
                case .audio(let audio): kind = audio.voice ? .voice : .audio
                default: break
                }
            }
            (self.kind, self.name) = (kind, name)
        }
    }
}
