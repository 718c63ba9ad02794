// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// Writes the tables that belong to the whole schema.
struct TableRenderer {
    let catalog: Catalog

    /// The layer, the namespaces, and the names of all ids.
    func schemaTable(layer: Int) -> String {
        var writer = SourceWriter()
        writer.block("extension TL") { writer in
            writer.line("/// The layer of the API schema that the types were generated from.")
            writer.line("public static var layer: Int32 { \(layer) }")
            for namespace in catalog.namespaces {
                writer.line("/// The namespace `\(namespace)` of the schema.")
                writer.line("public enum \(Naming.escaped(namespace)) {}")
            }
        }
        writer.line("/// One line for every definition: its id in hexadecimal digits, a blank, its name.")
        writer.line("let constructorNameTable: StaticString = \"\"\"")
        writer.indented { writer in
            for (id, name) in names() { writer.line("\(hexLiteral(id).dropFirst(2)) \(name)") }
            writer.line("\"\"\"")
        }
        return writer.text
    }

    private func names() -> [(UInt32, String)] {
        let constructors = catalog.types.flatMap(\.constructors).map(\.definition)
        let definitions = constructors + catalog.functions.map(\.definition)
        return definitions.map { ($0.id, $0.fullName) }.sorted { $0.0 < $1.0 }
    }

    /// A function that reads any function of one shard, by its id.
    func functionTable(_ functions: [Function], shard: Int, into writer: inout SourceWriter) {
        writer.block("extension TLFunctionTable") { writer in
            writer.block(
                "static func read\(shard)(_ id: UInt32, _ reader: inout TLReader) throws(TLError) "
                    + "-> (any TLDecodableFunction)?"
            ) { writer in
                writer.line("switch id {")
                for function in functions {
                    let generics = function.genericName == nil ? "" : "<TLRawFunction>"
                    let name = function.qualifiedName + generics
                    writer.line(
                        "case \(hexLiteral(function.definition.id)): return try \(name)(bodyFrom: &reader)")
                }
                writer.line("default: return nil")
                writer.line("}")
            }
        }
    }

    /// The entry point that asks every shard.
    func functionTableEntry(shards: Int) -> String {
        var writer = SourceWriter()
        entry("TLFunctionTable", result: "any TLDecodableFunction", what: "function", shards: shards, into: &writer)
        return writer.text
    }

    /// A function that reads any boxed value of one shard, by its id.
    func typeTable(_ types: [BoxedType], shard: Int, into writer: inout SourceWriter) {
        writer.block("extension TLTypeTable") { writer in
            writer.block(
                "static func read\(shard)(_ id: UInt32, _ reader: inout TLReader) throws(TLError) "
                    + "-> (any TLBoxed)?"
            ) { writer in
                writer.line("switch id {")
                for type in types {
                    let ids = type.constructors.map { hexLiteral($0.definition.id) }.joined(separator: ", ")
                    writer.line("case \(ids): return try \(type.qualifiedName)(from: &reader)")
                }
                writer.line("default: return nil")
                writer.line("}")
            }
        }
    }

    /// The entry point that asks every shard.
    func typeTableEntry(shards: Int) -> String {
        var writer = SourceWriter()
        entry("TLTypeTable", result: "any TLBoxed", what: "boxed value", shards: shards, into: &writer)
        return writer.text
    }

    private func entry(
        _ name: String, result: String, what: String, shards: Int, into writer: inout SourceWriter
    ) {
        writer.line("/// Reads a \(what) of which only the id is known.")
        writer.block("package enum \(name)") { writer in
            writer.line("/// Reads the \(what) at the reader's position, or answers `nil` if no definition has its id.")
            writer.block("package static func read(_ reader: inout TLReader) throws(TLError) -> (\(result))?") {
                writer in
                if name == "TLFunctionTable" {
                    writer.line("let id = try reader.uint32()")
                } else {
                    writer.line("let id = try reader.peekUInt32()")
                }
                for shard in 0..<shards {
                    writer.line("if let value = try read\(shard)(id, &reader) { return value }")
                }
                writer.line("return nil")
            }
        }
    }
}
