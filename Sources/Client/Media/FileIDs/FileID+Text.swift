// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

extension FileID: LosslessStringConvertible {
    private static let webFlag: Int32 = 1 << 24
    private static let referenceFlag: Int32 = 1 << 25

    /// Reads an id.
    ///
    /// - Parameter text: The id as the Bot API gives it.
    /// - Throws: ``FileIDError`` if it is none.
    public init(parsing text: String) throws(FileIDError) {
        guard let packed = FileIDText.decode(text), let major = packed.last else {
            throw FileIDError(description: "a file id consists of letters, digits, - and _")
        }
        guard major == 4 || major == 2 else {
            throw FileIDError(description: "file ids of version \(major) cannot be read")
        }
        // The version stands behind the body, and its bytes are never 0 next to it: it does not belong to a run.
        guard let body = FileIDText.restored(packed.dropLast()) else {
            throw FileIDError(description: "the file id is cut off")
        }
        let minor: UInt8 = major == 4 ? body.last ?? 0 : 0
        var reader = FileIDReader(major == 4 ? body.dropLast() : body[...])
        guard let id = Self(from: &reader, version: minor) else {
            throw FileIDError(description: "the file id is cut off")
        }
        self = id
    }

    /// Reads an id; `nil` if it is none.
    public init?(_ description: String) {
        do throws(FileIDError) { self = try Self(parsing: description) } catch { return nil }
    }

    private init?(from reader: inout FileIDReader, version: UInt8) {
        guard let word = reader.int32(), let dataCenter = reader.int32() else { return nil }
        let kind = Kind(rawValue: word & ~(Self.webFlag | Self.referenceFlag))
        var reference: [UInt8]?
        if word & Self.referenceFlag != 0 {
            guard let bytes = reader.string() else { return nil }
            reference = bytes
        }
        let location: Location
        if word & Self.webFlag != 0 {
            guard let url = reader.string(), let hash = reader.int64() else { return nil }
            location = .web(url: String(decoding: url, as: UTF8.self), accessHash: hash)
        } else {
            guard let id = reader.int64(), let hash = reader.int64() else { return nil }
            if kind.isPhoto {
                guard let source = PhotoSource(from: &reader, version: version) else { return nil }
                location = .photo(id: id, accessHash: hash, source: source)
            } else {
                location = .document(id: id, accessHash: hash)
            }
        }
        self.init(kind: kind, dataCenter: dataCenter, fileReference: reference, location: location)
    }

    /// The id as the Bot API writes it.
    public var description: String {
        var writer = FileIDWriter()
        var word = kind.rawValue
        if case .web = location { word |= Self.webFlag }
        if fileReference != nil { word |= Self.referenceFlag }
        writer.write(word)
        writer.write(dataCenter)
        if let fileReference { writer.write(string: fileReference) }
        switch location {
        case .web(let url, let hash):
            writer.write(string: Array(url.utf8))
            writer.write(hash)
        case .document(let id, let hash):
            writer.write(id)
            writer.write(hash)
        case .photo(let id, let hash, let source):
            writer.write(id)
            writer.write(hash)
            source.write(to: &writer)
        }
        return FileIDText.encode(FileIDText.shortened(writer.bytes) + [Self.currentVersion, 4])
    }
}

extension FileID: Codable {
    /// Reads the value from a decoder.
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the value for an encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension FileID.PhotoSource {
    /// The first version that says where a photo comes from.
    private static let firstWithSource: UInt8 = 22
    /// The first version without the volume of a photo.
    private static let firstWithoutVolume: UInt8 = 32

    fileprivate init?(from reader: inout FileIDReader, version: UInt8) {
        if version >= Self.firstWithoutVolume {
            guard let source = Self(from: &reader) else { return nil }
            self = source
            return
        }
        guard let volume = reader.int64() else { return nil }
        if version < Self.firstWithSource {
            guard let secret = reader.int64(), let local = reader.int32() else { return nil }
            self = .fullLegacy(volumeID: volume, secret: secret, localID: local)
            return
        }
        guard let source = Self(from: &reader), let local = reader.int32() else { return nil }
        switch source {
        case .legacy(let secret):
            self = .fullLegacy(volumeID: volume, secret: secret, localID: local)
        case .dialogPhoto(let isBig, let dialog, let hash):
            self = .dialogPhotoLegacy(
                isBig: isBig, dialogID: dialog, accessHash: hash, volumeID: volume, localID: local)
        case .stickerSetThumbnail(let id, let hash):
            self = .stickerSetThumbnailLegacy(id: id, accessHash: hash, volumeID: volume, localID: local)
        default:
            self = source
        }
    }

    private init?(from reader: inout FileIDReader) {
        guard let number = reader.int32() else { return nil }
        switch number {
        case 0:
            guard let secret = reader.int64() else { return nil }
            self = .legacy(secret: secret)
        case 1:
            guard let kind = reader.int32(), let type = reader.int32() else { return nil }
            self = .thumbnail(of: .init(rawValue: kind), type: UInt8(truncatingIfNeeded: type))
        case 2, 3, 6, 7:
            guard let dialog = reader.int64(), let hash = reader.int64() else { return nil }
            let isBig = number == 3 || number == 7
            guard number >= 6 else {
                self = .dialogPhoto(isBig: isBig, dialogID: dialog, accessHash: hash)
                return
            }
            guard let volume = reader.int64(), let local = reader.int32() else { return nil }
            self = .dialogPhotoLegacy(
                isBig: isBig, dialogID: dialog, accessHash: hash, volumeID: volume, localID: local)
        case 4, 8, 9:
            guard let id = reader.int64(), let hash = reader.int64() else { return nil }
            if number == 4 {
                self = .stickerSetThumbnail(id: id, accessHash: hash)
            } else if number == 9 {
                guard let version = reader.int32() else { return nil }
                self = .stickerSetThumbnailVersion(id: id, accessHash: hash, version: version)
            } else {
                guard let volume = reader.int64(), let local = reader.int32() else { return nil }
                self = .stickerSetThumbnailLegacy(id: id, accessHash: hash, volumeID: volume, localID: local)
            }
        case 5:
            guard let volume = reader.int64(), let secret = reader.int64(), let local = reader.int32() else {
                return nil
            }
            self = .fullLegacy(volumeID: volume, secret: secret, localID: local)
        default:
            return nil
        }
    }

    fileprivate func write(to writer: inout FileIDWriter) {
        switch self {
        case .legacy(let secret):
            writer.write(Int32(0))
            writer.write(secret)
        case .thumbnail(let kind, let type):
            writer.write(Int32(1))
            writer.write(kind.rawValue)
            writer.write(Int32(type))
        case .dialogPhoto(let isBig, let dialog, let hash):
            writer.write(Int32(isBig ? 3 : 2))
            writer.write(dialog)
            writer.write(hash)
        case .stickerSetThumbnail(let id, let hash):
            writer.write(Int32(4))
            writer.write(id)
            writer.write(hash)
        case .fullLegacy(let volume, let secret, let local):
            writer.write(Int32(5))
            writer.write(volume)
            writer.write(secret)
            writer.write(local)
        case .dialogPhotoLegacy(let isBig, let dialog, let hash, let volume, let local):
            writer.write(Int32(isBig ? 7 : 6))
            writer.write(dialog)
            writer.write(hash)
            writer.write(volume)
            writer.write(local)
        case .stickerSetThumbnailLegacy(let id, let hash, let volume, let local):
            writer.write(Int32(8))
            writer.write(id)
            writer.write(hash)
            writer.write(volume)
            writer.write(local)
        case .stickerSetThumbnailVersion(let id, let hash, let version):
            writer.write(Int32(9))
            writer.write(id)
            writer.write(hash)
            writer.write(version)
        }
    }
}
