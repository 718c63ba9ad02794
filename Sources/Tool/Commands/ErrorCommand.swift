// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension Command {
    static let error = Command(
        name: "error", synopsis: "NAME [--json]",
        summary: "Explain an error of the server.",
        help: """
              ferogram-tool error FLOOD_WAIT_31

              --json          one line
            """,
        switches: ["json"]
    ) { arguments in
        let text = try arguments.words(1...1, "the name of an error")[0].uppercased()
        let error = RPCError(code: 400, message: text, method: "", dataCenter: 0)
        let name = error.name
        guard !name.codes.isEmpty else {
            let near = TLErrorName.all.map(\.rawValue).filter { $0.contains(text) || text.contains($0) }.prefix(8)
            throw ToolError(
                "the catalogue has no \(text)" + (near.isEmpty ? "" : "; it has " + near.joined(separator: ", ")))
        }
        if arguments.has("json") {
            return try Output.write(
                json: Explanation(name: name.rawValue, codes: name.codes, value: error.value, hint: name.hint))
        }
        Output.write("\(name), code \(name.codes.map(String.init).joined(separator: " or "))")
        if let value = error.value { Output.write("X is \(value)") }
        Output.write(name.hint ?? "The catalogue says nothing about it; see core.telegram.org/api/errors")
    }

    private struct Explanation: Encodable {
        let name: String
        let codes: [Int]
        let value: Int?
        let hint: String?
    }
}
