// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes the catalogue of the errors that the server is known to answer.
///
/// The input has one error a line, with tabs between code, name and, for some, a sentence that says what to do; `X` in a
/// name stands for a number.
struct ErrorNameRenderer {
    /// Reads the catalogue and writes it as Swift.
    ///
    /// - Parameter text: The catalogue.
    /// - Returns: Swift source.
    /// - Throws: An error that names the line, if a line cannot be read or if two names collide.
    static func render(_ text: String) throws(GenerationError) -> String {
        var codes: [String: Set<Int>] = [:]
        var hints: [String: String] = [:]
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "\t")
            guard 2...3 ~= parts.count, let code = Int(parts[0]), isName(parts[1]) else {
                throw GenerationError("errors.tsv:\(number + 1): expected a code, a tab and a name, and perhaps a hint")
            }
            let name = String(parts[1])
            codes[name, default: []].insert(code)
            guard parts.count == 3 else { continue }
            guard isHint(parts[2]), hints.updateValue(String(parts[2]), forKey: name) == nil else {
                throw GenerationError(
                    "errors.tsv:\(number + 1): expected one hint a name, without quotes and backslashes")
            }
        }
        var swiftNames: [String: String] = [:]
        var writer = SourceWriter()
        writer.block("extension TLErrorName") { writer in
            for (name, numbers) in codes.sorted(by: { $0.key < $1.key }) {
                let swiftName = Self.swiftName(name, among: codes)
                swiftNames[swiftName, default: ""] += swiftNames[swiftName] == nil ? name : " and " + name
                let list = numbers.sorted().map(String.init).joined(separator: ", ")
                writer.line("/// `\(name)`, code \(list).")
                writer.line(
                    "public static var \(Naming.escaped(swiftName)): Self { Self(rawValue: \"\(name)\") }")
            }
        }
        writer.line("")
        renderCatalog(codes, hints, to: &writer)
        if let clash = swiftNames.values.filter({ $0.contains(" and ") }).min() {
            throw GenerationError("errors.tsv: \(clash) would have the same name in Swift")
        }
        return writer.text
    }

    /// One text instead of a literal with a thousand elements, which would take long to compile.
    private static func renderCatalog(
        _ codes: [String: Set<Int>], _ hints: [String: String], to writer: inout SourceWriter
    ) {
        writer.block("extension TLErrorName") { writer in
            writer.line("/// A name a line, with tabs before its codes and before what to do.")
            writer.line("static let catalogText = \"\"\"")
            for (name, numbers) in codes.sorted(by: { $0.key < $1.key }) {
                let list = numbers.sorted().map(String.init).joined(separator: ",")
                writer.line("    \(name)\\t\(list)" + (hints[name].map { "\\t\($0)" } ?? ""))
            }
            writer.line("    \"\"\"")
        }
    }

    /// Whether a text can stand in a Swift literal as it is.
    private static func isHint(_ text: Substring) -> Bool {
        !text.isEmpty && !text.contains { "\"\\".contains($0) || $0.isNewline }
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == " ") }
    }

    /// `FLOOD_WAIT_X` → `floodWait`, `2FA_CONFIRM_WAIT_X` → `_2faConfirmWait`, `ApiCallError` →
    /// `apiCallErrorMessage`.
    ///
    /// A final `X` stays where the name exists without it too.
    private static func swiftName(_ name: String, among names: [String: Set<Int>]) -> String {
        var words = name.split { $0 == "_" || $0 == " " }.map(String.init)
        if words.count > 1, words.last == "X", names[words.dropLast().joined(separator: "_")] == nil {
            words.removeLast()
        }
        words = words.map { word in
            word.contains(where: \.isLowercase) ? Naming.lowercasedFirst(word) : word.lowercased()
        }
        // A few errors are sentences rather than names; some of them exist as names too.
        if name.contains(where: \.isLowercase) { words.append("message") }
        let field = Naming.field(words.joined(separator: "_"))
        return field.first?.isNumber == true ? "_" + field : field
    }
}
