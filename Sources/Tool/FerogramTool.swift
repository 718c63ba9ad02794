// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

/// `ferogram-tool`: looks at sessions, converts them and says what is wrong with them.
@main
struct FerogramTool {
    static let usage = """
        usage: ferogram-tool session inspect SESSION
               ferogram-tool session convert SESSION --to FORMAT [--api-id ID] (--output FILE | --reveal)
               ferogram-tool session doctor SESSION
               ferogram-tool qr TEXT

        SESSION is the path of a session file, - for a session string on the standard input, or the name of an
        environment variable that has one, with a $ before it.
        FORMAT is swift, telethon, gramjs or pyrogram; pyrogram needs --api-id.

        Sessions are as secret as passwords: nothing prints one unless --reveal is given.
        """

    static func main() async {
        var arguments = CommandLine.arguments.dropFirst()
        guard let area = arguments.popFirst(), let command = arguments.popFirst() else { exit(with: .usage) }
        do {
            if area == "qr", arguments.isEmpty { return try printCode(command) }
            guard area == "session" else { throw ToolError.usage }
            let options = try ToolOptions(Array(arguments))
            switch command {
            case "inspect": try await SessionCommands.inspect(options)
            case "convert": try await SessionCommands.convert(options)
            case "doctor":
                if try await SessionCommands.doctor(options) > 0 { Foundation.exit(1) }
            default: throw ToolError.usage
            }
        } catch {
            exit(with: error as? ToolError ?? .failed("\(error)"))
        }
    }

    /// Prints a text as a QR code.
    private static func printCode(_ text: String) throws {
        guard let code = QRCode(text) else {
            throw ToolError.failed("a code has at most \(QRCode.maximumByteCount) bytes")
        }
        print(code.terminalPicture(margin: 4))
    }

    private static func exit(with error: ToolError) -> Never {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        if case .usage = error { Foundation.exit(64) }
        Foundation.exit(1)
    }
}

/// Why the tool did not do what it was asked.
enum ToolError: Error, CustomStringConvertible {
    case usage
    case failed(String)

    var description: String {
        switch self {
        case .usage: FerogramTool.usage
        case .failed(let text): "error: \(text)"
        }
    }
}

/// What stands behind the command.
struct ToolOptions {
    var session = ""
    var format: String?
    var apiID: Int32?
    var output: String?
    var reveals = false

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        func value(of option: String) throws -> String {
            guard let value = rest.popFirst() else { throw ToolError.failed("\(option) needs a value") }
            return value
        }
        while let argument = rest.popFirst() {
            switch argument {
            case "--to": format = try value(of: argument)
            case "--output": output = try value(of: argument)
            case "--reveal": reveals = true
            case "--api-id":
                guard let id = Int32(try value(of: argument)), id > 0 else {
                    throw ToolError.failed("--api-id needs the number from my.telegram.org")
                }
                apiID = id
            default:
                guard session.isEmpty, argument == "-" || !argument.hasPrefix("-") else { throw ToolError.usage }
                session = argument
            }
        }
        guard !session.isEmpty else { throw ToolError.usage }
    }
}
