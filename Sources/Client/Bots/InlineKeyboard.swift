// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Buttons below a message.
public struct InlineKeyboard: Sendable, Codable, ExpressibleByArrayLiteral {
    /// The rows from top to bottom.
    public var rows: [[InlineButton]]

    /// Creates a keyboard: `[[.callback("Yes", data: "y"), .url("Rules", "https://…")]]`.
    public init(arrayLiteral rows: [InlineButton]...) {
        self.rows = rows
    }

    /// Creates a keyboard.
    ///
    /// - Parameter rows: The rows from top to bottom.
    public init(_ rows: [[InlineButton]]) {
        self.rows = rows
    }

    /// Creates a keyboard.
    ///
    /// - Parameter rows: The rows, `Row(.callback("Yes", data: "y"), …)`.
    public init(@RowBuilder<InlineButton> _ rows: () -> [Row<InlineButton>]) {
        self.rows = rows().map(\.buttons)
    }

    /// Creates a keyboard whose rows have the same number of buttons.
    ///
    /// - Parameters:
    ///   - columns: How many buttons a row has.
    ///   - buttons: The buttons.
    public init(columns: Int, _ buttons: some Sequence<InlineButton>) {
        rows = buttons.rows(of: columns)
    }

    /// Takes a keyboard as the schema has it.
    init(_ raw: TL.ReplyMarkup.Inline) {
        rows = raw.rows.map { $0.buttons.map { InlineButton($0) } }
    }
}
