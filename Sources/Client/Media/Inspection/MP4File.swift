// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Sizes, durations and tags of MP4 and QuickTime files (ISO 14496-12).
enum MP4File {
    /// A box and where its content is.
    private struct Box {
        let name: String
        let content: Range<Int64>
    }

    /// How many boxes of one level are looked at.
    private static let mostBoxes = 256

    static func read(_ file: some ByteWindow, into info: inout FileInfo) {
        guard let movie = boxes(0..<file.count, file).first(where: { $0.name == "moov" }) else { return }
        var hasVideo = false
        var hasSound = false
        for box in boxes(movie.content, file) {
            switch box.name {
            case "mvhd": readDuration(box, file, into: &info)
            case "trak":
                switch handler(of: box, file) {
                case "vide":
                    hasVideo = true
                    readSize(of: box, file, into: &info)
                case "soun": hasSound = true
                default: break
                }
            case "udta": readTags(box, file, into: &info)
            default: break
            }
        }
        if hasVideo { info.hasSound = hasSound }
    }

    private static func boxes(_ range: Range<Int64>, _ file: some ByteWindow) -> [Box] {
        var found: [Box] = []
        var offset = range.lowerBound
        while offset <= range.upperBound - 8, found.count < mostBoxes {
            guard let short = file.number(at: offset, 4) else { break }
            let name = String(decoding: file.bytes(at: offset + 4, count: 4), as: UTF8.self)
            var header: Int64 = 8
            var size = Int64(short)
            if short == 1 {
                guard let long = file.number(at: offset + 8, 8), let exact = Int64(exactly: long) else { break }
                (header, size) = (16, exact)
            } else if short == 0 {
                size = range.upperBound - offset
            }
            guard size >= header, size <= range.upperBound - offset else {
                // A box that is cut off is the last one, and what there is of it may do.
                if offset + header < range.upperBound {
                    found.append(Box(name: name, content: offset + header..<range.upperBound))
                }
                break
            }
            found.append(Box(name: name, content: offset + header..<offset + size))
            offset += size
        }
        return found
    }

    private static func descend(_ path: [String], _ box: Box, _ file: some ByteWindow) -> Box? {
        path.reduce(Optional(box)) { box, name in
            box.flatMap { boxes($0.content, file).first { $0.name == name } }
        }
    }

    private static func handler(of track: Box, _ file: some ByteWindow) -> String? {
        guard let box = descend(["mdia", "hdlr"], track, file) else { return nil }
        return String(decoding: file.bytes(at: box.content.lowerBound + 8, count: 4), as: UTF8.self)
    }

    private static func readDuration(_ box: Box, _ file: some ByteWindow, into info: inout FileInfo) {
        let start = box.content.lowerBound
        let isLong = file.number(at: start, 1) == 1
        guard let scale = file.number(at: start + (isLong ? 20 : 12), 4),
            let units = isLong ? file.number(at: start + 24, 8) : file.number(at: start + 16, 4)
        else { return }
        info.set(units: units, perSecond: scale)
    }

    private static func readSize(of track: Box, _ file: some ByteWindow, into info: inout FileInfo) {
        guard let box = descend(["tkhd"], track, file), info.width == nil else { return }
        let start = box.content.lowerBound
        let base = start + (file.number(at: start, 1) == 1 ? 88 : 76)
        guard let width = file.number(at: base, 4), let height = file.number(at: base + 4, 4) else { return }
        // The matrix says whether the picture is turned on its side.
        let isTurned = file.number(at: base - 36, 4) == 0 && file.number(at: base - 32, 4) != 0
        if isTurned {
            info.set(width: height >> 16, height: width >> 16)
        } else {
            info.set(width: width >> 16, height: height >> 16)
        }
    }

    private static func readTags(_ box: Box, _ file: some ByteWindow, into info: inout FileInfo) {
        guard let meta = boxes(box.content, file).first(where: { $0.name == "meta" }) else { return }
        // Four bytes of version and flags stand before the boxes.
        let content = min(meta.content.lowerBound + 4, meta.content.upperBound)..<meta.content.upperBound
        guard let list = boxes(content, file).first(where: { $0.name == "ilst" }) else { return }
        for item in boxes(list.content, file) {
            guard let data = boxes(item.content, file).first(where: { $0.name == "data" }) else { continue }
            let start = data.content.lowerBound + 8
            let value = file.bytes(at: start, count: Int(max(0, min(1_024, data.content.upperBound - start))))
            let name = file.bytes(at: item.content.lowerBound - 4, count: 4)
            if name == [0xA9] + Array("nam".utf8) { info.set("title", value) }
            if name == [0xA9] + Array("ART".utf8) { info.set("artist", value) }
        }
    }
}
