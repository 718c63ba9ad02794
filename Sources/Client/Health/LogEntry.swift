// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How important an entry of the log is.
public enum LogLevel: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// What happens in the normal course of things.
    case info
    /// What slows the client down.
    case warning
    /// What stops it, or may lose what it should keep.
    case error

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Something that the client has to say to anyone who runs the program; nothing secret is in it.
public struct LogEntry: Hashable, Sendable {
    /// How important it is.
    public let level: LogLevel
    /// What happened, in one line.
    public let text: String
}

extension LogEntry: CustomStringConvertible {
    public var description: String { "\(level): \(text)" }
}

/// Writes the client's log to the standard error, one line an entry.
public struct ConsoleLogger: Sendable {
    private let least: LogLevel

    /// Creates a logger.
    ///
    /// - Parameter least: What is less important is left out.
    public init(atLeast least: LogLevel = .info) {
        self.least = least
    }

    /// Writes an entry.
    ///
    /// - Parameter entry: The entry.
    public func write(_ entry: LogEntry) {
        guard entry.level >= least else { return }
        StandardError.write("ferogram: \(entry)\n")
    }
}

extension ConsoleLogger {
    /// Writes everything.
    public static var console: ConsoleLogger { ConsoleLogger() }
}
