// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Mirrors that hide fields.
///
/// Types with secret fields reflect themselves through it, so that `dump` and debuggers see no more than descriptions.
package enum TLRedaction {
    /// What stands for a hidden value; nothing that prints or reflects it shows more than that there is one.
    package struct Hidden: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
        /// The value itself, for those who show a digest of it.
        package let value: Any

        package var description: String { "<redacted>" }
        package var debugDescription: String { "<redacted>" }
        package var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// Reflects a value by its fields.
    ///
    /// - Parameters:
    ///   - subject: The value.
    ///   - fields: The fields by name, secret ones hidden.
    /// - Returns: A mirror that shows these fields.
    static func mirror<Subject>(of subject: Subject, _ fields: KeyValuePairs<String, Any>) -> Mirror {
        Mirror(subject, children: fields, displayStyle: .struct)
    }

    /// Reflects a value by its fields, also if it keeps them in an object and has no mirror of its own.
    ///
    /// - Parameter value: The value.
    /// - Returns: A mirror that shows the fields, secret ones hidden.
    package static func mirror(reflecting value: Any) -> Mirror {
        let mirror = Mirror(reflecting: value)
        guard let storage = mirror.children.first, storage.label == "_storage" else { return mirror }
        return Mirror(value, children: Mirror(reflecting: storage.value).children, displayStyle: .struct)
    }

    /// Reflects a value that stores its fields in an object, some of them secret.
    ///
    /// - Parameters:
    ///   - subject: The value.
    ///   - storage: The object.
    ///   - secrets: The names of the secret fields, separated by spaces.
    /// - Returns: A mirror that shows all fields, the secret ones hidden.
    static func mirror<Subject>(of subject: Subject, storage: AnyObject, hiding secrets: String) -> Mirror {
        let secrets = secrets.split(separator: " ")
        let children = Mirror(reflecting: storage).children.map { child -> Mirror.Child in
            guard let label = child.label, !secrets.contains(label[...]) else {
                return (child.label, hide(any: child.value))
            }
            return child
        }
        return Mirror(subject, children: children, displayStyle: .struct)
    }

    /// What a mirror shows in the place of a value.
    static func hide<Value>(_ value: Value) -> Any {
        Hidden(value: value)
    }

    /// What a mirror shows in the place of a value that may be absent; absent values stay absent.
    static func hide<Value>(_ value: Value?) -> Any {
        value.map { Hidden(value: $0) } as Any
    }

    /// What a mirror shows in the place of a value of any type; absent ones stay absent.
    private static func hide(any value: Any) -> Any {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional else { return Hidden(value: value) }
        return mirror.children.first.map { Hidden(value: $0.value) } ?? value
    }
}
