// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramMTSender
import FerogramTLJSON
import FerogramTLParser
import FerogramTLTypes
import Foundation

extension Command {
    static let call = Command(
        name: "call", synopsis: "METHOD [JSON | NAME=VALUE …] [--dc N] [--json] [--secrets] [options]",
        summary: "Call any method of Telegram, and print the answer.",
        help: """
              ferogram-tool call help.getConfig
              ferogram-tool call users.getUsers 'id=[{"_":"inputUserSelf"}]'
              ferogram-tool call messages.setTyping '{"peer":{"_":"inputPeerSelf"},"action":{"_":"sendMessageTypingAction"}}'

              NAME=VALUE      an argument; a value that is no JSON is a text
              --dc N          the data centre, the account's by default
              --json          one line
              --secrets       print file references, hashes, phone numbers and the like instead of digests
              --list PREFIX   print the names of the methods that begin with it
            \(Connection.help)
            """,
        options: Connection.options.union(["dc", "list"]), switches: Connection.switches.union(["json", "secrets"])
    ) { arguments in
        if let prefix = arguments["list"] {
            for name in Catalog.methods where name.hasPrefix(prefix) { Output.write(name) }
            return
        }
        let words = try arguments.words(1...100, "the name of a method")
        let dataCenter = try arguments.number("dc", in: 1...1_000)
        let request = try Catalog.request(words[0], Array(words.dropFirst()))
        try await Connection.builder(arguments).withClient { client in
            let call = TLRawFunction(bytes: request)
            let answer: TLRawObject =
                if let dataCenter {
                    try await client.invoke(call, onDC: dataCenter)
                } else {
                    try await client.invoke(call)
                }
            Output.write(
                try TLJSON.current.text(ofAnswer: answer.bytes, to: request, options: Output.options(arguments)))
        }
    }
}

/// The methods of the schema.
enum Catalog {
    static var methods: [String] {
        TLJSON.definitions.filter { $0.category == .functions }.map(\.fullName).sorted()
    }

    /// Writes a call.
    ///
    /// - Parameters:
    ///   - method: The name of the method.
    ///   - words: One JSON object, or arguments with their names.
    /// - Returns: The binary form.
    /// - Throws: What cannot be read.
    static func request(_ method: String, _ words: [String]) throws -> [UInt8] {
        guard methods.contains(method) else {
            let near = methods.filter { $0.lowercased().contains(method.lowercased()) }.prefix(5)
            throw UsageError(
                "there is no method \(method)" + (near.isEmpty ? "" : "; there is " + near.joined(separator: ", ")))
        }
        var fields: [String: Any] = [:]
        if words.count == 1, words[0].hasPrefix("{") {
            guard let object = value(words[0]) as? [String: Any] else {
                throw UsageError("this is no JSON: \(words[0])")
            }
            fields = object
        } else {
            for word in words {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { throw UsageError("expected NAME=VALUE instead of \(word)") }
                fields[String(parts[0])] = value(String(parts[1])) ?? String(parts[1])
            }
        }
        fields["_"] = method
        return try TLJSON.current.bytes(
            from: String(decoding: JSONSerialization.data(withJSONObject: fields), as: UTF8.self))
    }

    private static func value(_ text: String) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    }
}
