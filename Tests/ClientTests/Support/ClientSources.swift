// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation

/// What the sources of the client say of its public methods.
enum ClientSources {
    /// A public method or property of the client or of one of its objects.
    struct Member: Hashable {
        /// The type that has it.
        let type: String
        /// Its name with the labels of its parameters: `sendMessage(to:_:)`.
        let name: String
        /// The methods of the schema that its documentation names first: `messages.sendMessage`.
        let methods: [String]
        /// The file, from the folder of the client.
        let file: String

        /// The name without parameters.
        var baseName: String { String(name.prefix { $0 != "(" }) }
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Client")

    /// All public methods and properties.
    static func members() throws -> [Member] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        return try files.sorted().flatMap { file in
            try members(in: String(contentsOf: folder.appending(path: file), encoding: .utf8), file: file)
        }
    }

    /// The methods of the schema, as the schema spells them.
    static func functions() throws -> Set<String> {
        let schema = folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "Schema/api.tl")
        let text = try String(contentsOf: schema, encoding: .utf8)
        guard let start = text.range(of: "---functions---") else { return [] }
        let lines = text[start.upperBound...].split(separator: "\n").filter { !$0.hasPrefix("//") }
        return Set(lines.compactMap { $0.split(separator: "#").first.map(String.init) })
    }

    private static func members(in text: String, file: String) -> [Member] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var members: [Member] = []
        var type = ""
        var comment: [String] = []
        for (number, line) in lines.enumerated() {
            // Regular expressions are slow in debug builds: few lines get to them.
            if !line.hasPrefix(" "), !line.hasPrefix("/"),
                let found = line.firstMatch(
                    of:
                        /^(?:public |@nonexhaustive )*(?:final )?(?:class|struct|enum|extension|protocol|actor) ([\w.]+)/
                )
            {
                type = String(found.1)
            }
            let trimmed = line.drop { $0 == " " }
            if trimmed.hasPrefix("///") {
                comment.append(String(trimmed.dropFirst(3)))
                continue
            }
            if trimmed.hasPrefix("@") { continue }
            if trimmed.hasPrefix("public "),
                let found = trimmed.firstMatch(of: /^public (?:static |mutating )*(func|var) (`?\w+`?)/)
            {
                let isMethod = found.1 == "func"
                let name = isMethod ? String(found.2) + labels(lines[number...]) : String(found.2)
                members.append(Member(type: type, name: name, methods: methods(comment), file: file))
            }
            comment = []
        }
        return members
    }

    /// The labels of a function's parameters, `(to:_:)`, from the line with its name on.
    private static func labels(_ lines: ArraySlice<String>) -> String {
        let text = lines.prefix(12).joined(separator: " ")
        guard let open = text.range(of: "("), let name = text.range(of: "func ") else { return "()" }
        // Generic parameters have no parentheses of their own before the list of parameters.
        guard name.upperBound < open.lowerBound else { return "()" }
        var depth = 0
        var parameter = ""
        var labels: [String] = []
        func end() {
            let label = parameter.split(whereSeparator: { $0 == " " || $0 == ":" }).first.map(String.init)
            if let label { labels.append(label) }
            parameter = ""
        }
        for character in text[open.lowerBound...] {
            switch character {
            case "(", "[", "<", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case ">" where !parameter.hasSuffix("-"): depth -= 1
            default: break
            }
            if depth == 0 { break }
            if depth == 1, character == "," {
                end()
            } else if !(depth == 1 && character == "(" && parameter.isEmpty) {
                parameter.append(character)
            }
        }
        end()
        return "(" + labels.map { $0 + ":" }.joined() + ")"
    }

    /// What the first paragraph of a comment names in parentheses.
    private static func methods(_ comment: [String]) -> [String] {
        let paragraph = comment.prefix { !$0.allSatisfy(\.isWhitespace) }.joined(separator: " ")
        return paragraph.matches(of: /`([a-zA-Z]\w*(?:\.\w+)?)`/).map { String($0.1) }
    }
}
