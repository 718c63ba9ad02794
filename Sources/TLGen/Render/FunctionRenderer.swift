// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// Writes functions, and the decoders that a server needs for them.
struct FunctionRenderer {
    let types: TypeRenderer

    func render(_ function: Function, into writer: inout SourceWriter) {
        let definition = function.definition
        let fields = FieldsRenderer(
            types: types, fields: function.fields, storage: .properties, definitionName: definition.fullName)
        let scope = (["TL", function.namespace].compactMap(\.self)).joined(separator: ".")
        let generics = function.genericName.map { "<\($0): TLFunction>" } ?? ""
        let conformances = fields.hasMirror ? "TLFunction, CustomReflectable" : "TLFunction"
        writer.block("extension \(scope)") { writer in
            writer.documentation(schemaLine: definition.description, page: "method/\(definition.fullName)")
            writer.block("public struct \(function.swiftName)\(generics): \(conformances)") { writer in
                writer.line("public typealias Response = \(response(function))")
                writer.line("public static var constructorID: UInt32 { \(hexLiteral(definition.id)) }")
                fields.properties(&writer)
                fields.initializer(&writer)
                writer.block("public func encode(into writer: inout TLWriter)") { writer in
                    fields.encoding(&writer, id: definition.id)
                }
            }
        }
    }

    /// Writes the decoder of a function, to be compiled in another module.
    func renderDecoder(_ function: Function, into writer: inout SourceWriter) {
        let fields = FieldsRenderer(
            types: types, fields: function.fields, storage: .properties,
            definitionName: function.definition.fullName)
        let constraint = function.genericName.map { " where \($0) == TLRawFunction" } ?? ""
        writer.block("extension \(function.qualifiedName): TLDecodableFunction\(constraint)") { writer in
            let name = function.fields.isEmpty ? "_" : "reader"
            writer.block("package init(bodyFrom \(name): inout TLReader) throws(TLError)") { writer in
                if function.genericName != nil { writer.line("typealias Query = TLRawFunction") }
                fields.decoding(&writer, delegates: true)
            }
        }
    }

    private func response(_ function: Function) -> String {
        if case .generic = function.response { return "Query.Response" }
        return types.name(function.response)
    }
}
