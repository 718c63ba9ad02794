// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why a value could not be read or written.
public struct TLError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The bytes end within a value.
        case unexpectedEnd
        /// An id belongs to no constructor that may stand there.
        case unexpectedConstructor
        /// A vector's count is negative or larger than the bytes that follow can hold.
        case invalidCount
        /// A text or byte string begins with a length byte that the protocol does not use.
        case invalidLength
        /// Values are nested deeper than any legitimate value.
        case nestedTooDeep
        /// Bytes follow a value that should be the last.
        case trailingBytes
        /// A text or byte string of 16 MiB or more, or a vector of more than 2^31 − 1 elements, cannot be written.
        case tooLong
        /// Of fields that share a flag bit some are set and some are not.
        case incompleteFlagGroup
    }

    private final class Details: Sendable {
        let code: Code
        let offset: Int
        let constructorID: UInt32?
        let context: String

        init(code: Code, offset: Int, constructorID: UInt32?, context: String) {
            self.code = code
            self.offset = offset
            self.constructorID = constructorID
            self.context = context
        }
    }

    // One reference: errors stay as cheap to pass along as the values they replace.
    private let details: Details

    @inline(never)
    package init(_ code: Code, offset: Int, constructorID: UInt32? = nil, context: String = "") {
        details = Details(code: code, offset: offset, constructorID: constructorID, context: context)
    }

    /// What is wrong.
    public var code: Code { details.code }

    /// How many bytes stand before the place where reading or writing failed.
    public var offset: Int { details.offset }

    /// The id that was found, for ``Code/unexpectedConstructor``.
    public var constructorID: UInt32? { details.constructorID }

    /// The type that was expected or the definition that was to be written, as the schema spells it; may be empty.
    public var context: String { details.context }

    /// The error in words, without anything from the bytes but the id.
    public var description: String {
        switch code {
        case .unexpectedEnd: "the bytes end within a value at offset \(offset)"
        case .unexpectedConstructor: unexpectedConstructorDescription
        case .invalidCount: "invalid vector count at offset \(offset)"
        case .invalidLength: "invalid length byte at offset \(offset)"
        case .nestedTooDeep: "values are nested too deep at offset \(offset)"
        case .trailingBytes: "bytes follow the value at offset \(offset)"
        case .tooLong: "a text, byte string or vector is too long to be written at offset \(offset)"
        case .incompleteFlagGroup: "only some of the fields that belong together are set: \(context)"
        }
    }

    private var unexpectedConstructorDescription: String {
        let id = constructorID ?? 0
        let name = TL.name(ofConstructor: id).map { " (\($0))" } ?? ""
        let expected = context.isEmpty ? "" : " where \(context) is expected"
        return "unexpected constructor 0x\(hexDigits(id))\(name) at offset \(offset)\(expected)"
    }
}
