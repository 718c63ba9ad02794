// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes

extension World {
    /// How long one checksum's part of a file is, in bytes.
    static let hashedPart = 131_072
    /// How many checksums one answer has.
    private static let mostHashes = 10

    /// Finds what a client wants to download, and where it is.
    ///
    /// - Throws: The reasons of `upload.getFile`, `FILE_MIGRATE_X` among them.
    mutating func content(
        _ location: TL.InputFileLocation, from offset: Int64 = 0, for viewer: Account, at dataCenter: Int
    ) throws(RPCFailure) -> (file: StoredFile, content: FileContent) {
        let (id, hash, reference, size): (Int64, Int64, [UInt8], String)
        switch location {
        case .photo(let photo):
            (id, hash, reference, size) = (photo.id, photo.accessHash, photo.fileReference, photo.thumbSize)
        case .document(let document):
            (id, hash, reference, size) = (document.id, document.accessHash, document.fileReference, document.thumbSize)
        case .peerPhoto(let peer):
            guard let owner = try? target(peer.peer, for: viewer), let file = media.files[peer.photoID],
                profilePhotos.has(file.id, of: owner) || chats[owner].photo == file.id
            else { throw .bad(.photoIDInvalid) }
            try check(file, at: dataCenter)
            return (file, file.content)
        case .stickerSetThumb(let thumb):
            let set = try stickerSet(thumb.stickerset, for: viewer.id)
            guard let thumbnail = set.thumbnail, let first = set.stickers.first.flatMap({ media.files[$0.file] }) else {
                throw .bad(.locationInvalid)
            }
            return (first, thumbnail)
        default: throw .bad(.locationInvalid)
        }
        if let limit = media.expiringAt[id], offset >= limit {
            media.expiringAt[id] = nil
            media.generation += 1
        }
        let file = try file(id, hash, reference, for: viewer)
        try check(file, at: dataCenter)
        switch file.kind {
        case .photo:
            guard !size.isEmpty else { throw .bad(.locationInvalid) }
            return (file, file.content)
        case .document:
            guard !size.isEmpty else { return (file, file.content) }
            guard let thumbnail = file.thumbnail else { throw .bad(.locationInvalid) }
            return (file, thumbnail)
        }
    }

    private func check(_ file: StoredFile, at dataCenter: Int) throws(RPCFailure) {
        guard file.dataCenter == dataCenter else { throw RPCFailure(303, .fileMigrate, value: file.dataCenter) }
    }

    /// Checks which bytes a client asks for; see core.telegram.org/api/files#downloading-files.
    static func check(offset: Int64, limit: Int32, isPrecise: Bool) throws(RPCFailure) {
        let step: Int64 = isPrecise ? 1_024 : 4_096
        guard limit > 0, Int64(limit) % step == 0, limit <= 1 << 20, isPrecise || (1 << 20) % limit == 0 else {
            throw .bad(.limitInvalid)
        }
        guard offset >= 0, offset % step == 0, offset <= 1 << 40 else { throw .bad(.offsetInvalid) }
        guard offset >> 20 == (offset + Int64(limit) - 1) >> 20 else { throw .bad(.limitInvalid) }
    }

    /// The checksums of a file from an offset on.
    static func hashes(of content: FileContent, from offset: Int64) -> [TL.FileHash] {
        var list: [TL.FileHash] = []
        var start = max(0, offset) / Int64(hashedPart) * Int64(hashedPart)
        while start < content.size, list.count < mostHashes {
            let part = content.read(at: start, count: hashedPart)
            list.append(
                TL.FileHash(offset: start, limit: Int32(clamping: part.count), hash: SHA256.hash(of: part)))
            start += Int64(part.count)
        }
        return list
    }

    /// What kind of file it is, as `upload.file` says.
    static func type(of content: FileContent) -> TL.storage.FileType {
        let head = content.read(at: 0, count: 12)
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return .png }
        if head.starts(with: Array("GIF8".utf8)) { return .gif }
        if head.starts(with: Array("%PDF".utf8)) { return .pdf }
        if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: Array("WEBP".utf8)) { return .webp }
        if head.dropFirst(4).starts(with: Array("ftyp".utf8)) { return .mp4 }
        if head.starts(with: Array("ID3".utf8)) { return .mp3 }
        return .partial
    }

    // MARK: The content delivery network

    /// Sends a client to the content delivery network, if the file goes there.
    mutating func redirect(_ file: StoredFile, _ content: FileContent) -> TL.upload.File.CdnRedirect? {
        guard let cdn = media.cdn, content.size >= cdn.leastSize else { return nil }
        var token: [UInt8] = []
        withUnsafeBytes(of: file.id.bigEndian) { token += $0 }
        withUnsafeBytes(of: randomness.next()) { token += $0 }
        let known = cdn.files.first { $0.value.file == file.id }
        let entry: CDNState.CDNFile
        if let known {
            (token, entry) = (known.key, known.value)
        } else {
            entry = .init(file: file.id, key: randomBytes(32), vector: randomBytes(16))
            media.cdn?.files[token] = entry
        }
        return .init(
            dcID: Int32(clamping: cdn.dataCenter), fileToken: token, encryptionKey: entry.key,
            encryptionIv: entry.vector, fileHashes: Self.hashes(of: content, from: 0))
    }

    private mutating func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: randomness.next()) }
    }

    mutating func cdnFile(
        _ token: [UInt8], offset: Int64, limit: Int32
    ) throws(RPCFailure) -> TL.upload.CdnFile {
        guard var cdn = media.cdn, let entry = cdn.files[token], let file = media.files[entry.file] else {
            throw .bad(.fileTokenInvalid)
        }
        defer { media.cdn = cdn }
        if cdn.lostTokens > 0 {
            cdn.lostTokens -= 1
            cdn.files[token] = nil
            throw .bad(.fileTokenInvalid)
        }
        try Self.check(offset: offset, limit: limit, isPrecise: false)
        if cdn.missingPieces > 0 {
            cdn.missingPieces -= 1
            let request = randomBytes(16)
            cdn.files[token]?.requests.insert(request)
            return .reuploadNeeded(.init(requestToken: request))
        }
        var bytes = file.content.read(at: offset, count: Int(limit))
        do throws(CryptoError) {
            var stream = try AESCTR(cdnKey: entry.key, iv: entry.vector, offset: UInt64(offset))
            stream.apply(&bytes)
        } catch {
            throw .bad(.offsetInvalid)
        }
        if cdn.corruptPieces > 0, !bytes.isEmpty {
            cdn.corruptPieces -= 1
            bytes[bytes.count / 2] ^= 0x55
        }
        return .cdnFile(.init(bytes: bytes))
    }

    mutating func reupload(_ token: [UInt8], request: [UInt8]) throws(RPCFailure) -> [TL.FileHash] {
        guard let entry = media.cdn?.files[token], let file = media.files[entry.file] else {
            throw .bad(.fileTokenInvalid)
        }
        guard media.cdn?.files[token]?.requests.remove(request) != nil else { throw .bad(.requestTokenInvalid) }
        return Self.hashes(of: file.content, from: 0)
    }

    func cdnHashes(_ token: [UInt8], from offset: Int64) throws(RPCFailure) -> [TL.FileHash] {
        guard let entry = media.cdn?.files[token], let file = media.files[entry.file] else {
            throw .bad(.fileTokenInvalid)
        }
        return Self.hashes(of: file.content, from: offset)
    }
}
