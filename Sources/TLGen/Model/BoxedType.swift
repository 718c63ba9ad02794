// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A type of the schema with all its constructors.
struct BoxedType {
    /// The name in the schema, `messages.Messages`.
    let name: String
    /// The namespace in Swift, `messages`.
    let namespace: String?
    /// The name in Swift inside the namespace, `Messages`.
    let swiftName: String
    var constructors: [Constructor]
    /// Whether a value can contain another value of the type, however deep.
    var isRecursive = false
    /// Whether values can be compared and be keys.
    var isHashable = false

    /// A type with one constructor is that constructor's struct; any other is an enum.
    var isSingle: Bool { constructors.count == 1 }

    /// `TL.messages.Messages`.
    var qualifiedName: String { (["TL", namespace].compactMap(\.self) + [swiftName]).joined(separator: ".") }

    /// The name of the struct that holds the fields of a constructor.
    func qualifiedName(of constructor: Constructor) -> String {
        isSingle ? qualifiedName : qualifiedName + "." + constructor.swiftName
    }
}
