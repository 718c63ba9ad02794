// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// Something with bytes that can be downloaded: a photo, a document, a preview, the media of a message, a file id.
public protocol Downloadable: Sendable {
    /// Where the bytes are; `nil` if there are none.
    var fileSource: FileSource? { get }
}

/// Where the bytes of something are, and what is known of them.
public struct FileSource: Sendable {
    /// How the bytes are asked for.
    @nonexhaustive public enum Place: Sendable {
        /// At a data centre (`upload.getFile`).
        case file(TL.InputFileLocation)
        /// On the web, through Telegram (`upload.getWebFile`).
        case web(TL.InputWebFileLocation)
        /// Here already.
        case bytes([UInt8])
    }

    /// How the bytes are asked for.
    public var place: Place
    /// The data centre that has them; `nil` for the account's own.
    public var dataCenter: Int?
    /// How many there are; `nil` if that is not known.
    public var size: Int64?
    /// What the sender calls the file: it may be anything.
    public var suggestedName: String?
    /// A word for what the file is, `photo` for example, for the names of files that have none.
    public var kind: String
    /// The MIME type; empty if it is not known.
    public var mimeType: String
    /// When it was sent or made.
    public var date: Date?
    /// Where a new file reference comes from.
    public var origin: FileOrigin?

    /// Describes a file.
    ///
    /// - Parameters:
    ///   - place: How its bytes are asked for.
    ///   - dataCenter: The data centre that has them; `nil` for the account's own.
    ///   - size: How many there are; `nil` if that is not known.
    ///   - suggestedName: What the sender calls it.
    ///   - kind: A word for what it is.
    ///   - mimeType: The MIME type; empty if it is not known.
    ///   - date: When it was sent or made.
    ///   - origin: Where a new file reference comes from.
    public init(
        _ place: Place, dataCenter: Int? = nil, size: Int64? = nil, suggestedName: String? = nil,
        kind: String = "file", mimeType: String = "", date: Date? = nil, origin: FileOrigin? = nil
    ) {
        self.place = place
        self.dataCenter = dataCenter
        self.size = size
        self.suggestedName = suggestedName
        self.kind = kind
        self.mimeType = mimeType
        self.date = date
        self.origin = origin
    }

    /// A name for the file that is safe to use as it is: the sender's own, made harmless, or one of kind and date.
    public var fileName: String {
        suggestedName.flatMap(FileName.sanitized)
            ?? FileName.made(of: kind, date: date ?? Date(timeIntervalSince1970: 0), mimeType: mimeType)
    }

    /// What the reference belongs to.
    var key: FileKey? {
        guard case .file(let location) = place else { return nil }
        switch location {
        case .photo(let photo): return FileKey(kind: .photo, id: photo.id)
        case .document(let document): return FileKey(kind: .document, id: document.id)
        default: return nil
        }
    }

    /// The same file with another reference.
    func with(reference: [UInt8]) -> Self {
        guard case .file(let location) = place else { return self }
        var copy = self
        switch location {
        case .photo(let photo):
            copy.place = .file(
                .photo(
                    .init(
                        id: photo.id, accessHash: photo.accessHash, fileReference: reference,
                        thumbSize: photo.thumbSize)))
        case .document(let document):
            copy.place = .file(
                .document(
                    .init(
                        id: document.id, accessHash: document.accessHash, fileReference: reference,
                        thumbSize: document.thumbSize)))
        default: break
        }
        return copy
    }
}

extension FileSource: Downloadable {
    /// Where the bytes are; `nil` if there are none.
    public var fileSource: FileSource? { self }
}

extension FileID: Downloadable {
    /// Where the bytes are; `nil` if there are none.
    public var fileSource: FileSource? {
        let dataCenter = dataCenter > 0 ? Int(dataCenter) : nil
        let reference = fileReference ?? []
        switch location {
        case .web(let url, let hash):
            return FileSource(.web(.inputWebFileLocation(.init(url: url, accessHash: hash))))
        case .document(let id, let hash):
            return FileSource(
                .file(.document(.init(id: id, accessHash: hash, fileReference: reference, thumbSize: ""))),
                dataCenter: dataCenter)
        case .photo(let id, let hash, .thumbnail(let kind, let type)):
            let letter = String(decoding: [type], as: UTF8.self)
            // The preview of a document names the document.
            let place: TL.InputFileLocation =
                kind == .thumbnail
                ? .document(.init(id: id, accessHash: hash, fileReference: reference, thumbSize: letter))
                : .photo(.init(id: id, accessHash: hash, fileReference: reference, thumbSize: letter))
            return FileSource(.file(place), dataCenter: dataCenter, kind: "photo", mimeType: "image/jpeg")
        case .photo(let id, _, .dialogPhoto(let isBig, let dialog, let hash)):
            guard let peer = PeerID(botAPI: dialog)?.inputPeer(accessHash: hash) else { return nil }
            return FileSource(
                .file(.peerPhoto(.init(big: isBig, peer: peer, photoID: id))), dataCenter: dataCenter, kind: "photo",
                mimeType: "image/jpeg")
        case .photo(_, _, .stickerSetThumbnailVersion(let id, let hash, let version)):
            return FileSource(
                .file(
                    .stickerSetThumb(
                        .init(stickerset: .id(.init(id: id, accessHash: hash)), thumbVersion: version))),
                dataCenter: dataCenter, kind: "sticker", mimeType: "image/webp")
        case .photo:
            // Photos by volumes are not served any more.
            return nil
        }
    }
}
