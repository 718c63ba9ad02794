// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// A schema with everything that Swift needs to know: names, types, where fields live.
struct Catalog {
    /// The boxed types, sorted by name.
    private(set) var types: [BoxedType]
    /// The functions, sorted by name.
    let functions: [Function]
    /// The namespaces, sorted.
    let namespaces: [String]

    private let indexByName: [String: Int]
    private let constructorIndex: [String: (type: Int, constructor: Int)]

    /// Types that have a Swift type of their own or no use outside the language itself.
    static let builtIn: Set<String> = ["Bool", "True", "Vector", "Null", "Error"]

    /// Reads whole schemas.
    init(
        schemas: [Schema], overrides: [String: String] = CaseNaming.overrides
    ) throws(GenerationError) {
        let protocolTypes = schemas.reduce(into: Set()) { types, schema in
            types.formUnion(Self.protocolTypes(of: schema.definitions, layer: schema.layer))
        }
        try self.init(schemas.flatMap(\.definitions), protocolTypes: protocolTypes, overrides: overrides)
    }

    /// The types of the service schema, which is no layer of the API and declares none.
    static func protocolTypes(of definitions: [Definition], layer: Int?) -> Set<String> {
        layer == nil ? Set(definitions.map(\.result.fullName)) : []
    }

    /// Reads definitions.
    ///
    /// - Parameters:
    ///   - definitions: The constructors and functions of all schemas.
    ///   - protocolTypes: The types of the protocol itself; their cases are named by their constructors alone, so that
    ///     they never change with a layer of the API.
    ///   - overrides: Case names that differ from the rule, by constructor.
    /// - Throws: An error that names what cannot be expressed in Swift.
    init(
        _ definitions: [Definition], protocolTypes: Set<String> = [],
        overrides: [String: String] = CaseNaming.overrides
    ) throws(GenerationError) {
        var groups: [String: [Definition]] = [:]
        for definition in definitions where definition.category == .types {
            if Self.builtIn.contains(definition.result.fullName) { continue }
            groups[definition.result.fullName, default: []].append(definition)
        }
        let names = groups.keys.sorted()
        let resolver = TypeResolver(definitions)
        var types: [BoxedType] = []
        for name in names {
            types.append(
                try Self.makeType(
                    name, constructors: groups[name] ?? [], isProtocolType: protocolTypes.contains(name),
                    overrides: overrides, resolver: resolver))
        }
        var functions: [Function] = []
        for definition in definitions where definition.category == .functions {
            functions.append(try Self.makeFunction(definition, resolver: resolver))
        }
        self.types = types
        self.functions = functions.sorted { $0.definition.fullName < $1.definition.fullName }
        namespaces = Set(types.compactMap(\.namespace) + functions.compactMap(\.namespace)).sorted()
        indexByName = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        var constructors: [String: (type: Int, constructor: Int)] = [:]
        for (typeIndex, type) in types.enumerated() {
            for (index, constructor) in type.constructors.enumerated() {
                constructors[constructor.definition.fullName] = (typeIndex, index)
            }
        }
        constructorIndex = constructors
        decideEquality()
        try NameCheck.run(self)
        decideLayout()
    }

    func type(named name: String) -> BoxedType? { indexByName[name].map { types[$0] } }

    func constructor(named name: String) -> (type: BoxedType, constructor: Constructor)? {
        constructorIndex[name].map { (types[$0.type], types[$0.type].constructors[$0.constructor]) }
    }

    /// Types whose values are compared and used as keys, with all types that their fields hold.
    ///
    /// Conformances for every type would double the time that the module takes to compile.
    static let comparedTypes = ["Peer", "InputPeer", "InputUser", "InputChannel"]

    private mutating func decideEquality() {
        var waiting = Self.comparedTypes
        while let name = waiting.popLast() {
            guard let index = indexByName[name], !types[index].isHashable else { continue }
            types[index].isHashable = true
            for field in types[index].constructors.flatMap(\.fields) {
                guard let inner = field.valueType?.innermost else { continue }
                switch inner {
                case .boxed(let name): waiting.append(name)
                case .bare(let name):
                    if let found = constructorIndex[name] { waiting.append(types[found.type].name) }
                default: break
                }
            }
        }
    }

    /// Types that few messages have a value of, though each has room for one: as objects they take up one reference of it.
    static let rareTypes: Set<String> = ["FactCheck", "MessageReplies", "RichMessage", "SuggestedPost"]

    private mutating func decideLayout() {
        let recursion = TypeGraph(self, followsVectors: true)
        let containment = TypeGraph(self, followsVectors: false)
        for index in types.indices {
            types[index].isRecursive = recursion.isRecursive(types[index].name)
            for position in types[index].constructors.indices {
                let constructor = types[index].constructors[position]
                let isRare = Self.rareTypes.contains(types[index].name)
                if isRare || containment.contains(constructor, itsOwn: types[index].name) {
                    types[index].constructors[position].storage = .object
                }
            }
        }
        var sizes = LayoutSizes(self)
        for index in types.indices {
            for position in types[index].constructors.indices
            where sizes.inlineSize(of: types[index].constructors[position]) > LayoutSizes.largestInlinePayload {
                types[index].constructors[position].storage = .object
            }
        }
    }

    private static func makeType(
        _ name: String, constructors: [Definition], isProtocolType: Bool, overrides: [String: String],
        resolver: TypeResolver
    ) throws(GenerationError) -> BoxedType {
        let result = constructors[0].result
        let sorted = constructors.sorted { $0.fullName < $1.fullName }
        let payloads: [String] =
            if sorted.count == 1 {
                [Naming.boxedType(result.name)]
            } else if isProtocolType {
                sorted.map { Naming.payload(constructor: $0.name, of: result.name) }
            } else {
                CaseNaming.payloads(of: sorted.map(\.name), in: result.name)
            }
        var made: [Constructor] = []
        for (definition, payload) in zip(sorted, payloads) {
            let override = sorted.count == 1 ? nil : overrides[definition.fullName]
            let payload = override.map(Naming.capitalizedFirst) ?? payload
            made.append(
                Constructor(
                    definition: definition, swiftName: payload, caseName: Naming.lowercasedFirst(payload),
                    fields: try makeFields(of: definition, resolver: resolver)))
        }
        return BoxedType(
            name: name, namespace: try namespace(result.namespace, of: name), swiftName: Naming.boxedType(result.name),
            constructors: made)
    }

    private static func makeFunction(
        _ definition: Definition, resolver: TypeResolver
    ) throws(GenerationError) -> Function {
        guard definition.genericParameters.count <= 1 else {
            throw GenerationError("\(definition.fullName): more than one generic parameter")
        }
        return Function(
            definition: definition, namespace: try namespace(definition.namespace, of: definition.fullName),
            swiftName: Naming.type(definition.name), fields: try makeFields(of: definition, resolver: resolver),
            response: try resolver.resolve(definition.result, in: definition),
            genericName: definition.genericParameters.isEmpty ? nil : "Query")
    }

    private static func namespace(_ parts: [String], of name: String) throws(GenerationError) -> String? {
        guard parts.count <= 1 else { throw GenerationError("\(name): more than one level of namespaces") }
        return parts.first
    }

    private static func makeFields(
        of definition: Definition, resolver: TypeResolver
    ) throws(GenerationError) -> [Field] {
        var fields: [Field] = []
        for parameter in definition.parameters {
            fields.append(try makeField(parameter, of: definition, resolver: resolver))
        }
        return fields
    }

    private static func makeField(
        _ parameter: Parameter, of definition: Definition, resolver: TypeResolver
    ) throws(GenerationError) -> Field {
        let name = parameter.name
        switch parameter.kind {
        case .flagsWord:
            return Field(name: name, swiftName: Naming.field(name), kind: .flagsWord, isSecret: false)
        case .count, .repetition:
            throw GenerationError("\(definition.fullName): repetitions are supported in the definition of vector only")
        case .value(let expression, let flag):
            if expression.fullName == "true" {
                guard let flag else { throw GenerationError("\(definition.fullName): \(name): 'true' without a flag") }
                return Field(
                    name: name, swiftName: Naming.field(name), kind: .bit(word: flag.word, bit: flag.bit),
                    isSecret: false)
            }
            let type = try resolver.resolve(expression, in: definition)
            let presence = flag.map { Field.Presence.flag(word: $0.word, bit: $0.bit) } ?? .always
            return Field(
                name: name, swiftName: Naming.field(name), kind: .value(type, presence),
                isSecret: SecretFields.isSecret(parameter, of: definition))
        }
    }
}
