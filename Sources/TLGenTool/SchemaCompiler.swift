// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

@main
enum SchemaCompiler {
    static func main() {
        exit(CommandLineTool.run(Array(CommandLine.arguments.dropFirst())))
    }
}
