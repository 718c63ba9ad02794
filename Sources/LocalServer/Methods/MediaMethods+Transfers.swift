// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Uploading and downloading.
    mutating func addTransfers() {
        on(TL.upload.SaveFilePart.self) { request, caller, world in
            try world.savePart(request.fileID, request.filePart, total: nil, request.bytes, of: caller.id)
            return true
        }
        on(TL.upload.SaveBigFilePart.self) { request, caller, world in
            try world.savePart(
                request.fileID, request.filePart, total: request.fileTotalParts, request.bytes, of: caller.id)
            return true
        }
        onWriting(TL.upload.GetFile.self, .anywhere) { request, caller, world in
            try World.check(offset: request.offset, limit: request.limit, isPrecise: request.precise)
            let (file, content) = try world.content(
                request.location, from: request.offset, for: caller.account, at: caller.call.dataCenter)
            if request.cdnSupported, !caller.account.isBot, let redirect = world.redirect(file, content) {
                return ServerObject(try ResultEncoding.encode(TL.upload.File.cdnRedirect(redirect)))
            }
            return try ResultEncoding.part(
                of: content, from: request.offset, limit: Int(request.limit), date: file.date)
        }
        on(TL.upload.GetFileHashes.self, .anywhere) { request, caller, world in
            let (_, content) = try world.content(
                request.location, for: caller.account, at: caller.call.dataCenter)
            return World.hashes(of: content, from: request.offset)
        }
        on(TL.upload.GetWebFile.self, .anywhere) { request, caller, world in
            try World.check(offset: Int64(request.offset), limit: request.limit, isPrecise: false)
            let found: MediaState.WebFile
            switch request.location {
            case .inputWebFileLocation(let location):
                guard let known = world.media.web[location.url] else { throw RPCFailure.bad(.locationInvalid) }
                found = known
            case .geoPoint(let map):
                guard (16...1_024).contains(map.w), (16...1_024).contains(map.h) else {
                    throw RPCFailure.bad(.locationInvalid)
                }
                found = .init(
                    content: try FileContent(MapPicture.png(width: map.w, height: map.h)), mimeType: "image/png")
            default: throw RPCFailure.bad(.locationInvalid)
            }
            return TL.upload.WebFile(
                size: Int32(clamping: found.content.size), mimeType: found.mimeType,
                fileType: World.type(of: found.content), mtime: world.date,
                bytes: found.content.read(at: Int64(request.offset), count: Int(request.limit)))
        }
        // The content delivery network knows nobody.
        onAnyone(TL.upload.GetCdnFile.self) { request, _, engine in
            try engine.world.cdnFile(request.fileToken, offset: request.offset, limit: request.limit)
        }
        on(TL.upload.GetCdnFileHashes.self, .anywhere) { request, caller, world in
            guard !caller.account.isBot else { throw RPCFailure.bad(.botMethodInvalid) }
            return try world.cdnHashes(request.fileToken, from: request.offset)
        }
        on(TL.upload.ReuploadCdnFile.self, .anywhere) { request, caller, world in
            guard !caller.account.isBot else { throw RPCFailure.bad(.botMethodInvalid) }
            return try world.reupload(request.fileToken, request: request.requestToken)
        }
    }
}

/// A picture of a map, all in one grey.
enum MapPicture {
    /// The beginning of a PNG file, which is what readers of sizes need.
    static func png(width: Int32, height: Int32) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        withUnsafeBytes(of: width.bigEndian) { bytes += $0 }
        withUnsafeBytes(of: height.bigEndian) { bytes += $0 }
        return bytes + [8, 0, 0, 0, 0]
    }
}
