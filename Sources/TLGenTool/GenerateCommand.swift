// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLGen
import FerogramTLParser
import Foundation

/// The command `generate PART --output FOLDER [--errors FILE] [--methods FILE] SCHEMA…`.
enum GenerateCommand {
    static func run(_ arguments: [String]) throws {
        var rest = arguments[...]
        var output: String?
        var errors: String?
        var methods: String?
        var names: [String] = []
        while let argument = rest.popFirst() {
            switch argument {
            case "--output": output = rest.popFirst()
            case "--errors": errors = rest.popFirst()
            case "--methods": methods = rest.popFirst()
            default: names.append(argument)
            }
        }
        guard let output, names.count >= 2 else {
            throw CommandError(description: "generate needs a part, --output and at least one schema")
        }
        let schemas = try names.dropFirst().map(CommandLineTool.schema)
        let generator = try Generator(schemas: schemas)
        var files: [GeneratedFile]
        switch names[0] {
        case "types":
            files = generator.types(
                methods: try methods.map { try MethodTable(try CommandLineTool.read($0), for: schemas[0]) })
        case "schemaText":
            guard names.count == 3 else { throw CommandError(description: "schemaText needs both schemas") }
            files = Generator.schemaText(
                api: try CommandLineTool.read(names[1]), service: try CommandLineTool.read(names[2]))
        case "functionDecoders": files = generator.functionDecoders()
        case "typeTable": files = generator.typeTable()
        default: throw CommandError(description: "unknown part '\(names[0])'")
        }
        if let errors { files.append(try Generator.errorNames(try CommandLineTool.read(errors))) }
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        for file in files { try write(file, to: output) }
    }

    /// Leaves files alone that have the right text already: build systems look at the time of the last change.
    private static func write(_ file: GeneratedFile, to folder: String) throws {
        let url = URL(fileURLWithPath: folder).appendingPathComponent(file.name)
        let data = Data(file.text.utf8)
        if let present = FileManager.default.contents(atPath: url.path), present == data { return }
        try data.write(to: url, options: .atomic)
    }
}
