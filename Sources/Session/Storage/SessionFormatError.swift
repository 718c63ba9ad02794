// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Bytes or text are not the session they should be.
///
/// It holds positions and sizes, never what stands there, since that may be a key.
public struct SessionFormatError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// There are fewer bytes than the format says.
        case truncated
        /// There are more bytes than the format says.
        case trailingBytes
        /// The checksum is not that of the content.
        case checksumMismatch
        /// The beginning is not that of the format.
        case signatureMismatch
        /// The version is not one that this library reads.
        case versionUnsupported
        /// The length is not one that the format can have.
        case lengthInvalid
        /// The text has characters that do not belong there.
        case textInvalid
        /// A value is not one that the format allows.
        case valueInvalid
        /// The passcode is wrong, or there is one and none was given.
        case passcodeWrong
    }

    /// What is wrong.
    public let code: Code
    /// Where, in bytes from the beginning, where one can say.
    public let position: Int?
    /// What was being read.
    public let field: String

    package init(_ code: Code, field: String, position: Int? = nil) {
        self.code = code
        self.field = field
        self.position = position
    }
}

extension SessionFormatError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        "\(code.explanation) (\(field)\(position.map { ", at byte \($0)" } ?? ""))"
    }
}

extension SessionFormatError.Code {
    fileprivate var explanation: String {
        switch self {
        case .truncated: "it ends too early"
        case .trailingBytes: "there is something after its end"
        case .checksumMismatch: "its checksum is wrong"
        case .signatureMismatch: "it begins like something else"
        case .versionUnsupported: "its version is not known"
        case .lengthInvalid: "its length is not possible"
        case .textInvalid: "it has characters that do not belong there"
        case .valueInvalid: "it has a value that is not possible"
        case .passcodeWrong: "the passcode is wrong or missing"
        }
    }
}
