// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLTypes
import FerogramTestSupport

/// Files, previews, names and file ids from strangers.
enum MediaFuzz {
    private enum Failure: Error, CustomStringConvertible {
        case name(String)
        case fileID(String)

        var description: String {
            switch self {
            case .name(let name): "the name leads somewhere: \(name.debugDescription)"
            case .fileID(let text): "the file id is another one when it is read again: \(text)"
            }
        }
    }

    static func target() -> FuzzTarget {
        FuzzTarget(name: "media", run: run) { generator in ByteMutation.damaged(oneOf: corpus, using: &generator) }
    }

    static func run(_ input: [UInt8]) throws {
        let text = String(decoding: input, as: UTF8.self)
        let info = FileInfo(input, name: "x.mp3")
        _ = FileInfo(input, name: text)
        if let width = info.width, !(1...65_535).contains(width) { throw Failure.name("width \(width)") }
        let name = FileSource(.bytes([]), suggestedName: text).fileName
        if name.isEmpty || name.contains("/") || name.contains("\\") || name.hasPrefix(".") || name.utf8.count > 255
            || name.utf8.contains(0)
        {
            throw Failure.name(name)
        }
        let waveform = Waveform(packed: input)
        _ = Waveform(packed: waveform.packed).values == waveform.values
        for raw: TL.PhotoSize in [
            .stripped(.init(type: "i", bytes: input)), .path(.init(type: "j", bytes: input)),
            .cached(.init(type: "s", w: -1, h: .max, bytes: input)),
            .progressive(.init(type: "x", w: .max, h: .max, sizes: input.map { Int32($0) << 23 })),
        ] {
            let size = PhotoSize(raw, of: FileSource(.bytes([])))
            _ = (size.bytes, size.outline, size.width, size.height, size.fileSource?.fileName)
        }
        if let id = FileID(text) {
            guard FileID(id.description) == id else { throw Failure.fileID(text) }
            _ = (id.uniqueID, id.fileSource?.fileName)
        }
    }

    private static func big(_ value: Int, _ width: Int = 4) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        big(content.count + 8) + Array(name.utf8) + content
    }

    /// Beginnings of files of all kinds that are looked into.
    private static let corpus: [[UInt8]] = {
        let header = box("tkhd", big(0, 8) + [UInt8](repeating: 1, count: 76))
        let handler = box("mdia", box("hdlr", big(0, 8) + Array("vide".utf8) + big(0, 8)))
        let tags = box("udta", box("meta", big(0) + box("ilst", box("\u{A9}nam", box("data", big(0, 8) + [65, 66])))))
        let movie = box("moov", box("mvhd", [UInt8](repeating: 1, count: 100)) + box("trak", header + handler) + tags)
        let page: [UInt8] = Array("OggS".utf8) + [UInt8](repeating: 1, count: 22) + [1, 19]
        return [
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13) + Array("IHDR".utf8) + big(5, 4) + big(6, 4),
            [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1, 0xFF, 0xC0, 0, 17, 8, 0, 5, 0, 6, 3],
            Array("GIF89a".utf8) + [5, 0, 6, 0],
            Array("RIFF".utf8) + big(20) + Array("WEBPVP8 ".utf8) + big(20, 8) + [0x9D, 0x01, 0x2A, 5, 0, 6, 0],
            Array("RIFF".utf8) + big(20) + Array("WEBPVP8L".utf8) + big(20) + [0x2F, 1, 2, 3, 4],
            Array("RIFF".utf8) + big(20) + Array("WAVEfmt ".utf8) + [16, 0, 0, 0] + big(1, 16) + Array("data".utf8)
                + big(9),
            box("ftyp", Array("isom".utf8)) + movie, page + Array("OpusHead".utf8) + big(1, 11) + page,
            Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 20] + Array("TIT2".utf8) + big(3) + [0, 0, 3, 65, 66]
                + [0xFF, 0xFB, 0x90, 0, 0, 0],
            Array("fLaC".utf8) + [0, 0, 0, 34] + big(7, 34) + [0x84, 0, 0, 20] + big(0, 4) + [2, 0, 0, 0] + big(9, 12),
            [
                0x1A, 0x45, 0xDF, 0xA3, 0x80, 0x18, 0x53, 0x80, 0x67, 0x90, 0x15, 0x49, 0xA9, 0x66, 0x88, 0x44, 0x89,
                0x84,
            ]
                + big(7),
            Array("../../etc/\u{202E}passwd.jpg\0con.txt".utf8),
            Array("CAACAgIAAxkBAAM6YZlDEHCmaTKrUhCIjxAPtPtjVx4AAicAA4dXjx6dGLyHwXVNcCIE".utf8),
            Array("AQADhrsxG9182Uh9AgACAQAEGWh0dHBzOi8vZXhhbXBsZS5jb20vYS5qcGcAAv3_________PQQ".utf8),
        ]
    }()
}
