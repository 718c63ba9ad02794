// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// One line of a schema: a constructor or a function.
public struct Definition: Sendable, Hashable, CustomStringConvertible {
    /// The parts of the name before the last dot; the schemas in use have at most one.
    public let namespace: [String]
    /// The part of the name after the last dot.
    public let name: String
    /// The constructor id that stands behind `#`, or the computed one if none stands there.
    public let id: UInt32
    /// The names of the generic parameters, `X` for `{X:Type}`.
    public let genericParameters: [String]
    /// The fields or arguments in wire order, flags words among them.
    public let parameters: [Parameter]
    /// The type behind `=`.
    public let result: TypeExpression
    /// Whether the definition is a constructor or a function.
    public let category: Category

    /// Creates a definition.
    ///
    /// - Parameters:
    ///   - namespace: The parts of the name before the last dot.
    ///   - name: The part of the name after the last dot.
    ///   - id: The constructor id; `nil` computes it from the rest.
    ///   - genericParameters: The names of the generic parameters.
    ///   - parameters: The fields or arguments in wire order.
    ///   - result: The type behind `=`.
    ///   - category: Whether the definition is a constructor or a function.
    public init(
        namespace: [String] = [], name: String, id: UInt32? = nil, genericParameters: [String] = [],
        parameters: [Parameter] = [], result: TypeExpression, category: Category
    ) {
        self.namespace = namespace
        self.name = name
        self.genericParameters = genericParameters
        self.parameters = parameters
        self.result = result
        self.category = category
        self.id =
            id
            ?? ConstructorID.compute(
                name: (namespace + [name]).joined(separator: "."), genericParameters: genericParameters,
                parameters: parameters, result: result)
    }

    /// The name with its namespace, `messages.sendMessage`.
    public var fullName: String { (namespace + [name]).joined(separator: ".") }

    /// The id that the CRC-32 rule gives for this definition.
    ///
    /// Schemas may declare another one; the declared id is what counts on the wire.
    public var computedID: UInt32 {
        ConstructorID.compute(
            name: fullName, genericParameters: genericParameters, parameters: parameters, result: result)
    }

    /// The definition as a schema writes it, without the final semicolon.
    public var description: String {
        let digits = String(id, radix: 16)
        var text = fullName + "#" + String(repeating: "0", count: 8 - digits.count) + digits
        for parameter in genericParameters { text += " {\(parameter):Type}" }
        for parameter in parameters { text += " \(parameter)" }
        return text + " = \(result)"
    }
}
