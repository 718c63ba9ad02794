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

    /// Reflects a value that stores its fields in an object.
    static func mirror<Subject>(of subject: Subject, storage: AnyObject) -> Mirror {
        Mirror(subject, children: Mirror(reflecting: storage).children, displayStyle: .struct)
    }

    /// What a mirror shows in the place of a value.
    static func hide<Value>(_ value: Value) -> Any {
        Hidden(value: value)
    }

    /// What a mirror shows in the place of a value that may be absent; absent values stay absent.
    static func hide<Value>(_ value: Value?) -> Any {
        value.map { Hidden(value: $0) } as Any
    }
}
