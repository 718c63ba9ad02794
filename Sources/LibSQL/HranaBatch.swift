// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if LibSQL
import FerogramConnect
import FerogramSession
internal import Foundation

/// A value of SQLite, as libSQL's protocol Hrana has it.
enum HranaValue {
    case null
    case integer(Int64)
    case blob([UInt8])
    /// Something that this library does not store.
    case other

    /// The bytes, if it is a blob.
    var bytes: [UInt8]? { if case .blob(let bytes) = self { bytes } else { nil } }

    var json: [String: String] {
        switch self {
        case .null, .other: ["type": "null"]
        case .integer(let number): ["type": "integer", "value": "\(number)"]
        case .blob(let bytes): ["type": "blob", "base64": Data(bytes).base64EncodedString()]
        }
    }

    init(_ json: JSONValue) {
        switch json["type"]?.text {
        case "null": self = .null
        case "integer": self = json["value"]?.text.flatMap { Int64($0) }.map(HranaValue.integer) ?? .other
        case "blob":
            var text = json["base64"]?.text ?? "-"
            // Servers leave the padding out.
            while !text.utf8.count.isMultiple(of: 4) { text.append("=") }
            self = Data(base64Encoded: text).map { .blob(Array($0)) } ?? .other
        default: self = .other
        }
    }
}

/// Statements that a server runs one after another, each only if the one before it succeeded, unless it says otherwise.
struct HranaBatch {
    private(set) var steps: [[String: Any]] = []

    /// Adds a statement that is run if the one before it succeeded.
    ///
    /// - Returns: Its place.
    @discardableResult
    mutating func add(_ sql: String, _ arguments: [HranaValue] = []) -> Int {
        add(sql, arguments, if: steps.isEmpty ? nil : ["type": "ok", "step": steps.count - 1])
    }

    /// Adds a statement that is run if the one before it did not succeed.
    mutating func addUnlessLast(_ sql: String) {
        add(sql, [], if: ["type": "not", "cond": ["type": "ok", "step": steps.count - 1] as [String: Any]])
    }

    /// Adds a statement that is run in any case.
    mutating func addAlways(_ sql: String) -> Int { add(sql, [], if: nil) }

    @discardableResult
    private mutating func add(_ sql: String, _ arguments: [HranaValue], if condition: [String: Any]?) -> Int {
        let statement: [String: Any] = ["sql": sql, "args": arguments.map(\.json), "want_rows": true]
        var step: [String: Any] = ["stmt": statement]
        if let condition { step["condition"] = condition }
        steps.append(step)
        return steps.count - 1
    }

    /// The body of a request that runs the batch and leaves nothing open at the server.
    func request() throws(StoreError) -> [UInt8] {
        let requests: [[String: Any]] = [["type": "batch", "batch": ["steps": steps]], ["type": "close"]]
        do {
            return Array(try JSONSerialization.data(withJSONObject: ["requests": requests]))
        } catch {
            throw .unsupported("the changes cannot be written as JSON")
        }
    }
}

/// What became of the statements of a batch.
struct HranaResults {
    struct Rows {
        var rows: [[HranaValue]]
    }

    private let results: [Rows?]
    /// What the server said of each that failed.
    let errors: [String?]

    /// What a statement answered; `nil` if it failed or was not run.
    subscript(index: Int) -> Rows? { results.indices.contains(index) ? results[index] : nil }

    var firstError: String? { errors.lazy.compactMap { $0 }.first }

    /// Reads the body of an answer.
    init(_ body: [UInt8]) throws(StoreError) {
        guard let json = JSONValue(body), let first = json["results"]?.elements?.first else {
            throw .unavailable("libSQL: the answer is not one of the protocol")
        }
        if first["type"]?.text == "error" {
            throw .unavailable("libSQL: \(first["error"]?["message"]?.text ?? "an error without words")")
        }
        guard let result = first["response"]?["result"], let results = result["step_results"]?.elements,
            let errors = result["step_errors"]?.elements
        else { throw .unavailable("libSQL: the answer is not one of the protocol") }
        self.results = results.map { result in
            result["rows"]?.elements.map { rows in
                Rows(rows: rows.map { row in (row.elements ?? []).map { HranaValue($0) } })
            }
        }
        self.errors = errors.map { $0["message"]?.text }
    }
}
#endif
