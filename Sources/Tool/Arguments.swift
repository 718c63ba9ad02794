// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What stands on the command line behind the name of a command.
struct Arguments {
    /// What is no option.
    private(set) var positional: [String] = []
    private var values: [String: String] = [:]
    private var flags: Set<String> = []

    /// Reads the command line.
    ///
    /// - Parameters:
    ///   - list: The words.
    ///   - options: The options that take a value.
    ///   - switches: The options that take none.
    /// - Throws: What is wrong.
    init(_ list: some Collection<String>, options: Set<String>, switches: Set<String>) throws(UsageError) {
        var rest = Array(list)[...]
        while let word = rest.popFirst() {
            if word == "--" {
                positional += rest
                return
            }
            guard word.hasPrefix("--") else {
                positional.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if switches.contains(name), parts.count == 1 {
                flags.insert(name)
            } else if options.contains(name) {
                guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                    throw UsageError("--\(name) takes a value")
                }
                values[name] = value
            } else {
                throw UsageError("there is no option --\(name)")
            }
        }
    }

    /// The value of an option.
    subscript(_ name: String) -> String? { values[name] }

    /// Whether a switch is set.
    func has(_ name: String) -> Bool { flags.contains(name) }

    /// The number that an option has.
    func number(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError("--\(name) takes a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The words, as many as a command takes.
    func words(_ range: ClosedRange<Int>, _ what: String) throws(UsageError) -> [String] {
        guard range.contains(positional.count) else { throw UsageError("expected \(what)") }
        return positional
    }
}

/// The command line is wrong.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Something else is wrong.
struct ToolError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
