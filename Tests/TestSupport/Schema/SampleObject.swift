// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The binary form of a random object, and where its fields are.
package struct SampleObject: Sendable {
    /// What stands at a place.
    package enum FieldKind: Sendable, CaseIterable {
        case constructorID
        case flags
        case bool
        case int
        case long
        case double
        case opaque
        case byteString
        case vectorID
        case vectorCount
    }

    /// One value within the bytes.
    package struct Field: Sendable {
        package let kind: FieldKind
        package let offset: Int
        package let length: Int
        /// How many objects the value is within; the fields of the outermost object have depth 1.
        package let depth: Int
    }

    /// The name of the outermost constructor or function.
    package let name: String
    package var bytes: [UInt8]
    package var fields: [Field]

    /// The largest depth of a field.
    package var depth: Int { fields.map(\.depth).max() ?? 0 }

    /// The largest depth of a field that ends before an offset: how deep a reader came that failed there.
    package func depth(before offset: Int) -> Int {
        fields.reduce(0) { $1.offset + $1.length <= offset ? max($0, $1.depth) : $0 }
    }
}
