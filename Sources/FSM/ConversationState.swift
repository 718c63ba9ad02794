// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The steps of a conversation, as an enum of strings.
///
/// ```swift
/// enum OrderState: String, ConversationState {
///     case product, quantity, address
/// }
/// ```
///
/// A `switch` over the states is checked by the compiler, so that a step that nobody handles does not build.
public protocol ConversationState: RawRepresentable<String>, Hashable, Sendable {
    /// What keeps the states of different enums apart in a storage.
    ///
    /// It is the name of the type, with the types around it. Give a name of your own if you mean to rename the type
    /// while conversations are stored.
    static var stateNamespace: String { get }
}

extension ConversationState {
    /// What the states of the type are kept under: by default its name.
    public static var stateNamespace: String {
        // The module is left out: it may be renamed, and a private type's context has no stable name.
        let path = String(reflecting: Self.self).split(separator: ".").dropFirst()
        return path.filter { !$0.hasPrefix("(") && !$0.hasSuffix(")") }.joined(separator: ".")
    }

    /// The text that stands for the state in a storage.
    public var stateName: String { Self.stateNamespace + "::" + rawValue }

    /// Reads a state's text.
    ///
    /// More segments in front are skipped, and the name alone will do; a state of another enum is no state of this one.
    ///
    /// - Parameter stateName: The text from a storage.
    public init?(stateName: String) {
        let separator = "::"
        let marker = Self.stateNamespace + separator
        if stateName.hasPrefix(marker), let state = Self(rawValue: String(stateName.dropFirst(marker.count))) {
            self = state
            return
        }
        if let range = stateName.ranges(of: separator + marker).last {
            self.init(rawValue: String(stateName[range.upperBound...]))
        } else if stateName.contains(separator) {
            return nil
        } else {
            self.init(rawValue: stateName)
        }
    }
}
