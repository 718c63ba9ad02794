// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation
import PackagePlugin

/// Runs the schema compiler before a target is built.
///
/// What is generated depends on the target: the types go into FerogramTLTypes, the decoders of functions, which only
/// servers need, into FerogramTLFunctions, the text of the schemas into FerogramTLJSON, and the table of all types into
/// the test support. The tool writes a file only if its text changed, so that nothing is compiled again when it runs
/// without need.
@main
struct TLGenPlugin: BuildToolPlugin {
    /// A part of the output, and the names of its files.
    ///
    /// The names repeat what the generator makes; a test of the
    /// generator holds both together.
    private enum Part: String {
        case types
        case functionDecoders
        case typeTable
        case schemaText

        var fileNames: [String] {
            switch self {
            case .types: numbered("TL", 48) + ["TLSchema.swift", "TLMethods.swift", "TLErrorNames.swift"]
            case .functionDecoders: numbered("TLFunctionDecoders", 8) + ["TLFunctionTable.swift"]
            case .typeTable: numbered("TLTypeTable", 4) + ["TLTypeTable.swift"]
            case .schemaText: ["TLSchemaText.swift"]
            }
        }

        private func numbered(_ stem: String, _ count: Int) -> [String] {
            (0..<count).map { stem + ($0 < 10 ? "0" : "") + "\($0).swift" }
        }
    }

    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let part: Part =
            switch target.name {
            case "FerogramTLTypes": .types
            case "FerogramTLFunctions": .functionDecoders
            case "FerogramTLJSON": .schemaText
            default: .typeTable
            }
        return [try command(for: part, context: context)]
    }

    private func command(for part: Part, context: PluginContext) throws -> Command {
        let tool = try context.tool(named: "FerogramTLGenTool").url
        let schema = context.package.directoryURL.appending(path: "Schema")
        let schemas = ["api.tl", "mtproto.tl"].map { schema.appending(path: $0) }
        let output = context.pluginWorkDirectoryURL.appending(path: part.rawValue)
        var inputs = schemas + [tool]
        var arguments = ["generate", part.rawValue, "--output", output.path()]
        if part == .types {
            for name in ["errors", "methods"] {
                let file = schema.appending(path: name + ".tsv")
                inputs.append(file)
                arguments += ["--" + name, file.path()]
            }
        }
        return .buildCommand(
            displayName: "Generating \(part.rawValue) from the TL schema", executable: tool,
            arguments: arguments + schemas.map { $0.path() }, inputFiles: inputs,
            outputFiles: part.fileNames.map { output.appending(path: $0) })
    }
}
