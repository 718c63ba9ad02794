// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLTypes
import Foundation

/// Telegram in the terminal.
@main
enum ToolMain {
    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        let wantsHelp = words.isEmpty || words.contains("--help") || words.contains("-h") || words.first == "help"
        if words == ["--version"] { return Output.write("ferogram-tool, layer \(TL.layer)") }
        let named = words.first == "help" ? Array(words.dropFirst()) : words
        guard let (command, rest) = Command.find(named) else {
            guard wantsHelp else { end("there is no command '\(words[0])'; ferogram-tool --help lists them", code: 2) }
            return Output.write(overview)
        }
        if wantsHelp { return Output.write(command.usage) }
        do {
            let arguments = try Arguments(rest, options: command.options, switches: command.switches)
            try await withTerminationSignals { try await command.run(arguments) }
        } catch let error as UsageError {
            end("\(error)\n\n\(command.usage)", code: 2)
        } catch let error as InvocationError {
            if error.isCancellation { return }
            end("\(error)", code: error.rpcError == nil ? 1 : 3)
        } catch {
            if error is CancellationError { return }
            end("\(error)", code: 1)
        }
    }

    private static func end(_ text: String, code: Int32) -> Never {
        Output.note("error: \(text)")
        exit(code)
    }

    private static var overview: String {
        let width = Command.all.map(\.name.count).max() ?? 0
        let list = Command.all.map { command in
            "  " + command.name.padding(toLength: width, withPad: " ", startingAt: 0) + "  " + command.summary
        }
        return """
            usage: ferogram-tool COMMAND … ; ferogram-tool help COMMAND explains one

            \(list.joined(separator: "\n"))

            Commands that talk with Telegram read API_ID and API_HASH (my.telegram.org) from the environment and use the
            session in the file that --session names, ferogram.session by default. --server FILE uses a local server
            instead, as `ferogram-tool serve --write FILE` describes it.

            The tool ends with 0 after success, 1 after a failure, 2 if the command line is wrong, and 3 if the server
            refused.
            """
    }
}
