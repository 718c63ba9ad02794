// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// A session as one line of text, for an environment variable or a secret store.
///
/// The text holds what it takes to be logged in: the data centres with their keys, and the account. It has neither
/// peers nor the state of updates, so the text of a year ago does not bring back the messages of a year ago.
///
/// Whoever has the text has the account.
///
/// ```swift
/// let session = try StringSession(text)          // also one of Telethon's, Pyrogram's or ferogram's
/// let storage = MemorySessionStorage(session.data)
/// ```
public struct StringSession: Sendable {
    /// Who made a text.
    public enum Format: String, CaseIterable, Sendable {
        /// This library: `fg1.` and base64url.
        case swift
        /// Telethon's `StringSession`.
        case telethon
        /// gramjs's `StringSession`.
        case gramJS
        /// Pyrogram's and kurigram's session strings, of all three lengths.
        case pyrogram
        /// The strings of ferogram for Rust, compact and native.
        case ferogram
        /// mtcute's session strings, of versions 1 to 3.
        case mtcute
    }

    /// What the text says.
    public let data: SessionData
    /// Who made it.
    public let format: Format

    /// Reads a text.
    ///
    /// White space around it is skipped; an empty text is a session that is not logged in.
    ///
    /// - Parameters:
    ///   - text: A session of this library's or of another one's.
    ///   - format: Who made it, or `nil` to find out.
    /// - Throws: ``SessionFormatError``, which says nothing of what the text holds.
    public init(_ text: String, format: Format? = nil) throws(SessionFormatError) {
        let text = text.drop { $0.isWhitespace }.trimmingSuffix(while: \.isWhitespace)
        guard !text.isEmpty else {
            self.init(data: SessionData(), format: format ?? .swift)
            return
        }
        let format = format ?? Self.format(of: text)
        self.init(data: try Self.read(text, format), format: format)
    }

    private init(data: SessionData, format: Format) {
        self.data = data
        self.format = format
    }

    private static func format(of text: Substring) -> Format {
        if text.hasPrefix(SwiftText.prefix) { return .swift }
        if text.hasPrefix(TelethonText.prefix) {
            // The two are told apart by what they hold, since their lengths may be the same.
            if (try? GramJSText.read(text)) != nil { return .gramJS }
            if TelethonText.hasLength(of: text) { return .telethon }
        }
        if PyrogramText.lengths.contains(text.utf8.count { $0 != UInt8(ascii: "=") }) { return .pyrogram }
        // One of ferogram's strings never ends where one of mtcute's would.
        return (try? MtcuteText.read(text)) == nil ? .ferogram : .mtcute
    }

    private static func read(_ text: Substring, _ format: Format) throws(SessionFormatError) -> SessionData {
        switch format {
        case .swift: try SwiftText.read(text)
        case .telethon: try TelethonText.read(text)
        case .gramJS: try GramJSText.read(text)
        case .pyrogram: try PyrogramText.read(text)
        case .ferogram: try FerogramText.read(text)
        case .mtcute: try MtcuteText.read(text)
        }
    }
}

extension StringSession: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Who made it, never what it says.
    public var description: String { "StringSession(\(format))" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` shows nothing secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var end = endIndex
        while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}
