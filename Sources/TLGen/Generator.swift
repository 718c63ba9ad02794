// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLParser

/// Makes Swift from schemas.
///
/// The same schemas give the same text, byte for byte.
public struct Generator {
    private let catalog: Catalog
    private let layer: Int

    /// Creates a generator.
    ///
    /// - Parameter schemas: The API schema and the service schema, which declares no layer; the largest layer that one
    ///   of them declares is the layer of the generated types.
    /// - Throws: An error that names the definitions which cannot be expressed: undefined types, colliding names.
    public init(schemas: [Schema]) throws(GenerationError) {
        catalog = try Catalog(schemas: schemas)
        layer = schemas.compactMap(\.layer).max() ?? 0
    }

    /// The number of files over which types and functions are spread in the module of the types.
    ///
    /// In debug builds the compiler works on lots of 25 files at most: with the other files of the module these are three, one
    /// of them quick and two alike. With half as many files there are two, of which one has nearly everything.
    public static let typeShards = 48
    /// The number of files over which function decoders are spread.
    public static let decoderShards = 8
    /// The number of files over which the table of all types is spread.
    public static let tableShards = 4

    /// Every type and function, the namespaces, the table of names and that of methods.
    ///
    /// - Parameter methods: What is known about the methods; `nil` leaves the table empty.
    /// - Returns: Always the same number of files with the same names.
    public func types(methods: MethodTable? = nil) -> [GeneratedFile] {
        let renderer = TypeRenderer(catalog: catalog)
        let typeRenderer = TypeDeclarationRenderer(types: renderer)
        let functionRenderer = FunctionRenderer(types: renderer)
        var writers = [SourceWriter](repeating: SourceWriter(), count: Self.typeShards)
        for type in catalog.types {
            typeRenderer.render(type, into: &writers[Shard.index(of: type.name, count: Self.typeShards)])
        }
        for function in catalog.functions {
            let index = Shard.index(of: function.definition.fullName, count: Self.typeShards)
            functionRenderer.render(function, into: &writers[index])
        }
        let table = TableRenderer(catalog: catalog).schemaTable(layer: layer)
        return files("TL", writers, import: nil) + [
            file("TLSchema", table, import: nil), file("TLMethods", (methods ?? .empty).source, import: nil),
        ]
    }

    /// Decoders of the functions, for a module that serves them.
    ///
    /// - Returns: Always the same number of files with the same names.
    public func functionDecoders() -> [GeneratedFile] {
        let renderer = FunctionRenderer(types: TypeRenderer(catalog: catalog))
        let table = TableRenderer(catalog: catalog)
        var writers = [SourceWriter](repeating: SourceWriter(), count: Self.decoderShards)
        for index in writers.indices {
            let functions = catalog.functions.filter {
                Shard.index(of: $0.definition.fullName, count: Self.decoderShards) == index
            }
            for function in functions { renderer.renderDecoder(function, into: &writers[index]) }
            table.functionTable(functions, shard: index, into: &writers[index])
        }
        let entry = table.functionTableEntry(shards: Self.decoderShards)
        return files("TLFunctionDecoders", writers, import: "package import FerogramTLTypes")
            + [file("TLFunctionTable", entry, import: "package import FerogramTLTypes")]
    }

    /// A table that reads any boxed value by its id, for tests.
    ///
    /// - Returns: Always the same number of files with the same names.
    public func typeTable() -> [GeneratedFile] {
        let table = TableRenderer(catalog: catalog)
        var writers = [SourceWriter](repeating: SourceWriter(), count: Self.tableShards)
        for index in writers.indices {
            let types = catalog.types.filter { Shard.index(of: $0.name, count: Self.tableShards) == index }
            table.typeTable(types, shard: index, into: &writers[index])
        }
        let entry = table.typeTableEntry(shards: Self.tableShards)
        return files("TLTypeTable", writers, import: "import FerogramTLTypes")
            + [file("TLTypeTable", entry, import: "package import FerogramTLTypes")]
    }

    /// The catalogue of error names.
    ///
    /// - Parameter errors: One error a line: code, tab, name, and for some a tab and what to do.
    /// - Returns: One file.
    /// - Throws: An error that names the line which cannot be read.
    public static func errorNames(_ errors: String) throws(GenerationError) -> GeneratedFile {
        GeneratedFile(name: "TLErrorNames.swift", text: header + (try ErrorNameRenderer.render(errors)))
    }

    /// The text of the schemas, for programs that read them while they run.
    ///
    /// - Parameters:
    ///   - api: The API's schema.
    ///   - service: The service schema.
    /// - Returns: One file.
    public static func schemaText(api: String, service: String) -> [GeneratedFile] {
        var writer = SourceWriter()
        writer.block("enum TLSchemaText") { writer in
            for (name, text) in [("api", api), ("mtproto", service)] {
                writer.line("static let \(name) = ###\"\"\"")
                writer.indented { writer in
                    for line in text.split(whereSeparator: \.isNewline) { writer.line(String(line)) }
                    writer.line("\"\"\"###")
                }
            }
        }
        return [GeneratedFile(name: "TLSchemaText.swift", text: header + writer.text)]
    }

    private static let header = "// Generated from the schema by FerogramTLGenTool. Edits are lost.\n\n"

    private func files(_ stem: String, _ writers: [SourceWriter], import line: String?) -> [GeneratedFile] {
        writers.enumerated().map { file(stem + Shard.number($0), $1.text, import: line) }
    }

    private func file(_ stem: String, _ text: String, import line: String?) -> GeneratedFile {
        GeneratedFile(name: stem + ".swift", text: Self.header + (line.map { $0 + "\n\n" } ?? "") + text)
    }
}
