// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Durations and tags of FLAC files (RFC 9639).
enum FLACFile {
    /// How many blocks before the sound are looked at.
    private static let mostBlocks = 64

    static func read(_ file: some ByteWindow, into info: inout FileInfo) {
        var offset: Int64 = 4
        for _ in 0..<mostBlocks {
            guard let kind = file.number(at: offset, 1), let length = file.number(at: offset + 1, 3) else { return }
            let content = offset + 4
            switch kind & 0x7F {
            case 0:
                if let word = file.number(at: content + 10, 8) {
                    info.set(units: word & 0xF_FFFF_FFFF, perSecond: word >> 44)
                }
            case 4:
                VorbisComment.read(file.bytes(at: content, count: Int(min(length, 65_536)))[...], into: &info)
            default: break
            }
            if kind & 0x80 != 0 { return }
            offset = content + Int64(length)
        }
    }
}

/// Durations of WAV files.
enum WAVFile {
    /// How many chunks are looked at.
    private static let mostChunks = 64

    static func read(_ file: some ByteWindow, into info: inout FileInfo) {
        var offset: Int64 = 12
        var bytesPerSecond: UInt64 = 0
        for _ in 0..<mostChunks {
            let name = String(decoding: file.bytes(at: offset, count: 4), as: UTF8.self)
            guard let size = file.littleNumber(at: offset + 4, 4) else { return }
            if name == "fmt ", let rate = file.littleNumber(at: offset + 16, 4) { bytesPerSecond = rate }
            if name == "data" {
                info.set(units: min(size, UInt64(max(0, file.count - offset - 8))), perSecond: bytesPerSecond)
                return
            }
            offset += 8 + Int64(size) + Int64(size & 1)
        }
    }
}

/// Sizes and durations of WebM and Matroska files (RFC 8794, RFC 9559).
enum WebMFile {
    /// How many elements are looked at altogether.
    private static let mostElements = 512

    static func read(_ file: some ByteWindow, into info: inout FileInfo) {
        var scale = 1_000_000.0
        var length: Double?
        var width: UInt64?
        var height: UInt64?
        var left = mostElements
        walk(0..<file.count, file, &left) { id, content in
            switch id {
            // Segment, Info, Tracks, TrackEntry and Video have others inside.
            case 0x1853_8067, 0x1549_A966, 0x1654_AE6B, 0xAE, 0xE0: return true
            case 0x2AD7B1: scale = number(content, file).map { Double($0) } ?? scale
            case 0x4489: length = real(content, file)
            case 0xB0: width = width ?? number(content, file)
            case 0xBA: height = height ?? number(content, file)
            // The kind of a track: 1 for pictures, 2 for sound.
            case 0x83:
                let kind = number(content, file)
                if kind == 1 { info.hasSound = info.hasSound ?? false }
                if kind == 2 { info.hasSound = true }
            default: break
            }
            return false
        }
        if let width, let height { info.set(width: width, height: height) }
        if let length, length.isFinite, length > 0, length * scale / 1e9 < 31_536_000 {
            info.set(units: UInt64(length * scale / 1e6), perSecond: 1_000)
        }
    }

    private static func walk(
        _ range: Range<Int64>, _ file: some ByteWindow, _ left: inout Int,
        _ visit: (UInt64, Range<Int64>) -> Bool
    ) {
        var offset = range.lowerBound
        while offset < range.upperBound, left > 0 {
            left -= 1
            guard let id = integer(at: offset, file, keepsMark: true),
                let size = integer(at: offset + id.width, file, keepsMark: false)
            else { return }
            let start = offset + id.width + size.width
            guard start <= range.upperBound else { return }
            // A size of ones alone is not known.
            let isUnknown = size.value == (UInt64(1) << UInt64(7 * size.width)) - 1
            let rest = range.upperBound - start
            let count = isUnknown ? rest : min(rest, Int64(clamping: size.value))
            if visit(id.value, start..<start + count) { walk(start..<start + count, file, &left, visit) }
            offset = start + count
        }
    }

    private static func integer(
        at offset: Int64, _ file: some ByteWindow, keepsMark: Bool
    ) -> (value: UInt64, width: Int64)? {
        guard let first = file.number(at: offset, 1), first != 0 else { return nil }
        let width = UInt8(truncatingIfNeeded: first).leadingZeroBitCount + 1
        guard let whole = file.number(at: offset, width) else { return nil }
        return (keepsMark ? whole : whole & ((UInt64(1) << UInt64(7 * width)) - 1), Int64(width))
    }

    private static func number(_ content: Range<Int64>, _ file: some ByteWindow) -> UInt64? {
        let count = content.upperBound - content.lowerBound
        return (1...8).contains(count) ? file.number(at: content.lowerBound, Int(count)) : nil
    }

    private static func real(_ content: Range<Int64>, _ file: some ByteWindow) -> Double? {
        guard let bits = number(content, file) else { return nil }
        switch content.count {
        case 4: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case 8: return Double(bitPattern: bits)
        default: return nil
        }
    }
}
