// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// A function of the schema.
struct Function {
    let definition: Definition
    let namespace: String?
    let swiftName: String
    let fields: [Field]
    let response: FieldType
    /// The name of the generic parameter in Swift, for functions that wrap another call.
    let genericName: String?

    var storedFields: [Field] { fields.filter(\.isStored) }

    var qualifiedName: String { (["TL", namespace].compactMap(\.self) + [swiftName]).joined(separator: ".") }
}
