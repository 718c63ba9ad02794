// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Whether and how a link is shown below a text.
public enum LinkPreview: Hashable, Sendable, Codable {
    /// The first link in the text, if the server knows what is there.
    case automatic
    /// Not at all.
    case hidden
    /// A certain link, in a certain way.
    case custom(Options)

    /// How large the picture is.
    public enum Size: Hashable, Sendable, Codable {
        /// As the server likes.
        case automatic
        /// Small, beside the text.
        case small
        /// As wide as the message.
        case large
    }

    /// A link and the way in which it is shown.
    public struct Options: Hashable, Sendable, Codable {
        /// The address, which need not be in the text; empty for the first one in the text.
        public var url: String
        /// How large the picture is.
        public var size: Size
        /// Whether the preview is above the text.
        public var isAbove: Bool
        /// Whether sending fails if there is no preview.
        public var isRequired: Bool

        /// Creates options.
        ///
        /// - Parameters:
        ///   - url: The address; empty for the first one in the text.
        ///   - size: How large the picture is.
        ///   - isAbove: Whether the preview is above the text.
        ///   - isRequired: Whether sending fails if there is no preview.
        public init(url: String = "", size: Size = .automatic, isAbove: Bool = false, isRequired: Bool = false) {
            (self.url, self.size, self.isAbove, self.isRequired) = (url, size, isAbove, isRequired)
        }
    }
}
