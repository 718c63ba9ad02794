// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How the constructors of a type with several constructors become the cases of an enum.
///
/// A case keeps the words in which its constructor differs from the type and from its siblings: `inputPeerUser` of
/// `InputPeer` is `user`, `sendMessageTypingAction` of `SendMessageAction` is `typing`.
enum CaseNaming {
    /// Case names that differ from the rule, by the constructor's full name.
    ///
    /// A new layer can change what siblings have in common and so the names of old cases, which `diff` prints. The name
    /// of before is kept by an entry here.
    static let overrides: [String: String] = [:]

    /// Remainders that mean something else in Swift behind a dot or as the name of a nested type.
    private static let reserved: Set<String> = [
        "none", "some", "self", "type", "init", "protocol", "string", "bool", "array", "error", "double",
    ]

    /// The names of a type's cases, in the form of type names: `User` for `inputPeerUser`.
    ///
    /// - Parameters:
    ///   - constructors: The constructors' names without their namespaces; two at least.
    ///   - typeName: The type's name without its namespace.
    /// - Returns: A name for each constructor, in their order.
    static func payloads(of constructors: [String], in typeName: String) -> [String] {
        let typeWords = words(typeName).map { $0.lowercased() }
        let all = constructors.map(words)
        let keys = all.map { $0.map { $0.lowercased() } }
        let shared = keys.dropFirst().reduce(keys.first?.count ?? 0) { min($0, commonPrefix(keys[0], $1)) }
        let allAreInput = keys.allSatisfy { $0.first == "input" }
        return zip(all, keys).map { words, keys in
            joined(remainder(words, keys, of: typeWords, shared: shared, allAreInput: allAreInput))
        }
    }

    private static func remainder(
        _ words: [String], _ keys: [String], of type: [String], shared: Int, allAreInput: Bool
    ) -> [String] {
        // An input form beside the forms that the server sends.
        if keys.first == "input", type.first != "input", !allAreInput, keys.dropFirst().starts(with: type) {
            let rest = words.dropFirst(1 + type.count)
            return rest.isEmpty ? words : [words[0]] + rest
        }
        let front = commonPrefix(keys, type)
        let dropped = max(front, shared)
        var rest = Array(words.dropFirst(dropped))
        let end = type.dropFirst(front)
        let dropsEnd =
            front > 0 && !end.isEmpty && rest.count >= end.count && keys.suffix(end.count).elementsEqual(end)
        if dropsEnd { rest.removeLast(end.count) }
        guard let first = rest.first?.first else { return words }
        let text = rest.joined()
        guard reserved.contains(text.lowercased()) || first.isNumber else { return rest }
        if dropsEnd { return rest + words.suffix(end.count).prefix(1) }
        return (dropped > 0 ? [words[dropped - 1]] : []) + rest
    }

    /// Splits a name at capitals, underscores and before `64`; a run of capitals is one word.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        var previous: Character = "_"
        var rest = name[...]
        while let character = rest.first {
            let begins = character.isUppercase && !previous.isUppercase || rest.hasPrefix("64") || previous == "_"
            if character != "_" {
                if begins || words.isEmpty { words.append("") }
                words[words.count - 1].append(character)
            }
            previous = character
            rest.removeFirst()
        }
        return words
    }

    private static func joined(_ words: [String]) -> String {
        words.map(Naming.capitalizedFirst).joined()
    }

    private static func commonPrefix(_ first: [String], _ second: [String]) -> Int {
        zip(first, second).prefix { $0 == $1 }.count
    }
}
