// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A condition on what happened, for ``Dispatcher``.
///
/// Conditions are combined with `&&`, `||` and `!`, or with ``all(_:)``, ``any(_:)`` and ``not(_:)``:
/// `.private && .text && !.anyCommand`.
public struct Filter<Subject: Sendable>: Sendable {
    private let condition: @Sendable (Subject) -> Bool

    /// Makes a condition of a closure.
    ///
    /// - Parameter condition: Says whether it holds; it must be quick and change nothing.
    public init(_ condition: @escaping @Sendable (Subject) -> Bool) {
        self.condition = condition
    }

    /// Whether the condition holds.
    ///
    /// - Parameter subject: What happened.
    /// - Returns: Whether it holds.
    public func matches(_ subject: Subject) -> Bool { condition(subject) }

    /// Always holds.
    public static var all: Self { Self { _ in true } }

    /// Never holds.
    public static var none: Self { Self { _ in false } }

    /// Holds when a closure says so.
    public static func custom(_ condition: @escaping @Sendable (Subject) -> Bool) -> Self { Self(condition) }

    /// Holds when all of the conditions hold.
    public static func all(_ filters: Filter...) -> Self {
        Self { subject in filters.allSatisfy { $0.matches(subject) } }
    }

    /// Holds when one of the conditions holds.
    public static func any(_ filters: Filter...) -> Self {
        Self { subject in filters.contains { $0.matches(subject) } }
    }

    /// Holds when the condition does not.
    public static func not(_ filter: Filter) -> Self { Self { !filter.matches($0) } }

    /// Holds when both hold; the second is looked at only if the first holds.
    public static func && (left: Filter, right: Filter) -> Self {
        Self { left.matches($0) && right.matches($0) }
    }

    /// Holds when one of them holds; the second is looked at only if the first does not hold.
    public static func || (left: Filter, right: Filter) -> Self {
        Self { left.matches($0) || right.matches($0) }
    }

    // The standard library has dozens of these operators, among which the compiler would look for long.

    /// Not available; ``&&(_:_:)`` combines filters.
    @available(*, unavailable, message: "combine filters with &&")
    public static func & (left: Filter, right: Filter) -> Self { left && right }

    /// Not available; ``||(_:_:)`` combines filters.
    @available(*, unavailable, message: "combine filters with ||")
    public static func | (left: Filter, right: Filter) -> Self { left || right }

    /// Holds when the condition does not.
    public static prefix func ! (filter: Filter) -> Self { not(filter) }
}
