// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The Swift side of a field's type.
indirect enum FieldType: Hashable, Sendable {
    case int32
    case int64
    case double
    case string
    case bytes
    case int128
    case int256
    case bool
    /// A boxed type, by its name in the schema.
    case boxed(String)
    /// A constructor without its id, by its name in the schema.
    case bare(String)
    /// A vector; `isBare` is true for `vector<T>`, which has no id of its own.
    case vector(FieldType, isBare: Bool)
    /// The call inside a wrapper function, or its result, by the generic parameter's name.
    case generic(String)

    /// How many bytes every value takes on the wire, if all take the same.
    var fixedSize: Int? {
        switch self {
        case .int32, .bool: 4
        case .int64, .double: 8
        case .int128: 16
        case .int256: 32
        case .string, .bytes, .boxed, .bare, .vector, .generic: nil
        }
    }

    /// The type of the elements, however deep, or the type itself where it is no vector.
    var innermost: FieldType {
        if case .vector(let element, isBare: _) = self { element.innermost } else { self }
    }

    /// Whether the value is a number, text or bytes, or a vector of such.
    var isPrimitive: Bool {
        switch self {
        case .int32, .int64, .double, .string, .bytes, .int128, .int256, .bool: true
        case .vector(let element, isBare: _): element.isPrimitive
        case .boxed, .bare, .generic: false
        }
    }
}
