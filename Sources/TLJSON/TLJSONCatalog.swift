// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// A schema in the form in which values are walked through.
struct TLJSONCatalog: Sendable {
    indirect enum ValueType: Sendable {
        case int, long, double, string, bytes, int128, int256, bool
        /// A value with its id, by the type's name.
        case boxed(String)
        /// A value without its id, by the constructor's name.
        case bare(String)
        case vector(ValueType, isBare: Bool)
        /// A call.
        case method
    }

    struct Flag: Hashable, Sendable {
        let word: String
        let bit: Int
    }

    struct Field: Sendable {
        enum Kind: Sendable {
            case word
            case bit(Flag)
            case value(ValueType, Flag?)
        }

        let name: String
        let kind: Kind
        let isSecret: Bool

        var flag: Flag? {
            switch kind {
            case .word: nil
            case .bit(let flag): flag
            case .value(_, let flag): flag
            }
        }
    }

    struct Entry: Sendable {
        let name: String
        let id: UInt32
        /// The name of the type; `nil` for methods.
        let type: String?
        /// What the server answers, for methods that wrap no other.
        let answer: ValueType?
        let fields: [Field]
    }

    private(set) var definitions: [Entry] = []
    private var byID: [UInt32: Int] = [:]
    private var byName: [String: Int] = [:]
    private var typeNames: Set<String> = []
    private var singles: [String: String] = [:]

    init(_ definitions: [Definition]) {
        let constructors = definitions.filter { $0.category == .types }
        for (type, members) in Dictionary(grouping: constructors, by: \.result.fullName) {
            typeNames.insert(type)
            if members.count == 1 { singles[type] = members[0].fullName }
        }
        let names = Set(constructors.map(\.fullName))
        for definition in definitions {
            guard let entry = entry(definition, constructors: names) else { continue }
            byID[entry.id] = self.definitions.count
            byName[entry.name] = self.definitions.count
            self.definitions.append(entry)
        }
    }

    func index(id: UInt32) -> Int? { byID[id] }

    func index(name: String) -> Int? { byName[name] }

    /// What a type's name means.
    func type(named name: String) throws(TLJSONError) -> ValueType {
        let isName =
            name.utf8.count <= 256
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._<>%".contains($0)) }
        guard isName, let schema = try? Schema(parsing: "holder field:\(name) = Holder;"),
            schema.definitions.count == 1,
            case .value(let expression, nil)? = schema.definitions[0].parameters.first?.kind,
            let type = resolve(expression, constructors: Set(byName.keys))
        else { throw TLJSONError(.unknownType, path: []) }
        return type
    }

    private func entry(_ definition: Definition, constructors: Set<String>) -> Entry? {
        var fields: [Field] = []
        for parameter in definition.parameters {
            let isSecret = SecretFields.isSecret(parameter, of: definition) && !Self.isNumericHash(parameter)
            guard let kind = kind(parameter, constructors: constructors) else { return nil }
            fields.append(Field(name: parameter.name, kind: kind, isSecret: isSecret))
        }
        let isMethod = definition.category == .functions
        return Entry(
            name: definition.fullName, id: definition.id, type: isMethod ? nil : definition.result.fullName,
            answer: isMethod && !definition.result.isGenericParameter
                ? resolve(definition.result, constructors: constructors) : nil,
            fields: fields)
    }

    /// Access hashes and hashes of lists are numbers, and no use to anybody but the account.
    private static func isNumericHash(_ parameter: Parameter) -> Bool {
        guard case .value(let type, _) = parameter.kind, type.fullName == "long" || type.fullName == "int" else {
            return false
        }
        return parameter.name == "hash" || parameter.name.hasSuffix("_hash")
    }

    private func kind(_ parameter: Parameter, constructors: Set<String>) -> Field.Kind? {
        switch parameter.kind {
        case .flagsWord: return .word
        case .count, .repetition: return nil
        case .value(let type, let flag):
            let flag = flag.map { Flag(word: $0.word, bit: $0.bit) }
            if type.fullName == "true", let flag { return .bit(flag) }
            return resolve(type, constructors: constructors).map { .value($0, flag) }
        }
    }

    private func resolve(_ type: TypeExpression, constructors: Set<String>) -> ValueType? {
        if type.isGenericParameter { return .method }
        switch type.fullName {
        case "int": return .int
        case "long": return .long
        case "double": return .double
        case "string": return .string
        case "bytes": return .bytes
        case "int128": return .int128
        case "int256": return .int256
        case "Bool": return .bool
        case "Vector", "vector":
            guard let argument = type.argument else { return nil }
            return resolve(argument, constructors: constructors).map { .vector($0, isBare: type.isBare) }
        default:
            let name = type.fullName
            if type.hasPercent { return singles[name].map { .bare($0) } }
            if type.isBare { return constructors.contains(name) ? .bare(name) : nil }
            return typeNames.contains(name) ? .boxed(name) : nil
        }
    }
}
