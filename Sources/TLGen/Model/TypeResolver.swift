// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// Finds what a type expression means in a schema.
struct TypeResolver {
    /// The names of the constructors of each type.
    private let constructors: [String: [String]]
    private let constructorNames: Set<String>

    init(_ definitions: [Definition]) {
        let types = definitions.filter { $0.category == .types }
        constructors = Dictionary(grouping: types, by: \.result.fullName).mapValues { $0.map(\.fullName) }
        constructorNames = Set(types.map(\.fullName))
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
            let known = constructors[name] ?? []
            if expression.hasPercent, known.count == 1 { return .bare(known[0]) }
            if expression.isBare, constructorNames.contains(name) { return .bare(name) }
            if !expression.isBare, !known.isEmpty, !Catalog.builtIn.contains(name) { return .boxed(name) }
            throw GenerationError("\(definition.fullName): type '\(expression)' is not defined")
        }
    }
}
