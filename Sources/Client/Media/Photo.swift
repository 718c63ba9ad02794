// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A photo.
public struct Photo: Sendable, Identifiable {
    /// The photo as the schema has it.
    public let raw: TL.Photo.Photo
    /// Where it was seen.
    public let origin: FileOrigin?

    /// The photo's number.
    public var id: Int64 { raw.id }
    /// Whether it has stickers on it (`messages.getAttachedStickers`).
    public var hasStickers: Bool { raw.hasStickers }
    /// When it was uploaded.
    public var date: Date { Date(unixTime: raw.date) }
    /// The data centre that has it.
    public var dataCenter: Int { Int(raw.dcID) }

    private var file: FileSource {
        FileSource(
            .file(
                .photo(
                    .init(id: raw.id, accessHash: raw.accessHash, fileReference: raw.fileReference, thumbSize: ""))),
            dataCenter: dataCenter, kind: "photo", mimeType: "image/jpeg", date: date, origin: origin)
    }

    /// The sizes that it has, as the server lists them.
    public var sizes: [PhotoSize] { raw.sizes.map { size in PhotoSize(size, of: file.thumbnail(size.letter)) } }

    /// The largest size.
    public var largestSize: PhotoSize? {
        sizes.filter { $0.source != nil && $0.outline == nil }.max { $0.area < $1.area }
    }

    /// The size of a letter; see ``PhotoSize/type``.
    public func size(_ type: String) -> PhotoSize? { sizes.first { $0.type == type } }

    /// The width of the largest size in pixels.
    public var width: Int { largestSize?.width ?? 0 }
    /// The height of the largest size in pixels.
    public var height: Int { largestSize?.height ?? 0 }

    /// Videos in its place, for profile photos that move.
    public var videos: [FileSource] {
        (raw.videoSizes ?? []).compactMap { size in
            guard case .videoSize(let video) = size else { return nil }
            var source = file.thumbnail(video.type)
            (source.size, source.kind, source.mimeType) = (Int64(video.size), "video", "video/mp4")
            return source
        }
    }

    /// The photo as calls name it.
    public var inputPhoto: TL.InputPhoto {
        .inputPhoto(.init(id: raw.id, accessHash: raw.accessHash, fileReference: raw.fileReference))
    }

    /// The file id of the Bot API, of the largest size.
    public var fileID: FileID? {
        largestSize.flatMap(\.type.utf8.first).map { letter in
            FileID(
                kind: .photo, dataCenter: raw.dcID, fileReference: raw.fileReference,
                location: .photo(
                    id: raw.id, accessHash: raw.accessHash, source: .thumbnail(of: .photo, type: letter)))
        }
    }
}

extension Photo {
    /// Takes a TL photo; empty ones are none.
    init?(_ raw: TL.Photo?, _ origin: FileOrigin?) {
        guard case .photo(let photo) = raw else { return nil }
        self.init(raw: photo, origin: origin)
    }
}

extension Photo: Downloadable {
    /// The largest size.
    public var fileSource: FileSource? { largestSize?.fileSource }
}

extension Photo: CustomStringConvertible {
    /// A description for people.
    public var description: String { "Photo(\(id), \(width) × \(height))" }
}

extension TL.PhotoSize {
    /// The letter of the size.
    var letter: String {
        switch self {
        case .cached(let size): size.type
        case .stripped(let size): size.type
        case .path(let size): size.type
        case .photoSize(let size): size.type
        case .progressive(let size): size.type
        case .empty(let size): size.type
        }
    }
}
