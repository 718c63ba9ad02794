// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation

/// Runs 50 clients of a local server for hours while everything goes wrong that can, and judges what they heard and did.
///
/// `swift run -c release ExampleSoak [--hours H | --seconds S] [--seed N]`
///
/// The server is a process of its own. The seed decides who does what in which order, and what goes wrong; how things meet
/// is up to the machine. Every 10 seconds there is a line, and at the end a verdict; the exit status is 0 only if nothing
/// was lost, nothing came or ran twice, and nothing grew.
@main
enum SoakMain {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if arguments.count == 3, arguments[0] == "--serve", let seed = UInt64(arguments[1]) {
                return try await SoakServer.serve(seed: seed, runsSomeTwice: arguments[2] == "twice")
            }
            guard let options = SoakOptions(arguments) else {
                Lines.write(SoakOptions.usage)
                exit(2)
            }
            let isClean = try await SoakRun(options).run()
            exit(isClean ? 0 : 1)
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }
}
