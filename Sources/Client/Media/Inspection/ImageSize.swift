// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Sizes of pictures.
enum ImageSize {
    /// How many segments of a JPEG file are looked at.
    private static let mostSegments = 512

    static func read(_ kind: FileKind, _ file: some ByteWindow) -> (width: Int, height: Int)? {
        let size: (UInt64?, UInt64?)? =
            switch kind {
            case .png: (file.number(at: 16, 4), file.number(at: 20, 4))
            case .gif: (file.littleNumber(at: 6, 2), file.littleNumber(at: 8, 2))
            case .bmp: (file.littleNumber(at: 18, 4), file.littleNumber(at: 22, 4))
            case .webp: webp(file)
            case .jpeg: jpeg(file)
            default: nil
            }
        guard let width = size?.0, let height = size?.1, (1...65_535).contains(width), (1...65_535).contains(height)
        else { return nil }
        return (Int(width), Int(height))
    }

    private static func webp(_ file: some ByteWindow) -> (UInt64?, UInt64?)? {
        switch String(decoding: file.bytes(at: 12, count: 4), as: UTF8.self) {
        case "VP8 ":
            guard file.bytes(at: 23, count: 3) == [0x9D, 0x01, 0x2A] else { return nil }
            return (file.littleNumber(at: 26, 2).map { $0 & 0x3FFF }, file.littleNumber(at: 28, 2).map { $0 & 0x3FFF })
        case "VP8L":
            guard file.bytes(at: 20, count: 1) == [0x2F], let bits = file.littleNumber(at: 21, 4) else { return nil }
            return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case "VP8X":
            return (file.littleNumber(at: 24, 3).map { $0 + 1 }, file.littleNumber(at: 27, 3).map { $0 + 1 })
        default:
            return nil
        }
    }

    private static func jpeg(_ file: some ByteWindow) -> (UInt64?, UInt64?)? {
        var offset: Int64 = 2
        for _ in 0..<mostSegments {
            let head = file.bytes(at: offset, count: 4)
            guard head.count == 4, head[0] == 0xFF else { return nil }
            switch head[1] {
            case 0xFF:
                // Any number of such bytes may stand before a marker.
                offset += 1
            case 0xD0...0xD7, 0x01:
                offset += 2
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                return (file.number(at: offset + 7, 2), file.number(at: offset + 5, 2))
            case 0xD8, 0xD9, 0xDA:
                return nil
            default:
                offset += 2 + max(2, Int64(head[2]) << 8 | Int64(head[3]))
            }
        }
        return nil
    }
}
