// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Buttons in the place of the keyboard; pressing one sends its text, or what it asks for.
public struct ReplyKeyboard: Sendable, Codable, ExpressibleByArrayLiteral {
    /// The rows from top to bottom.
    public var rows: [[ReplyButton]]
    /// Whether it is only as high as its buttons.
    public var isResized = true
    /// Whether it is hidden when a button was pressed.
    public var isOneTime = false
    /// Whether it is for those alone whom the message mentions or answers.
    public var isSelective = false
    /// Whether it is always shown.
    public var isPersistent = false
    /// What the empty input field shows, up to 64 characters.
    public var placeholder: String?

    /// Creates a keyboard: `[["Yes", "No"], [.requestPhone("Share")]]`.
    public init(arrayLiteral rows: [ReplyButton]...) {
        self.rows = rows
    }

    /// Creates a keyboard.
    ///
    /// - Parameter rows: The rows from top to bottom.
    public init(_ rows: [[ReplyButton]]) {
        self.rows = rows
    }

    /// Creates a keyboard.
    ///
    /// - Parameter rows: The rows, `Row("Yes", "No")`.
    public init(@RowBuilder<ReplyButton> _ rows: () -> [Row<ReplyButton>]) {
        self.rows = rows().map(\.buttons)
    }

    /// Creates a keyboard whose rows have the same number of buttons.
    ///
    /// - Parameters:
    ///   - columns: How many buttons a row has.
    ///   - buttons: The buttons.
    public init(columns: Int, _ buttons: some Sequence<ReplyButton>) {
        rows = buttons.rows(of: columns)
    }

    /// The keyboard as one that is hidden when a button was pressed.
    ///
    /// - Returns: The changed keyboard.
    public func oneTime() -> Self { with { $0.isOneTime = true } }

    /// The keyboard for those alone whom the message mentions or answers.
    ///
    /// - Returns: The changed keyboard.
    public func selective() -> Self { with { $0.isSelective = true } }

    /// The keyboard as one that is always shown.
    ///
    /// - Returns: The changed keyboard.
    public func persistent() -> Self { with { $0.isPersistent = true } }

    /// The keyboard with a text in the empty input field.
    ///
    /// - Parameter text: The text, up to 64 characters.
    /// - Returns: The changed keyboard.
    public func placeholder(_ text: String) -> Self { with { $0.placeholder = text } }

    private func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }

    var tl: TL.ReplyMarkup {
        .keyboard(
            .init(
                resize: isResized, singleUse: isOneTime, selective: isSelective, persistent: isPersistent,
                rows: rows.map { .init(buttons: $0.map(\.raw)) }, placeholder: placeholder))
    }
}
