// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// Finds what a type expression means in a schema.
struct TypeResolver {
    private let typeNames: Set<String>
    private let constructorNames: Set<String>

    init(_ definitions: [Definition]) {
        let constructors = definitions.filter { $0.category == .types }
        typeNames = Set(constructors.map(\.result.fullName))
        constructorNames = Set(constructors.map(\.fullName))
    }

    func resolve(_ expression: TypeExpression, in definition: Definition) throws(GenerationError) -> FieldType {
        if expression.isGenericParameter { return .generic(expression.name) }
        switch expression.fullName {
        case "int": return .int32
        case "long": return .int64
        case "double": return .double
        case "string": return .string
        case "bytes": return .bytes
        case "int128": return .int128
        case "int256": return .int256
        case "Bool": return .bool
        case "Vector", "vector":
            guard let argument = expression.argument else {
                throw GenerationError("\(definition.fullName): vector without an element type")
            }
            return .vector(try resolve(argument, in: definition), isBare: expression.isBare)
        default:
            let name = expression.fullName
            if expression.hasPercent || expression.isBare {
                if constructorNames.contains(name) { return .bare(name) }
            } else if typeNames.contains(name) && !Catalog.builtIn.contains(name) {
                return .boxed(name)
            }
            throw GenerationError("\(definition.fullName): type '\(expression)' is not defined")
        }
    }
}
