// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A field of a constructor or an argument of a function, in wire order.
struct Field {
    /// When the value is present.
    enum Presence: Equatable {
        case always
        /// Present if the bit of the flags word is set.
        case flag(word: String, bit: Int)
    }

    enum Kind: Equatable {
        /// A flags word; it is computed from the other fields and never stored.
        case flagsWord
        /// `flags.N?true`: a bit without bytes.
        case bit(word: String, bit: Int)
        case value(FieldType, Presence)
    }

    /// The name in the schema.
    let name: String
    /// The name in Swift, without backticks.
    let swiftName: String
    let kind: Kind
    /// Whether descriptions hide the value.
    let isSecret: Bool

    var isStored: Bool { kind != .flagsWord }

    var flag: (word: String, bit: Int)? {
        switch kind {
        case .bit(let word, let bit), .value(_, .flag(let word, let bit)): (word, bit)
        case .flagsWord, .value(_, .always): nil
        }
    }

    /// How many bytes the field takes on the wire at most, if its type has a fixed size; none for a mere bit.
    var fixedSize: Int? {
        switch kind {
        case .flagsWord: 4
        case .bit: 0
        case .value(let type, _): type.fixedSize
        }
    }

    var valueType: FieldType? {
        if case .value(let type, _) = kind { type } else { nil }
    }
}
