// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The steps of a conversation, as an enum: of strings, or with values.
///
/// ```swift
/// enum OrderState: ConversationState {
///     case product, amount(product: String), address(product: String, amount: Int)
/// }
/// ```
///
/// A `switch` over the states is checked by the compiler, so that a step that nobody handles does not build. Steps are
/// stored as JSON, those of an enum of strings by their raw values.
public protocol ConversationState: Codable, Hashable, Sendable {
    /// What keeps the states of different enums apart in a storage.
    ///
    /// It is the name of the type, with the types around it. Give a name of your own if you mean to rename the type
    /// while conversations are stored.
    static var stateNamespace: String { get }

    /// The text that stands for the state in a storage.
    var stateName: String { get }

    /// Reads a state's text.
    ///
    /// - Parameter stateName: The text from a storage; that of another enum is no state of this one.
    init?(stateName: String)
}

extension ConversationState {
    /// What the states of the type are kept under: by default its name.
    public static var stateNamespace: String {
        // The module is left out: it may be renamed, and a private type's context has no stable name.
        let path = String(reflecting: Self.self).split(separator: ".").dropFirst()
        return path.filter { !$0.hasPrefix("(") && !$0.hasSuffix(")") }.joined(separator: ".")
    }

    /// What the state is kept under.
    public var stateName: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only a type that writes its own encoding can fail here, and then there is no text that could be read again.
        let json = (try? encoder.encode(self)).flatMap { String(validating: $0, as: UTF8.self) } ?? ""
        return Self.stateNamespace + "::" + json
    }

    /// Creates the value from its parts.
    public init?(stateName: String) {
        let marker = Self.stateNamespace + "::"
        guard stateName.hasPrefix(marker),
            let state = try? JSONDecoder().decode(Self.self, from: Data(stateName.dropFirst(marker.count).utf8))
        else { return nil }
        self = state
    }
}

extension ConversationState where Self: RawRepresentable<String> {
    /// What the state is kept under.
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
