// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLGen
import FerogramTLParser
import Foundation

/// Why a command could not be carried out.
struct CommandError: Error, CustomStringConvertible {
    let description: String
}

/// The commands of the tool.
enum CommandLineTool {
    static let usage = """
        usage: FerogramTLGenTool COMMAND

          generate PART --output FOLDER [--errors FILE] [--methods FILE] SCHEMA…
                                write Swift; PART is types, functionDecoders, typeTable or schemaText
          stats FILE…           count what a schema defines
          check FILE…           ids, duplicates, undefined types, names that collide in Swift
          diff OLD NEW          list what a new schema adds, removes, changes and renames
          methods SCHEMA FILE   compare the table of methods with a schema

        """

    /// Carries a command out.
    ///
    /// - Returns: The exit status: 0, 1 if the input is at fault, 2 if the arguments are.
    static func run(_ arguments: [String]) -> Int32 {
        guard let command = arguments.first else {
            write(usage, to: .standardError)
            return 2
        }
        let rest = Array(arguments.dropFirst())
        do {
            switch command {
            case "generate": try GenerateCommand.run(rest)
            case "stats" where !rest.isEmpty: try StatisticsCommand.run(rest)
            case "check" where !rest.isEmpty: return try CheckCommand.run(rest) ? 0 : 1
            case "diff" where rest.count == 2: try DiffCommand.run(old: rest[0], new: rest[1])
            case "methods" where rest.count == 2:
                _ = try MethodTable(try read(rest[1]), for: try schema(rest[0]))
                write("\(rest[1]): complete\n", to: .standardOutput)
            case "help", "--help", "-h": write(usage, to: .standardOutput)
            default:
                write(usage, to: .standardError)
                return 2
            }
            return 0
        } catch {
            write("error: \(error)\n", to: .standardError)
            return 1
        }
    }

    static func write(_ text: String, to handle: FileHandle) {
        handle.write(Data(text.utf8))
    }

    static func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandError(description: "\(path): cannot be read")
        }
        return String(decoding: data, as: UTF8.self)
    }

    static func schema(_ path: String) throws -> Schema {
        let text = try read(path)
        do throws(ParseError) {
            return try Schema(parsing: text)
        } catch {
            throw CommandError(description: "\(path):\(error)")
        }
    }
}
