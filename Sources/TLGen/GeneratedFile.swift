// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A file of generated Swift.
public struct GeneratedFile: Sendable, Hashable {
    /// The file's name, without a folder.
    public let name: String
    /// The file's text.
    public let text: String
}
