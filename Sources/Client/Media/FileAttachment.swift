// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A file and how a message shows it.
///
///     .video(.path("film.mp4")).spoiler()
///     FileAttachment(.data(bytes, name: "song.mp3"), as: .audio)
public struct FileAttachment: Sendable, Codable {
    /// How a message shows a file.
    @nonexhaustive public enum Form: Hashable, Sendable, Codable {
        /// As what the file is: pictures as photos, films as videos, voice as voice messages, anything else as a file.
        case automatic
        case photo
        case video
        /// A round video.
        case videoNote
        /// Like a GIF.
        case animation
        case audio
        case voice
        case sticker
        /// A file, whatever it is.
        case document
    }

    /// The file.
    public var file: InputFile
    /// How it is shown.
    public var form: Form
    /// Whether it is covered until somebody taps it.
    public var isSpoiler = false
    /// After what time of looking at it it is gone, in private chats; `nil` if it stays.
    public var timeToLive: Duration?
    /// A JPEG picture of up to 320 pixels a side that is shown before the file is there.
    public var thumbnail: InputFile?
    /// The picture that is shown before a video plays.
    public var cover: InputFile?
    /// The video that a photo plays when somebody holds it.
    public var livePhotoVideo: InputFile?
    /// From where on a video plays.
    public var startTime: Duration?
    /// The width in pixels; `nil` for what the file says.
    public var width: Int?
    /// The height in pixels; `nil` for what the file says.
    public var height: Int?
    /// How long it plays; `nil` for what the file says.
    public var duration: Duration?
    /// The title of a piece of music; `nil` for what the file says.
    public var title: String?
    /// Who plays it; `nil` for what the file says.
    public var performer: String?
    /// How loud a voice message is over time.
    public var waveform: Waveform?
    /// The emoji that a sticker stands for.
    public var emoji = ""

    /// Creates an attachment.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - form: How it is shown.
    public init(_ file: some InputFileConvertible, as form: Form = .automatic) {
        self.file = file.inputFile
        self.form = form
    }

    /// A photo.
    public static func photo(_ file: some InputFileConvertible) -> Self { Self(file, as: .photo) }
    /// A video.
    public static func video(_ file: some InputFileConvertible) -> Self { Self(file, as: .video) }
    /// A round video.
    public static func videoNote(_ file: some InputFileConvertible) -> Self { Self(file, as: .videoNote) }
    /// A GIF, or a video without sound that plays like one.
    public static func animation(_ file: some InputFileConvertible) -> Self { Self(file, as: .animation) }
    /// A piece of music.
    public static func audio(_ file: some InputFileConvertible) -> Self { Self(file, as: .audio) }
    /// A voice message: Ogg with Opus.
    public static func voice(_ file: some InputFileConvertible) -> Self { Self(file, as: .voice) }
    /// A sticker.
    public static func sticker(_ file: some InputFileConvertible) -> Self { Self(file, as: .sticker) }
    /// A file, whatever it is.
    public static func document(_ file: some InputFileConvertible) -> Self { Self(file, as: .document) }

    /// The attachment, covered until somebody taps it.
    public func spoiler(_ isSpoiler: Bool = true) -> Self { with { $0.isSpoiler = isSpoiler } }

    /// The attachment, gone some time after somebody looked at it.
    public func timeToLive(_ time: Duration) -> Self { with { $0.timeToLive = time } }

    /// The attachment with a small picture that is shown before it is there.
    public func thumbnail(_ file: some InputFileConvertible) -> Self { with { $0.thumbnail = file.inputFile } }

    /// The video with a picture that is shown before it plays.
    public func cover(_ file: some InputFileConvertible) -> Self { with { $0.cover = file.inputFile } }

    /// The photo with a short video that it plays when somebody holds it.
    public func livePhoto(_ video: some InputFileConvertible) -> Self { with { $0.livePhotoVideo = video.inputFile } }

    private func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}
