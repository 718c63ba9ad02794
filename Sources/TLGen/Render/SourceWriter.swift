// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Collects lines of Swift with indentation.
struct SourceWriter {
    private(set) var text = ""
    private var indentation = ""

    /// Adds one line.
    mutating func line(_ line: String) {
        text += indentation
        text += line
        text += "\n"
    }

    /// Adds lines between an opening line and a closing brace.
    mutating func block(_ opening: String, _ body: (inout SourceWriter) -> Void) {
        line(opening + " {")
        indentation += "    "
        body(&self)
        indentation.removeLast(4)
        line("}")
    }

    /// Adds an opening line, indented lines and a closing line.
    mutating func indented(_ body: (inout SourceWriter) -> Void) {
        indentation += "    "
        body(&self)
        indentation.removeLast(4)
    }

    /// Adds a documentation comment: the line of the schema and the page that describes it.
    mutating func documentation(schemaLine: String, page: String) {
        line("/// `\(schemaLine)`")
        line("///")
        line("/// core.telegram.org/\(page)")
    }
}
