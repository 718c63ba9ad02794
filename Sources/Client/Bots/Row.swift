// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A row of buttons.
public struct Row<Button: Sendable>: Sendable {
    /// The buttons from left to right.
    public let buttons: [Button]

    /// Creates a row.
    ///
    /// - Parameter buttons: The buttons from left to right.
    public init(_ buttons: Button...) {
        self.buttons = buttons
    }

    /// Creates a row.
    ///
    /// - Parameter buttons: The buttons from left to right.
    public init(_ buttons: some Sequence<Button>) {
        self.buttons = Array(buttons)
    }
}

/// Puts rows of buttons together.
@resultBuilder public enum RowBuilder<Button: Sendable> {
    /// Takes a row.
    public static func buildExpression(_ row: Row<Button>) -> [Row<Button>] { [row] }
    /// Joins rows.
    public static func buildBlock(_ parts: [Row<Button>]...) -> [Row<Button>] { parts.flatMap(\.self) }
    /// Takes rows that may be missing.
    public static func buildOptional(_ rows: [Row<Button>]?) -> [Row<Button>] { rows ?? [] }
    /// Takes the rows of one branch.
    public static func buildEither(first: [Row<Button>]) -> [Row<Button>] { first }
    /// Takes the rows of the other branch.
    public static func buildEither(second: [Row<Button>]) -> [Row<Button>] { second }
    /// Joins the rows of a loop.
    public static func buildArray(_ rows: [[Row<Button>]]) -> [Row<Button>] { rows.flatMap(\.self) }
}

extension Sequence {
    /// The elements in rows of so many.
    func rows(of columns: Int) -> [[Element]] {
        let width = Swift.max(1, columns)
        var rows: [[Element]] = []
        for element in self {
            if let last = rows.last, last.count < width {
                rows[rows.count - 1].append(element)
            } else {
                rows.append([element])
            }
        }
        return rows
    }
}
