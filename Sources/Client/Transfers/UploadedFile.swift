// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
public import FerogramTLTypes

/// A file whose parts are on the server, ready to be sent, as often as the program likes while they live: an hour or so.
public struct UploadedFile: Sendable {
    /// The number that the client gave it.
    public let id: Int64
    /// How long it is, in bytes.
    public let size: Int64
    /// What it is called.
    public var name: String
    /// What its content says.
    public let info: FileInfo?
    let partCount: Int
    let partSize: Int
    let isBig: Bool
    let checksum: String
    /// From where parts can be read again that the server misses; streams cannot be.
    let source: UploadSource?

    /// Its MIME type.
    public var mimeType: String { info?.mimeType ?? "application/octet-stream" }

    /// The file as calls name it.
    public var tl: TL.InputFile {
        let parts = Int32(clamping: partCount)
        return isBig
            ? .big(.init(id: id, parts: parts, name: name))
            : .inputFile(.init(id: id, parts: parts, name: name, md5Checksum: checksum))
    }
}

extension UploadedFile: CustomStringConvertible {
    /// A description for people.
    public var description: String { "UploadedFile(\(name), \(size) bytes)" }
}
