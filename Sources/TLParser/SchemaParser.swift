// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A definition and where it begins.
public struct SchemaEntry: Sendable, Hashable {
    /// The definition.
    public let definition: Definition
    /// Where its name stands.
    public let position: SourcePosition
}

/// Reads definitions from the text of a schema, one after the other.
///
/// The language is that of core.telegram.org/mtproto/TL as far as Telegram's schemas use it: `//` comments, the
/// markers `---types---` and `---functions---`, definitions that end at `;` and may span lines. A definition
/// that cannot be read yields an error and does not end the sequence. Lines that only say what is built in, `int ? = Int`
/// and `int128 4*[ int ] = Int128`, are passed over, as is a byte order mark.
public struct SchemaParser: Sequence, IteratorProtocol {
    private var lexer: Lexer
    private var category = Category.types

    /// Creates a parser.
    ///
    /// - Parameter text: The schema.
    public init(_ text: String) {
        lexer = Lexer(text)
    }

    /// The largest number `N` of the comments `// LAYER N` read so far.
    public var layer: Int? { lexer.layer }

    /// Reads the next definition.
    ///
    /// - Returns: The definition, or why it cannot be read, or `nil` at the end of the text.
    public mutating func next() -> Result<SchemaEntry, ParseError>? {
        var words: [Token] = []
        while let token = lexer.next() {
            if token.isSemicolon {
                guard !words.isEmpty else { return .failure(ParseError(.emptyDefinition, at: token.position)) }
                if isPrimitive(words) {
                    words = []
                    continue
                }
                return parse(words)
            }
            if words.isEmpty, token.text == "---functions---" {
                category = .functions
            } else if words.isEmpty, token.text == "---types---" {
                category = .types
            } else {
                words.append(token)
            }
        }
        return words.isEmpty ? nil : parse(words)
    }

    /// Whether a definition only says that a type is built in: `int ? = Int`, `int128 4*[ int ] = Int128`.
    private func isPrimitive(_ words: [Token]) -> Bool {
        guard words.count >= 4, words[words.count - 2].text == "=", !words[0].text.contains("#") else { return false }
        let form = words[1].text
        return form == "?" && words.count == 4
            || form.hasSuffix("*[") && Int(form.dropLast(2)) != nil && words.count == 6 && words[3].text == "]"
    }

    private func parse(_ words: [Token]) -> Result<SchemaEntry, ParseError> {
        do throws(ParseError) {
            let definition = try DefinitionParser.parse(words, category: category)
            return .success(SchemaEntry(definition: definition, position: words[0].position))
        } catch {
            return .failure(error)
        }
    }
}
