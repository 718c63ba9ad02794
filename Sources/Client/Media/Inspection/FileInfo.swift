// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import Foundation

/// What a file says of itself: its kind, and the size and duration that applications show before they have it.
///
/// The files are anybody's: what makes no sense in them is left out.
public struct FileInfo: Hashable, Sendable {
    /// The MIME type, by the content first, then by the name; `application/octet-stream` if neither tells.
    public let mimeType: String
    /// The width in pixels.
    public internal(set) var width: Int?
    /// The height in pixels.
    public internal(set) var height: Int?
    /// How long it plays.
    public internal(set) var duration: Duration?
    /// The title of a piece of music.
    public internal(set) var title: String?
    /// Who plays it.
    public internal(set) var performer: String?
    /// Whether a video has sound; `nil` if that is not known.
    public internal(set) var hasSound: Bool?
    /// Whether an Ogg file has the codec of voice messages.
    public internal(set) var isOpus = false
    /// How long the file is, in bytes.
    public let size: Int64
    let kind: FileKind

    init(_ window: some ByteWindow, name: String) {
        kind = FileKind(head: window.bytes(at: 0, count: 64), name: name)
        mimeType = kind.rawValue
        size = window.count
        switch kind {
        case .png, .jpeg, .gif, .webp, .bmp:
            if let size = ImageSize.read(kind, window) { (width, height) = (size.width, size.height) }
        case .mp4, .quickTime, .m4a:
            MP4File.read(window, into: &self)
        case .ogg:
            OggFile.read(window, into: &self)
        case .mp3, .aac:
            MP3File.read(window, into: &self)
        case .flac:
            FLACFile.read(window, into: &self)
        case .wav:
            WAVFile.read(window, into: &self)
        case .webm, .matroska:
            WebMFile.read(window, into: &self)
        default:
            break
        }
    }

    /// Looks into a file in memory.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - name: Its name, for kinds that the content does not tell.
    public init(_ bytes: some Sequence<UInt8>, name: String = "") {
        self.init(MemoryWindow(Array(bytes)[...]), name: name)
    }

    /// Looks into a file on disk; of large ones only parts are read.
    ///
    /// - Parameter url: The file.
    /// - Throws: ``TransferError/file(_:)`` if it cannot be read.
    public init(contentsOf url: URL) throws(TransferError) {
        let file = try DiskFile(reading: url.path(percentEncoded: false))
        self.init(file, name: url.lastPathComponent)
    }

    /// Sets a size unless it makes no sense.
    mutating func set(width: UInt64, height: UInt64) {
        guard (1...65_535).contains(width), (1...65_535).contains(height) else { return }
        (self.width, self.height) = (Int(width), Int(height))
    }

    /// Sets a duration unless it makes no sense; a file plays a year at most.
    mutating func set(units: UInt64, perSecond: UInt64) {
        guard units > 0, perSecond > 0, units / perSecond < 31_536_000 else { return }
        duration = .milliseconds(Int64((Double(units) / Double(perSecond) * 1_000).rounded()))
    }

    /// Sets a tag by its name in comments.
    mutating func set(_ tag: String, _ value: some Collection<UInt8>) {
        let text = String(decoding: value.prefix(1_024), as: UTF8.self).filter { $0 != "\0" }.trimmed
        guard !text.isEmpty else { return }
        switch tag.lowercased() {
        case "title": title = title ?? text
        case "artist": performer = performer ?? text
        default: break
        }
    }
}
