// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A file of any kind but a photo: a video, a voice message, a sticker, anything.
public struct Document: Sendable, Identifiable {
    /// The document as the schema has it.
    public let raw: TL.Document.Document
    /// Where it was seen.
    public let origin: FileOrigin?

    /// The document's number.
    public var id: Int64 { raw.id }
    /// When it was uploaded.
    public var date: Date { Date(unixTime: raw.date) }
    /// The MIME type, as the sender said.
    public var mimeType: String { raw.mimeType }
    /// How long it is, in bytes.
    public var size: Int64 { raw.size }
    /// The data centre that has it.
    public var dataCenter: Int { Int(raw.dcID) }

    /// What the sender calls it; it may be anything, so use ``FileSource/fileName`` for files on disk.
    public var fileName: String? {
        for case .filename(let attribute) in raw.attributes { return attribute.fileName }
        return nil
    }

    /// What it is.
    @nonexhaustive public enum Kind: Hashable, Sendable {
        case video
        /// A round video.
        case videoNote
        /// A short video without sound, or a GIF.
        case animation
        case audio
        case voice
        case sticker
        case customEmoji
        /// Anything else.
        case file
    }

    /// What it is, by its attributes.
    public var kind: Kind {
        if customEmoji != nil { return .customEmoji }
        if sticker != nil { return .sticker }
        if let audio { return audio.voice ? .voice : .audio }
        if isAnimated { return .animation }
        if let video { return video.roundMessage ? .videoNote : .video }
        return .file
    }

    /// Whether it is a GIF, or a video without sound that plays like one.
    public var isAnimated: Bool {
        raw.attributes.contains { if case .animated = $0 { true } else { false } }
    }

    var video: TL.DocumentAttribute.Video? {
        for case .video(let attribute) in raw.attributes { return attribute }
        return nil
    }

    var audio: TL.DocumentAttribute.Audio? {
        for case .audio(let attribute) in raw.attributes { return attribute }
        return nil
    }

    var sticker: TL.DocumentAttribute.Sticker? {
        for case .sticker(let attribute) in raw.attributes { return attribute }
        return nil
    }

    var customEmoji: TL.DocumentAttribute.CustomEmoji? {
        for case .customEmoji(let attribute) in raw.attributes { return attribute }
        return nil
    }

    private var imageSize: TL.DocumentAttribute.ImageSize? {
        for case .imageSize(let attribute) in raw.attributes { return attribute }
        return nil
    }

    /// The width in pixels, of pictures and videos.
    public var width: Int? { (video?.w ?? imageSize?.w).map(Int.init) }
    /// The height in pixels, of pictures and videos.
    public var height: Int? { (video?.h ?? imageSize?.h).map(Int.init) }
    /// How long it plays, for videos and sounds.
    public var duration: Duration? {
        if let video {
            return video.duration.isFinite
                ? .milliseconds(Int64((min(max(video.duration, 0), 1e9) * 1_000).rounded())) : nil
        }
        return audio.map { .seconds(max(0, $0.duration)) }
    }
    /// The title of a piece of music.
    public var title: String? { audio?.title }
    /// Who plays it.
    public var performer: String? { audio?.performer }
    /// How loud a voice message is over time.
    public var waveform: Waveform? { audio?.waveform.map { Waveform(packed: $0) } }
    /// The emoji that a sticker stands for.
    public var emoji: String? {
        (sticker?.alt ?? customEmoji?.alt).flatMap { $0.isEmpty ? nil : $0 }
    }

    var file: FileSource {
        FileSource(
            .file(
                .document(
                    .init(id: raw.id, accessHash: raw.accessHash, fileReference: raw.fileReference, thumbSize: ""))),
            dataCenter: dataCenter, size: max(0, raw.size), suggestedName: fileName, kind: kind.word,
            mimeType: mimeType, date: date, origin: origin)
    }

    /// The previews.
    public var thumbnails: [PhotoSize] {
        (raw.thumbs ?? []).map { size in PhotoSize(size, of: file.thumbnail(size.letter)) }
    }

    /// The largest preview.
    public var thumbnail: PhotoSize? {
        thumbnails.filter { $0.source != nil && $0.outline == nil }.max { $0.area < $1.area }
    }

    /// The outline that is shown before a sticker is there, as the `d` attribute of an SVG path.
    public var outline: String? { thumbnails.lazy.compactMap(\.outline).first }

    /// The document as calls name it.
    public var inputDocument: TL.InputDocument {
        .inputDocument(.init(id: raw.id, accessHash: raw.accessHash, fileReference: raw.fileReference))
    }

    /// The file id of the Bot API.
    public var fileID: FileID {
        FileID(
            kind: kind.fileIDKind, dataCenter: raw.dcID, fileReference: raw.fileReference,
            location: .document(id: raw.id, accessHash: raw.accessHash))
    }
}

extension Document {
    /// Takes a TL document; empty ones are none.
    init?(_ raw: TL.Document?, _ origin: FileOrigin?) {
        guard case .document(let document) = raw else { return nil }
        self.init(raw: document, origin: origin)
    }
}

extension Document: Downloadable {
    /// Where the bytes are; `nil` if there are none.
    public var fileSource: FileSource? { file }
}

extension Document: CustomStringConvertible {
    /// A description for people.
    public var description: String { "Document(\(id), \(kind.word), \(size) bytes)" }
}

extension Document.Kind {
    /// A word for names of files.
    var word: String {
        switch self {
        case .video: "video"
        case .videoNote: "video_note"
        case .animation: "animation"
        case .audio: "audio"
        case .voice: "voice"
        case .sticker, .customEmoji: "sticker"
        case .file: "document"
        }
    }

    fileprivate var fileIDKind: FileID.Kind {
        switch self {
        case .video: .video
        case .videoNote: .videoNote
        case .animation: .animation
        case .audio: .audio
        case .voice: .voice
        case .sticker, .customEmoji: .sticker
        case .file: .document
        }
    }
}

/// A sticker or a custom emoji.
public struct Sticker: Sendable, Identifiable {
    /// The file.
    public let document: Document

    /// Takes a document; `nil` if it is no sticker.
    public init?(_ document: Document) {
        guard document.sticker != nil || document.customEmoji != nil else { return nil }
        self.document = document
    }

    /// How the sticker is drawn.
    @nonexhaustive public enum Format: Hashable, Sendable {
        /// A picture.
        case image
        /// An animation of vectors (`.tgs`).
        case animated
        /// A video without sound (`.webm`).
        case video
    }

    /// The number of the file, which is also that of a custom emoji.
    public var id: Int64 { document.id }
    /// The emoji that it stands for.
    public var emoji: String? { document.emoji }
    /// How it is drawn.
    public var format: Format {
        switch document.mimeType {
        case "application/x-tgsticker": .animated
        case "video/webm": .video
        default: .image
        }
    }
    /// Whether it is a custom emoji.
    public var isCustomEmoji: Bool { document.customEmoji != nil }
    /// Whether it is put on faces in photos.
    public var isMask: Bool { document.sticker?.mask ?? false }
    /// The set that it is in, as calls name it; `nil` if it is in none.
    public var set: TL.InputStickerSet? {
        let set = document.sticker?.stickerset ?? document.customEmoji?.stickerset
        if case .empty = set { return nil }
        return set
    }
}

extension Sticker: Downloadable {
    /// Where the bytes are; `nil` if there are none.
    public var fileSource: FileSource? { document.fileSource }
}
