// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// What is wrong with a schema text.
public struct SchemaCheck: Sendable {
    /// What is wrong, one problem an entry, with its position where it has one.
    public let problems: [String]
    /// The definitions whose declared id differs from the rule and is known to.
    public let exceptions: [String]

    /// Definitions whose declared ids do not follow the CRC-32 rule, in Telegram's own clients too.
    public static let knownExceptions: [String: UInt32] = [
        "accessPointRule": 0x4679_B65F, "ipPortSecret": 0x3798_2646, "help.configSimple": 0x5A59_2A6C,
    ]

    /// Checks a schema: syntax, ids against the rule, duplicate names and ids, undefined types, names that would
    /// collide in Swift.
    ///
    /// - Parameter text: The schema.
    public init(_ text: String) {
        var problems: [String] = []
        var exceptions: [String] = []
        var names: [String: SourcePosition] = [:]
        var ids: [UInt32: (name: String, position: SourcePosition)] = [:]
        var definitions: [Definition] = []
        var parser = SchemaParser(text)
        while let result = parser.next() {
            switch result {
            case .failure(let error):
                problems.append("\(error)")
            case .success(let entry):
                let definition = entry.definition
                let name = definition.fullName
                if definition.id != definition.computedID {
                    if Self.knownExceptions[name] == definition.id {
                        exceptions.append(name)
                    } else {
                        let expected = hexLiteral(definition.computedID).dropFirst(2)
                        problems.append("\(entry.position): \(name): the id should be #\(expected)")
                    }
                }
                if let first = names.updateValue(entry.position, forKey: name) {
                    problems.append("\(entry.position): \(name) is defined at \(first) already")
                } else if let first = ids.updateValue((name, entry.position), forKey: definition.id) {
                    problems.append("\(entry.position): \(name) has the id of \(first.name) at \(first.position)")
                } else {
                    definitions.append(definition)
                }
            }
        }
        do throws(GenerationError) {
            _ = try Catalog(
                definitions, protocolTypes: Catalog.protocolTypes(of: definitions, layer: parser.layer))
        } catch {
            problems += error.description.split(separator: "\n").map(String.init)
        }
        self.problems = problems
        self.exceptions = exceptions
    }
}
