// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
public import FerogramParsers

/// One of the files of an album.
public struct AlbumItem: Sendable {
    /// The file.
    public var attachment: FileAttachment
    /// The text below it; applications show the album's text if one item alone has one.
    public var caption: FormattedText

    /// Creates an item.
    ///
    /// - Parameters:
    ///   - attachment: The file.
    ///   - caption: The text below it.
    public init(_ attachment: FileAttachment, caption: FormattedText = FormattedText()) {
        self.attachment = attachment
        self.caption = caption
    }

    /// Creates an item.
    ///
    /// - Parameters:
    ///   - file: The file, shown as what it is.
    ///   - caption: The text below it.
    public init(_ file: some InputFileConvertible, caption: FormattedText = FormattedText()) {
        self.init(FileAttachment(file), caption: caption)
    }
}

/// Which files can be in one album; see core.telegram.org/api/files#albums-grouped-media.
enum AlbumRules {
    /// What can be with what.
    private enum Group: String {
        case pictures = "photos and videos"
        case sounds = "music"
        case documents = "files"
    }

    static func check(_ forms: [FileAttachment.Form], limit: Int) throws(InvocationError) {
        guard (2...max(2, limit)).contains(forms.count) else {
            throw .invalidArgument(
                method: "messages.sendMultiMedia", "an album has 2 to \(limit) files, not \(forms.count)")
        }
        var first: Group?
        for form in forms {
            guard let group = try group(of: form) else { continue }
            if let first, first != group {
                throw .invalidArgument(
                    method: "messages.sendMultiMedia", "\(first.rawValue) and \(group.rawValue) cannot be in one album")
            }
            first = group
        }
    }

    private static func group(of form: FileAttachment.Form) throws(InvocationError) -> Group? {
        switch form {
        case .photo, .video: return .pictures
        case .audio: return .sounds
        case .document: return .documents
        case .automatic: return nil
        default:
            throw .invalidArgument(
                method: "messages.sendMultiMedia",
                "an album has photos and videos, or music, or files, but no \(form)")
        }
    }
}
