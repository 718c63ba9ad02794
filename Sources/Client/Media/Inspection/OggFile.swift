// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Durations and tags of Ogg files (RFC 3533) with Opus or Vorbis.
enum OggFile {
    /// How many bytes at the end are searched for the last page.
    private static let tail = 65_536

    static func read(_ file: some ByteWindow, into info: inout FileInfo) {
        guard let first = packet(at: 0, file) else { return }
        var perSecond: UInt64 = 0
        var skipped: UInt64 = 0
        var comments: Int64 = 8
        if first.starts(with: Array("OpusHead".utf8)) {
            info.isOpus = true
            perSecond = 48_000
            if first.count >= 12 { skipped = UInt64(first[10]) | UInt64(first[11]) << 8 }
        } else if first.starts(with: [1] + Array("vorbis".utf8)), first.count >= 16 {
            perSecond = UInt64(first[12]) | UInt64(first[13]) << 8 | UInt64(first[14]) << 16 | UInt64(first[15]) << 24
            comments = 7
        }
        if let next = nextPage(after: 0, file), let packet = packet(at: next, file) {
            VorbisComment.read(packet.dropFirst(Int(comments)), into: &info)
        }
        guard perSecond > 0, let last = lastPosition(file), last > skipped else { return }
        info.set(units: last - skipped, perSecond: perSecond)
    }

    /// The beginning of the page's first packet.
    private static func packet(at offset: Int64, _ file: some ByteWindow) -> [UInt8]? {
        guard file.bytes(at: offset, count: 4) == Array("OggS".utf8), let count = file.number(at: offset + 26, 1) else {
            return nil
        }
        return file.bytes(at: offset + 27 + Int64(count), count: 8_192)
    }

    private static func nextPage(after offset: Int64, _ file: some ByteWindow) -> Int64? {
        guard let count = file.number(at: offset + 26, 1) else { return nil }
        let table = file.bytes(at: offset + 27, count: Int(count))
        return offset + 27 + Int64(count) + table.reduce(0) { $0 + Int64($1) }
    }

    /// The position that the last page names.
    private static func lastPosition(_ file: some ByteWindow) -> UInt64? {
        let start = max(0, file.count - Int64(tail))
        let bytes = file.bytes(at: start, count: tail)
        var index = bytes.count - 14
        while index >= 0 {
            if bytes[index] == 0x4F, bytes[index...].starts(with: Array("OggS".utf8)) {
                let position = bytes[index + 6..<index + 14].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                return position == .max ? nil : position
            }
            index -= 1
        }
        return nil
    }
}

/// Tags of Ogg and FLAC files.
enum VorbisComment {
    /// How many tags are looked at.
    private static let mostTags = 256

    static func read(_ bytes: ArraySlice<UInt8>, into info: inout FileInfo) {
        let window = MemoryWindow(bytes)
        guard let vendor = window.littleNumber(at: 0, 4), let first = Int64(exactly: vendor + 4),
            let count = window.littleNumber(at: first, 4)
        else { return }
        var offset = first + 4
        for _ in 0..<min(count, UInt64(mostTags)) {
            guard let length = window.littleNumber(at: offset, 4), length <= UInt64(bytes.count) else { return }
            let tag = window.bytes(at: offset + 4, count: Int(length))
            if let separator = tag.firstIndex(of: UInt8(ascii: "=")) {
                info.set(String(decoding: tag[..<separator], as: UTF8.self), tag[(separator + 1)...])
            }
            offset += 4 + Int64(length)
        }
    }
}
