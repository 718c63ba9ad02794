// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A photo or a preview in one size.
public struct PhotoSize: Sendable {
    /// The size as the schema has it.
    public let raw: TL.PhotoSize
    let source: FileSource?

    package init(_ raw: TL.PhotoSize, of file: FileSource) {
        self.raw = raw
        let source: FileSource? =
            switch raw {
            case .cached(let size): FileSource(.bytes(size.bytes), size: Int64(size.bytes.count))
            case .stripped(let size):
                StrippedThumbnail.jpeg(size.bytes).map { FileSource(.bytes($0), size: Int64($0.count)) }
            case .path(let size): FileSource(.bytes(Array(OutlinePath.svg(size.bytes).utf8)), mimeType: "image/svg+xml")
            case .photoSize(let size): file.size(Int64(size.size))
            case .progressive(let size): file.size(size.sizes.max().map(Int64.init) ?? 0)
            case .empty: nil
            }
        self.source = source.map { source in
            var source = source
            source.kind = file.kind == "photo" ? "photo" : "thumbnail"
            source.mimeType = source.mimeType.isEmpty ? "image/jpeg" : source.mimeType
            source.date = file.date
            return source
        }
    }

    /// The letter of the size: `s`, `m`, `x`, `y`, `w` for pictures that fit a box of 100 to 2,560 pixels, `a` to `d` for
    /// squares, `i` for the tiny one inside the message, `j` for an outline; see core.telegram.org/api/files#image-thumbnail-types.
    public var type: String {
        switch raw {
        case .cached(let size): size.type
        case .stripped(let size): size.type
        case .path(let size): size.type
        case .photoSize(let size): size.type
        case .progressive(let size): size.type
        case .empty(let size): size.type
        }
    }

    /// The width in pixels; 0 if the size does not say.
    public var width: Int {
        switch raw {
        case .cached(let size): Int(size.w)
        case .stripped(let size): size.bytes.count >= 3 ? Int(size.bytes[2]) : 0
        case .photoSize(let size): Int(size.w)
        case .progressive(let size): Int(size.w)
        default: 0
        }
    }

    /// The height in pixels; 0 if the size does not say.
    public var height: Int {
        switch raw {
        case .cached(let size): Int(size.h)
        case .stripped(let size): size.bytes.count >= 3 ? Int(size.bytes[1]) : 0
        case .photoSize(let size): Int(size.h)
        case .progressive(let size): Int(size.h)
        default: 0
        }
    }

    /// The bytes, if they came with the message: a JPEG file, or an SVG file for an outline.
    public var bytes: [UInt8]? {
        if case .bytes(let bytes)? = source?.place { return bytes }
        return nil
    }

    /// The outline as the `d` attribute of an SVG path, if it is one.
    public var outline: String? {
        if case .path(let size) = raw { return OutlinePath.path(size.bytes) }
        return nil
    }

    /// How many pixels it has, for comparisons.
    var area: Int { max(0, width).multipliedReportingOverflow(by: max(0, height)).partialValue }
}

extension PhotoSize: Downloadable {
    /// Where the bytes are; `nil` if there are none.
    public var fileSource: FileSource? { source }
}

extension FileSource {
    fileprivate func size(_ size: Int64) -> Self? {
        var copy = self
        copy.size = size > 0 ? size : nil
        return copy
    }

    /// The preview of a size of the same photo or document.
    func thumbnail(_ type: String) -> Self {
        var copy = self
        copy.size = nil
        guard case .file(let location) = place else { return copy }
        switch location {
        case .photo(let photo):
            copy.place = .file(
                .photo(
                    .init(
                        id: photo.id, accessHash: photo.accessHash, fileReference: photo.fileReference, thumbSize: type)
                ))
        case .document(let document):
            copy.place = .file(
                .document(
                    .init(
                        id: document.id, accessHash: document.accessHash, fileReference: document.fileReference,
                        thumbSize: type)))
        default: break
        }
        return copy
    }
}
