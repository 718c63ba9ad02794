// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads a value out of what happened, for a handler; where there is none, the handler does not match.
///
///     extension Extractor where Subject == Message, Value == Int {
///         static var number: Self { Self { Int($0.text) } }
///     }
///     dispatcher.onMessage(reading: .number) { message, number in … }
public struct Extractor<Subject: Sendable, Value: Sendable>: Sendable {
    let extract: @Sendable (Subject) -> Value?

    /// Makes an extractor of a closure.
    ///
    /// - Parameter extract: Reads the value; it must be quick and change nothing.
    public init(_ extract: @escaping @Sendable (Subject) -> Value?) {
        self.extract = extract
    }

    /// Reads another value from the one that was read.
    ///
    /// - Parameter transform: Makes it; `nil` if there is none.
    /// - Returns: The extractor.
    public func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) -> Other?) -> Extractor<Subject, Other> {
        Extractor<Subject, Other> { subject in self.extract(subject).flatMap(transform) }
    }
}

extension Extractor where Subject == Message, Value: CommandArguments {
    /// What follows a command.
    ///
    /// - Parameters:
    ///   - name: The command without slash.
    ///   - type: What it is read as.
    /// - Returns: The extractor.
    public static func command(_ name: String, _ type: Value.Type) -> Self {
        let filter = Filter<Message>.command(name)
        return Self { message in
            guard filter.matches(message), let command = message.command else { return nil }
            return Value(arguments: command.arguments)
        }
    }
}
