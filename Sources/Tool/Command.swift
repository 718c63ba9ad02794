// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A command of the tool.
struct Command: Sendable {
    /// Its name, in one or two words.
    let name: String
    /// What follows the name.
    let synopsis: String
    /// What it does, in a line.
    let summary: String
    /// The rest of the help.
    let help: String
    var options: Set<String> = []
    var switches: Set<String> = []
    let run: @Sendable (Arguments) async throws -> Void

    var usage: String {
        """
        usage: ferogram-tool \(name) \(synopsis)

        \(summary)

        \(help)
        """
    }

    static let all: [Command] = [
        .login, .call, .send, .tail, .download, .sessionInspect, .sessionConvert, .sessionDoctor, .decode, .encode,
        .show, .error, .proxyCheck, .qr, .serve, .bench, .completion,
    ]

    /// Finds a command by the words at the beginning of the command line.
    static func find(_ words: [String]) -> (command: Command, rest: ArraySlice<String>)? {
        for command in all {
            let name = command.name.split(separator: " ").map(String.init)
            if words.starts(with: name) { return (command, words.dropFirst(name.count)) }
        }
        return nil
    }
}
