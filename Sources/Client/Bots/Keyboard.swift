// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// The buttons that come with a message.
public enum Keyboard: Sendable, Codable {
    /// Buttons below the message.
    case inline(InlineKeyboard)
    /// Buttons in the place of the keyboard.
    case reply(ReplyKeyboard)
    /// No more buttons in the place of the keyboard.
    case remove
    /// The message is to be answered as if the person had chosen so.
    case forceReply
    /// Whatever the schema has.
    case raw(TL.ReplyMarkup)

    /// Buttons below the message, row by row.
    ///
    /// - Parameter rows: The rows, `Row(.callback("Yes", data: "y"), …)`.
    /// - Returns: The keyboard.
    public static func inline(@RowBuilder<InlineButton> _ rows: () -> [Row<InlineButton>]) -> Self {
        .inline(InlineKeyboard(rows))
    }

    /// Buttons in the place of the keyboard, row by row.
    ///
    /// - Parameter rows: The rows, `Row("Yes", "No")`.
    /// - Returns: The keyboard.
    public static func reply(@RowBuilder<ReplyButton> _ rows: () -> [Row<ReplyButton>]) -> Self {
        .reply(ReplyKeyboard(rows))
    }

    /// No more buttons in the place of the keyboard.
    ///
    /// - Parameter isSelective: Whether that is for those alone whom the message mentions or answers.
    /// - Returns: The keyboard.
    public static func remove(isSelective: Bool) -> Self { .raw(.keyboardHide(.init(selective: isSelective))) }

    /// The message is to be answered as if the person had chosen so.
    ///
    /// - Parameters:
    ///   - placeholder: What the empty input field shows, up to 64 characters.
    ///   - isOneTime: Whether it ends with the first answer.
    ///   - isSelective: Whether that is for those alone whom the message mentions or answers.
    /// - Returns: The keyboard.
    public static func forceReply(
        placeholder: String?, isOneTime: Bool = false, isSelective: Bool = false
    ) -> Self {
        .raw(.keyboardForceReply(.init(singleUse: isOneTime, selective: isSelective, placeholder: placeholder)))
    }
}
