// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLJSON
import FerogramTLParser
import Foundation

extension Command {
    static let decode = Command(
        name: "tl decode", synopsis: "HEX [--type TYPE] [--json] [--secrets]",
        summary: "Print bytes of the protocol as JSON.",
        help: """
              HEX             hexadecimal digits, blanks do not count; - reads the standard input
              --type TYPE     the type, for values without a constructor's id: Vector<long>
              --json          one line
              --secrets       print secrets instead of digests
            """,
        options: ["type"], switches: ["json", "secrets"]
    ) { arguments in
        let words = try arguments.words(1...1_000, "hexadecimal digits")
        let text =
            words == ["-"]
            ? String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) : words.joined()
        let digits = text.filter { !$0.isWhitespace }
        let values = digits.compactMap(\.hexDigitValue)
        guard !values.isEmpty, values.count == digits.count, values.count.isMultiple(of: 2) else {
            throw UsageError("these are no hexadecimal digits, two for each byte")
        }
        let bytes = stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) }
        let options = Output.options(arguments)
        if let type = arguments["type"] {
            Output.write(try TLJSON.current.text(of: bytes, type: type, options: options))
        } else {
            Output.write(try TLJSON.current.text(of: bytes, options: options))
        }
    }

    static let encode = Command(
        name: "tl encode", synopsis: "JSON",
        summary: "Print JSON as bytes of the protocol.",
        help: "  ferogram-tool tl encode '{\"_\":\"inputPeerSelf\"}'"
    ) { arguments in
        let bytes = try TLJSON.current.bytes(from: try arguments.words(1...1, "a JSON object")[0])
        Output.write(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    static let show = Command(
        name: "tl show", synopsis: "NAME",
        summary: "Print the definition of a constructor, a method or all constructors of a type.",
        help: "  ferogram-tool tl show messages.sendMessage\n  ferogram-tool tl show InputPeer"
    ) { arguments in
        let name = try arguments.words(1...1, "a name")[0]
        let found = TLJSON.definitions.filter { $0.fullName == name || $0.result.description == name }
        guard !found.isEmpty else { throw ToolError("the schema has no \(name)") }
        for definition in found { Output.write(definition.description) }
    }
}
