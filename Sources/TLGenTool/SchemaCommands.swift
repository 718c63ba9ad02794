// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLGen
import FerogramTLParser
import Foundation

/// The command `stats FILE…`.
enum StatisticsCommand {
    static func run(_ paths: [String]) throws {
        for path in paths {
            let statistics = SchemaStatistics(try CommandLineTool.schema(path))
            CommandLineTool.write("\(path)\n\(statistics)\n", to: .standardOutput)
        }
    }
}

/// The command `check FILE…`.
enum CheckCommand {
    /// Checks every file.
    ///
    /// - Returns: Whether all are clean.
    static func run(_ paths: [String]) throws -> Bool {
        var isClean = true
        for path in paths {
            let check = SchemaCheck(try CommandLineTool.read(path))
            for problem in check.problems {
                CommandLineTool.write("\(path):\(problem)\n", to: .standardOutput)
            }
            isClean = isClean && check.problems.isEmpty
            let verdict = check.problems.isEmpty ? "clean" : "\(check.problems.count) problems"
            let exceptions =
                check.exceptions.isEmpty ? "" : " (declared ids: \(check.exceptions.joined(separator: ", ")))"
            CommandLineTool.write("\(path): \(verdict)\(exceptions)\n", to: .standardOutput)
        }
        return isClean
    }
}

/// The command `diff OLD NEW`.
enum DiffCommand {
    static func run(old: String, new: String) throws {
        let difference = try SchemaDifference(
            from: try CommandLineTool.schema(old), to: try CommandLineTool.schema(new))
        CommandLineTool.write("\(difference)\n", to: .standardOutput)
    }
}
