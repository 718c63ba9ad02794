// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why a definition could not be read, and where.
public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        /// Nothing stands before a semicolon.
        case emptyDefinition
        /// The definition has no name.
        case missingName
        /// There is no `=`, or nothing behind it.
        case missingResult
        /// Something stands behind the result type.
        case unexpectedText
        /// What stands behind `#` is not a 32-bit hexadecimal number.
        case invalidID
        /// A name is empty or holds a character that names cannot have.
        case invalidName
        /// A parameter has no type.
        case missingType
        /// What stands before `?` is not of the form `word.bit` with a bit from 0 to 31.
        case invalidFlag
        /// The flags word that a parameter refers to was not declared before it.
        case undeclaredFlagsWord
        /// A `<` without `>`, a `>` without `<`, or nothing between them.
        case invalidGenericArgument
        /// The generic parameter that a type refers to was not declared.
        case undeclaredGenericParameter
        /// A form of the language that no schema in use needs, such as `[ t ]` or `?`.
        case notSupported
    }

    /// What is wrong.
    public let reason: Reason
    /// Where it is wrong.
    public let position: SourcePosition
    /// The text that is wrong, if there is one.
    public let text: String

    init(_ reason: Reason, at position: SourcePosition, text: String = "") {
        self.reason = reason
        self.position = position
        self.text = text
    }

    /// The error in the form that compilers print.
    public var description: String {
        "\(position): \(message)" + (text.isEmpty ? "" : ": '\(text)'")
    }

    private var message: String {
        switch reason {
        case .emptyDefinition: "empty definition"
        case .missingName: "definition without a name"
        case .missingResult: "definition without a result type"
        case .unexpectedText: "unexpected text behind the result type"
        case .invalidID: "constructor id is not a 32-bit hexadecimal number"
        case .invalidName: "invalid name"
        case .missingType: "parameter without a type"
        case .invalidFlag: "invalid flag reference"
        case .undeclaredFlagsWord: "flags word is not declared before this parameter"
        case .invalidGenericArgument: "invalid generic argument"
        case .undeclaredGenericParameter: "generic parameter is not declared"
        case .notSupported: "form is not supported"
        }
    }
}
