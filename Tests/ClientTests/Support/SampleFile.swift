// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport

/// Small files of the kinds that applications look into, made here.
enum SampleFile {
    private static func big(_ value: Int, _ width: Int = 4) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func little(_ value: Int, _ width: Int = 4) -> [UInt8] { big(value, width).reversed() }

    static func png(width: Int, height: Int) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13) + Array("IHDR".utf8) + big(width) + big(height)
            + [8, 6, 0, 0, 0] + big(0)
    }

    static func gif(width: Int, height: Int) -> [UInt8] {
        Array("GIF89a".utf8) + little(width, 2) + little(height, 2) + [0, 0, 0, 0x3B]
    }

    static func jpeg(width: Int, height: Int) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, 0xE0] + big(16, 2) + Array("JFIF".utf8) + [UInt8](repeating: 0, count: 10)
            + [0xFF, 0xC0] + big(17, 2) + [8] + big(height, 2) + big(width, 2) + [UInt8](repeating: 1, count: 10)
            + [0xFF, 0xD9]
    }

    static func webp(width: Int, height: Int) -> [UInt8] {
        Array("RIFF".utf8) + little(22) + Array("WEBPVP8X".utf8) + little(10) + little(0) + little(width - 1, 3)
            + little(height - 1, 3)
    }

    private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        big(content.count + 8) + Array(name.utf8) + content
    }

    static func mp4(width: Int, height: Int, milliseconds: Int, hasSound: Bool) -> [UInt8] {
        func handler(_ kind: String) -> [UInt8] {
            box("mdia", box("hdlr", big(0, 8) + Array(kind.utf8) + big(0, 8)))
        }
        let matrix = big(0x1_0000) + big(0, 12) + big(0x1_0000) + big(0, 12) + big(0x4000_0000)
        let header = big(0, 40) + matrix + big(width << 16) + big(height << 16)
        let movie =
            box("mvhd", big(0, 12) + big(1_000) + big(milliseconds) + big(0, 80))
            + box("trak", box("tkhd", header) + handler("vide"))
            + (hasSound ? box("trak", handler("soun")) : [])
        return box("ftyp", Array("isom".utf8) + big(0)) + box("moov", movie) + box("mdat", [1, 2, 3])
    }

    private static func page(_ content: [UInt8], position: Int) -> [UInt8] {
        Array("OggS".utf8) + [0, 2] + little(position, 8) + little(1) + little(0) + little(0) + [1]
            + [UInt8(content.count)] + content
    }

    static func opus(milliseconds: Int) -> [UInt8] {
        let head = Array("OpusHead".utf8) + [1, 1] + little(312, 2) + little(48_000) + little(0, 2) + [0]
        let tags = Array("OpusTags".utf8) + little(4) + Array("test".utf8) + little(0)
        return page(head, position: 0) + page(tags, position: 0)
            + page([1, 2, 3, 4], position: milliseconds * 48 + 312)
    }

    static func mp3(title: String, performer: String) -> [UInt8] {
        func frame(_ name: String, _ text: String) -> [UInt8] {
            Array(name.utf8) + big(text.utf8.count + 1) + [0, 0, 3] + Array(text.utf8)
        }
        let frames = frame("TIT2", title) + frame("TPE1", performer)
        return Array("ID3".utf8) + [4, 0, 0] + [0, 0, UInt8(frames.count >> 7), UInt8(frames.count & 0x7F)] + frames
            + [0xFF, 0xFB, 0x90, 0x00] + [UInt8](repeating: 0, count: 16_000)
    }

    static let all: [[UInt8]] = [
        png(width: 5, height: 6), gif(width: 5, height: 6), jpeg(width: 5, height: 6), webp(width: 5, height: 6),
        mp4(width: 5, height: 6, milliseconds: 7, hasSound: true), opus(milliseconds: 8),
        mp3(title: "a", performer: "b"),
    ]

    /// A file with some bytes changed, and perhaps cut off.
    static func damaged(_ file: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = file
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            bytes[Int.random(in: 0..<min(bytes.count, 512), using: &generator)] =
                Bool.random(using: &generator) ? 0xFF : UInt8.random(in: 0...255, using: &generator)
        }
        return Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
    }

    /// Bytes of which any two stretches differ.
    static func content(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                buffer[index] = UInt8(truncatingIfNeeded: state >> 24)
            }
            initialized = count
        }
    }
}
