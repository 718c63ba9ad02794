// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A place in a schema text.
public struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
    /// Line, counted from 1.
    public let line: Int
    /// Column in characters, counted from 1.
    public let column: Int

    /// Creates a position.
    ///
    /// - Parameters:
    ///   - line: Line, counted from 1.
    ///   - column: Column in characters, counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The form that compilers print, `line:column`.
    public var description: String { "\(line):\(column)" }
}
