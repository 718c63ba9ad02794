// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers

extension InputMessageConvertible where Self == InputMessage {
    /// A file, shown as what it is: pictures as photos, films as videos, anything else as a file.
    public static func file(
        _ file: some InputFileConvertible, caption: some InputMessageConvertible = FormattedText()
    ) -> InputMessage {
        .attachment(FileAttachment(file), caption: caption)
    }

    /// A photo.
    public static func photo(
        _ file: some InputFileConvertible, caption: some InputMessageConvertible = FormattedText()
    ) -> InputMessage {
        .attachment(.photo(file), caption: caption)
    }

    /// A sticker.
    public static func sticker(_ file: some InputFileConvertible) -> InputMessage {
        .attachment(.sticker(file), caption: FormattedText())
    }

    /// A video.
    public static func video(
        _ file: some InputFileConvertible, caption: some InputMessageConvertible = FormattedText()
    ) -> InputMessage {
        .attachment(.video(file), caption: caption)
    }

    /// A round video.
    public static func videoNote(_ file: some InputFileConvertible) -> InputMessage {
        .attachment(.videoNote(file), caption: FormattedText())
    }

    /// A GIF, or a video without sound that plays like one.
    public static func animation(
        _ file: some InputFileConvertible, caption: some InputMessageConvertible = FormattedText()
    ) -> InputMessage {
        .attachment(.animation(file), caption: caption)
    }

    /// A piece of music.
    public static func audio(
        _ file: some InputFileConvertible, caption: some InputMessageConvertible = FormattedText()
    ) -> InputMessage {
        .attachment(.audio(file), caption: caption)
    }

    /// A voice message: Ogg with Opus.
    public static func voice(
        _ file: some InputFileConvertible, caption: some InputMessageConvertible = FormattedText()
    ) -> InputMessage {
        .attachment(.voice(file), caption: caption)
    }

    /// A file, whatever it is.
    public static func document(
        _ file: some InputFileConvertible, caption: some InputMessageConvertible = FormattedText()
    ) -> InputMessage {
        .attachment(.document(file), caption: caption)
    }

    /// A file with all that can be said about it.
    ///
    /// - Parameters:
    ///   - attachment: The file and how it is shown.
    ///   - caption: The text below it, with the options of the message.
    /// - Returns: The message.
    public static func attachment(
        _ attachment: FileAttachment, caption: some InputMessageConvertible = FormattedText()
    ) -> InputMessage {
        var message = caption.inputMessage
        message.media = .file(attachment)
        return message
    }
}
