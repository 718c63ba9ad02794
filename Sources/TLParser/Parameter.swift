// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A field of a constructor or an argument of a function.
public struct Parameter: Sendable, Hashable, CustomStringConvertible {
    /// A reference to one bit of a flags word: `flags.3?`.
    public struct Flag: Sendable, Hashable {
        /// The name of the flags word.
        public let word: String
        /// The bit, from 0 to 31.
        public let bit: Int

        /// Creates a reference.
        ///
        /// - Parameters:
        ///   - word: The name of the flags word.
        ///   - bit: The bit, from 0 to 31.
        public init(word: String, bit: Int) {
            self.word = word
            self.bit = bit
        }
    }

    /// What stands behind the colon.
    public enum Kind: Sendable, Hashable {
        /// A flags word, `flags:#`.
        case flagsWord
        /// A number without a name, `#`, that says how often the next repetition repeats.
        case count
        /// A repetition without a name, `[ t ]`; only the definition of `vector` has one.
        case repetition(TypeExpression)
        /// A value, present always or only if a bit is set.
        case value(TypeExpression, flag: Flag?)
    }

    /// The name as the schema spells it; empty for `count` and `repetition`.
    public let name: String
    /// What the parameter holds.
    public let kind: Kind

    /// Creates a parameter.
    ///
    /// - Parameters:
    ///   - name: The name as the schema spells it.
    ///   - kind: What the parameter holds.
    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// The parameter as a schema writes it.
    public var description: String {
        switch kind {
        case .flagsWord: "\(name):#"
        case .count: "#"
        case .repetition(let type): "[ \(type) ]"
        case .value(let type, flag: nil): "\(name):\(type)"
        case .value(let type, flag: .some(let flag)): "\(name):\(flag.word).\(flag.bit)?\(type)"
        }
    }
}
