// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLParser

/// How much a schema defines.
public struct SchemaStatistics: Sendable, Hashable, CustomStringConvertible {
    /// The layer that the schema declares.
    public let layer: Int?
    /// How many constructors it defines.
    public let constructors: Int
    /// How many different types its constructors have.
    public let types: Int
    /// How many of the types have one constructor.
    public let typesWithOneConstructor: Int
    /// How many functions it defines.
    public let functions: Int
    /// How many namespaces names are in.
    public let namespaces: Int
    /// How many groups of fields share one flag bit.
    public let sharedFlagBits: Int

    /// Counts.
    ///
    /// - Parameter schema: What to count.
    public init(_ schema: Schema) {
        let constructors = schema.definitions.filter { $0.category == .types }
        let functions = schema.definitions.filter { $0.category == .functions }
        var sizes: [String: Int] = [:]
        for constructor in constructors { sizes[constructor.result.fullName, default: 0] += 1 }
        layer = schema.layer
        self.constructors = constructors.count
        types = sizes.count
        typesWithOneConstructor = sizes.values.count { $0 == 1 }
        self.functions = functions.count
        namespaces = Set(schema.definitions.map(\.namespace).filter { !$0.isEmpty }).count
        sharedFlagBits = schema.definitions.reduce(0) { $0 + Self.sharedFlagBits($1) }
    }

    private static func sharedFlagBits(_ definition: Definition) -> Int {
        var users: [Parameter.Flag: Int] = [:]
        for parameter in definition.parameters {
            if case .value(_, flag: .some(let flag)) = parameter.kind { users[flag, default: 0] += 1 }
        }
        return users.values.count { $0 > 1 }
    }

    /// The figures, one a line.
    public var description: String {
        let lines = [
            layer.map { "layer \($0)" }, "\(Self.grouped(constructors)) constructors",
            "\(Self.grouped(types)) types (\(Self.grouped(typesWithOneConstructor)) with one constructor)",
            "\(Self.grouped(functions)) functions", "\(namespaces) namespaces",
            "\(sharedFlagBits) groups of fields that share a flag bit",
        ]
        return lines.compactMap(\.self).joined(separator: "\n")
    }

    private static func grouped(_ number: Int) -> String {
        number < 1000 ? "\(number)" : "\(number / 1000)," + String(String(1000 + number % 1000).dropFirst())
    }
}
