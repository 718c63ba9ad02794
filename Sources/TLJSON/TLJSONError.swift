// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why a value could not be turned into JSON or back.
///
/// It names places and types and holds nothing of the values.
public struct TLJSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The bytes end within a value.
        case unexpectedEnd = "the bytes end within a value"
        /// Bytes follow the value.
        case trailingBytes = "bytes follow the value"
        /// An id belongs to no definition that may stand there.
        case unknownConstructor = "no definition that may stand here has this id"
        /// A name belongs to no definition that may stand there.
        case unknownName = "no definition that may stand here has this name"
        /// The call that an answer belongs to is not in the schema.
        case unknownMethod = "the method is not in the schema"
        /// The name of a type is not in the schema.
        case unknownType = "the type is not in the schema"
        /// A vector's count is negative or larger than the bytes that follow can hold.
        case invalidCount = "invalid vector count"
        /// A text or byte string begins with a length byte that the protocol does not use.
        case invalidLength = "invalid length byte"
        /// Values are nested deeper than ``TLJSON/maximumDepth``.
        case nestedTooDeep = "values are nested too deep"
        /// The text would be longer than ``TLJSONOptions/maximumLength``, or a string than the protocol can carry.
        case tooLong = "too long"
        /// The text is no JSON.
        case invalidJSON = "the text is no JSON"
        /// A value has not the form that the field needs.
        case invalidValue = "the value has not the form that the field needs"
        /// A field that must be present is absent.
        case missingField = "the field is missing"
        /// The definition has no such field.
        case unknownField = "the definition has no such field"
        /// Of fields that share a flag bit some are set and some are not.
        case incompleteFlagGroup = "only some of the fields that belong together are set"
        /// A secret was replaced by a digest when the JSON was written.
        case digest = "the value was replaced by a digest and is not known"
    }

    /// What is wrong.
    public let reason: Reason
    /// The fields that lead to the place, outermost first.
    public let path: [String]
    /// How many bytes stand before the place, if bytes are read.
    public let offset: Int?

    init(_ reason: Reason, path: [String], offset: Int? = nil) {
        self.reason = reason
        self.path = path
        self.offset = offset
    }

    /// What is wrong, and where.
    public var description: String {
        let place = path.isEmpty ? "" : path.joined(separator: ".") + ": "
        return place + reason.rawValue + (offset.map { " at offset \($0)" } ?? "")
    }
}
