// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A type as a schema writes it: `int`, `messages.Messages`, `Vector<long>`, `%FutureSalt`, `!X`.
public struct TypeExpression: Sendable, Hashable, CustomStringConvertible {
    /// The parts of the name before the last dot.
    public let namespace: [String]
    /// The part of the name after the last dot, without `%` or `!`.
    public let name: String
    /// Whether the type is written with a leading `%`, which makes any type bare.
    public let hasPercent: Bool
    /// Whether the type is written with a leading `!`: the place holds a complete call.
    public let hasExclamation: Bool
    /// Whether the name is one of the definition's generic parameters.
    public let isGenericParameter: Bool
    /// Whether the argument follows a blank, `Vector t`, instead of standing between `<` and `>`.
    public let hasBlankBeforeArgument: Bool
    /// The argument, as an array of at most one element.
    private let arguments: [TypeExpression]

    /// Creates a type expression.
    ///
    /// - Parameters:
    ///   - namespace: The parts of the name before the last dot.
    ///   - name: The part of the name after the last dot.
    ///   - hasPercent: Whether a `%` stands before it.
    ///   - hasExclamation: Whether a `!` stands before it.
    ///   - isGenericParameter: Whether the name is a generic parameter of the definition.
    ///   - argument: The argument, `long` in `Vector<long>`.
    ///   - hasBlankBeforeArgument: Whether the argument follows a blank instead of standing between `<` and `>`.
    public init(
        namespace: [String] = [], name: String, hasPercent: Bool = false, hasExclamation: Bool = false,
        isGenericParameter: Bool = false, argument: TypeExpression? = nil,
        hasBlankBeforeArgument: Bool = false
    ) {
        self.namespace = namespace
        self.name = name
        self.hasPercent = hasPercent
        self.hasExclamation = hasExclamation
        self.isGenericParameter = isGenericParameter
        self.hasBlankBeforeArgument = hasBlankBeforeArgument
        arguments = argument.map { [$0] } ?? []
    }

    /// The argument, `long` in `Vector<long>`.
    public var argument: TypeExpression? { arguments.first }

    /// The name with its namespace, `messages.Messages`.
    public var fullName: String { (namespace + [name]).joined(separator: ".") }

    /// Whether values are written without their constructor id.
    ///
    /// That holds for names that begin with a lower-case letter and for types behind a `%`.
    public var isBare: Bool { hasPercent || (name.unicodeScalars.first?.properties.isLowercase ?? false) }

    /// The type as a schema writes it.
    public var description: String {
        let mark = hasPercent ? "%" : hasExclamation ? "!" : ""
        guard let argument else { return mark + fullName }
        return mark + fullName + (hasBlankBeforeArgument ? " \(argument)" : "<\(argument)>")
    }
}
