// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Durations and tags of MP3 files (ISO 11172-3, ID3 2.2 to 2.4).
enum MP3File {
    private static let bitRates: [[Int]] = [
        // The third layer of version 1, and of versions 2 and 2.5, in kbit/s.
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0],
    ]
    /// How far the first frame is looked for behind the tags.
    private static let searched = 8_192

    static func read(_ file: some ByteWindow, into info: inout FileInfo) {
        let start = readTags(file, into: &info)
        let bytes = file.bytes(at: start, count: searched)
        guard bytes.count > 4 else { return }
        for index in 0..<bytes.count - 4 where bytes[index] == 0xFF && bytes[index + 1] & 0xE0 == 0xE0 {
            if readFrame(bytes[index...], at: start + Int64(index), file, into: &info) { return }
        }
    }

    private static func readFrame(
        _ frame: ArraySlice<UInt8>, at offset: Int64, _ file: some ByteWindow, into info: inout FileInfo
    ) -> Bool {
        let head = Array(frame.prefix(4))
        let version = head[1] >> 3 & 3
        guard version != 1, head[1] >> 1 & 3 == 1 else { return false }
        let isFirst = version == 3
        let rate = bitRates[isFirst ? 0 : 1][Int(head[2] >> 4)] * 1_000
        let sampling = [44_100, 48_000, 32_000, 0][Int(head[2] >> 2 & 3)] >> (isFirst ? 0 : version == 2 ? 1 : 2)
        guard rate > 0, sampling > 0 else { return false }
        let samples = isFirst ? 1_152 : 576
        let isMono = head[3] >> 6 == 3
        let side = isFirst ? (isMono ? 17 : 32) : (isMono ? 9 : 17)
        let window = MemoryWindow(frame)
        let mark = Int64(4 + side)
        if ["Xing", "Info"].contains(String(decoding: window.bytes(at: mark, count: 4), as: UTF8.self)),
            let flags = window.number(at: mark + 4, 4), flags & 1 != 0, let frames = window.number(at: mark + 8, 4)
        {
            info.set(units: frames * UInt64(samples), perSecond: UInt64(sampling))
        } else {
            info.set(units: UInt64(max(0, file.count - offset)) * 8, perSecond: UInt64(rate))
        }
        return true
    }

    /// - Returns: Where the tags end.
    private static func readTags(_ file: some ByteWindow, into info: inout FileInfo) -> Int64 {
        let head = file.bytes(at: 0, count: 10)
        guard head.count == 10, head.starts(with: Array("ID3".utf8)) else { return 0 }
        let version = head[3]
        let end = 10 + Int64(synchsafe(head[6...]))
        let isShort = version == 2
        var offset: Int64 = 10
        while offset < end {
            let name = String(decoding: file.bytes(at: offset, count: isShort ? 3 : 4), as: UTF8.self)
            guard name.utf8.allSatisfy({ (0x30...0x5A).contains($0) }), !name.isEmpty else { break }
            let header: Int64 = isShort ? 6 : 10
            let size: Int64
            if isShort {
                guard let length = file.number(at: offset + 3, 3) else { break }
                size = Int64(length)
            } else {
                let length = file.bytes(at: offset + 4, count: 4)
                guard length.count == 4 else { break }
                size = version >= 4 ? Int64(synchsafe(length[...])) : length.reduce(0) { $0 << 8 | Int64($1) }
            }
            let content = file.bytes(at: offset + header, count: Int(min(size, 2_048)))
            switch name {
            case "TIT2", "TT2": info.set("title", Array(text(content).utf8))
            case "TPE1", "TP1": info.set("artist", Array(text(content).utf8))
            default: break
            }
            offset += header + max(size, 1)
        }
        return end
    }

    private static func synchsafe(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.prefix(4).reduce(0) { $0 << 7 | UInt32($1 & 0x7F) }
    }

    /// A text whose first byte names its encoding.
    private static func text(_ bytes: [UInt8]) -> String {
        guard let encoding = bytes.first else { return "" }
        let rest = bytes.dropFirst()
        switch encoding {
        case 0:
            return String(String.UnicodeScalarView(rest.map { Unicode.Scalar($0) }))
        case 1, 2:
            var units: [UInt16] = []
            let isLittle = rest.starts(with: [0xFF, 0xFE])
            let body = Array(rest.starts(with: [0xFE, 0xFF]) || isLittle ? rest.dropFirst(2) : rest)
            for index in stride(from: 0, to: body.count - 1, by: 2) {
                let (first, second) = (UInt16(body[index]), UInt16(body[index + 1]))
                units.append(isLittle ? second << 8 | first : first << 8 | second)
            }
            return String(decoding: units, as: UTF16.self)
        default:
            return String(decoding: rest, as: UTF8.self)
        }
    }
}
