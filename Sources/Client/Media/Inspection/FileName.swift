// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Names of files as others suggest them, made safe.
enum FileName {
    /// How many bytes a name may have; file systems take 255.
    private static let longest = 200
    /// Names that Windows has for other things.
    private static let reserved: Set<String> = [
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
        "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ]

    /// Makes a name of what somebody suggested: one that leads to no other folder, hides nothing and shows as it is.
    ///
    /// - Parameter suggestion: What somebody wants the file to be called.
    /// - Returns: A name; `nil` if nothing is left of it.
    static func sanitized(_ suggestion: String) -> String? {
        // What turns the direction of writing makes "gpj.exe" of "exe.jpg".
        let visible = suggestion.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        let last = String(String.UnicodeScalarView(visible)).split(whereSeparator: { "/\\".contains($0) }).last ?? ""
        var name = String(last.map { "<>:\"|?*".contains($0) ? "_" : $0 })
        name = name.trimmed
        while let first = name.first, first == "." || first == " " { name.removeFirst() }
        while let end = name.last, end == "." || end == " " { name.removeLast() }
        guard !name.isEmpty else { return nil }
        let stem = name.prefix { $0 != "." }.lowercased()
        if reserved.contains(stem) { name = "_" + name }
        return shortened(name)
    }

    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > longest else { return name }
        let dot = name.lastIndex(of: ".")
        let suffix = dot.map { String(name[$0...]) } ?? ""
        let kept = suffix.utf8.count <= 20 ? suffix : ""
        var stem = String(name.dropLast(kept.count))
        while stem.utf8.count + kept.utf8.count > longest, !stem.isEmpty { stem.removeLast() }
        return stem + kept
    }

    /// A name for a file that has none: what it is, and when it was sent.
    ///
    /// - Parameters:
    ///   - kind: A word for what it is, `photo`.
    ///   - date: When it was sent.
    ///   - mimeType: Its MIME type.
    /// - Returns: The name.
    static func made(of kind: String, date: Date, mimeType: String) -> String {
        let parts = Calendar(identifier: .gregorian).dateComponents(
            in: .gmt, from: date)
        func padded(_ value: Int?, _ width: Int) -> String {
            let text = "\(value ?? 0)"
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let day = [padded(parts.year, 4), padded(parts.month, 2), padded(parts.day, 2)].joined(separator: "-")
        let time = [padded(parts.hour, 2), padded(parts.minute, 2), padded(parts.second, 2)].joined(separator: "-")
        return "\(kind)_\(day)_\(time).\(FileKind.suffix(ofMIMEType: mimeType) ?? "bin")"
    }

    /// Makes a name that no file has yet: `name (2).jpg`.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - exists: Whether there is a file of a name.
    /// - Returns: The name, with a number if need be.
    static func unused(_ name: String, exists: (String) -> Bool) -> String {
        guard exists(name) else { return name }
        let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 }
        let (stem, suffix) = (dot.map { String(name[..<$0]) } ?? name, dot.map { String(name[$0...]) } ?? "")
        for number in 2...10_000 {
            let candidate = "\(stem) (\(number))\(suffix)"
            if !exists(candidate) { return candidate }
        }
        return "\(stem) \(UUID().uuidString)\(suffix)"
    }
}
