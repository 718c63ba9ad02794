// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Links that begin a chat with a bot and give it a payload.
public enum StartLink {
    /// What a bot got behind `/start`.
    public struct Payload: Hashable, Sendable {
        /// The parameter as it came: A–Z, a–z, 0–9, `_` and `-`.
        public let raw: String

        /// The text that ``StartLink/encode(_:)`` made it of; `nil` if it is none.
        public var text: String? {
            var base64 = raw.replacing("-", with: "+").replacing("_", with: "/")
            while !base64.utf8.count.isMultiple(of: 4) { base64 += "=" }
            guard let data = Data(base64Encoded: base64) else { return nil }
            return String(validating: data, as: UTF8.self)
        }
    }

    /// Makes a parameter of any text.
    ///
    /// - Parameter text: Up to 48 bytes.
    /// - Returns: The parameter; `nil` if the text is too long.
    public static func encode(_ text: String) -> String? {
        guard text.utf8.count <= 48 else { return nil }
        return Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// The link.
    ///
    /// - Parameters:
    ///   - username: The bot's public name.
    ///   - parameter: What the bot gets.
    ///   - inGroup: Whether the person chooses a group that the bot joins.
    /// - Returns: The link; `nil` if the parameter has other characters or is too long.
    public static func url(_ username: String, parameter: String, inGroup: Bool = false) -> String? {
        guard parameter.isStartParameter else { return nil }
        return "https://t.me/\(username)?\(inGroup ? "startgroup" : "start")=\(parameter)"
    }
}
