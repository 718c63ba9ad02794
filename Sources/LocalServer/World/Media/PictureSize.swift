// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Sizes of pictures, as far as a server has to know them.
enum PictureSize {
    /// The size of a PNG, JPEG, GIF or WebP file in pixels; `nil` for other files.
    static func read(_ content: FileContent) -> (width: Int32, height: Int32)? {
        let head = content.read(at: 0, count: 32)
        func big(_ offset: Int, _ width: Int) -> Int32? {
            guard head.count >= offset + width else { return nil }
            return Int32(clamping: head[offset..<offset + width].reduce(0) { $0 << 8 | Int($1) })
        }
        func little(_ offset: Int, _ width: Int) -> Int32? {
            guard head.count >= offset + width else { return nil }
            return Int32(clamping: head[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Int($1) })
        }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47]), let width = big(16, 4), let height = big(20, 4) {
            return (width, height)
        }
        if head.starts(with: Array("GIF8".utf8)), let width = little(6, 2), let height = little(8, 2) {
            return (width, height)
        }
        if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: Array("WEBPVP8X".utf8)),
            let width = little(24, 3), let height = little(27, 3)
        {
            return (width + 1, height + 1)
        }
        return head.starts(with: [0xFF, 0xD8]) ? jpeg(content) : nil
    }

    private static func jpeg(_ content: FileContent) -> (width: Int32, height: Int32)? {
        var offset: Int64 = 2
        for _ in 0..<256 {
            let head = content.read(at: offset, count: 9)
            guard head.count == 9, head[0] == 0xFF else { return nil }
            if [0xC0, 0xC1, 0xC2].contains(head[1]) {
                return (Int32(head[7]) << 8 | Int32(head[8]), Int32(head[5]) << 8 | Int32(head[6]))
            }
            offset += 2 + max(2, Int64(head[2]) << 8 | Int64(head[3]))
        }
        return nil
    }
}
