// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLJSON
import FerogramTLTypes
import Foundation

/// Writes results to the standard output.
enum Output {
    /// Writes a line at once, through a pipe as well.
    static func write(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Writes a line that is no result to the standard error.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Writes a value as JSON, with its keys in the order of the alphabet.
    static func write(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        write(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// How TL values are written: for people on several lines, for programs on one; secrets only on request.
    static func options(_ arguments: Arguments) -> TLJSONOptions {
        var key: [UInt8] { (0..<32).map { _ in UInt8.random(in: .min ... .max) } }
        return TLJSONOptions(
            isPretty: !arguments.has("json"), secrets: arguments.has("secrets") ? .shown : .digests(key: key))
    }
}
