// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads one definition from its words.
struct DefinitionParser {
    private let words: [Token]
    private let category: Category
    private var genericParameters: [String] = []
    private var parameters: [Parameter] = []

    // `words` is what stands before the semicolon, at least one word.
    static func parse(_ words: [Token], category: Category) throws(ParseError) -> Definition {
        var parser = DefinitionParser(words: words, category: category)
        return try parser.parse()
    }

    private init(words: [Token], category: Category) {
        self.words = words
        self.category = category
    }

    private mutating func parse() throws(ParseError) -> Definition {
        guard let head = words.first, head.text != "=" else {
            throw ParseError(.missingName, at: words[0].position)
        }
        guard let equals = words.firstIndex(where: { $0.text == "=" }) else {
            throw ParseError(.missingResult, at: head.position, text: String(head.text))
        }
        let (namespace, name, id) = try parseHead(head)
        try parseParameters(words[1..<equals])
        guard equals + 1 < words.count else {
            throw ParseError(.missingResult, at: words[equals].position)
        }
        let result = try parseResult(words[(equals + 1)...])
        return Definition(
            namespace: namespace, name: name, id: id, genericParameters: genericParameters, parameters: parameters,
            result: result, category: category)
    }

    private func parseHead(_ head: Token) throws(ParseError) -> (namespace: [String], name: String, id: UInt32?) {
        let parts = head.text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let names = try parseName(parts[0], at: head.position)
        var id: UInt32?
        if parts.count == 2 {
            guard !parts[1].isEmpty, parts[1].allSatisfy(\.isHexDigit), let number = UInt32(parts[1], radix: 16) else {
                throw ParseError(.invalidID, at: head.position, text: String(parts[1]))
            }
            id = number
        }
        return (Array(names.dropLast()), names[names.count - 1], id)
    }

    private mutating func parseParameters(_ words: ArraySlice<Token>) throws(ParseError) {
        var words = words
        while let word = words.popFirst() {
            if word.text == "#" {
                parameters.append(Parameter(name: "", kind: .count))
            } else if word.text == "[" {
                guard parameters.last?.kind == .count, let type = words.popFirst(), words.popFirst()?.text == "]" else {
                    throw ParseError(.notSupported, at: word.position, text: String(word.text))
                }
                let kind = Parameter.Kind.repetition(try parseType(type.text, at: type.position))
                parameters.append(Parameter(name: "", kind: kind))
            } else {
                try parseParameter(word)
            }
        }
    }

    private mutating func parseParameter(_ word: Token) throws(ParseError) {
        let text = word.text
        if let first = text.first, first == "[" || first == "]" || first == "?" {
            throw ParseError(.notSupported, at: word.position, text: String(text))
        }
        if text.hasPrefix("{") {
            guard text.hasSuffix(":Type}"), text.count > 7 else {
                throw ParseError(.notSupported, at: word.position, text: String(text))
            }
            let name = try parseName(text.dropFirst().dropLast(6), at: word.position)
            genericParameters.append(name.joined(separator: "."))
            return
        }
        guard let colon = text.firstIndex(of: ":") else {
            throw ParseError(.missingType, at: word.position, text: String(text))
        }
        let name = try parseName(text[..<colon], at: word.position).joined(separator: ".")
        let rest = text[text.index(after: colon)...]
        if rest.isEmpty { throw ParseError(.missingType, at: word.position, text: String(text)) }
        parameters.append(Parameter(name: name, kind: try parseKind(rest, at: word.position)))
    }

    private func parseKind(_ text: Substring, at position: SourcePosition) throws(ParseError) -> Parameter.Kind {
        if text == "#" { return .flagsWord }
        guard let mark = text.firstIndex(of: "?") else {
            return .value(try parseType(text, at: position), flag: nil)
        }
        let reference = text[..<mark].split(separator: ".", omittingEmptySubsequences: false)
        guard reference.count == 2, let bit = Int(reference[1]), (0..<32).contains(bit) else {
            throw ParseError(.invalidFlag, at: position, text: String(text))
        }
        let word = String(reference[0])
        guard parameters.contains(where: { $0.name == word && $0.kind == .flagsWord }) else {
            throw ParseError(.undeclaredFlagsWord, at: position, text: String(text))
        }
        let type = try parseType(text[text.index(after: mark)...], at: position)
        return .value(type, flag: Parameter.Flag(word: word, bit: bit))
    }

    /// Reads the type behind `=`: one word, or a type and a generic parameter as in `Vector t`.
    private func parseResult(_ words: ArraySlice<Token>) throws(ParseError) -> TypeExpression {
        let first = words[words.startIndex]
        let type = try parseType(first.text, at: first.position)
        guard let second = words.dropFirst().first else { return type }
        guard words.count == 2, type.argument == nil, !type.isGenericParameter,
            genericParameters.contains(String(second.text))
        else {
            throw ParseError(.unexpectedText, at: second.position, text: String(second.text))
        }
        return TypeExpression(
            namespace: type.namespace, name: type.name, hasPercent: type.hasPercent,
            argument: try parseType(second.text, at: second.position), hasBlankBeforeArgument: true)
    }

    private func parseType(_ text: Substring, at position: SourcePosition) throws(ParseError) -> TypeExpression {
        var name = text
        var argument: TypeExpression?
        if let open = text.firstIndex(of: "<") {
            guard text.last == ">" else {
                throw ParseError(.invalidGenericArgument, at: position, text: String(text))
            }
            name = text[..<open]
            argument = try parseType(text[text.index(after: open)...].dropLast(), at: position)
        }
        if name.contains(">") || (text.isEmpty && argument == nil) {
            throw ParseError(.invalidGenericArgument, at: position, text: String(text))
        }
        let hasPercent = name.first == "%"
        let hasExclamation = name.first == "!"
        if hasPercent || hasExclamation { name = name.dropFirst() }
        let names = try parseName(name, at: position)
        let isGeneric = names.count == 1 && genericParameters.contains(names[0])
        if hasExclamation && !isGeneric {
            throw ParseError(.undeclaredGenericParameter, at: position, text: String(text))
        }
        return TypeExpression(
            namespace: names.dropLast(), name: names[names.count - 1], hasPercent: hasPercent,
            hasExclamation: hasExclamation, isGenericParameter: isGeneric, argument: argument)
    }

    /// Splits a dotted name; the answer has at least one part.
    private func parseName(_ text: Substring, at position: SourcePosition) throws(ParseError) -> [String] {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        for part in parts {
            guard let first = part.unicodeScalars.first, isNameStart(first),
                part.unicodeScalars.allSatisfy({ isNameStart($0) || ("0"..."9").contains($0) })
            else {
                if part.isEmpty && parts.count == 1 { throw ParseError(.missingName, at: position) }
                throw ParseError(.invalidName, at: position, text: String(text))
            }
        }
        return parts.map(String.init)
    }

    private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }
}
