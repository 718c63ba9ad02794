// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Which button of a message is meant.
@nonexhaustive public enum ButtonMatch: Sendable {
    /// By its place, from 0 on.
    case position(row: Int, column: Int)
    /// By what it shows.
    case text(String)
    /// By its data.
    case data([UInt8])
    /// By whatever a closure says.
    case matching(@Sendable (InlineButton) -> Bool)

    fileprivate func find(in rows: [[InlineButton]]) -> InlineButton? {
        switch self {
        case .position(let row, let column):
            guard rows.indices.contains(row), rows[row].indices.contains(column) else { return nil }
            return rows[row][column]
        case .text(let text): return rows.joined().first { $0.text == text }
        case .data(let wanted):
            return rows.joined().first { button in
                if case .callback(let data, _) = button.kind { return data == wanted }
                return false
            }
        case .matching(let condition): return rows.joined().first(where: condition)
        }
    }
}

extension ButtonMatch: ExpressibleByStringLiteral {
    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        self = .text(value)
    }
}

extension Message {
    /// Finds a button below the message.
    ///
    /// - Parameter match: Which one.
    /// - Returns: The button; `nil` if there is none.
    public func button(_ match: ButtonMatch) -> InlineButton? {
        inlineKeyboard.flatMap { match.find(in: $0.rows) }
    }
}
