// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A whole schema.
public struct Schema: Sendable, Hashable, CustomStringConvertible {
    /// The definitions in the order of the text.
    public let entries: [SchemaEntry]
    /// The layer that a comment of the form `// LAYER N` declares.
    public let layer: Int?

    /// Reads a schema.
    ///
    /// - Parameter text: The schema.
    /// - Throws: The error of the first definition that cannot be read.
    public init(parsing text: String) throws(ParseError) {
        var parser = SchemaParser(text)
        var entries: [SchemaEntry] = []
        while let result = parser.next() { entries.append(try result.get()) }
        self.entries = entries
        layer = parser.layer
    }

    /// The definitions in the order of the text.
    public var definitions: [Definition] { entries.map(\.definition) }

    /// The schema as text; reading it again gives the same definitions.
    public var description: String {
        var text = layer.map { "// LAYER \($0)\n" } ?? ""
        var category = Category.types
        for definition in definitions {
            if definition.category != category {
                category = definition.category
                text += "---\(category.rawValue)---\n"
            }
            text += "\(definition);\n"
        }
        return text
    }
}
