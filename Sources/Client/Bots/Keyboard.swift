// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// The buttons that come with a message.
public enum Keyboard: Sendable {
    /// Buttons below the message, row by row.
    case inline([[InlineButton]])
    /// Buttons in the place of the keyboard, row by row; pressing one sends its text.
    case reply([[String]])
    /// No more buttons in the place of the keyboard.
    case remove
    /// The message is to be answered as if the person had chosen so.
    case forceReply
    /// Whatever the schema has.
    case raw(TL.ReplyMarkup)

    var markup: TL.ReplyMarkup {
        switch self {
        case .inline(let rows):
            .inline(.init(rows: rows.map { .init(buttons: $0.map(\.raw)) }))
        case .reply(let rows):
            .keyboard(
                .init(
                    resize: true,
                    rows: rows.map { .init(buttons: $0.map { .init(text: $0, type: .default) }) }))
        case .remove: .keyboardHide(.init())
        case .forceReply: .keyboardForceReply(.init())
        case .raw(let markup): markup
        }
    }
}

/// A button below a message.
public struct InlineButton: Sendable {
    /// The button as the schema has it.
    public let raw: TL.KeyboardInlineButton

    /// Takes a button as the schema has it.
    public init(_ raw: TL.KeyboardInlineButton) {
        self.raw = raw
    }

    /// A button that tells the bot that it was pressed.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - data: What the bot gets, 1 to 64 bytes.
    /// - Returns: The button.
    public static func callback(_ text: String, data: String) -> Self {
        Self(.init(text: text, type: .callback(.init(data: Array(data.utf8)))))
    }

    /// A button that opens a web page.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - url: The address.
    /// - Returns: The button.
    public static func url(_ text: String, _ url: String) -> Self {
        Self(.init(text: text, type: .url(.init(url: url))))
    }
}
