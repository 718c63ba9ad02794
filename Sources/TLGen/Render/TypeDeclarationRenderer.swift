// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// Writes a boxed type: a struct if it has one constructor, else an enum with payload structs.
struct TypeDeclarationRenderer {
    let types: TypeRenderer
    private let bearing: BearingRenderer

    init(types: TypeRenderer) {
        self.types = types
        bearing = BearingRenderer(catalog: types.catalog)
    }

    func render(_ type: BoxedType, into writer: inout SourceWriter) {
        let scope = (["TL", type.namespace].compactMap(\.self)).joined(separator: ".")
        writer.block("extension \(scope)") { writer in
            if type.isSingle {
                structure(type.constructors[0], of: type, into: &writer)
            } else {
                enumeration(type, into: &writer)
            }
        }
    }

    private func enumeration(_ type: BoxedType, into writer: inout SourceWriter) {
        writer.line("/// The type `\(type.name)`.")
        writer.line("///")
        writer.line("/// core.telegram.org/type/\(type.name)")
        writer.block(
            "public enum \(type.swiftName): TLBoxed\(type.isHashable ? ", Hashable" : "")\(bearing.conformances(type))"
        ) { writer in
            for constructor in type.constructors {
                writer.documentation(
                    schemaLine: constructor.definition.description,
                    page: "constructor/\(constructor.definition.fullName)")
                let payload = constructor.storedFields.isEmpty ? "" : "(\(type.qualifiedName(of: constructor)))"
                writer.line("case \(Naming.escaped(constructor.caseName))\(payload)")
            }
            for constructor in type.constructors where !constructor.storedFields.isEmpty {
                structure(constructor, of: type, into: &writer)
            }
            bearing.members(type, into: &writer)
            decoding(type, into: &writer)
            encoding(type, into: &writer)
        }
    }

    private func decoding(_ type: BoxedType, into writer: inout SourceWriter) {
        writer.block("public init(from reader: inout TLReader) throws(TLError)") { writer in
            if type.isRecursive { writer.line("try reader.descend()") }
            writer.line("let id = try reader.uint32()")
            writer.line("switch id {")
            for constructor in type.constructors {
                let id = hexLiteral(constructor.definition.id)
                let name = Naming.escaped(constructor.caseName)
                if !constructor.storedFields.isEmpty {
                    let payload = type.qualifiedName(of: constructor)
                    writer.line("case \(id): self = .\(name)(try \(payload)(bodyFrom: &reader))")
                } else if constructor.fields.isEmpty {
                    writer.line("case \(id): self = .\(name)")
                } else {
                    writer.line("case \(id):")
                    writer.indented { writer in
                        for _ in constructor.fields { writer.line("_ = try reader.flags()") }
                        writer.line("self = .\(name)")
                    }
                }
            }
            writer.line("default: throw reader.unexpectedConstructor(id, of: \"\(type.name)\")")
            writer.line("}")
            if type.isRecursive { writer.line("reader.ascend()") }
        }
    }

    private func encoding(_ type: BoxedType, into writer: inout SourceWriter) {
        writer.block("public func encode(into writer: inout TLWriter)") { writer in
            let words = type.constructors.filter(\.storedFields.isEmpty).map(\.fields.count).max() ?? 0
            writer.line("writer.reserve(\(4 + 4 * words))")
            writer.line("switch self {")
            for constructor in type.constructors {
                let id = hexLiteral(constructor.definition.id)
                let name = Naming.escaped(constructor.caseName)
                if !constructor.storedFields.isEmpty {
                    writer.line("case .\(name)(let value):")
                    writer.indented { writer in
                        writer.line("writer.store(\(id))")
                        writer.line("value.encodeBody(into: &writer)")
                    }
                } else {
                    let words = constructor.fields.map { _ in "; writer.store(0)" }.joined()
                    writer.line("case .\(name): writer.store(\(id))\(words)")
                }
            }
            writer.line("}")
        }
    }

    private func structure(_ constructor: Constructor, of type: BoxedType, into writer: inout SourceWriter) {
        let definition = constructor.definition
        let fields = FieldsRenderer(
            types: types, fields: constructor.fields, storage: constructor.storage, definitionName: definition.fullName)
        var conformances = type.isSingle ? "TLBoxed" : "Sendable"
        if type.isHashable { conformances += ", Hashable" }
        if type.isSingle { conformances += bearing.conformances(type) }
        conformances += fields.conformances(isBoxed: type.isSingle)
        writer.documentation(
            schemaLine: definition.description, page: "constructor/\(definition.fullName)")
        writer.block("public struct \(constructor.swiftName): \(conformances)") { writer in
            writer.line("public static var constructorID: UInt32 { \(hexLiteral(definition.id)) }")
            fields.properties(&writer)
            fields.initializer(&writer)
            if type.isHashable { fields.equality(of: type.qualifiedName(of: constructor), &writer) }
            if type.isSingle {
                bearing.members(type, into: &writer)
                boxing(definition, into: &writer)
            }
            let parameter = constructor.fields.isEmpty ? "_: inout TLReader" : "reader: inout TLReader"
            writer.block("init(bodyFrom \(parameter)) throws(TLError)") { writer in
                let counts = type.isSingle && type.isRecursive
                if counts { writer.line("try reader.descend()") }
                fields.decoding(&writer)
                if counts { writer.line("reader.ascend()") }
            }
            let writerName = constructor.fields.isEmpty ? "_" : "writer"
            writer.block("func encodeBody(into \(writerName): inout TLWriter)") { writer in
                fields.encoding(&writer)
            }
        }
    }

    /// Writes how a type with one constructor is read and written with its id.
    private func boxing(_ definition: Definition, into writer: inout SourceWriter) {
        let id = hexLiteral(definition.id)
        writer.block("public init(from reader: inout TLReader) throws(TLError)") { writer in
            writer.line("try reader.expect(\(id), of: \"\(definition.result.fullName)\")")
            writer.line("try self.init(bodyFrom: &reader)")
        }
        writer.block("public func encode(into writer: inout TLWriter)") { writer in
            writer.line("writer.uint32(\(id))")
            writer.line("encodeBody(into: &writer)")
        }
    }
}
