// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// Refuses schemas whose names would collide in Swift.
enum NameCheck {
    static func run(_ catalog: Catalog) throws(GenerationError) {
        let problems = problems(catalog)
        guard problems.isEmpty else { throw GenerationError(problems.joined(separator: "\n")) }
    }

    private static func problems(_ catalog: Catalog) -> [String] {
        var problems: [String] = []
        var owners: [String: String] = [:]
        func claim(_ swiftName: String, for name: String) {
            if let other = owners.updateValue(name, forKey: swiftName) {
                problems.append("'\(other)' and '\(name)' would both be called \(swiftName)")
            }
        }
        for namespace in catalog.namespaces { claim("TL." + namespace, for: "namespace " + namespace) }
        for type in catalog.types {
            claim(type.qualifiedName, for: type.name)
            for constructor in type.constructors {
                let name = constructor.definition.fullName
                if !type.isSingle {
                    claim(type.qualifiedName + "." + constructor.swiftName, for: name)
                    claim(type.qualifiedName + ".case." + constructor.caseName, for: name)
                }
                problems += fieldProblems(constructor.fields, of: name)
            }
        }
        for function in catalog.functions {
            claim(function.qualifiedName, for: function.definition.fullName)
            problems += fieldProblems(function.fields, of: function.definition.fullName)
        }
        return problems
    }

    private static func fieldProblems(_ fields: [Field], of definition: String) -> [String] {
        var names: Set<String> = ["reader", "writer", "_storage"]
        return fields.compactMap { field in
            names.insert(field.swiftName).inserted
                ? nil : "\(definition): more than one field would be called \(field.swiftName)"
        }
    }
}
