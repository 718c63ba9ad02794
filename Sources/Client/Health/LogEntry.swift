// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// How important an entry of the log is.
public enum LogLevel: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// What happens in the normal course of things.
    case info
    /// What slows the client down.
    case warning
    /// What stops it, or may lose what it should keep.
    case error

    /// Compares two values.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Something for the person who runs the program; nothing secret is in it.
public struct LogEntry: Hashable, Sendable {
    /// How important it is.
    public let level: LogLevel
    /// What happened, in one line.
    public let text: String
}

extension LogEntry: CustomStringConvertible {
    /// A description for people.
    public var description: String { "\(level): \(text)" }

    /// The entry with its level in a colour.
    var colored: String {
        let color =
            switch level {
            case .info: 36
            case .warning: 33
            case .error: 31
            }
        return "\u{1B}[\(color)m\(level)\u{1B}[0m: \(text)"
    }
}

/// Writes the client's log to the standard error, one line an entry.
public struct ConsoleLogger: Sendable {
    private let least: LogLevel?

    private init(atLeast least: LogLevel?) {
        self.least = least
    }

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
        guard let least, entry.level >= least else { return }
        StandardError.write("ferogram: \(Self.hasColors ? entry.colored : entry.description)\n")
    }
}

extension ConsoleLogger {
    /// Whether the standard error is a terminal with colours, and nobody asked for none (no-color.org).
    private static let hasColors = StandardError.isTerminal && wantsColors(ProcessInfo.processInfo.environment)

    static func wantsColors(_ environment: [String: String]) -> Bool {
        environment["NO_COLOR", default: ""].isEmpty && environment["TERM", default: "dumb"] != "dumb"
    }

    /// Writes nothing: switches the default off, which is ``warnings``.
    public static var off: ConsoleLogger { ConsoleLogger(atLeast: nil) }
    /// Writes warnings and errors; a client does that by itself.
    public static var warnings: ConsoleLogger { ConsoleLogger(atLeast: .warning) }
    /// Writes everything.
    public static var console: ConsoleLogger { ConsoleLogger() }
}
