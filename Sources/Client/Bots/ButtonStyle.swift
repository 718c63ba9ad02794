// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// How a button looks.
public struct ButtonStyle: Hashable, Sendable, Codable {
    /// What a button stands out by.
    @nonexhaustive public enum Emphasis: Hashable, Sendable, Codable {
        /// The main thing to do.
        case primary
        /// Something that cannot be undone.
        case danger
        /// Something good.
        case success
    }

    /// What it stands out by.
    public var emphasis: Emphasis?
    /// A custom emoji before the text, by its number.
    public var iconID: Int64?

    /// Creates a style.
    ///
    /// - Parameters:
    ///   - emphasis: What the button stands out by.
    ///   - iconID: A custom emoji before the text, by its number.
    public init(_ emphasis: Emphasis? = nil, iconID: Int64? = nil) {
        (self.emphasis, self.iconID) = (emphasis, iconID)
    }

    init?(_ raw: TL.KeyboardButtonStyle?) {
        guard let raw else { return nil }
        emphasis = raw.bgPrimary ? .primary : raw.bgDanger ? .danger : raw.bgSuccess ? .success : nil
        iconID = raw.icon
    }

    var tl: TL.KeyboardButtonStyle {
        TL.KeyboardButtonStyle(
            bgPrimary: emphasis == .primary, bgDanger: emphasis == .danger, bgSuccess: emphasis == .success,
            icon: iconID)
    }
}
