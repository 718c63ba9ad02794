// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLParser

/// The table of what a client must know about each method beyond its form.
///
/// One method a line: name, `once` or `repeatable`, the scope of flood waits (`none`, `peer`, `account`), `updates` or
/// `-`, and who may call it (`both`, `person`, `bot`), with tabs between. Lines that begin with `#` are comments.
public struct MethodTable: Sendable {
    private static let repetitions = ["once", "repeatable"]
    private static let scopes = ["none", "peer", "account"]
    private static let contents = ["-", "updates"]
    private static let callers = ["both", "person", "bot"]

    /// Id and packed traits of each method, sorted by id.
    let rows: [(id: UInt32, traits: UInt8)]

    /// The table of no method.
    static let empty = MethodTable(rows: [])

    private init(rows: [(id: UInt32, traits: UInt8)]) {
        self.rows = rows
    }

    /// Reads a table and compares it with the schema.
    ///
    /// - Parameters:
    ///   - text: The table.
    ///   - schema: The API's schema.
    /// - Throws: An error that names every line which cannot be read, every method that is missing, unknown or named
    ///   twice, and every method of which the table and the schema differ about updates.
    public init(_ text: String, for schema: Schema) throws(GenerationError) {
        var problems: [String] = []
        var rows: [(id: UInt32, traits: UInt8)] = []
        let functions = schema.definitions.filter { $0.category == .functions }
        var waiting = Dictionary(functions.map { ($0.fullName, $0) }) { first, _ in first }
        let known = Set(waiting.keys)
        let carriers = Self.typesWithUpdates(schema)
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, let repetition = Self.repetitions.firstIndex(of: parts[1]),
                let scope = Self.scopes.firstIndex(of: parts[2]), let updates = Self.contents.firstIndex(of: parts[3]),
                let caller = Self.callers.firstIndex(of: parts[4])
            else {
                problems.append("methods.tsv:\(number + 1): cannot be read")
                continue
            }
            guard let function = waiting.removeValue(forKey: parts[0]) else {
                let what = known.contains(parts[0]) ? "stands here twice" : "is not in the schema"
                problems.append("methods.tsv:\(number + 1): \(parts[0]) \(what)")
                continue
            }
            if carriers.contains(function.result.fullName) != (updates == 1) {
                problems.append("methods.tsv:\(number + 1): \(parts[0]): the schema says otherwise about updates")
            }
            rows.append((function.id, UInt8(repetition | scope << 1 | updates << 3 | caller << 4)))
        }
        problems += waiting.keys.sorted().map { "methods.tsv: \($0) is missing" }
        guard problems.isEmpty else { throw GenerationError(problems.joined(separator: "\n")) }
        self.rows = rows.sorted { $0.id < $1.id }
    }

    /// `Updates`, and the types that have them in a field.
    private static func typesWithUpdates(_ schema: Schema) -> Set<String> {
        var types: Set<String> = ["Updates"]
        for definition in schema.definitions where definition.category == .types {
            let carries = definition.parameters.contains {
                if case .value(let type, _) = $0.kind { type.fullName == "Updates" } else { false }
            }
            if carries { types.insert(definition.result.fullName) }
        }
        return types
    }

    /// The table as Swift.
    var source: String {
        var writer = SourceWriter()
        writer.line("/// Id and packed traits of each method, sorted by id; `TLMethodTraits` reads them.")
        writer.line("let methodTable: [UInt64] = [")
        writer.indented { writer in
            for row in rows {
                let digits = String(row.traits, radix: 16)
                writer.line(hexLiteral(row.id) + (digits.count < 2 ? "0" : "") + digits + ",")
            }
        }
        writer.line("]")
        return writer.text
    }
}
