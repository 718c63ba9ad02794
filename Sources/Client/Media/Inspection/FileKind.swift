// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What kind of content a file has, by its first bytes, and by its name where those do not tell.
enum FileKind: String, CaseIterable, Sendable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case gif = "image/gif"
    case webp = "image/webp"
    case bmp = "image/bmp"
    case tiff = "image/tiff"
    case heic = "image/heic"
    case avif = "image/avif"
    case svg = "image/svg+xml"
    case mp4 = "video/mp4"
    case quickTime = "video/quicktime"
    case webm = "video/webm"
    case matroska = "video/x-matroska"
    case avi = "video/x-msvideo"
    case mp3 = "audio/mpeg"
    case m4a = "audio/mp4"
    case ogg = "audio/ogg"
    case flac = "audio/flac"
    case wav = "audio/x-wav"
    case aac = "audio/aac"
    case animatedSticker = "application/x-tgsticker"
    case pdf = "application/pdf"
    case zip = "application/zip"
    case gzip = "application/gzip"
    case rar = "application/vnd.rar"
    case sevenZip = "application/x-7z-compressed"
    case json = "application/json"
    case text = "text/plain"
    case html = "text/html"
    case css = "text/css"
    case csv = "text/csv"
    case markdown = "text/markdown"
    case xml = "application/xml"
    case executable = "application/x-msdownload"
    case apk = "application/vnd.android.package-archive"
    case word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    case epub = "application/epub+zip"
    case unknown = "application/octet-stream"

    /// Finds out what a file is.
    ///
    /// - Parameters:
    ///   - head: Its first bytes, 16 at least where there are so many.
    ///   - name: Its name.
    init(head: some Collection<UInt8>, name: String) {
        let head = Array(head.prefix(64))
        let named = Self(name: name)
        guard let found = Self(head: head) else {
            self = named ?? .unknown
            return
        }
        // Many kinds are archives or containers inside, and their names say which.
        switch (found, named) {
        case (.zip, .apk?), (.zip, .word?), (.zip, .sheet?), (.zip, .slides?), (.zip, .epub?),
            (.gzip, .animatedSticker?), (.webm, .matroska?), (.mp4, .m4a?), (.mp4, .quickTime?):
            self = named ?? found
        default:
            self = found
        }
    }

    private init?(head: [UInt8]) {
        func has(_ text: String, at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: text.utf8) }
        switch true {
        case head.starts(with: [0xFF, 0xD8, 0xFF]): self = .jpeg
        case head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]): self = .png
        case has("GIF87a"), has("GIF89a"): self = .gif
        case has("RIFF") && has("WEBP", at: 8): self = .webp
        case has("RIFF") && has("WAVE", at: 8): self = .wav
        case has("RIFF") && has("AVI ", at: 8): self = .avi
        case has("II*\0"), has("MM\0*"): self = .tiff
        case has("ftyp", at: 4):
            switch String(decoding: head.dropFirst(8).prefix(4), as: UTF8.self) {
            case "heic", "heix", "mif1", "msf1", "hevc": self = .heic
            case "avif", "avis": self = .avif
            case "M4A ", "M4B ", "M4P ": self = .m4a
            case "qt  ": self = .quickTime
            default: self = .mp4
            }
        case head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]): self = .webm
        case has("OggS"): self = .ogg
        case has("fLaC"): self = .flac
        case has("ID3"): self = .mp3
        case has("%PDF"): self = .pdf
        case has("PK\u{3}\u{4}"), has("PK\u{5}\u{6}"): self = .zip
        case head.starts(with: [0x1F, 0x8B]): self = .gzip
        case has("Rar!"): self = .rar
        case head.starts(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]): self = .sevenZip
        case has("BM") && head.count >= 14: self = .bmp
        case head.count >= 2 && head[0] == 0xFF && head[1] & 0xF6 == 0xF0: self = .aac
        case head.count >= 2 && head[0] == 0xFF && head[1] & 0xE0 == 0xE0 && head[1] & 0x06 != 0: self = .mp3
        case has("<svg"): self = .svg
        case has("<!DOCTYPE html"), has("<html"): self = .html
        case has("MZ"): self = .executable
        default: return nil
        }
    }

    private init?(name: String) {
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let suffix = name[name.index(after: dot)...].lowercased()
        guard let kind = Self.allCases.first(where: { $0.suffixes.contains(suffix) }) else { return nil }
        self = kind
    }

    /// What names of such files end with, the usual one first.
    var suffixes: [String] {
        switch self {
        case .jpeg: ["jpg", "jpeg"]
        case .png: ["png"]
        case .gif: ["gif"]
        case .webp: ["webp"]
        case .bmp: ["bmp"]
        case .tiff: ["tiff", "tif"]
        case .heic: ["heic", "heif"]
        case .avif: ["avif"]
        case .svg: ["svg"]
        case .mp4: ["mp4", "m4v"]
        case .quickTime: ["mov"]
        case .webm: ["webm"]
        case .matroska: ["mkv"]
        case .avi: ["avi"]
        case .mp3: ["mp3"]
        case .m4a: ["m4a", "m4b"]
        case .ogg: ["ogg", "oga", "opus"]
        case .flac: ["flac"]
        case .wav: ["wav"]
        case .aac: ["aac"]
        case .animatedSticker: ["tgs"]
        case .pdf: ["pdf"]
        case .zip: ["zip"]
        case .gzip: ["gz"]
        case .rar: ["rar"]
        case .sevenZip: ["7z"]
        case .json: ["json"]
        case .text: ["txt", "log"]
        case .html: ["html", "htm"]
        case .css: ["css"]
        case .csv: ["csv"]
        case .markdown: ["md"]
        case .xml: ["xml"]
        case .executable: ["exe", "dll"]
        case .apk: ["apk"]
        case .word: ["docx"]
        case .sheet: ["xlsx"]
        case .slides: ["pptx"]
        case .epub: ["epub"]
        case .unknown: ["bin"]
        }
    }

    /// The suffix that a file of a MIME type gets when it has no name.
    static func suffix(ofMIMEType type: String) -> String? {
        guard let kind = Self(rawValue: type.lowercased()), kind != .unknown else {
            return ["audio/mp3": "mp3", "audio/x-flac": "flac", "audio/wav": "wav", "audio/opus": "ogg"][type]
        }
        return kind.suffixes.first
    }
}
