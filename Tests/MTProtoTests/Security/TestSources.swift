// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// The sources of this target's tests, to see what tests there are and what they say.
struct TestSources {
    /// The package's folder, found from the place of this file.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The texts of all files that declare a class or extend it, by its name.
    private var texts: [String: String] = [:]

    /// Reads the sources.
    init() throws {
        let folder = Self.root.appending(path: "Tests/MTProtoTests")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let declaration = #/^(?:final class|extension) ([A-Za-z]+Tests)\b/#.anchorsMatchLineEndings()
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: declaration) {
                texts[String(match.output.1), default: ""] += text
            }
        }
    }

    /// The text of a function, from its name to the next function of the class.
    func body(of function: String, in type: String) -> String? {
        guard let text = texts[type],
            let start = text.firstRange(of: "    func \(function)(")
                ?? text.firstRange(of: "    private func \(function)(")
        else { return nil }
        let rest = text[start.upperBound...]
        let next = rest.firstMatch(of: #/\n    (?:private )?func |\n    // MARK:/#)
        return String(rest[..<(next?.range.lowerBound ?? rest.endIndex)])
    }

    /// Whether a function is a test, or is called by one of its class.
    func isRun(_ function: String, in type: String) -> Bool {
        if function.hasPrefix("test") { return true }
        guard let text = texts[type] else { return false }
        let tests = text.matches(of: #/    func (test[A-Za-z0-9_]+)\(/#).map { String($0.output.1) }
        return tests.contains { body(of: $0, in: type)?.contains(" \(function)(") ?? false }
    }
}
